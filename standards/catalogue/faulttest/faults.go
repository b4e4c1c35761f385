package faulttest

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	ts "airial/standards/tableschema"
)

// fault puts one fault into a table; it is false where the schema has no place
// for it.
type fault struct {
	name string
	make func(r *rand.Rand, t *table, f *File) bool
}

var faults = []fault{
	{"required-empty", cell("constraint-error", func(c *ts.Field) bool { return c.Constraints.Required }, func(*ts.Field, string) string { return "" })},
	{"word-for-number", cell("type-error", typed(ts.Integer, ts.Number), func(*ts.Field, string) string { return "beaucoup" })},
	{"outside-enum", cell("constraint-error", func(c *ts.Field) bool { return len(c.Constraints.Enum) > 0 && c.Type == ts.String }, func(_ *ts.Field, v string) string { return v + " x" })},
	{"french-date", cell("type-error", dated, func(*ts.Field, string) string { return "07/01/2024" })},
	{"not-in-pattern", cell("constraint-error", func(c *ts.Field) bool {
		return strings.HasPrefix(c.Constraints.Pattern, "^") && !strings.Contains(c.Constraints.Pattern, "|") && c.Type == ts.String
	}, func(_ *ts.Field, v string) string { return "?!" + v })},
	{"below-minimum", cell("constraint-error", func(c *ts.Field) bool { return c.Constraints.Minimum != "" && c.Type == ts.Integer }, func(c *ts.Field, _ string) string { return shift(c.Constraints.Minimum, -1) })},
	{"above-maximum", cell("constraint-error", func(c *ts.Field) bool { return c.Constraints.Maximum != "" && c.Type == ts.Number }, func(c *ts.Field, _ string) string { return shift(c.Constraints.Maximum, 1) })},
	{"too-long", cell("constraint-error", func(c *ts.Field) bool {
		return c.Constraints.MaxLength != nil && c.Constraints.Pattern == "" && c.Constraints.Enum == nil && c.Type == ts.String && c.Format == ""
	}, func(c *ts.Field, v string) string { return strings.Repeat("é", *c.Constraints.MaxLength+1) })},
	{"maybe", cell("type-error", typed(ts.Boolean), func(*ts.Field, string) string { return "peut-être" })},
	{"column-dropped", dropColumn},
	{"column-twice", repeatColumn},
	{"cell-too-many", extraCell},
	{"cell-missing", missingCell},
	{"blank-row", blankRow},
	{"key-twice", repeatKey},
	{"decimal-comma", cell("type-error", func(c *ts.Field) bool { return c.Type == ts.Number && c.DecimalChar == "" }, func(*ts.Field, string) string { return "1,5" })},
	{"address-without-scheme", cell("type-error", formatted("uri"), func(*ts.Field, string) string { return "www.example.fr" })},
	{"e-mail-without-at", cell("type-error", formatted("email"), func(*ts.Field, string) string { return "mairie.example.fr" })},
	{"no-uuid", cell("type-error", formatted("uuid"), func(*ts.Field, string) string { return "8f14e45f" })},
	{"year-of-two-digits", cell("type-error", typed(ts.Year), func(*ts.Field, string) string { return "24" })},
	{"no-instant", cell("type-error", typed(ts.Datetime), func(*ts.Field, string) string { return "2024-13-01T10:00:00Z" })},
	{"no-list", cell("type-error", typed(ts.Array), func(*ts.Field, string) string { return "a,b" })},
	{"item-outside-enum", cell("constraint-error", func(c *ts.Field) bool { return len(c.ItemEnum) > 0 }, func(*ts.Field, string) string { return `["autre chose"]` })},
	{"no-point", cell("type-error", typed(ts.Geopoint), func(*ts.Field, string) string { return "Paris" })},
	{"no-geometry", cell("type-error", typed(ts.Geojson), func(*ts.Field, string) string { return `{"type":"Rond"}` })},
	{"siret-digit", check(ts.CheckSIRET, func(v string) string { return nextDigit(v) })},
	{"siren-digit", check(ts.CheckSIREN, func(v string) string { return nextDigit(v) })},
	{"siret-of-letters", check(ts.CheckSIRET, func(string) string { return "SIRETINCONNU14" })},
	{"order-of-years", check(ts.CheckYearInterval, func(string) string { return "2025/2024" })},
	{"subject-alone", check(ts.CheckNomenclature, func(string) string { return "Urbanisme" })},
	{"subject-unknown", check(ts.CheckNomenclature, func(string) string { return "Jardinage/Fleurs" })},
	{"hours-in-words", check(ts.CheckOpeningHours, func(string) string { return "du lundi au vendredi" })},
	{"no-telephone", check(ts.CheckPhoneNumber, func(string) string { return "12345" })},
	{"contradiction", contradict},
	{"wrong-sum", wrongSum},
	{"half-filled", halfFilled},
	{"neither-filled", neitherFilled},
	{"number-with-unit", cell("type-error", typed(ts.Integer), func(_ *ts.Field, v string) string { return v + " m" })},
	{"real-for-integer", cell("type-error", typed(ts.Integer), func(_ *ts.Field, v string) string { return v + ".5" })},
	{"day-that-is-not", cell("type-error", dated, func(*ts.Field, string) string { return "2023-02-29" })},
	{"blank-label", blankLabel},
}

