package tabular_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/tabular"
)

// A sample is what comes next, and changes nothing of it.
func TestSample(t *testing.T) {
	long := "a;b\n" + strings.Repeat("x;\"y \"\"z\"\"\"\n", 50_000)
	for name, text := range map[string]string{
		"plain": "a,b\n1,2\n3,4\n", "no end of line": "a,b\n1,2\n3,4", "quoted": "a;b\n\"x \"\"y\"\"\";\"1\n2\"\n3;4\n", "titles": "Titre;\n;\na;b\n1;2\n",
		"blank rows": "a,b\n\n1,2\n,\n3,4\n", "header alone": "a,b\n", "short and long rows": "a,b\n1\n1,2,3\n", "long": long,
		"windows-1252": "a;b\n\xe9t\xe9;2\n",
	} {
		t.Run(name, func(t *testing.T) {
			const most = 5
			r, err := tabular.Open(strings.NewReader(text), tabular.Options{})
			if err != nil {
				t.Fatal(err)
			}
			sample := r.Sample(most)
			if again := r.Sample(most); !cmp.Equal(sample, again) {
				t.Errorf("%q, then %q", sample, again)
			}
			var next [][]string
			rows := 0
			for rec, err := r.Next(); err == nil; rec, err = r.Next() {
				cells, filled := make([]string, len(rec.Cells)), false
				for i, c := range rec.Cells {
					cells[i] = string(c)
					filled = filled || len(c) > 0
				}
				if rows++; filled && len(next) < most {
					next = append(next, cells)
				}
			}
			if diff := cmp.Diff(next, sample); diff != "" {
				t.Error(diff)
			}
			if name == "long" && rows != 50_000 {
				t.Errorf("%d rows", rows)
			}
		})
	}
}
