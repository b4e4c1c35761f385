package config_test

import (
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"airial/internal/platform/config"
)

// TestSettingsAreDocumented holds the table of settings in docs/operator.md
// against the settings that there are: each with its flag, its variable and its
// default.
func TestSettingsAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../../../docs/operator.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for line := range strings.SplitSeq(string(text), "\n") {
		if cells := strings.Split(line, "|"); len(cells) > 4 && strings.HasPrefix(strings.TrimSpace(cells[1]), "`--") {
			rows[strings.Trim(strings.TrimSpace(cells[1]), "`")] = line
		}
	}
	var s config.Serve
	k, err := kong.New(&s, kong.Name("serve"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range k.Model.AllFlags(true)[0] {
		name := "--" + f.Name
		if name == "--help" {
			continue
		}
		row, ok := rows[name]
		switch {
		case !ok:
			t.Errorf("%s is not in the table of settings of docs/operator.md", name)
		case len(f.Envs) > 0 && !strings.Contains(row, "`"+f.Envs[0]+"`"):
			t.Errorf("%s: docs/operator.md does not name its variable %s", name, f.Envs[0])
		case f.HasDefault && f.Default != "" && !f.IsBool() && !strings.Contains(row, "`"+f.Default+"`"):
			t.Errorf("%s: docs/operator.md does not give its default %s", name, f.Default)
		}
	}
}
