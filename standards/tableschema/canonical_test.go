package tableschema_test

import (
	"testing"

	"airial/standards/tableschema"
)

func TestCanonicalCells(t *testing.T) {
	schema := &tableschema.Schema{MissingValues: []string{"", "NA"}, Fields: []tableschema.Field{
		{Name: "n", Type: tableschema.Number, DecimalChar: ",", GroupChar: " "},
		{Name: "i", Type: tableschema.Integer},
		{Name: "b", Type: tableschema.Boolean, TrueValues: []string{"oui"}, FalseValues: []string{"non"}},
		{Name: "d", Type: tableschema.Date, Format: "%d/%m/%Y"},
		{Name: "t", Type: tableschema.Datetime},
		{Name: "s", Type: tableschema.String},
	}}
	var columns []tableschema.Column
	for i, f := range schema.Fields {
		columns = append(columns, tableschema.Column{Index: i, Field: f.Name, Name: f.Name})
	}
	columns = append(columns, tableschema.Column{Index: 6, Name: "extra"})
	c, err := schema.Canonical(columns)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		column     int
		cell, want string
	}{
		{0, "1 234,50", "1234.50"}, {0, "NA", ""}, {0, "", ""},
		{1, " 42 ", "42"}, {1, "+007", "7"},
		{2, "oui", "true"}, {2, "non", "false"},
		{3, "27/02/2025", "2025-02-27"}, {3, "01/01/1969", "1969-01-01"},
		{4, "2025-02-27T10:00:00+02:00", "2025-02-27T08:00:00Z"},
		{5, "  texte ", "  texte "}, {5, "NA", ""},
		{6, "NA", "NA"}, {9, "beyond", "beyond"},
	} {
		if got := string(c.Cell(test.column, []byte(test.cell))); got != test.want {
			t.Errorf("column %d, cell %q: %q, want %q", test.column, test.cell, got, test.want)
		}
	}
}
