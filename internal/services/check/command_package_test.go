package check_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airial/internal/services/check"
)

// A key from one table into another is followed within a package.
func TestPackage(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"datapackage.json": `{"name":"p","resources":[
			{"name":"programme","path":"programmes.csv","schema":"programme.json"},
			{"name":"secteur","path":"data/secteurs.csv","schema":{"fields":[{"name":"id"},{"name":"programme_id"}],
			 "foreignKeys":[{"fields":"programme_id","reference":{"resource":"programme","fields":"id"}}]}}]}`,
		"programme.json":    `{"fields":[{"name":"id","type":"integer"}]}`,
		"programmes.csv":    "id\n1\n2\n",
		"data/secteurs.csv": "id,programme_id\na,1\nb,3\nc,\n",
		"outside.json":      `{"resources":[{"name":"a","path":"../x.csv"}]}`,
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(file, format string) (int, string, string) {
		var stdout, stderr bytes.Buffer
		exit := check.RunPackage(t.Context(), check.Args{File: filepath.Join(dir, file), Format: format, Lang: "en"}, &stdout, &stderr)
		return exit, stdout.String(), stderr.String()
	}
	exit, stdout, stderr := run("datapackage.json", "json")
	var reports []struct {
		Valid    bool
		Findings []struct {
			Code, Value string
			Row         int
		}
	}
	if err := json.Unmarshal([]byte(stdout), &reports); err != nil || exit != check.ExitInvalid || len(reports) != 2 || !reports[0].Valid {
		t.Fatal(exit, err, stdout, stderr)
	}
	if f := reports[1].Findings; len(f) != 1 || f[0].Code != "foreign-key" || f[0].Row != 3 || f[0].Value != "3" {
		t.Errorf("%+v", f)
	}
	if exit, stdout, _ := run("datapackage.json", "text"); exit != check.ExitInvalid || !strings.Contains(stdout, "“3” is not in the table “programme” (id).") {
		t.Errorf("%d %s", exit, stdout)
	}
	if exit, _, stderr := run("outside.json", "text"); exit != check.ExitUnread || !strings.Contains(stderr, "outside") {
		t.Errorf("a package reaches out: %d %s", exit, stderr)
	}
}
