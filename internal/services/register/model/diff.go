package model

import (
	"encoding/json"
	"fmt"
)

// An Override is what is written at a path of an instance, whatever its model
// says there.
type Override struct {
	Path    string
	Content string // a Value or a Row in JSON; Removed for a row that is not wanted
	Against int    // the version of the model that it was last compared with
}

// Removed is the content of an override that takes a row out.
const Removed = "null"

// Value reads the content as a text.
func (o Override) Value() (v Value) {
	if o.Content != Removed {
		_ = json.Unmarshal([]byte(o.Content), &v)
	}
	return v
}

// Row reads the content as a row; ok is false where it takes one out.
func (o Override) Row() (row Row, ok bool) {
	ok = o.Content != Removed && json.Unmarshal([]byte(o.Content), &row) == nil
	return row, ok
}

// A Past finds an earlier version of the model.
type Past func(version int) (Record, error)

// Apply lays overrides over a version of the model. A cell that was written in
// a row which the model has dropped since keeps that row, as it was in the
// version that the cell was compared with: what somebody wrote does not vanish
// by itself.
func Apply(base Record, overrides []Override, past Past) (Record, error) {
	out := clone(base)
	for _, o := range overrides {
		name, key, cell := SplitPath(o.Path)
		switch {
		case key == "":
			out.Fields[name] = o.Value()
		case cell == "":
			row, wanted := o.Row()
			out.putRow(name, key, row, wanted)
		}
	}
	for _, o := range overrides {
		name, key, cell := SplitPath(o.Path)
		if cell == "" {
			continue
		}
		row, there := out.Row(name, key)
		if !there {
			if taken(overrides, RowPath(name, key)) || past == nil {
				continue // the whole row was taken out
			}
			old, err := past(o.Against)
			if err != nil {
				return out, err
			}
			if row, there = old.Row(name, key); !there {
				continue
			}
			row = Row{Key: key, Cells: copyCells(row.Cells)}
			out.Lists[name] = append(out.Lists[name], row)
		}
		row.Cells[cell] = o.Value()
	}
	return out.Tidy(), nil
}

func taken(overrides []Override, path string) bool {
	for _, o := range overrides {
		if o.Path == path {
			return true
		}
	}
	return false
}

func (r *Record) putRow(list, key string, row Row, wanted bool) {
	rows := r.Lists[list]
	for i := range rows {
		if rows[i].Key != key {
			continue
		}
		if wanted {
			rows[i] = Row{Key: key, Cells: copyCells(row.Cells)}
		} else {
			r.Lists[list] = append(rows[:i], rows[i+1:]...)
		}
		return
	}
	if wanted {
		r.Lists[list] = append(rows, Row{Key: key, Cells: copyCells(row.Cells)})
	}
}

func clone(r Record) Record {
	out := Record{Fields: copyCells(r.Fields), Lists: map[string][]Row{}}
	for name, rows := range r.Lists {
		for _, row := range rows {
			out.Lists[name] = append(out.Lists[name], Row{Key: row.Key, Cells: copyCells(row.Cells)})
		}
	}
	return out
}

func copyCells(cells map[string]Value) map[string]Value {
	out := make(map[string]Value, len(cells))
	for k, v := range cells {
		out[k] = v
	}
	return out
}

// Overrides returns what must be laid over the base to get the wanted record:
// the least, by path. The order of rows is the base's; rows of one's own follow.
func Overrides(base, wanted Record, against int) []Override {
	var out []Override
	for _, c := range Changes(base, wanted) {
		out = append(out, Override{Path: c.Path, Content: content(c.Path, c.After), Against: against})
	}
	return out
}

// content is what an override says that wants what a change led to.
func content(path, after string) string {
	if after != "" {
		return after
	}
	if _, key, cell := SplitPath(path); key != "" && cell == "" {
		return Removed
	}
	return `""`
}

