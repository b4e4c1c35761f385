package anonymise

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/privacy"
)

const example = `version: 1
columns:
  - column: nom
    do: drop
  - column: naissance
    do: generalise
    to: year
  - column: "n° d'ordre, interne"
    do: pseudonym
  - column: objet
    do: redact
    mark: "***"
    accept: [email]
  - column: age
    do: code
    top: 90
anonymity:
  k: 5
  columns: [naissance, age]
`

func TestAPlanIsReadAndWritten(t *testing.T) {
	p, err := Parse([]byte(example))
	if err != nil {
		t.Fatal(err)
	}
	back, err := Parse(p.YAML())
	if err != nil {
		t.Fatalf("%v in\n%s", err, p.YAML())
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Error(diff)
	}
	if p.Step("objet").Accept[0] != privacy.Email || *p.Step("age").Top != 90 {
		t.Errorf("read as %+v", p)
	}
	p.Columns[0].Note = "because"
	if p.Digest() != back.Digest() || !strings.Contains(string(p.YAML()), "# because") {
		t.Error("a note is no comment, or changes the digest")
	}
}

func TestAnyPlanIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := &Plan{}
		for _, name := range rapid.SliceOfNDistinct(rapid.OneOf(rapid.StringMatching(`[ -~é]{1,12}`), rapid.SampledFrom([]string{"true", "12", "~", "a: b", "# x", "- y", "[z]", "null", " a", "é\"'"})), 1, 5, rapid.ID[string]).Draw(rt, "names") {
			p.Columns = append(p.Columns, Step{Column: name, Do: Keep, Mark: DefaultMark, Digits: DefaultDecimals})
			p.Anonymity.Columns = append(p.Anonymity.Columns, name)
		}
		p.Anonymity.K = 3
		back, err := Parse(p.YAML())
		if err != nil {
			rt.Fatalf("%v in\n%s", err, p.YAML())
		}
		if diff := cmp.Diff(p, back); diff != "" {
			rt.Fatal(diff)
		}
	})
}

func TestWhatIsWrongWithAPlan(t *testing.T) {
	const head = "version: 1\ncolumns:\n  - column: a\n    do: "
	for plan, want := range map[string]string{
		"":                                                          "empty",
		"version: 2\ncolumns: []":                                   "version: 1",
		"version: 1\ncolumns: []":                                   "names no column",
		"version: 1\ncolums: []":                                    "“columns”",
		head + "keep\n    marc: x":                                  "“mark”",
		head + "dorp":                                               "“drop”",
		head + "mask\n    show: 9":                                  "0 to 4",
		head + "generalise":                                         "to: year",
		head + "generalise\n    to: yaer":                           "“year”",
		head + "generalise\n    to: band":                           "size: 10",
		head + "code":                                               "“bottom”",
		head + "code\n    top: 1\n    bottom: 2":                    "above",
		head + "redact\n    mark: nom":                              "signs",
		head + "keep\n    accept: [emial]":                          "“email”",
		head + "keep\n  - column: a\n    do: drop":                  "twice",
		head + "keep\n    do: drop":                                 "twice",
		head + "keep\nanonymity:\n  k: 5":                           "columns: […]",
		head + "keep\nanonymity:\n  k: 5\n  columns: [b]":           "unknown",
		head + "drop\nanonymity:\n  k: 5\n  columns: [a]":           "dropped",
		head + "keep\nanonymity:\n  columns: [a]\n  sensitive: [a]": "both",
		head + "keep\nanonymity:\n  kk: 5":                          "“k”",
		"version: 1\ncolumns:\n  - column: a":                       "do: keep",
		"[1, 2":                                                     "YAML",
		"a: &a [*a]":                                                "unknown",
		"version: 1\ncolumns: " + strings.Repeat("[", 50) + "1" + strings.Repeat("]", 50): "expected",
	} {
		_, err := Parse([]byte(plan))
		var told *PlanError
		if !errors.As(err, &told) || !strings.Contains(told.In("en"), want) {
			t.Errorf("%q: %v, want %q", plan, err, want)
		} else if told.Fr == "" || told.Fr == told.En {
			t.Errorf("%q: nothing is said in French", plan)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte("a: &a [*a, *a]"))
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := Parse(file)
		if err != nil {
			return
		}
		back, err := Parse(p.YAML())
		if err != nil || back.Digest() != p.Digest() {
			t.Fatalf("%v: %q was read, and is written as\n%s", err, file, p.YAML())
		}
	})
}
