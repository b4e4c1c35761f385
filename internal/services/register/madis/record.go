package madis

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/standards/phpserialize"
)

// A record is a row of Madis, which knows what was read of it: what was not is
// left over.
type record struct {
	table, key string
	values     map[string]string // without NULL
	used       map[string]bool
}

func newRecord(table, key string, values map[string]string) *record {
	return &record{table, key, values, map[string]bool{}}
}

// get reads a column.
func (r *record) get(column string) string {
	r.used[column] = true
	return strings.TrimSpace(r.values[column])
}

// is reads a column of yes and no.
func (r *record) is(column string) bool {
	v := r.get(column)
	return v == "1" || v == "true" || v == "\x01"
}

// skip notes that columns are of no use here.
func (r *record) skip(columns ...string) {
	for _, c := range columns {
		r.used[c] = true
	}
}

// list reads a column that holds several values: JSON, what PHP serialized in
// earlier versions, or one value alone.
func (r *record) list(column string) []string { return values(r.get(column)) }

func values(s string) []string {
	switch {
	case s == "" || s == "null":
		return nil
	case phpserialize.Looks(s):
		if v, err := phpserialize.Decode(s); err == nil {
			if a, ok := v.(phpserialize.Array); ok {
				v = a.List()
			}
			return flat(v)
		}
	case s[0] == '[' || s[0] == '{' || s[0] == '"':
		var v any
		if json.Unmarshal([]byte(s), &v) == nil {
			return flat(v)
		}
	}
	return []string{s}
}

func flat(v any) (out []string) {
	switch v := v.(type) {
	case string:
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	case []any:
		for _, one := range v {
			out = append(out, flat(one)...)
		}
	case map[string]any:
		var keys []string
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			if on, isBool := v[k].(bool); isBool && on {
				out = append(out, k)
			} else {
				out = append(out, flat(v[k])...)
			}
		}
	}
	return out
}

// day reads a date, as 2026-01-31; "" for none and for 0000-00-00.
func (r *record) day(column string) string {
	s := r.get(column)
	if len(s) < 10 {
		return ""
	}
	if t, err := time.Parse(time.DateOnly, s[:10]); err != nil || t.Year() < 1990 || t.Year() > 2100 {
		return ""
	}
	return s[:10]
}

// at reads an instant. Madis writes local time.
func (r *record) at(column string) time.Time {
	s := r.get(column)
	for _, form := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04:05.000000", time.RFC3339, time.DateOnly} {
		if t, err := time.ParseInLocation(form, s, i18n.Local(time.Time{}).Location()); err == nil && t.Year() >= 1990 {
			return t
		}
	}
	return time.Time{}
}

// rest is what nobody has read of the record: column and value, without empty
// ones.
func (r *record) rest() map[string]string {
	out := map[string]string{}
	for c, v := range r.values {
		if !r.used[c] && strings.TrimSpace(v) != "" && c != "id" && !strings.HasPrefix(c, "_") && v != "[]" && v != "a:0:{}" {
			out[c] = v
		}
	}
	return out
}

// A bundle is what concerns one body, or none.
type bundle map[string][]*record

// where lists the records of a table whose column has a value.
func (b bundle) where(table, column, value string) (out []*record) {
	for _, r := range b[table] {
		if value != "" && r.values[column] == value {
			out = append(out, r)
		}
	}
	return out
}

// joined lists the records of a table to which a join table leads.
func (b bundle) joined(join, from, id, to, table string) (out []*record) {
	for _, j := range b.where(join, from, id) {
		j.skip(from, to)
		for _, r := range b[table] {
			if r.key == j.values[to] {
				out = append(out, r)
			}
		}
	}
	return out
}

// one finds a record by its key.
func (b bundle) one(table, key string) *record {
	for _, r := range b[table] {
		if r.key == key && key != "" {
			return r
		}
	}
	return nil
}

// cut is a text within so many signs.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// oneLine is a text without breaks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// notes gathers what is said in remarks, a line each.
type notes struct{ lines []string }

func (n *notes) add(label, text string) {
	if text = strings.TrimSpace(text); text != "" {
		n.lines = append(n.lines, label+"\u202f: "+text)
	}
}

func (n *notes) String() string { return strings.Join(n.lines, "\n") }
