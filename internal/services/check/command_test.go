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

const births = "COMMUNE_NOM,COLL_INSEE,ENFANT_SEXE,ENFANT_PRENOM,NOMBRE_OCCURRENCES,ANNEE\n"

func TestCommand(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	valid := write("valid.csv", births+"Sainte-Aulaye,33999,F,Jeanne,3,2025\n")
	schema := write("schema.json", `{"fields":[{"name":"n","type":"integer"}]}`)
	for _, tc := range []struct {
		name   string
		args   check.Args
		stdin  string
		exit   int
		stdout string // to be found in it
		stderr string
	}{
		{"recognised", check.Args{File: valid}, "", 0, "Le fichier est valide.", "Schéma reconnu d’après l’en-tête\u202f: scdl/prenoms 1.1.6"},
		{"named", check.Args{File: valid, Schema: "scdl/prenoms", Lang: "en"}, "", 0, "The file is valid.", ""},
		{"named with a version", check.Args{File: valid, Schema: "scdl/prenoms@v1.1.6", Lang: "en"}, "", 0, "The file is valid.", ""},
		{"standard input", check.Args{File: "-", Schema: "scdl/prenoms", Lang: "en"}, births + "x,33999,F,Jeanne,0,2025\n", 1, "the minimum is 1", ""},
		{"none", check.Args{File: "-", Schema: "none", Lang: "en"}, "a,b\n1,2\n", 0, "structure only", ""},
		{"nothing recognised", check.Args{File: "-", Lang: "en"}, "a,b\n1,2\n", 0, "structure only", "No schema was recognised"},
		{"schema at a path", check.Args{File: "-", Schema: schema, Lang: "en"}, "n\nx\n", 1, "not a whole number", ""},
		{"header alone", check.Args{File: "-", Schema: "scdl/prenoms", Lang: "en"}, births, 0, "no row of data", ""},
		{"quote never closed", check.Args{File: "-", Schema: "none", Lang: "en"}, "a,b\n1,2\n\"3,4\n", 1, "never closed", ""},
		{"NUL bytes", check.Args{File: "-", Schema: "none", Lang: "en"}, "a,b\n1,2\x00\n", 1, "NUL characters", ""},
		{"empty", check.Args{File: "-", Lang: "en"}, "", 2, "The file is empty.", ""},
		{"byte order mark alone", check.Args{File: "-"}, "\uFEFF", 2, "Le fichier est vide", ""},
		{"PDF", check.Args{File: "-", Schema: "scdl/prenoms"}, "%PDF-1.4\n", 2, "document PDF", ""},
		{"no such file", check.Args{File: filepath.Join(dir, "no.csv")}, "", 2, "", "il n’existe pas"},
		{"a folder", check.Args{File: dir, Lang: "en"}, "", 2, "", "is a folder"},
		{"no such schema", check.Args{File: valid, Schema: "scdl/nothing"}, "", 2, "", "Le schéma ne peut pas être utilisé"},
		{"no such version", check.Args{File: valid, Schema: "scdl/prenoms@9"}, "", 2, "", "Le schéma ne peut pas être utilisé"},
		{"not a schema", check.Args{File: valid, Schema: valid, Lang: "en"}, "", 2, "", "not a descriptor"},
		{"no such format", check.Args{File: valid, Format: "docx"}, "", 2, "", "n’existe pas"},
		{"no such delimiter", check.Args{File: valid, Delimiter: ";;"}, "", 2, "", "donnez un seul caractère"},
		{"tab", check.Args{File: "-", Schema: "none", Delimiter: "tab"}, "a\tb\n1\t2\n", 0, "séparateur tabulation", ""},
		{"no such encoding", check.Args{File: valid, Encoding: "klingon", Lang: "en"}, "", 2, "", "“klingon” is not known"},
		{"negative limit", check.Args{File: valid, Limit: -1, Lang: "en"}, "", 2, "", "must be 0 or a positive number"},
		{"CSV", check.Args{File: "-", Schema: "none", Format: "csv"}, "a,a\n1,2\n", 1, "error,duplicate-label,1,a,a,", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			exit := check.Run(t.Context(), tc.args, strings.NewReader(tc.stdin), &stdout, &stderr)
			if exit != tc.exit {
				t.Errorf("exit %d, want %d", exit, tc.exit)
			}
			if !strings.Contains(stdout.String(), tc.stdout) {
				t.Errorf("stdout: %s", stdout.String())
			}
			if !strings.Contains(stderr.String(), tc.stderr) || tc.stderr == "" && stderr.Len() > 0 {
				t.Errorf("stderr: %q", stderr.String())
			}
		})
	}
}

