package tableschema_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"airial/standards/standardstest"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// balMissed are columns of whose cells the official validator of address files
// says something that the table schema of its format does not ask for.
var balMissed = map[string]string{
	"row":          "about several columns, or the registers of communes and streets",
	"suffixe":      "blanks around a suffix, which are no part of it for us",
	"voie_nom_eus": "a column that the schema does not have",
}

// balMore are columns that the schema is stricter about.
var balMore = map[string]string{
	"cle_interop": "the schema's pattern does not admit every key that the validator mends",
	"x":           "required; the validator speaks of the row (longlat)",
	"y":           "required; the validator speaks of the row (longlat)",
	"lat":         "required; the validator speaks of the row (longlat)",
	"long":        "required; the validator speaks of the row (longlat)",
}

// What the official validator of address files says of the cells of its own 28
// samples (testdata/bal.txt, see oracles), ours says too.
func TestOfficialAddressFiles(t *testing.T) {
	dir := filepath.Join(standardstest.Others(t), "tables", "validateur-bal")
	raw, err := os.ReadFile(filepath.Join(dir, "bal_schema_v1.4.json"))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := tableschema.LoadJSON(raw)
	if err != nil {
		t.Fatal(err)
	}
	frozen, err := os.ReadFile("testdata/bal.txt")
	if err != nil {
		t.Fatal(err)
	}
	files, agreed := 0, 0
	used := map[string]bool{}
	for line := range strings.Lines(string(frozen)) {
		name, said, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		rep, err := tableschema.CheckSource(t.Context(), bytes.NewReader(text), tabular.Options{}, schema, tableschema.Options{Limit: -1})
		if err != nil {
			t.Fatal(err)
		}
		files++
		ours, theirs, missing := map[string]bool{}, strings.Fields(said), rep.Unreadable != ""
		for _, f := range rep.Findings {
			if f.Code == "type-error" || f.Code == "constraint-error" {
				ours[f.Field] = true
			}
		}
		if missing != slices.Contains(theirs, "unreadable") {
			t.Errorf("%s: readable for one of us only", name)
		}
		for _, column := range theirs {
			if ours[column] {
				agreed++
			} else if used["-"+column] = true; balMissed[column] == "" {
				t.Errorf("%s: the validator says something of %s, we do not", name, column)
			}
		}
		for column := range ours {
			if slices.Contains(theirs, column) {
				continue
			}
			if used["+"+column] = true; balMore[column] == "" {
				t.Errorf("%s: we say something of %s, the validator does not", name, column)
			}
		}
	}
	for column := range balMissed {
		if !used["-"+column] {
			t.Errorf("%s is never missed", column)
		}
	}
	for column := range balMore {
		if !used["+"+column] {
			t.Errorf("%s is never more", column)
		}
	}
	if files != 28 || agreed < 28 {
		t.Errorf("%d files, %d columns in which both found something", files, agreed)
	}
}