// A Change is what differs at one path between two records. Before and After
// are a Value or a Row in JSON, or "" where there is nothing.
type Change struct {
	Path   string `json:"path"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Changes lists what differs between two records: fields, cells of rows that
// both have, and rows that one of them lacks.
func Changes(from, to Record) []Change {
	from, to = from.Tidy(), to.Tidy()
	out := cells("", from.Fields, to.Fields)
	for _, list := range sorted(union(from.Lists, to.Lists)) {
		for _, row := range from.Lists[list] {
			path := RowPath(list, row.Key)
			if there, ok := to.Row(list, row.Key); ok {
				out = append(out, cells(path+".", row.Cells, there.Cells)...)
			} else {
				out = append(out, Change{Path: path, Before: mustEncode(row)})
			}
		}
		for _, row := range to.Lists[list] {
			if _, ok := from.Row(list, row.Key); !ok {
				out = append(out, Change{Path: RowPath(list, row.Key), After: mustEncode(row)})
			}
		}
	}
	return out
}

func cells(prefix string, from, to map[string]Value) []Change {
	var out []Change
	for _, name := range sorted(union(from, to)) {
		if from[name] == to[name] {
			continue
		}
		out = append(out, Change{Path: prefix + name, Before: written(from, name), After: written(to, name)})
	}
	return out
}

func written(cells map[string]Value, name string) string {
	if v, ok := cells[name]; ok {
		return mustEncode(v)
	}
	return ""
}

func union[V any](a, b map[string]V) map[string]V {
	out := make(map[string]V, len(a)+len(b))
	for k, v := range b {
		out[k] = v
	}
	for k, v := range a {
		out[k] = v
	}
	return out
}

// Touched is Changes with the paths around each change: a row whose cell
// changed, the cells of a row that came or went. An override at any of them has
// something to be settled.
func Touched(from, to Record) []Change {
	from, to = from.Tidy(), to.Tidy()
	var out []Change
	seen := map[string]bool{}
	add := func(c Change) {
		if !seen[c.Path] {
			seen[c.Path] = true
			out = append(out, c)
		}
	}
	for _, c := range Changes(from, to) {
		add(c)
		list, key, cell := SplitPath(c.Path)
		switch {
		case key == "":
		case cell != "":
			before, _ := from.Row(list, key)
			after, _ := to.Row(list, key)
			add(Change{Path: RowPath(list, key), Before: mustEncode(before), After: mustEncode(after)})
		case c.After == "":
			row, _ := from.Row(list, key)
			for _, name := range sorted(row.Cells) {
				add(Change{Path: CellPath(list, key, name), Before: mustEncode(row.Cells[name])})
			}
		}
	}
	return out
}

// At returns what a record says at a path, in JSON; "" for nothing.
func At(r Record, path string) string {
	name, key, cell := SplitPath(path)
	if key == "" {
		return written(r.Fields, name)
	}
	row, ok := r.Row(name, key)
	switch {
	case !ok:
		return ""
	case cell == "":
		return mustEncode(row)
	}
	return written(row.Cells, cell)
}

// Put returns the record with something else at a path; "" takes it out.
func Put(r Record, path, content string) (Record, error) {
	out := clone(r)
	name, key, cell := SplitPath(path)
	o := Override{Path: path, Content: content}
	switch {
	case key == "":
		out.Fields[name] = Value{}
		if content != "" {
			out.Fields[name] = o.Value()
		}
	case cell == "":
		if content == "" {
			o.Content = Removed
		}
		row, wanted := o.Row()
		out.putRow(name, key, row, wanted)
	default:
		row, ok := out.Row(name, key)
		if !ok && content == "" {
			return r, nil
		}
		if !ok {
			return r, fmt.Errorf("model: no row %s", RowPath(name, key))
		}
		row.Cells[cell] = Value{}
		if content != "" {
			row.Cells[cell] = o.Value()
		}
	}
	return out.Tidy(), nil
}
