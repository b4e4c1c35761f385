package config_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/command"
	"airial/internal/platform/config"
)

var update = flag.Bool("update", false, "write docs/settings.md anew")

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "airial.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPrecedence(t *testing.T) {
	path := written(t, `
listen = "localhost:1"
public-url = "https://fichier.example.fr"
log-level = "debug"
max-columns = 7
outbound = ["a.example.fr", "*.example.org"]
database = "postgres://airial:geheim@db/airial"
`)
	t.Setenv("AIRIAL_PUBLIC_URL", "https://variable.example.fr")
	t.Setenv("AIRIAL_LISTEN", "localhost:2")
	t.Setenv("AIRIAL_LOG_LEVEL", "warn")
	f, err := config.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var s config.Serve
	program := command.New(&s, "serve", "")
	program.Resolve(f.Value)
	c, err := program.Parse([]string{"--data", "/srv/airial", "--listen", "localhost:3"})
	if err != nil {
		t.Fatal(err)
	}
	if s.Listen != "localhost:3" || s.PublicURL != "https://variable.example.fr" || s.LogLevel != "warn" || s.Limits.Columns != 7 ||
		len(s.Outbound.OutboundHosts) != 2 {
		t.Errorf("settings are %+v", s)
	}
	got := map[string]string{}
	for _, one := range config.Effective(c, f) {
		got[one.Name] = fmt.Sprintf("%s, %s", one.Value, one.From)
	}
	for name, want := range map[string]string{
		"listen": "localhost:3, flag", "public-url": "https://variable.example.fr, environment", "max-columns": "7, file",
		"max-burst": "1000, default", "outbound": "a.example.fr,*.example.org, file", "data": "/srv/airial, flag",
		"database": "postgres://airial:[secret]@db/airial, file", "max-upload": "200MB, default",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if err := f.Unknown(names(t)); err != nil {
		t.Errorf("the file is refused: %v", err)
	}
}

func names(t *testing.T) []string {
	t.Helper()
	flags, _ := config.Names(command.New(&config.Serve{}, "serve", ""))
	return flags
}

func TestWrongFiles(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{`lisen = "x"`, "listen"},
		{`publicurl = "x"`, "public-url"},
		{`max_columns = 3`, "max-columns"},
		{`entirely-different = 3`, "entirely-different"},
		{"[server]\nlisten = \"x\"", "section"},
		{`listen = 1979-05-27`, "listen"},
		{`listen = `, "TOML"},
	} {
		f, err := config.ReadFile(written(t, c.text))
		if err == nil {
			err = f.Unknown(names(t))
		}
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "airial.toml") {
			t.Errorf("%q: %v; want %q and the file's name", c.text, err, c.says)
		}
	}
	if _, err := config.ReadFile(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there is taken for one")
	}
}

func TestStrangeVariables(t *testing.T) {
	got := config.Strange([]string{"AIRIAL_LISTN=x", "AIRIAL_DATA=x", "HOME=/", "AIRIAL_XYZZY_PLUGH=1"}, []string{"AIRIAL_LISTEN", "AIRIAL_DATA"})
	if len(got) != 2 || !strings.Contains(got[0].En, "AIRIAL_LISTN") || !strings.Contains(got[0].En, "“AIRIAL_LISTEN”") || strings.Contains(got[1].En, "mean") {
		t.Errorf("%+v", got)
	}
}

// TestSettingsPage keeps docs/settings.md what the program reads.
func TestSettingsPage(t *testing.T) {
	program := command.New(&config.Serve{}, "serve", "")
	var b strings.Builder
	b.WriteString(`# Settings

Each setting is a flag of ` + "`airial serve`" + `, a variable of the environment, or a line of one file in TOML whose keys are the
flags’ names without the dashes. A flag goes before the environment, the environment before the file, the file before
the default. Name the file with ` + "`--config FILE` or `AIRIAL_CONFIG`" + `:

` + "```toml" + `
data = "/var/lib/airial/data"
public-url = "https://donnees.example.fr"
max-columns = 500
` + "```" + `

` + "`airial config show`" + ` prints each setting as it is in force and where it comes from, ` + "`airial config check`" + ` what is wrong.
A wrong value or an unknown name is refused, with what to write; a variable that begins with ` + "`AIRIAL_`" + ` and is no setting
is warned of.

This page is made from the program: ` + "`go test ./internal/platform/config -run SettingsPage -update`" + `.

| flag and key | variable | default | |
|---|---|---|---|
`)
	for _, flag := range program.Flags {
		if len(flag.Envs) == 0 {
			continue
		}
		value := ""
		if flag.Default != "" {
			value = "`" + flag.Default + "`"
		}
		fmt.Fprintf(&b, "| `--%s` | `%s` | %s | %s |\n", flag.Name, flag.Envs[0], value, strings.ReplaceAll(flag.Help, "|", "\\|"))
	}
	b.WriteString(`
## Of single commands

| variable | command | |
|---|---|---|
| ` + "`AIRIAL_MADIS_PASSWORD`" + ` | ` + "`airial import madis mysql://…`" + ` | Password of the database of Madis that is read. It is never written anywhere; a dump needs none. |
`)
	const page = "../../../docs/settings.md"
	if *update {
		if err := os.WriteFile(page, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("docs/settings.md is not what the program reads; run go test ./internal/platform/config -run SettingsPage -update (-page +program):\n%s", diff)
	}
}
