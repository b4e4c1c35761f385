package portal

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
)

func TestCells(t *testing.T) {
	fr := i18n.With(context.Background(), i18n.Locale{Lang: i18n.French})
	en := i18n.With(context.Background(), i18n.Locale{Lang: i18n.English})
	for _, c := range []struct {
		field      Field
		values     []string
		wantFr, En []string
		numeric    bool
	}{
		{Field{Name: "montant", Type: "number"}, []string{"1234567.5", "-0.25", "12", "", "1 250,00"},
			[]string{"1\u202f234\u202f567,50", "−0,25", "12,00", "", "1\u202f250,00"}, []string{"1,234,567.50", "−0.25", "12.00", "", "1,250.00"}, true},
		{Field{Name: "lat", Type: "number"}, []string{"43.891234", "44"}, []string{"43,891234", "44,000000"}, []string{"43.891234", "44.000000"}, true},
		{Field{Name: "part", Type: "number"}, []string{"1", "NaN", "INF"}, []string{"1", "NaN", "INF"}, []string{"1", "NaN", "INF"}, true},
		{Field{Name: "population", Type: "integer"}, []string{"29870", "0"}, []string{"29\u202f870", "0"}, []string{"29,870", "0"}, true},
		{Field{Name: "code_insee", Type: "integer"}, []string{"40088"}, []string{"40088"}, []string{"40088"}, false},
		{Field{Name: "plantation", Type: "integer"}, []string{"1998", "2003", ""}, []string{"1998", "2003", ""}, []string{"1998", "2003", ""}, false},
		{Field{Name: "ouvert", Type: "boolean"}, []string{"true", "non", "?"}, []string{"oui", "non", "?"}, []string{"yes", "no", "?"}, false},
		{Field{Name: "jour", Type: "date"}, []string{"2025-03-01", "mars"}, []string{"01/03/2025", "mars"}, []string{"1 Mar 2025", "mars"}, false},
		{Field{Name: "heure", Type: "datetime"}, []string{"2025-03-01T12:05:00Z"}, []string{"01/03/2025 12:05"}, []string{"1 Mar 2025 12:05"}, false},
		{Field{Name: "texte", Type: "text"}, []string{"00123", "1234567"}, []string{"00123", "1234567"}, []string{"00123", "1234567"}, false},
	} {
		r := render(c.field, c.values)
		if r.numeric() != c.numeric {
			t.Errorf("%s: numeric %v", c.field.Name, r.numeric())
		}
		for i, v := range c.values {
			if got := r.cell(fr, v).Text; got != c.wantFr[i] {
				t.Errorf("%s: %q in French is %q, want %q", c.field.Name, v, got, c.wantFr[i])
			}
			if got := r.cell(en, v).Text; got != c.En[i] {
				t.Errorf("%s: %q in English is %q, want %q", c.field.Name, v, got, c.En[i])
			}
		}
	}
}

func TestLinks(t *testing.T) {
	for value, link := range map[string]bool{"https://a.fr/x": true, "http://a.fr": true, "javascript:alert(1)": false, "//a.fr": false,
		"https://": false, "voir https://a.fr": false, "data:text/html,x": false, "mailto:a@b.fr": false} {
		c := render(Field{Type: "text"}, []string{value}).cell(context.Background(), value)
		if (c.Link != "") != link || c.Text != value {
			t.Errorf("%q: link %q, text %q", value, c.Link, c.Text)
		}
	}
}

func TestFilters(t *testing.T) {
	one := func(op tables.Op, value string) []tables.Filter {
		return []tables.Filter{{Column: "c", Op: op, Value: value}}
	}
	for _, c := range []struct {
		kind, typed string
		want        []tables.Filter
	}{
		{"text", "> 5", one(tables.Contains, "> 5")},
		{"text", "a..b", one(tables.Contains, "a..b")},
		{"integer", "12", one(tables.Contains, "12")},
		{"integer", "=12", one(tables.Eq, "12")},
		{"integer", "≥ 1 200", one(tables.Ge, "1200")},
		{"number", "12,5", one(tables.Eq, "12.5")},
		{"number", "<= 12 €", one(tables.Le, "12")},
		{"number", "1..2,5", []tables.Filter{{Column: "c", Op: tables.Ge, Value: "1"}, {Column: "c", Op: tables.Le, Value: "2.5"}}},
		{"number", "..", nil},
		{"number", "−3", one(tables.Eq, "-3")},
		{"date", "31/1/2025", one(tables.Contains, "2025-01-31")},
		{"date", "02/2025", one(tables.Contains, "2025-02")},
		{"date", "2025", one(tables.Contains, "2025")},
		{"date", "<01/02/2025", one(tables.Lt, "2025-02-01")},
		{"boolean", "true", one(tables.Eq, "true")},
	} {
		got := Field{Name: "c", Type: c.kind}.filters(c.typed)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", c.kind, c.typed, diff)
		}
	}
}

func TestBeginning(t *testing.T) {
	if head, cut := beginning("court"); head != "court" || cut {
		t.Errorf("%q, %v", head, cut)
	}
	long := ""
	for range 40 {
		long += "élément "
	}
	head, cut := beginning(long)
	if !cut || len([]rune(head)) > longCell || head[len(head)-1] == ' ' {
		t.Errorf("%q, %v", head, cut)
	}
}
