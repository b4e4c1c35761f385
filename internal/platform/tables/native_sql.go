package tables

import (
	"database/sql/driver"
	"fmt"
	"strings"
)

// statement builds SQL from a plan: names are ours (c0, f0, rowid), values are
// bound.
type statement struct {
	kinds []kind
	args  []any
}

func (s *statement) bind(v any) string {
	s.args = append(s.args, v)
	return fmt.Sprintf("$%d", len(s.args))
}

// columnSQL is the column as it is ordered and compared.
func (s *statement) columnSQL(col int) string {
	if s.kinds[col] == kindText {
		return fmt.Sprintf("f%d", col)
	}
	return fmt.Sprintf("c%d", col)
}

// valueSQL binds the value of a filter with the type of its column.
func (s *statement) valueSQL(k kind, c *cond) string {
	switch k {
	case kindText:
		return s.bind(c.text)
	case kindFloat:
		return s.bind(c.real)
	case kindBool:
		return s.bind(c.num != 0)
	case kindDate:
		return "cast(" + s.bind(formatDate(c.num)) + " as date)"
	case kindStamp:
		return "make_timestamp(" + s.bind(c.num) + ")"
	}
	return s.bind(c.num)
}

var operators = map[Op]string{Eq: "=", Ne: "<>", Lt: "<", Le: "<=", Gt: ">", Ge: ">="}

func (s *statement) condSQL(c *cond) string {
	k, exact := s.kinds[c.col], fmt.Sprintf("c%d", c.col)
	switch c.op {
	case Null:
		return exact + " is null"
	case NotNull:
		return exact + " is not null"
	case Contains:
		column := s.columnSQL(c.col)
		if k != kindText {
			column = "cast(" + column + " as varchar)"
		}
		return "contains(" + column + ", " + s.bind(c.text) + ")"
	case Eq, Ne:
		return exact + " " + operators[c.op] + " " + s.valueSQL(k, c)
	}
	return s.columnSQL(c.col) + " " + operators[c.op] + " " + s.valueSQL(k, c)
}

// wordSQL holds where any column holds the word. Cells without a value say
// neither yes nor no, hence the coalesce.
func (s *statement) wordSQL(w *word) string {
	var any []string
	var text string
	for i, k := range s.kinds {
		switch {
		case k == kindText:
			if text == "" {
				text = s.bind(w.text)
			}
			any = append(any, fmt.Sprintf("contains(f%d, %s)", i, text))
		case k == kindInt && w.isNum:
			any = append(any, fmt.Sprintf("c%d = %s", i, s.bind(w.num)))
		case k == kindFloat && w.isReal:
			any = append(any, fmt.Sprintf("c%d = %s", i, s.bind(w.real)))
		case k == kindDate && w.isDay:
			any = append(any, fmt.Sprintf("c%d = cast(%s as date)", i, s.bind(formatDate(w.day))))
		}
	}
	if len(any) == 0 {
		return "false"
	}
	return "(" + strings.Join(any, " or ") + ")"
}

// where returns the condition of a plan with what else must hold, "" for none.
func (s *statement) where(p *plan, more ...string) string {
	var all []string
	for i := range p.conds {
		all = append(all, s.condSQL(&p.conds[i]))
	}
	for i := range p.words {
		all = append(all, s.wordSQL(&p.words[i]))
	}
	all = append(all, more...)
	if len(all) == 0 {
		return ""
	}
	return " where " + strings.Join(all, " and ")
}

// orderBy ends with the row number, so that pages never overlap.
func (s *statement) orderBy(p *plan) string {
	var keys []string
	for _, o := range p.sorts {
		direction := " asc"
		if o.desc {
			direction = " desc"
		}
		keys = append(keys, s.columnSQL(o.col)+direction+" nulls last")
	}
	return " order by " + strings.Join(append(keys, "rowid"), ", ")
}

// selection is the select list of a plan and how to read what comes back. Every
// text that crosses from DuckDB to Go costs a call of its own, so all texts of
// a row cross as one, joined by NUL, which no cell holds; an empty part is a
// cell without a value. Dates and instants cross as numbers.
type selection struct {
	sql   string
	at    []int // per wanted column: place in the row, or -1-place among the texts
	kinds []kind
	width int // columns that come back, the joined texts last if there are any
	texts int
}

func (s *statement) selection(p *plan) *selection {
	sel := &selection{}
	var list, texts []string
	for _, c := range p.out {
		name, k := fmt.Sprintf("c%d", c), s.kinds[c]
		sel.kinds = append(sel.kinds, k)
		switch k {
		case kindText:
			sel.at = append(sel.at, -1-len(texts))
			texts = append(texts, "coalesce("+name+", '')")
			continue
		case kindDate:
			name += " - date '1970-01-01'"
		case kindStamp:
			name = "epoch_us(" + name + ")"
		}
		sel.at = append(sel.at, len(list))
		list = append(list, name)
	}
	sel.write(list, texts)
	return sel
}

// write ends a selection: all its texts come as one value, after what is no text.
func (sel *selection) write(list, texts []string) {
	if sel.texts = len(texts); len(texts) > 0 {
		list = append(list, "concat_ws(chr(0), "+strings.Join(texts, ", ")+")")
	}
	sel.width = len(list)
	sel.sql = strings.Join(list, ", ")
}

// read turns a row that came back into one of a Page.
func (sel *selection) read(cells []driver.Value, parts []string, row []any) {
	if sel.texts > 0 {
		joined, _ := cells[sel.width-1].(string)
		for i := range parts {
			parts[i], joined, _ = strings.Cut(joined, "\x00")
		}
	}
	for i, at := range sel.at {
		row[i] = nil
		if at < 0 {
			if text := parts[-1-at]; text != "" {
				row[i] = text
			}
			continue
		}
		switch v := cells[at].(type) {
		case int64:
			row[i] = intValue(sel.kinds[i], v)
		case float64:
			row[i] = floatValue(v)
		case bool:
			row[i] = v
		}
	}
}