func typed(types ...ts.Type) func(*ts.Field) bool {
	return func(f *ts.Field) bool {
		return slices.Contains(types, f.Type) && f.Constraints.Enum == nil && f.Constraints.Pattern == "" && !f.LooseNumber
	}
}

func formatted(format string) func(*ts.Field) bool {
	return func(f *ts.Field) bool {
		return f.Type == ts.String && f.Format == format && f.Constraints.Pattern == "" && f.Constraints.Enum == nil
	}
}

func dated(f *ts.Field) bool {
	return f.Type == ts.Date && (f.Format == "" || f.Format == "%Y-%m-%d") && f.Constraints.Pattern == ""
}

func shift(bound string, by int) string {
	f, err := strconv.ParseFloat(bound, 64)
	if err != nil {
		return bound
	}
	return strconv.FormatFloat(f+float64(by), 'f', -1, 64)
}

func nextDigit(v string) string {
	if v == "" {
		return "1"
	}
	last := v[len(v)-1]
	return v[:len(v)-1] + string('0'+(last-'0'+1)%10)
}

// cell changes a cell of a field that fits.
func cell(code string, fits func(*ts.Field) bool, change func(f *ts.Field, v string) string) func(*rand.Rand, *table, *File) bool {
	return func(r *rand.Rand, t *table, file *File) bool {
		var places []int
		for i := range t.s.Fields {
			if fits(&t.s.Fields[i]) && !bound(t.s, t.s.Fields[i].Name) {
				places = append(places, i)
			}
		}
		if len(places) == 0 {
			return false
		}
		i, row := places[r.IntN(len(places))], r.IntN(len(t.rows))
		f := &t.s.Fields[i]
		t.rows[row][i] = change(f, t.rows[row][i])
		file.Code, file.Row, file.Field = code, row+2, f.Name
		return true
	}
}

// bound tells the fields of which a check or a key sees more than one: another
// finding would follow.
func bound(s *ts.Schema, name string) bool {
	for _, c := range s.Checks {
		if slices.Contains(c.Columns, name) {
			return true
		}
	}
	return slices.Contains(s.PrimaryKey, name)
}

// check changes the value that a check looks at.
func check(name string, change func(v string) string) func(*rand.Rand, *table, *File) bool {
	return func(r *rand.Rand, t *table, file *File) bool {
		for _, c := range t.s.Checks {
			i := -1
			if c.Name == name {
				i = slices.Index(t.header, c.Columns[0])
			}
			if i < 0 {
				continue
			}
			row := r.IntN(len(t.rows))
			t.rows[row][i] = change(t.rows[row][i])
			file.Code, file.Row, file.Field = name, row+2, c.Columns[0]
			return true
		}
		return false
	}
}

