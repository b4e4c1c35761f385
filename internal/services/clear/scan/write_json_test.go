package scan

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/privacy"
)

// What is written by hand reads as what the library writes.
func TestStringsAreWrittenAsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "string")
		var got string
		if err := json.Unmarshal(appendString(nil, s), &got); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if want := string([]rune(s)); got != want {
			t.Fatalf("%q became %q, not %q", s, got, want)
		}
	})
}

func TestJSON(t *testing.T) {
	r := outcome{}
	r.Columns = []privacy.ColumnKind{{Name: "nom", Kind: privacy.PersonName, Level: privacy.Review, Ratio: 1, Why: "header"}}
	r.Findings = []privacy.Finding{
		{Kind: privacy.PersonName, Level: privacy.Review, Role: privacy.Private, Field: "nom", Row: 2, End: 5, Score: 0.9, Why: "header", Text: "D\"É\n"},
		{Kind: privacy.Email, Level: privacy.Info, Role: privacy.Body, Score: 1},
	}
	var b strings.Builder
	if err := writeJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Columns  []map[string]any
		Findings []map[string]any
		Risk     map[string]any
	}
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	want := map[string]any{"kind": "person-name", "level": "review", "role": "private", "score": 0.9, "column": "nom", "row": 2.0, "start": 0.0, "end": 5.0, "text": "D\"É\n", "why": "header"}
	if diff := cmp.Diff(want, got.Findings[0]); diff != "" || len(got.Findings) != 2 || len(got.Columns) != 1 || got.Risk["quasi_identifiers"] == nil {
		t.Errorf("%s\n%s", diff, b.String())
	}
}
