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

// Which cells are too long does not depend on how they are written, nor on
// whether rows are looked at in runs or one by one.
func TestACellTooLongIsNamed(t *testing.T) {
	const most = 30
	fits, over := strings.Repeat("é", most/2), strings.Repeat("é", most/2)+"x"
	schema, err := tableschema.LoadJSON([]byte(`{"name":"t","fields":[{"name":"a","type":"string"},{"name":"b","type":"string"},{"name":"c","type":"integer"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	latin := func(s string) string { return strings.ReplaceAll(s, "é", "\xe9") }
	for name, row := range map[string]struct{ text, letter string }{
		"fits":                 {fits + ";" + fits + ";1", ""},
		"first":                {over + ";x;1", "A"},
		"second":               {"x;" + over + ";1", "B"},
		"quoted":               {`x;"` + over + `";1`, "B"},
		"quotes inside, fits":  {`"` + strings.Repeat(`""`, most) + `";x;1`, ""},
		"quotes inside":        {`"` + strings.Repeat(`""`, most+1) + `";x;1`, "A"},
		"line end inside":      {"x;\"" + strings.Repeat("y", most) + "\n\";1", "B"},
		"of a column too many": {"x;y;1;" + over, "D"},
		"before another fault": {"x;" + over + ";no number", "B"},
	} {
		for _, scan := range []bool{true, false} {
			for encoding, write := range map[string]func(string) string{"utf-8": func(s string) string { return s }, "windows-1252": latin} {
				text := write("a;b;c\n" + strings.Repeat("un;dé;3\n", 50) + row.text + "\nun;deux;3\n")
				r, err := tabular.Open(strings.NewReader(text), tabular.Options{Encoding: encoding, Delimiter: ';', Quote: '"'})
				if err != nil {
					t.Fatal(err)
				}
				var src tableschema.Source = r
				if !scan {
					src = oneByOne{r}
				}
				report, err := tableschema.Check(t.Context(), src, schema, tableschema.Options{Cell: most})
				if err != nil {
					t.Fatal(err)
				}
				got := ""
				for _, f := range report.Findings {
					if f.Detail == "long-cell" && f.Row == 52 {
						got += f.Args["letter"]
					}
				}
				if got != row.letter || row.letter != "" && len(report.Findings) != 1 {
					t.Errorf("%s, %s, scan %v: column %q, want %q (%d findings)", name, encoding, scan, got, row.letter, len(report.Findings))
				}
			}
		}
	}
}
