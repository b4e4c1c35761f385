package faulttest_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"airial/standards/catalogue"
	"airial/standards/catalogue/faulttest"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// codes gives Validata's names of codes in ours.
var codes = map[string]string{
	"french-siret-value": "siret", "french-siren-value": "siren", "nomenclature-actes-value": "nomenclature-actes",
	"compare-columns-value": "compare", "cohesive-columns-value": "cohesive", "sum-columns-value": "sum",
	"year-interval-value": "year-interval", "opening-hours-value": "opening-hours", "phone-number-value": "phone-number",
	"missing-required-header": "missing-label", "primary-key-error": "primary-key",
}

// explained are the differences that we hold to, by what only one side says;
// docs/schemas.md gives the reason of each.
var explained = map[string]string{
	"column-twice ours duplicate-label":  "a column that stands twice: the reference names no column and stops",
	"column-twice theirs general-error":  "the same, in its words",
	"blank-row theirs primary-key":       "a blank row is one finding, and not a second one about its key",
	"blank-row theirs one-of-required":   "a blank row is one finding, and not a second one about what it lacks",
	"column-dropped ours missing-label":  "the column of a foreign key is missing: the reference refuses the schema, and looks no further",
	"column-dropped theirs schema-error": "the same, in its words",
}

// Our answers are those of Validata's engine (validata-core 0.9.7), frozen by
// oracles/faults.py: the same verdict, codes and cells, but for the differences
// that are explained.
func TestAnswers(t *testing.T) {
	file, err := os.Open("testdata/answers.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	theirs := map[string]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		id, found, _ := strings.Cut(lines.Text(), "\t")
		theirs[id] = found
	}
	same, reasons, unanswered := 0, map[string]int{}, 0
	for _, f := range faulttest.Files() {
		answer, ok := theirs[f.ID]
		if !ok {
			t.Errorf("%s: no answer is kept: run oracles/faults.py again", f.ID)
			continue
		}
		if strings.HasPrefix(answer, "no-answer") {
			unanswered++
			continue
		}
		onlyOurs, onlyTheirs := differences(ours(t, f), strings.Split(answer, ";"))
		if len(onlyOurs)+len(onlyTheirs) == 0 {
			same++
			continue
		}
		for _, difference := range append(onlyOurs, onlyTheirs...) {
			kind := f.Fault + " " + difference
			if _, ok := explained[kind]; ok {
				reasons[kind]++
				continue
			}
			t.Errorf("%s: %s: only ours %v, only theirs %v", f.ID, kind, onlyOurs, onlyTheirs)
		}
	}
	t.Logf("%d the same, %d unanswered, explained: %v", same, unanswered, reasons)
	if same < 1900 {
		t.Errorf("only %d are the same", same)
	}
	for kind := range explained {
		if reasons[kind] == 0 {
			t.Errorf("%q explains nothing any more", kind)
		}
	}
}

// ours are the errors that we find, as code:row:field.
func ours(t *testing.T, f faulttest.File) []string {
	schema, _ := catalogue.Lookup(f.Schema)
	rep, err := tableschema.CheckSource(t.Context(), bytes.NewReader(f.Text), tabular.Options{Expect: schema.Labels()}, schema, tableschema.Options{Limit: -1})
	if err != nil {
		t.Fatal(f.ID, err)
	}
	var out []string
	for _, g := range rep.Findings {
		if g.Level == tableschema.Error {
			out = append(out, fmt.Sprintf("%s:%d:%s", g.Code, g.Row, g.Field))
		}
	}
	return out
}

// differences gives what only one side says, without its place when the other
// says the same of another place.
func differences(ours, theirs []string) (onlyOurs, onlyTheirs []string) {
	a, b := map[string]bool{}, map[string]bool{}
	for _, o := range ours {
		a[normal(o)] = true
	}
	for _, o := range theirs {
		if o != "" {
			b[normal(o)] = true
		}
	}
	for o := range a {
		if !b[o] {
			onlyOurs = append(onlyOurs, "ours "+strings.SplitN(o, ":", 2)[0])
		}
	}
	for o := range b {
		if !a[o] {
			onlyTheirs = append(onlyTheirs, "theirs "+strings.SplitN(o, ":", 2)[0])
		}
	}
	slices.Sort(onlyOurs)
	slices.Sort(onlyTheirs)
	return onlyOurs, onlyTheirs
}

func normal(found string) string {
	parts := strings.SplitN(found, ":", 3)
	if c, ok := codes[parts[0]]; ok {
		parts[0] = c
	}
	switch parts[0] {
	case "missing-label", "duplicate-label", "blank-label", "one-of-required", "cohesive", "blank-row", "extra-cell", "primary-key":
		// The place of these is said in another way: the header has no row
		// there, and a check over several columns no field.
		parts[2] = ""
		if strings.HasSuffix(parts[0], "-label") {
			parts[1] = ""
		}
	}
	return strings.Join(parts, ":")
}
