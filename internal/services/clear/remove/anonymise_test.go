package remove

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const agents = `nom;prenom;date_naissance;code_postal;objet
Dubois;Léa;1985-05-03;40100;Formation
Martin;Hugo;1986-02-11;40100;Remplace M. Jean Garcia
Moreau;Inès;1984-07-23;40180;Formation
Garcia;Paul;1985-01-19;40180;Congé
Lefèvre;Anne;1987-03-02;40990;Formation
Nguyen;Marie;1981-12-30;40100;Formation
`

var ctx = context.Background()

func call(args Args, stdin string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	args.Lang = "en"
	status = Anonymise(ctx, args, strings.NewReader(stdin), &out, &err)
	return status, out.String(), err.String()
}

func TestSuggestedThenApplied(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	status, plan, complaint := call(Args{Suggest: true, File: "-"}, agents)
	if status != ExitDone {
		t.Fatal(complaint)
	}
	if err := os.WriteFile(at("plan"), []byte(plan), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, told := call(Args{Plan: at("plan"), File: "-", Output: at("out.csv"), Report: at("report.json")}, agents)
	if status != ExitDone || out != "" {
		t.Fatalf("status %d: %s%s, by\n%s", status, out, told, plan)
	}
	got, _ := os.ReadFile(at("out.csv"))
	want := "date_naissance,code_postal,objet\n1980-1989,40,Formation\n1980-1989,40,Remplace M. […]\n1980-1989,40,Formation\n1980-1989,40,Congé\n1980-1989,40,Formation\n1980-1989,40,Formation\n"
	if string(got) != want {
		t.Errorf("by\n%s\nwrote\n%s", plan, got)
	}
	if !strings.Contains(told, "After: k = 6") || !strings.Contains(told, "“nom”: dropped") {
		t.Errorf("told %s", told)
	}
	var report map[string]any
	b, _ := os.ReadFile(at("report.json"))
	if err := json.Unmarshal(b, &report); err != nil || len(report["output_sha256"].(string)) != 64 || report["after"].(map[string]any)["k"] != 6.0 {
		t.Errorf("report %s, %v", b, err)
	}
}

func TestStatuses(t *testing.T) {
	dir := t.TempDir()
	plan := func(text string) string {
		path := filepath.Join(dir, "plan")
		if err := os.WriteFile(path, []byte("version: 1\ncolumns:\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct {
		plan, csv string
		args      Args
		status    int
		told      string
	}{
		"left":      {"  - {column: a, do: keep}\n", "a\nMme Léa Dubois\n", Args{}, ExitLeft, "Left: person-name"},
		"new":       {"  - {column: a, do: keep}\n", "a;b\n1;2\n", Args{}, ExitWrong, "b"},
		"unknown":   {"  - {column: a, dot: keep}\n", "a\n1\n", Args{}, ExitWrong, "line 3: “dot” is unknown; did you mean “do”?"},
		"no key":    {"  - {column: a, do: pseudonym}\n", "a\n1\n", Args{}, ExitWrong, "--key"},
		"key":       {"  - {column: a, do: pseudonym}\n", "a\n1\n", Args{Key: filepath.Join(dir, "key")}, ExitDone, "pseudonymised"},
		"no table":  {"  - {column: a, do: keep}\n", "\x00\x01\x02", Args{}, ExitWrong, "no readable table"},
		"no file":   {"  - {column: a, do: keep}\n", "", Args{File: filepath.Join(dir, "absent")}, ExitWrong, "no file of that name"},
		"both":      {"  - {column: a, do: keep}\n", "a\n", Args{Suggest: true}, ExitWrong, "either"},
		"bad key":   {"  - {column: a, do: pseudonym}\n", "a\n1\n", Args{Key: filepath.Join(dir, "plan")}, ExitWrong, "hexadecimal"},
		"all right": {"  - {column: a, do: keep}\n", "a\n1\n", Args{}, ExitDone, "1 rows read"},
	} {
		c.args.Plan = plan(c.plan)
		c.args.Output = filepath.Join(dir, name+".csv")
		if c.args.File == "" {
			c.args.File = "-"
		}
		status, _, told := call(c.args, c.csv)
		if status != c.status || !strings.Contains(told, c.told) {
			t.Errorf("%s: status %d, %s", name, status, told)
		}
		if _, err := os.Stat(c.args.Output); (err == nil) != (status != ExitWrong) {
			t.Errorf("%s: status %d, and the output: %v", name, status, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".airial-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
