package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConfig reads settings from a file, shows where they come from, and says
// what is wrong.
func TestConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "airial.toml")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("data = \"/srv/airial\"\nmax-columns = 7\n")
	t.Setenv("AIRIAL_LISTEN", "localhost:1234")
	r := airial(t, "config", "show", "--config", file, "--max-burst", "9")
	for _, line := range []string{"data /srv/airial " + file, "max-columns 7 " + file, "listen localhost:1234 AIRIAL_LISTEN", "max-burst 9 ligne de commande", "max-upload 200MB par défaut"} {
		if r.code != 0 || !strings.Contains(strings.Join(strings.Fields(r.stdout), " "), line) {
			t.Errorf("exit %d, no line %q in:\n%s%s", r.code, line, r.stdout, r.stderr)
		}
	}
	if r := airial(t, "config", "check", "--config", file); r.code != 0 {
		t.Errorf("exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
	t.Setenv("AIRIAL_PUBLIC_ULR", "https://example.fr")
	if r := airial(t, "config", "check", "--config", file); r.code != 1 || !strings.Contains(r.stdout, "AIRIAL_PUBLIC_URL") {
		t.Errorf("a variable misspelt: exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
	if r := airial(t, "config", "check", "--config", file, "--max-upload", "0"); r.code != 2 || !strings.Contains(r.stdout, "--max-upload") {
		t.Errorf("a wrong value: exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
	write("data = \"/srv/airial\"\nlisten-on = \"x\"\nmax_columns = 4\n")
	if r := airial(t, "serve", "--config", file); r.code != 2 || !strings.Contains(r.stderr, "max-columns") {
		t.Errorf("a key misspelt: exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
	if r := airial(t, "serve", "--lisen", "x"); r.code != 2 || !strings.Contains(r.stderr, "--listen") {
		t.Errorf("a flag misspelt: exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
}
