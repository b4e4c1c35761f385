package picture

import (
	"net/url"
	"slices"
	"strings"

	"airial/internal/platform/i18n"
)

// A Spec says what a picture shows. It fits into an address.
type Spec struct {
	Kind  string    `json:"kind" yaml:"kind"`             // a kind of chart, "map", or "" for what suits the columns
	By    string    `json:"by,omitempty" yaml:"by"`       // column of the categories; of a map, of the names
	Of    string    `json:"of,omitempty" yaml:"of"`       // column that is measured; "" counts rows
	How   string    `json:"how,omitempty" yaml:"how"`     // one of Ways; "" is sum with Of, count without
	Split string    `json:"split,omitempty" yaml:"split"` // column of the series
	Cut   string    `json:"cut,omitempty" yaml:"cut"`     // of dates: year, month or day; "" for what suits
	Unit  string    `json:"unit,omitempty" yaml:"unit"`   // "€"
	Title i18n.Text `json:"title" yaml:"-"`               // empty for one made of the columns
}

// Map is the kind of a map.
const Map = "map"

// The ways to measure.
const (
	Count   = "count"
	Sum     = "sum"
	Average = "avg"
	Least   = "min"
	Most    = "max"
)

// Ways are all of them, in the order of the form.
var Ways = []string{Count, Sum, Average, Least, Most}

// Cuts are the units into which dates are put.
var Cuts = []string{"year", "month", "day"}

// Kinds are the kinds that a reader may choose.
var Kinds = []string{"bar", "column", "line", "area", "share", Map}

// way is how the picture measures.
func (s Spec) way() string {
	switch {
	case s.Of == "":
		return Count
	case s.How == "":
		return Sum
	}
	return s.How
}

// additive tells whether measures of parts add up to that of the whole.
func (s Spec) additive() bool { return s.way() == Count || s.way() == Sum }

// Prefix begins the parameters of an address that say what to draw, so that
// they stand beside those of the table.
const Prefix = "c."

// Values writes the spec as parameters of an address.
func (s Spec) Values() url.Values {
	out := url.Values{}
	for name, value := range map[string]string{"kind": s.Kind, "by": s.By, "of": s.Of, "how": s.How, "split": s.Split, "cut": s.Cut} {
		if value != "" {
			out.Set(Prefix+name, value)
		}
	}
	return out
}

// Read reads a spec from the parameters of an address. What the table has not,
// or what is no kind or way, is left out; ok is false when nothing is asked
// for.
func Read(values url.Values, columns []Column) (s Spec, ok bool) {
	get := func(name string) string { return strings.TrimSpace(values.Get(Prefix + name)) }
	column := func(name string) string {
		if c, ok := find(columns, get(name)); ok {
			return c.Name
		}
		return ""
	}
	among := func(name string, list []string) string {
		if v := get(name); slices.Contains(list, v) {
			return v
		}
		return ""
	}
	s = Spec{Kind: among("kind", append(slices.Clone(Kinds), "scatter")), By: column("by"), Of: column("of"), How: among("how", Ways), Split: column("split"), Cut: among("cut", Cuts)}
	if c, ok := find(columns, s.Of); ok && !c.number() && s.Of != "" {
		s.Of = "" // only numbers can be added up
	}
	if s.Split == s.By {
		s.Split = ""
	}
	return s, s.By != "" || s.Kind == Map
}

// A Column is what the rules know of a column.
type Column struct {
	Name   string
	Type   string // text, integer, number, boolean, date, datetime, year
	Label  string // what people call it, in the reader's language
	Values []string
}

func (c Column) number() bool { return c.Type == "integer" || c.Type == "number" }
func (c Column) moment() bool { return c.Type == "date" || c.Type == "datetime" }

func find(columns []Column, name string) (Column, bool) {
	for _, c := range columns {
		if c.Name == name {
			return c, true
		}
	}
	for _, c := range columns {
		if name != "" && strings.EqualFold(c.Name, name) {
			return c, true
		}
	}
	return Column{}, false
}

// A Table is a version of a dataset, as pictures are made of it.
type Table struct {
	Dataset string
	Number  int
	Digest  string // SHA-256 of its Parquet: what results are kept under
	Rows    int64
	Schema  string // name in the catalogue, "" for none
	Columns []Column
	Preview [][]string // the first rows
	Places  string     // address of its places as GeoJSON
}

// cells are the values of a column in the first rows, without the empty ones.
func (t Table) cells(name string) []string {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	var out []string
	for _, row := range t.Preview {
		if i >= 0 && i < len(row) && row[i] != "" {
			out = append(out, row[i])
		}
	}
	return out
}

// Lacks tells whether a table cannot be drawn as a spec says, because a column is
// not there or no longer holds numbers; column is its name, "" for a map of what
// has no places.
func (t Table) Lacks(s Spec) (column string, lacks bool) {
	for _, name := range []string{s.By, s.Of, s.Split} {
		c, ok := find(t.Columns, name)
		if name != "" && (!ok || name == s.Of && !c.number()) {
			return name, true
		}
	}
	return "", s.Kind == Map && !Mapped(t)
}
