package config_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

func TestSecretsComeFromFiles(t *testing.T) {
	write := func(text string) string {
		path := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct {
		env     map[string]string
		want    string
		problem string
	}{
		"none":            {env: map[string]string{"AIRIAL_DATABASE": "postgres://x"}, want: "postgres://x"},
		"a file":          {env: map[string]string{"AIRIAL_DATABASE_FILE": write("postgres://a:b@c/d\n")}, want: "postgres://a:b@c/d"},
		"both":            {env: map[string]string{"AIRIAL_DATABASE": "x", "AIRIAL_DATABASE_FILE": write("y")}, want: "x", problem: "not both"},
		"no such file":    {env: map[string]string{"AIRIAL_DATABASE_FILE": "/nowhere/at/all"}, problem: "cannot be read"},
		"an empty file":   {env: map[string]string{"AIRIAL_DATABASE_FILE": write("\n")}, problem: "one line"},
		"several lines":   {env: map[string]string{"AIRIAL_DATABASE_FILE": write("a\nb\n")}, problem: "one line"},
		"spaces are kept": {env: map[string]string{"AIRIAL_DATABASE_FILE": write(" a ")}, want: " a "},
	} {
		err := config.SecretsFromFiles(func(n string) string { return c.env[n] }, func(n, v string) error { c.env[n] = v; return nil })
		if c.env["AIRIAL_DATABASE"] != c.want {
			t.Errorf("%s: %q, want %q", name, c.env["AIRIAL_DATABASE"], c.want)
		}
		if (err != nil) != (c.problem != "") || err != nil && (!strings.Contains(fault.Message(err).En, c.problem) || !fault.Is(err, fault.Invalid)) {
			t.Errorf("%s: %v, want %q", name, err, c.problem)
		}
	}
	if !slices.Contains(config.SecretVars(), "AIRIAL_DATABASE") {
		t.Error("the list of them")
	}
}
