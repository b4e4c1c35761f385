package model

import (
	"context"
	"fmt"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Kind names a kind of record: "activity".
type Kind string

// A FieldType says how a field is written.
type FieldType int

// The types of field.
const (
	Line   FieldType = iota // a line of text
	Long                    // several lines
	Choice                  // one of Options, by its code
	Named                   // one of the terms of Vocabulary, by its code
	Yes                     // "1", or nothing
	Day                     // a date, as 2026-11-28
)

// A Field is a field of a record, or a cell of the rows of a list.
type Field struct {
	Name    string
	Label   i18n.Text
	Help    i18n.Text
	Type    FieldType
	Options []Option
	// Vocabulary holds the terms of a field of type Named, which the operator
	// keeps.
	Vocabulary string
	// Required fields must be written before the record is complete.
	Required bool
}

// An Option is a choice of a closed list.
type Option struct {
	Code  string
	Label i18n.Text
}

// A List is a list of named rows.
type List struct {
	Name  string
	Label i18n.Text
	One   i18n.Text // a row of it: "une finalité"
	Help  i18n.Text
	Cells []Field
	// Required lists have a row before the record is complete.
	Required bool
	// Title is the cell that names a row on screen.
	Title string
}

// A Part is a heading with the fields and lists under it, in the order in which
// people read them.
type Part struct {
	Name   string
	Label  i18n.Text
	Fields []Field
	Lists  []List
}

// A Spec says which fields a kind of record has.
type Spec struct {
	Kind  Kind
	Label i18n.Text // "traitement"
	Title string    // the field that names a record
	Parts []Part
	// After keeps what a room has beside its records in step: it is called in the
	// transaction in which a batch has changed the instances of a model, once its
	// items (register_item) are written. It may be nil.
	After func(ctx context.Context, tx access.Tx, batch, model string) error
}

// Field finds a field by its name.
func (s Spec) Field(name string) (Field, bool) {
	for _, p := range s.Parts {
		for _, f := range p.Fields {
			if f.Name == name {
				return f, true
			}
		}
	}
	return Field{}, false
}

// List finds a list by its name.
func (s Spec) List(name string) (List, bool) {
	for _, p := range s.Parts {
		for _, l := range p.Lists {
			if l.Name == name {
				return l, true
			}
		}
	}
	return List{}, false
}

// Cell finds a cell of the list's rows.
func (l List) Cell(name string) (Field, bool) {
	for _, f := range l.Cells {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Of finds what a path leads to: a field, or a list and, for a cell, the field
// of its rows.
func (s Spec) Of(path string) (f Field, l List, ok bool) {
	name, key, cell := SplitPath(path)
	if key == "" {
		f, ok = s.Field(name)
		return f, l, ok
	}
	if l, ok = s.List(name); ok && cell != "" {
		f, ok = l.Cell(cell)
	}
	return f, l, ok
}

// Words says where a path leads, for people: "Durées\u202f: identité\u202f: durée active".
func (s Spec) Words(l i18n.Lang, path string, r Record, terms Terms) string {
	f, list, ok := s.Of(path)
	_, key, cell := SplitPath(path)
	switch {
	case !ok:
		return path
	case key == "":
		return f.Label.In(l)
	}
	row, _ := r.Row(list.Name, key)
	title := s.rowTitle(l, list, row, terms)
	if len([]rune(title)) > 90 {
		title = string([]rune(title)[:89]) + "…"
	}
	words := list.Label.In(l) + " › " + title
	if cell != "" {
		words += " › " + f.Label.In(l)
	}
	return words
}

// rowTitle names a row by its title, or by what else it says; never by its key,
// which is the machine's.
func (s Spec) rowTitle(l i18n.Lang, list List, row Row, terms Terms) string {
	title, _ := list.Cell(list.Title)
	for _, f := range append([]Field{title}, list.Cells...) {
		v := row.Cells[f.Name]
		if words := s.Show(l, f, v, terms); words != "" && !(f.Type == Named && words == v.Fr) {
			return words
		}
	}
	return list.One.In(l)
}

func mustField(l List, name string) Field { f, _ := l.Cell(name); return f }

// Show writes a value for people: the label of a code, the text otherwise.
func (s Spec) Show(l i18n.Lang, f Field, v Value, terms Terms) string {
	switch f.Type {
	case Choice:
		for _, o := range f.Options {
			if o.Code == v.Fr {
				return o.Label.In(l)
			}
		}
	case Named:
		if t, ok := terms.Find(f.Vocabulary, v.Fr); ok {
			return t.Label.In(l)
		}
	case Yes:
		if v.Fr != "" {
			return i18n.T("oui", "yes").In(l)
		}
	}
	return v.In(l)
}

// Missing lists the paths of what a record needs to be complete and lacks. The
// name of a list stands for "no row at all".
func (s Spec) Missing(r Record) (missing []string, of int) {
	need := func(path string, v Value) {
		of++
		if v.Empty() {
			missing = append(missing, path)
		}
	}
	for _, p := range s.Parts {
		for _, f := range p.Fields {
			if f.Required {
				need(f.Name, r.Fields[f.Name])
			}
		}
		for _, l := range p.Lists {
			rows := r.Lists[l.Name]
			if l.Required && len(rows) == 0 {
				of++
				missing = append(missing, l.Name)
			}
			for _, row := range rows {
				for _, f := range l.Cells {
					if f.Required {
						need(CellPath(l.Name, row.Key, f.Name), row.Cells[f.Name])
					}
				}
			}
		}
	}
	return missing, of
}

// The most that a record may hold.
const (
	MaxLine = 500
	MaxLong = 20_000
	MaxRows = 200
	MaxKey  = 80
)

// Check refuses a record that has what the kind does not know, or more than a
// record may hold.
func (s Spec) Check(r Record) error {
	const op = "model.Check"
	for _, name := range sorted(r.Fields) {
		f, ok := s.Field(name)
		if !ok {
			return unknown(op, name)
		}
		if err := f.check(op, r.Fields[name]); err != nil {
			return err
		}
	}
	for _, name := range sorted(r.Lists) {
		l, ok := s.List(name)
		if !ok {
			return unknown(op, name)
		}
		if n := len(r.Lists[name]); n > MaxRows {
			return fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» compte %[2]d lignes\u202f; la limite est de %[3]d.",
				"“%[4]s” has %[2]d rows; the limit is %[3]d.", l.Label.Fr, n, MaxRows, l.Label.En)
		}
		for _, row := range r.Lists[name] {
			if !plainKey(row.Key) {
				return unknown(op, RowPath(name, row.Key))
			}
			for _, cell := range sorted(row.Cells) {
				f, ok := l.Cell(cell)
				if !ok {
					return unknown(op, CellPath(name, row.Key, cell))
				}
				if err := f.check(op, row.Cells[cell]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func unknown(op, path string) error {
	return fault.New(fault.Invalid, op, "Le champ «\u00a0%[1]s\u00a0» n’existe pas.", "There is no field “%[1]s”.", path)
}

func (f Field) check(op string, v Value) error {
	most := MaxLine
	if f.Type == Long {
		most = MaxLong
	}
	if len([]rune(v.Fr)) > most || len([]rune(v.En)) > most {
		return fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» dépasse %[3]d caractères. Raccourcissez ce texte.",
			"“%[2]s” exceeds %[3]d characters. Shorten this text.", f.Label.Fr, f.Label.En, most)
	}
	if f.Type == Choice && v.Fr != "" && !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Code == v.Fr }) {
		return fault.New(fault.Invalid, op, "«\u00a0%[3]s\u00a0» n’est pas un choix de «\u00a0%[1]s\u00a0».", "“%[3]s” is no choice of “%[2]s”.",
			f.Label.Fr, f.Label.En, v.Fr)
	}
	return nil
}

// plainKey tells whether a row may be called so: it becomes part of a path.
func plainKey(key string) bool {
	if key == "" || len(key) > MaxKey {
		return false
	}
	for _, c := range key {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// Refers lists the terms of vocabularies that a record names.
func (s Spec) Refers(r Record) []Ref {
	var out []Ref
	add := func(f Field, path string, v Value) {
		if f.Type == Named && v.Fr != "" {
			out = append(out, Ref{Vocabulary: f.Vocabulary, Code: v.Fr, Path: path})
		}
	}
	for _, p := range s.Parts {
		for _, f := range p.Fields {
			add(f, f.Name, r.Fields[f.Name])
		}
		for _, l := range p.Lists {
			for _, row := range r.Lists[l.Name] {
				for _, f := range l.Cells {
					add(f, CellPath(l.Name, row.Key, f.Name), row.Cells[f.Name])
				}
			}
		}
	}
	return out
}

// A Ref is a place of a record that names a term.
type Ref struct{ Vocabulary, Code, Path string }

// Specs are the kinds that an installation knows.
type Specs map[Kind]Spec

// Of returns the spec of a kind.
func (s Specs) Of(k Kind) (Spec, error) {
	spec, ok := s[k]
	if !ok {
		return spec, fmt.Errorf("model: no kind %q", k)
	}
	return spec, nil
}
