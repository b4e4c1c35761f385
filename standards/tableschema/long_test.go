package tableschema_test

import (
	"strings"
	"testing"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// A report is kept and shown: it holds the beginnings of what is endless.
func TestAReportOfEndlessLabelsIsShort(t *testing.T) {
	long := strings.Repeat("é", 100_000)
	r, err := tabular.Open(strings.NewReader(long+"a,"+long+"b,"+long+"b,c\n1,2,3,4\n"), tabular.Options{})
	if err != nil {
		t.Fatal(err)
	}
	schema, err := tableschema.LoadJSON([]byte(`{"name":"t","fields":[{"name":"c","type":"string"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	report, err := tableschema.Check(t.Context(), r, schema, tableschema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := report.JSON("fr"); err != nil || len(out) > 50_000 || len(report.Findings) < 3 {
		t.Errorf("%d findings in %d bytes, %v", len(report.Findings), len(out), err)
	}
	if len(report.Columns[0].Name) != len(long)+1 {
		t.Error("the column lost its name")
	}
}