func dropColumn(r *rand.Rand, t *table, file *File) bool {
	var places []int
	for i := range t.s.Fields {
		if f := &t.s.Fields[i]; f.Constraints.Required && !bound(t.s, f.Name) {
			places = append(places, i)
		}
	}
	if len(places) == 0 || len(t.header) < 3 {
		return false
	}
	i := places[r.IntN(len(places))]
	file.Code, file.Row, file.Field = "missing-label", 1, t.header[i]
	t.header = slices.Delete(t.header, i, i+1)
	for k := range t.rows {
		t.rows[k] = slices.Delete(t.rows[k], i, i+1)
	}
	return true
}

func repeatColumn(r *rand.Rand, t *table, file *File) bool {
	i := r.IntN(len(t.header))
	file.Code, file.Row, file.Field = "duplicate-label", 1, t.header[i]
	t.header = append(t.header, t.header[i])
	for k := range t.rows {
		t.rows[k] = append(t.rows[k], t.rows[k][i])
	}
	return true
}

func extraCell(r *rand.Rand, t *table, file *File) bool {
	row := r.IntN(len(t.rows))
	t.rows[row] = append(t.rows[row], "de trop")
	file.Code, file.Row = "extra-cell", row+2
	return true
}

func missingCell(r *rand.Rand, t *table, file *File) bool {
	last := &t.s.Fields[len(t.s.Fields)-1]
	if last.Constraints.Required || bound(t.s, last.Name) || len(t.header) < 2 {
		return false
	}
	row := r.IntN(len(t.rows))
	t.rows[row] = t.rows[row][:len(t.header)-1]
	file.Code, file.Row, file.Field = "missing-cell", row+2, last.Name
	return true
}

func blankRow(r *rand.Rand, t *table, file *File) bool {
	row := r.IntN(len(t.rows))
	t.rows = slices.Insert(t.rows, row, make([]string, len(t.header)))
	file.Code, file.Row = "blank-row", row+2
	return true
}

func repeatKey(_ *rand.Rand, t *table, file *File) bool {
	if len(t.s.PrimaryKey) != 1 {
		return false
	}
	i := slices.Index(t.header, t.s.PrimaryKey[0])
	t.rows[2][i] = t.rows[0][i]
	file.Code, file.Row, file.Field = "primary-key", 4, t.header[i]
	return true
}

func contradict(_ *rand.Rand, t *table, file *File) bool {
	for _, c := range t.s.Checks {
		if c.Name == ts.CheckCompare && c.Columns[0] == "PREF_DATE" {
			t.rows[1][slices.Index(t.header, "PREF_DATE")] = "2020-01-01"
			file.Code, file.Row, file.Field = c.Name, 3, "PREF_DATE"
			return true
		}
	}
	return false
}

func wrongSum(_ *rand.Rand, t *table, file *File) bool {
	for _, c := range t.s.Checks {
		if c.Name == ts.CheckSum {
			t.rows[1][slices.Index(t.header, c.Columns[1])] = "6"
			file.Code, file.Row, file.Field = c.Name, 3, c.Columns[0]
			return true
		}
	}
	return false
}

func halfFilled(_ *rand.Rand, t *table, file *File) bool {
	for _, c := range t.s.Checks {
		if c.Name == ts.CheckCohesive && len(c.Columns) == 2 {
			t.rows[0][slices.Index(t.header, c.Columns[1])] = ""
			file.Code, file.Row, file.Field = c.Name, 2, c.Columns[0]
			return true
		}
	}
	return false
}

func neitherFilled(_ *rand.Rand, t *table, file *File) bool {
	for _, c := range t.s.Checks {
		if c.Name == ts.CheckOneOfRequired {
			for _, name := range c.Columns {
				t.rows[0][slices.Index(t.header, name)] = ""
			}
			file.Code, file.Row, file.Field = c.Name, 2, c.Columns[0]
			return true
		}
	}
	return false
}

func blankLabel(_ *rand.Rand, t *table, file *File) bool {
	t.header = append(t.header, "")
	for k := range t.rows {
		t.rows[k] = append(t.rows[k], "x")
	}
	file.Code, file.Row = "blank-label", 1
	return true
}
