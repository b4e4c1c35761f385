package model

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/i18n"
)

// A Value is a text in French, and in English where it was translated. A code
// or a number is the same in both.
type Value struct{ Fr, En string }

// V is a value in one language.
func V(fr string) Value { return Value{Fr: fr} }

// In returns the text in a language.
func (v Value) In(l i18n.Lang) string {
	if l == i18n.English && v.En != "" {
		return v.En
	}
	return v.Fr
}

// Empty tells whether nothing is written.
func (v Value) Empty() bool { return v.Fr == "" && v.En == "" }

// MarshalJSON writes "text", or {"fr":…,"en":…} where it is translated.
func (v Value) MarshalJSON() ([]byte, error) {
	if v.En == "" {
		return encode(v.Fr)
	}
	return encode(struct {
		Fr string `json:"fr"`
		En string `json:"en"`
	}{v.Fr, v.En})
}

// UnmarshalJSON reads both forms.
func (v *Value) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		v.En = ""
		return json.Unmarshal(b, &v.Fr)
	}
	var both struct{ Fr, En string }
	err := json.Unmarshal(b, &both)
	*v = Value(both)
	return err
}

// A Row is one line of a list. Its key names it within the list, whatever its
// texts become.
type Row struct {
	Key   string           `json:"key"`
	Cells map[string]Value `json:"cells,omitempty"`
}

// A Record is what a model or an instance says: named fields, and lists of
// named rows. Empty values are left out.
type Record struct {
	Fields map[string]Value `json:"fields,omitempty"`
	Lists  map[string][]Row `json:"lists,omitempty"`
}

// Get returns a field.
func (r Record) Get(field string) Value { return r.Fields[field] }

// Row returns a row of a list by its key.
func (r Record) Row(list, key string) (Row, bool) {
	for _, row := range r.Lists[list] {
		if row.Key == key {
			return row, true
		}
	}
	return Row{}, false
}

// Tidy returns the record without empty values, empty lists and rows that
// share a key with an earlier one: the form in which records are compared.
func (r Record) Tidy() Record {
	out := Record{Fields: tidyCells(r.Fields)}
	for name, rows := range r.Lists {
		seen := map[string]bool{}
		for _, row := range rows {
			if row.Key == "" || seen[row.Key] {
				continue
			}
			seen[row.Key] = true
			if out.Lists == nil {
				out.Lists = map[string][]Row{}
			}
			out.Lists[name] = append(out.Lists[name], Row{Key: row.Key, Cells: tidyCells(row.Cells)})
		}
	}
	return out
}

func tidyCells(cells map[string]Value) map[string]Value {
	var out map[string]Value
	for name, v := range cells {
		if v.Empty() {
			continue
		}
		if out == nil {
			out = map[string]Value{}
		}
		out[name] = v
	}
	return out
}

// Each calls fn for every text of a record, with its path.
func (r Record) Each(fn func(path string, v Value)) {
	for _, name := range sorted(r.Fields) {
		fn(name, r.Fields[name])
	}
	for _, list := range sorted(r.Lists) {
		for _, row := range r.Lists[list] {
			for _, cell := range sorted(row.Cells) {
				fn(RowPath(list, row.Key)+"."+cell, row.Cells[cell])
			}
		}
	}
}

// RowPath is the path of a row.
func RowPath(list, key string) string { return list + "#" + key }

// CellPath is the path of a cell.
func CellPath(list, key, cell string) string { return list + "#" + key + "." + cell }

// SplitPath takes a path apart: a field alone, or a list, its row, and the cell
// if it names one.
func SplitPath(path string) (field, key, cell string) {
	field, rest, isRow := strings.Cut(path, "#")
	if !isRow {
		return field, "", ""
	}
	key, cell, _ = strings.Cut(rest, ".")
	return field, key, cell
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// encode writes JSON in the one form that is compared as text: keys in order,
// signs as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// mustEncode is encode for what can always be written.
func mustEncode(v any) string {
	b, err := encode(v)
	if err != nil {
		panic(err) // a map of strings
	}
	return string(b)
}

// Decode reads a record that was written by Encode.
func Decode(s string) (r Record, err error) {
	if s == "" {
		return r, nil
	}
	err = json.Unmarshal([]byte(s), &r)
	return r.Tidy(), err
}

// Encode writes a record as JSON, always in the same form.
func Encode(r Record) string { return mustEncode(r.Tidy()) }

// Schema describes a value to the documented interface.
func (Value) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Description: "A text, or an object with fr and en where it is translated",
		OneOf: []*huma.Schema{{Type: huma.TypeString}, {Type: huma.TypeObject, Properties: map[string]*huma.Schema{
			"fr": {Type: huma.TypeString}, "en": {Type: huma.TypeString}}}}}
}
