package model

import (
	"slices"
	"strconv"
	"strings"

	"airial/internal/platform/web/form"
)

// Fields of a form: "name" for a field, "data.0.active" for a cell of the first
// row of a list, "data.0.key" for its key. The English text of a model stands
// beside as "name.en".

const english = ".en"

// FillForm writes a record into a form, so that it is edited there.
func FillForm(spec Spec, r Record) *form.Form {
	f := form.New()
	set := func(name string, field Field, v Value) {
		f.Set(name, v.Fr)
		if translated(field) {
			f.Set(name+english, v.En)
		}
	}
	for _, p := range spec.Parts {
		for _, field := range p.Fields {
			set(field.Name, field, r.Fields[field.Name])
		}
		for _, l := range p.Lists {
			for n, row := range r.Lists[l.Name] {
				f.Set(cellName(l.Name, n, "key"), row.Key)
				for _, c := range l.Cells {
					set(cellName(l.Name, n, c.Name), c, row.Cells[c.Name])
				}
			}
			f.Set(l.Name+".rows", strconv.Itoa(len(r.Lists[l.Name])))
		}
	}
	return f
}

func cellName(list string, n int, cell string) string {
	return list + "." + strconv.Itoa(n) + "." + cell
}

// translated tells whether a field has a text that is written in two languages.
func translated(f Field) bool { return f.Type == Line || f.Type == Long }

// ReadForm reads a record out of a form. was is the record that the form showed:
// a text that was left as it is keeps its translation. A row that is ticked for
// removal, or has nothing in it, is left out. newKey names new rows.
func ReadForm(spec Spec, f *form.Form, was Record, newKey func() string) Record {
	out := Record{Fields: map[string]Value{}, Lists: map[string][]Row{}}
	for _, p := range spec.Parts {
		for _, field := range p.Fields {
			out.Fields[field.Name] = readValue(f, field.Name, field, was.Fields[field.Name])
		}
		for _, l := range p.Lists {
			for n := range rowsOf(f, l) {
				if f.Checked(cellName(l.Name, n, "remove")) {
					continue
				}
				key := f.Text(cellName(l.Name, n, "key"), MaxKey)
				before, _ := was.Row(l.Name, key)
				row := Row{Key: key, Cells: map[string]Value{}}
				written := false
				for _, c := range l.Cells {
					v := readValue(f, cellName(l.Name, n, c.Name), c, before.Cells[c.Name])
					written = written || !v.Empty()
					row.Cells[c.Name] = v
				}
				if !written {
					continue
				}
				if !plainKey(row.Key) || slices.ContainsFunc(out.Lists[l.Name], func(x Row) bool { return x.Key == row.Key }) {
					row.Key = newKey()
				}
				out.Lists[l.Name] = append(out.Lists[l.Name], row)
			}
		}
	}
	return out.Tidy()
}

func readValue(f *form.Form, name string, field Field, was Value) Value {
	most := MaxLine
	if field.Type == Long {
		most = MaxLong
	}
	v := Value{}
	if field.Type == Long {
		v.Fr = f.Long(name, most)
	} else {
		v.Fr = f.Text(name, most)
	}
	switch {
	case !translated(field):
	case f.Values.Has(name + english):
		v.En = f.Long(name+english, most)
		if v.En == v.Fr {
			v.En = ""
		}
	case v.Fr == was.Fr:
		v.En = was.En
	}
	return v
}

// rowsOf is how many rows of a list a form has.
func rowsOf(f *form.Form, l List) int {
	n, _ := strconv.Atoi(f.Raw(l.Name + ".rows"))
	return min(max(n, 0), MaxRows)
}

// More adds a row to the list that the button "more" names, if it was pressed,
// and tells so: the form is to be shown again.
func More(spec Spec, f *form.Form) bool {
	l, ok := spec.List(f.Raw("more"))
	if !ok {
		return false
	}
	f.Set(l.Name+".rows", strconv.Itoa(min(rowsOf(f, l)+1, MaxRows)))
	return true
}

// Place is the field of a form in which a path is written, for the summary of
// what is wrong.
func Place(r Record, path string) string {
	list, key, cell := SplitPath(path)
	if key == "" {
		return path
	}
	for n, row := range r.Lists[list] {
		if row.Key == key {
			return cellName(list, n, strings.TrimPrefix(cell, "."))
		}
	}
	return list
}