// A script that asks for JSON gets it, whatever happens.
func TestCommandJSON(t *testing.T) {
	for name, tc := range map[string]struct {
		args  check.Args
		stdin string
		valid bool
		code  string
	}{
		"valid":          {check.Args{File: "-"}, births + "Sainte-Aulaye,33999,F,Jeanne,3,2025\n", true, ""},
		"invalid":        {check.Args{File: "-"}, births + "Sainte-Aulaye,33999,X,Jeanne,3,2025\n", false, "constraint-error"},
		"empty":          {check.Args{File: "-"}, "", false, "source-error"},
		"no such file":   {check.Args{File: "/nowhere/at/all.csv"}, "", false, "source-error"},
		"no such schema": {check.Args{File: "-", Schema: "x/y"}, "a\n", false, "schema-error"},
	} {
		tc.args.Format = "json"
		var stdout, stderr bytes.Buffer
		check.Run(t.Context(), tc.args, strings.NewReader(tc.stdin), &stdout, &stderr)
		var rep struct {
			Valid    bool
			Findings []struct{ Code string }
		}
		if err := json.Unmarshal(stdout.Bytes(), &rep); err != nil {
			t.Fatalf("%s: %v in %q", name, err, stdout.String())
		}
		code := ""
		if len(rep.Findings) > 0 {
			code = rep.Findings[0].Code
		}
		if rep.Valid != tc.valid || code != tc.code {
			t.Errorf("%s: valid %v, code %q", name, rep.Valid, code)
		}
	}
}

// The limit cuts what is shown; 0 shows all.
func TestCommandLimit(t *testing.T) {
	text := "n,z\n" + strings.Repeat(",1,2\n", 1500)
	for limit, want := range map[int]int{0: 1500, 10: 10, 1000: 1000} {
		var stdout, stderr bytes.Buffer
		check.Run(t.Context(), check.Args{File: "-", Schema: "none", Format: "json", Limit: limit}, strings.NewReader(text), &stdout, &stderr)
		var rep struct {
			Stats    struct{ Errors int }
			Findings []any
		}
		if err := json.Unmarshal(stdout.Bytes(), &rep); err != nil {
			t.Fatal(err)
		}
		if len(rep.Findings) != want || rep.Stats.Errors != 1500 {
			t.Errorf("limit %d: %d findings, %d errors", limit, len(rep.Findings), rep.Stats.Errors)
		}
	}
}

// Of schemas with the same columns, the values tell which is meant.
func TestRecognisedByValues(t *testing.T) {
	dir := t.TempDir()
	for name, kind := range map[string]string{"essai/a": "integer", "essai/b": "date", "essai/c": "boolean"} {
		kept := `{"name":"` + name + `","version":"1.0.0","date":"2026-11-01","source":"x","sha256":"x","schema":{"name":"` + name +
			`","version":"1.0.0","fields":[{"name":"colonne_une","type":"` + kind + `"},{"name":"colonne_deux"},{"name":"colonne_trois"}]}}`
		if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, "/", "_")+".json"), []byte(kept), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, tc := range map[string]struct{ text, schema string }{
		"integers": {"colonne_une;colonne_deux;colonne_trois\n1;x;y\n2;x;y\n", "essai/a"},
		"dates":    {"colonne_une;colonne_deux;colonne_trois\n2026-01-02;x;y\n2026-01-03;x;y\n", "essai/b"},
		"JSON":     {`[{"colonne_une":true,"colonne_deux":"x","colonne_trois":"y"}]`, "essai/c"},
	} {
		var stdout, stderr bytes.Buffer
		check.Run(t.Context(), check.Args{File: "-", Schemas: dir, Lang: "en"}, strings.NewReader(tc.text), &stdout, &stderr)
		if !strings.Contains(stdout.String(), "Schema: "+tc.schema+" 1.0.0") || !strings.Contains(stderr.String(), "The next one would be essai/") {
			t.Errorf("%s: %s%s", name, stdout.String(), stderr.String())
		}
	}
}
