package tables

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// node writes an expression: columns by number, constants bound, functions of
// the list.
func (s *statement) node(n *Node) string {
	switch n.fn {
	case opCell:
		return "c" + strconv.Itoa(n.at)
	case opKey:
		return "g" + strconv.Itoa(n.at)
	case opRow:
		return "rowid"
	case opValue:
		return s.constant(n)
	}
	parts := make([]string, 0, len(n.args))
	for i, a := range n.args {
		if !n.raw(i) {
			parts = append(parts, s.node(a))
			continue
		}
		if n.fn != Inside { // whose many corners are read from the node
			parts = append(parts, "")
		}
	}
	return functions[n.fn].sql(parts, n)
}

// constant binds a value with its type, for DuckDB would guess it.
func (s *statement) constant(n *Node) string {
	switch v := n.lit.(type) {
	case string:
		return "cast(" + s.bind(v) + " as varchar)"
	case int64:
		return "cast(" + s.bind(v) + " as bigint)"
	case float64:
		return "cast(" + s.bind(v) + " as double)"
	case bool:
		return "cast(" + s.bind(v) + " as boolean)"
	case day:
		return "cast(" + s.bind(formatDate(int64(v))) + " as date)"
	case instant:
		return "make_timestamp(cast(" + s.bind(int64(v)) + " as bigint))"
	}
	return "null"
}

// condition writes what must hold, "" for nothing.
func (s *statement) condition(where *Node, more ...string) string {
	if where != nil {
		more = append(more, s.node(where))
	}
	if len(more) == 0 {
		return ""
	}
	return " where " + strings.Join(more, " and ")
}

// reading is the select list of nodes.
func (s *statement) reading(out []*Node) *selection {
	sel := &selection{}
	var list, texts []string
	for _, n := range out {
		sql := s.node(n)
		k := kindText
		if n.typ != "" {
			k, _ = n.typ.kind()
		}
		sel.kinds = append(sel.kinds, k)
		switch k {
		case kindText:
			sel.at = append(sel.at, -1-len(texts))
			texts = append(texts, "coalesce(cast("+sql+" as varchar), '')")
			continue
		case kindDate:
			sql = "cast(" + sql + " - date '1970-01-01' as bigint)"
		case kindStamp:
			sql = "epoch_us(" + sql + ")"
		case kindInt:
			sql = "cast(" + sql + " as bigint)"
		case kindFloat:
			sql = number(sql)
		}
		sel.at = append(sel.at, len(list))
		list = append(list, sql)
	}
	sel.write(list, texts)
	return sel
}

// keys writes the order, "" for that of the file.
func (s *statement) keys(order []Order, last ...string) string {
	var keys []string
	for _, o := range order {
		by := s.node(o.By)
		if o.By.typ == Text {
			by = folded(by, o.By)
		}
		direction := " asc"
		if o.Desc {
			direction = " desc"
		}
		keys = append(keys, by+direction+" nulls last")
	}
	if keys = append(keys, last...); len(keys) == 0 {
		return ""
	}
	return " order by " + strings.Join(keys, ", ")
}

// groups is the statement of a grouped question. Keys are computed once, under
// names of their own, so that what is selected, grouped and ordered by is the
// same thing.
func (t *nativeTable) groups(a Ask, limit int) (query string, args []any, sel *selection) {
	s := &statement{kinds: t.kinds}
	inner := "select *"
	var names, last []string
	for i, g := range a.Group {
		name := "g" + strconv.Itoa(i)
		inner += ", " + s.node(g) + " as " + name
		names = append(names, name)
		last = append(last, name+" nulls last")
	}
	inner += " from " + t.alias + ".t" + s.condition(a.Where)
	sel = s.reading(a.Out)
	// Behind them how many groups there are, in the place of a row's number.
	query = "select " + sel.sql + ", count(*) over () from (" + inner + ")"
	if len(names) > 0 {
		query += " group by " + strings.Join(names, ", ")
	}
	query += s.keys(a.Order, last...) + fmt.Sprintf(" limit %d offset %d", limit, a.Offset)
	return query, s.args, sel
}

func (t *nativeTable) countAsk(ctx context.Context, a Ask) (int64, error) {
	if a.Where == nil {
		return t.rows, nil
	}
	s := &statement{kinds: t.kinds}
	query := "select count(*) from " + t.alias + ".t" + s.condition(a.Where)
	var n int64
	err := t.on.db.QueryRowContext(ctx, query, s.args...).Scan(&n)
	return n, err
}

