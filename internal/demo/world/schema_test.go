package world

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"airial/standards/scdl"
	"airial/standards/standardstest"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// schemasFor are our descriptor of a schema and, where the files of others are
// at hand, the official one.
func schemasFor(t *testing.T, name string) []*tableschema.Schema {
	t.Helper()
	if list := loaded[name]; list != nil {
		return list
	}
	ours, known := scdl.Lookup(name)
	if !known {
		t.Fatalf("no schema %s", name)
	}
	list := []*tableschema.Schema{ours}
	if os.Getenv("AIRIAL_TESTDATA")+os.Getenv("CI") != "" {
		data := standardstest.Others(t)
		raw, err := os.ReadFile(filepath.Join(data, "schemas", filepath.FromSlash(name), "latest", "schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		official, err := tableschema.LoadJSON(raw)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, official)
	}
	if os.Getenv("AIRIAL_TESTDATA")+os.Getenv("CI") == "" {
		t.Log("AIRIAL_TESTDATA is not set: the official schema is NOT asked")
	}
	loaded[name] = list
	return list
}

var loaded = map[string][]*tableschema.Schema{}

func check(t *testing.T, v Version, s *tableschema.Schema) *tableschema.Report {
	t.Helper()
	report, err := tableschema.CheckSource(context.Background(), bytes.NewReader(v.Bytes), tabular.Options{}, s,
		tableschema.Options{File: v.File, Limit: -1})
	if err != nil {
		t.Fatalf("%s: %v", v.File, err)
	}
	return report
}

func privacyFault(k FaultKind) bool {
	switch k {
	case FaultNamedPerson, FaultIBAN, FaultContacts, FaultNamedAgent, FaultOwnerNamed, FaultRareNames:
		return true
	}
	return false
}

// errorsOf counts the findings of level error by code and field.
func errorsOf(r *tableschema.Report) map[[2]string]int {
	out := map[[2]string]int{}
	for _, f := range r.Findings {
		if f.Level == tableschema.Error {
			out[[2]string{f.Code, f.Field}]++
		}
	}
	return out
}

func TestSoundFilesAreValid(t *testing.T) {
	for rank, w := range []*World{demo(), Make(Options{Members: 60, Seed: 77, Today: today})} {
		for _, d := range w.Deposits {
			for _, v := range d.Versions {
				if len(v.Faults) > 0 && !privacyFault(v.Faults[0].Kind) {
					continue
				}
				schemas := deposited(t, d.Schema)
				for _, s := range schemas[rank%len(schemas):] { // the second world under the official ones alone, if any
					r := check(t, v, s)
					if !r.Valid || r.Errors > 0 || r.Unreadable != "" {
						t.Errorf("%s %s: %s %v", d.Key, v.File, r.Unreadable, errorsOf(r))
					}
					for _, f := range r.Findings {
						if f.Code != "title-lines" && len(v.Faults) == 0 {
							t.Errorf("%s %s: %+v", d.Key, v.File, f)
						}
					}
					if r.Rows != v.Rows {
						t.Errorf("%s %s: the checker reads %d rows, the version says %d", d.Key, v.File, r.Rows, v.Rows)
					}
				}
				if d.Schema != "none" {
					if got := scdl.Recognise(read(t, v).labels); got == nil || got.Name != d.Schema {
						t.Errorf("%s %s is recognised as %v", d.Key, v.File, got)
					}
				}
			}
		}
	}
}

func deposited(t *testing.T, schema string) []*tableschema.Schema {
	if schema == "none" {
		return []*tableschema.Schema{nil}
	}
	return schemasFor(t, schema)
}

// What a fault must show, and nothing besides: error codes that may be found on
// the fault's field.
var expected = map[FaultKind][]string{
	FaultMissingColumn:   {"missing-label"},
	FaultDuplicateColumn: {"duplicate-label"},
	FaultSlashedDates:    {"type-error"},
	FaultScientific:      {"constraint-error", "siret"},
	FaultEuroAmounts:     {"type-error"},
	FaultVotes:           {"sum"},
	FaultCapitals:        {"constraint-error"},
}

func TestFaultyFilesHaveTheirFaultsAndNoOther(t *testing.T) {
	seen := map[FaultKind]bool{}
	for _, w := range []*World{demo(), Make(Options{Members: 100, Seed: 78, Today: today})} {
		for _, d := range w.Deposits {
			for _, v := range d.Versions {
				if len(v.Faults) == 0 || privacyFault(v.Faults[0].Kind) {
					continue
				}
				fault := v.Faults[0]
				seen[fault.Kind] = true
				if v.Ending != Invalid {
					t.Errorf("%s %s: %s, with fault %s", d.Key, v.File, v.Ending, fault.Kind)
				}
				for _, s := range deposited(t, d.Schema) {
					r := check(t, v, s)
					if r.Valid {
						t.Errorf("%s %s passes in spite of %+v", d.Key, v.File, fault)
					}
					sameFaults(t, d.Key+" "+v.File, fault, r)
				}
			}
		}
	}
	for _, kind := range []FaultKind{FaultMissingColumn, FaultDuplicateColumn, FaultSlashedDates, FaultScientific, FaultEuroAmounts,
		FaultVotes, FaultCapitals, FaultUnclosedQuote, FaultPDF, FaultEmpty} {
		if !seen[kind] {
			t.Errorf("no file with fault %s", kind)
		}
	}
}

func sameFaults(t *testing.T, file string, fault Fault, r *tableschema.Report) {
	t.Helper()
	codes := expected[fault.Kind]
	if codes == nil { // the file as a whole
		return
	}
	found := errorsOf(r)
	for at, n := range found {
		allowed := at[1] == fault.Field
		if allowed = allowed && (at[0] == codes[0] || at[0] == codes[len(codes)-1]); !allowed {
			t.Errorf("%s: %s: %d × %v besides", file, fault.Kind, n, at)
		}
	}
	if n := found[[2]string{codes[0], fault.Field}]; n != max(fault.Cells, 1) {
		t.Errorf("%s: %d × %s on %s, want %d", file, n, codes[0], fault.Field, max(fault.Cells, 1))
	}
}
