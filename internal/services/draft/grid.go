package draft

import (
	"cmp"
	"context"
	"slices"

	"airial/internal/platform/i18n"
	"airial/standards/tableschema"
)

// gridColumn is a column of a grid on a page.
type gridColumn struct {
	Index    int
	Label    string
	Title    string
	Help     string
	Required bool
	List     []string // the only values allowed
	Mode     string   // keyboard of a telephone: "numeric", "decimal"
	Shown    bool     // others are sent along
}

// gridRow is a row of a grid on a page.
type gridRow struct {
	line
	Bad       map[int]tableschema.Level // by column
	Findings  []tableschema.Finding
	Conflicts []Conflict
}

// gridRow checks a row by itself, and adds what is known of it among others.
func (k *desk) gridRow(ctx context.Context, l line, conflicts []Conflict) (gridRow, error) {
	g := gridRow{line: l, Bad: map[int]tableschema.Level{}, Conflicts: conflicts}
	if l.Dropped || blank(l.Cells) {
		return g, nil
	}
	var err error
	if g.Findings, err = tableschema.CheckRow(ctx, k.schema, k.labels(), tableschema.RowOf{Row: l.Row, Cells: l.Cells}); err != nil {
		return g, err
	}
	for _, f := range k.Found.Cross {
		if f.Row == l.Row {
			g.Findings = append(g.Findings, f)
		}
	}
	for _, f := range g.Findings {
		if i := k.columnOf(f.Field); i >= 0 && f.HasField && g.Bad[i] != tableschema.Error {
			g.Bad[i] = f.Level
		}
	}
	return g, nil
}

func blank(cells []string) bool {
	for _, c := range cells {
		if c != "" {
			return false
		}
	}
	return true
}

// columnOf finds the column that a finding is about; -1 for none.
func (k *desk) columnOf(field string) int {
	return slices.IndexFunc(k.columns, func(c tableschema.Column) bool { return c.Name == field || c.Field == field })
}

// gridColumns lists the columns. With all they are all shown; else those in
// which something is wrong, and up to two that tell the rows apart.
func (k *desk) gridColumns(rows []gridRow, all bool) []gridColumn {
	out := make([]gridColumn, len(k.columns))
	for i, c := range k.columns {
		out[i] = gridColumn{Index: i, Label: c.Name, Shown: all}
		if c.Field != "" && k.schema != nil {
			out[i].describe(k.schema.Field(c.Field))
		}
	}
	for _, g := range rows { // cells beyond the last column
		for len(out) < len(g.Cells) {
			out = append(out, gridColumn{Index: len(out), Shown: true})
		}
	}
	if all {
		return out
	}
	for _, g := range rows {
		for i := range g.Bad {
			out[i].Shown = true
		}
	}
	for _, i := range telling(rows, out) {
		out[i].Shown = true
	}
	return out
}

func (c *gridColumn) describe(f *tableschema.Field) {
	c.Required, c.List = f.Constraints.Required, f.Constraints.Enum
	switch f.Type {
	case tableschema.Boolean:
		if c.List == nil {
			c.List = slices.Concat(firstOf(f.TrueValues, "true"), firstOf(f.FalseValues, "false"))
		}
	case tableschema.Integer, tableschema.Year:
		c.Mode = "numeric"
	case tableschema.Number:
		c.Mode = "decimal"
	}
}

func firstOf(list []string, otherwise string) []string {
	if len(list) > 0 {
		return list[:1]
	}
	return []string{otherwise}
}

// telling gives the columns that tell some rows apart best.
func telling(rows []gridRow, columns []gridColumn) []int {
	type score struct{ at, distinct int }
	var list []score
	for i := range columns {
		values := map[string]bool{}
		long := 0
		for _, g := range rows {
			if i < len(g.Cells) && g.Cells[i] != "" {
				values[g.Cells[i]] = true
				long = max(long, len(g.Cells[i]))
			}
		}
		if len(values) > 0 && long <= 80 && !columns[i].Shown && columns[i].List == nil {
			list = append(list, score{i, len(values)})
		}
	}
	slices.SortStableFunc(list, func(a, b score) int { return cmp.Compare(b.distinct, a.distinct) })
	var out []int
	for _, s := range list[:min(2, len(list))] {
		out = append(out, s.at)
	}
	return out
}

// words tells a person that somebody else has written into a cell.
func (c Conflict) words(k *desk) i18n.Text {
	label := ""
	if c.Col < len(k.columns) {
		label = k.columns[c.Col].Name
	}
	if c.By == "" {
		return i18n.T("Ligne %[1]d, %[2]s\u202f: quelqu’un y a écrit «\u00a0%[3]s\u00a0» entre-temps, et cela reste. Vous aviez écrit «\u00a0%[4]s\u00a0»\u202f: écrivez-le de nouveau si c’est bien ce qu’il faut.",
			"Row %[1]d, %[2]s: somebody wrote “%[3]s” there meanwhile, and it stays. You had written “%[4]s”: write it again if that is what it should be.",
			c.Row, label, brief(c.Theirs), brief(c.To))
	}
	return i18n.T("Ligne %[1]d, %[2]s\u202f: %[3]s y a écrit «\u00a0%[4]s\u00a0» entre-temps, et cela reste. Vous aviez écrit «\u00a0%[5]s\u00a0»\u202f: écrivez-le de nouveau si c’est bien ce qu’il faut.",
		"Row %[1]d, %[2]s: %[3]s wrote “%[4]s” there meanwhile, and it stays. You had written “%[5]s”: write it again if that is what it should be.",
		c.Row, label, c.By, brief(c.Theirs), brief(c.To))
}

func brief(v string) string {
	if r := []rune(v); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return v
}