// ask returns the rows of an answer, as far as there is room, and of groups how
// many there are in all.
func (t *nativeTable) ask(ctx context.Context, a Ask, most int) (out [][]any, groups int64, err error) {
	room := &budget{left: most}
	switch {
	case a.grouped():
		query, args, sel := t.groups(a, a.Limit)
		take := collect(&out, room)
		err = t.scan(ctx, query, args, sel, func(n int64, row []any) error {
			groups = n
			return take(n, row)
		})
	case len(a.Order) > 0:
		var ids []int64
		if ids, err = t.orderedRows(ctx, a, a.Limit); err == nil {
			err = t.asked(ctx, a, ids, collect(&out, room))
		}
	default:
		s := &statement{kinds: t.kinds}
		sel := s.reading(a.Out)
		query := "select " + sel.sql + " from " + t.alias + ".t"
		if a.Where == nil {
			query += fmt.Sprintf(" where rowid >= %d and rowid < %d order by rowid", a.Offset, a.Offset+int64(a.Limit))
		} else {
			query += s.condition(a.Where) + fmt.Sprintf(" limit %d offset %d", a.Limit, a.Offset)
		}
		err = t.scan(ctx, query, s.args, sel, collect(&out, room))
	}
	if errors.Is(err, errFull) {
		err = nil
	}
	return out, groups, err
}

// orderedRows returns the numbers of the rows in the order asked for.
func (t *nativeTable) orderedRows(ctx context.Context, a Ask, limit int) ([]int64, error) {
	s := &statement{kinds: t.kinds}
	query := "select rowid from " + t.alias + ".t" + s.condition(a.Where) + s.keys(a.Order, "rowid")
	if limit > 0 {
		query += fmt.Sprintf(" limit %d", limit)
	}
	if a.Offset > 0 {
		query += fmt.Sprintf(" offset %d", a.Offset)
	}
	return t.numbers(ctx, query, s.args)
}

// asked fetches rows by number, in the order of the numbers.
func (t *nativeTable) asked(ctx context.Context, a Ask, ids []int64, fn func(int64, []any) error) error {
	if len(ids) == 0 {
		return nil
	}
	s := &statement{kinds: t.kinds}
	sel := s.reading(a.Out)
	var list strings.Builder
	for i, id := range ids {
		if i > 0 {
			list.WriteByte(',')
		}
		list.WriteString(strconv.FormatInt(id, 10))
	}
	// The place in the list orders what comes back.
	query := "select " + sel.sql + " from (select unnest([" + list.String() + "]) as r, generate_subscripts([" + list.String() +
		"], 1) as o) join " + t.alias + ".t on rowid = r order by o"
	return t.scan(ctx, query, s.args, sel, fn)
}

// eachAsk streams an answer: rows a batch at a time, groups at once.
func (t *nativeTable) eachAsk(ctx context.Context, a Ask, fn func([]any) error) error {
	hand := func(_ int64, row []any) error { return fn(row) }
	if a.grouped() {
		limit := MostGroups
		if a.Limit > 0 {
			limit = min(limit, a.Limit)
		}
		query, args, sel := t.groups(a, limit)
		return t.scan(ctx, query, args, sel, hand)
	}
	if len(a.Order) > 0 {
		ids, err := t.orderedRows(ctx, a, a.Limit)
		for len(ids) > 0 && err == nil {
			n := min(len(ids), eachBatch)
			err = t.asked(ctx, a, ids[:n], hand)
			ids = ids[n:]
		}
		return err
	}
	return t.eachInOrder(ctx, a, fn)
}

// eachInOrder walks through the file, each batch from the row after the last.
func (t *nativeTable) eachInOrder(ctx context.Context, a Ask, fn func([]any) error) error {
	left := int64(a.Limit)
	if left == 0 {
		left = t.rows
	}
	offset, last := a.Offset, int64(-1)
	if a.Where == nil {
		last, offset = offset-1, 0
	}
	for left > 0 {
		s := &statement{kinds: t.kinds}
		n := min(left, eachBatch)
		more := fmt.Sprintf("rowid > %d", last)
		if a.Where == nil {
			more += fmt.Sprintf(" and rowid <= %d", last+n)
		}
		sel := s.reading(a.Out)
		query := "select " + sel.sql + ", rowid from " + t.alias + ".t" + s.condition(a.Where, more) + fmt.Sprintf(" limit %d offset %d", n, offset)
		got := int64(0)
		err := t.scan(ctx, query, s.args, sel, func(id int64, row []any) error {
			got, last = got+1, id
			return fn(row)
		})
		if err != nil || got < n {
			return err
		}
		left, offset = left-got, 0
	}
	return nil
}
