package portal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"airial/internal/platform/tables"
)

// rowsPage is how many rows a page of a table shows. It is the number of rows
// kept beside a version, so that the first page needs no query.
const rowsPage = 20

// filterPrefix tells the filter of a column from the other parameters of an
// address: "f.montant=>1000".
const filterPrefix = "f."

// view is how a reader looks at a table: all of it lives in the address.
type view struct {
	Query   string            // words to find in any cell
	Sort    string            // name of a column, with - in front to descend
	Filters map[string]string // by name of column, as typed
	Page    int
	Hidden  []string // columns that are not shown, in the table's order
	// Picture is the picture that the reader has made, if any: it keeps its place
	// in the address while she turns the pages of the table.
	Picture url.Values
}

func readView(values url.Values, columns []Field) view {
	v := view{Query: cut(strings.TrimSpace(values.Get("q")), 200), Filters: map[string]string{}, Page: pageNumber(values)}
	for _, c := range columns {
		if text := cut(strings.TrimSpace(values.Get(filterPrefix+c.Name)), 200); text != "" {
			v.Filters[c.Name] = text
		}
		if slices.Contains(values["hide"], c.Name) {
			v.Hidden = append(v.Hidden, c.Name)
		}
		if s := values.Get("sort"); s == c.Name || s == "-"+c.Name {
			v.Sort = s
		}
	}
	if len(v.Hidden) == len(columns) {
		v.Hidden = nil // there would be nothing to see
	}
	return v
}

// hides tells whether a column is not shown.
func (v view) hides(name string) bool { return slices.Contains(v.Hidden, name) }

// first tells whether the view is that of somebody who just arrived.
func (v view) first() bool {
	return v.Query == "" && v.Sort == "" && len(v.Filters) == 0 && v.Page == 1
}

// narrowed tells whether the view leaves rows out.
func (v view) narrowed() bool { return v.Query != "" || len(v.Filters) > 0 }

// query is the view as the engine understands it.
func (v view) query(columns []Field) tables.Query {
	q := tables.Query{Search: v.Query, Limit: rowsPage, Offset: int64(v.Page-1) * rowsPage}
	if v.Sort != "" {
		name, desc := v.sorted(columns)
		q.Sort = []tables.Sort{{Column: name, Desc: desc}}
	}
	for _, c := range columns {
		if text, ok := v.Filters[c.Name]; ok {
			q.Filters = append(q.Filters, c.filters(text)...)
		}
	}
	return q
}

// sorted splits the order into its column and its direction. A column may
// itself begin with a hyphen.
func (v view) sorted(columns []Field) (name string, desc bool) {
	if slices.ContainsFunc(columns, func(c Field) bool { return c.Name == v.Sort }) {
		return v.Sort, false
	}
	return strings.TrimPrefix(v.Sort, "-"), true
}

// values writes the view as the parameters of an address, without what is
// empty.
func (v view) values() url.Values {
	out := url.Values{}
	set := func(name, value string) {
		if value != "" {
			out.Set(name, value)
		}
	}
	set("q", v.Query)
	set("sort", v.Sort)
	for name, text := range v.Filters {
		set(filterPrefix+name, text)
	}
	if v.Page > 1 {
		out.Set("page", strconv.Itoa(v.Page))
	}
	if len(v.Hidden) > 0 {
		out["hide"] = v.Hidden
	}
	for name, list := range v.Picture {
		out[name] = list
	}
	return out
}

// address is the path with the view behind it.
func (v view) address(path string) string {
	if q := v.values().Encode(); q != "" {
		return path + "?" + q
	}
	return path
}

// by is the same view sorted by another column, or the other way round.
func (v view) by(name string) view {
	v.Page = 1
	if v.Sort == name {
		name = "-" + name
	}
	v.Sort = name
	return v
}

// exportAddress is the same view as a file.
func (v view) exportAddress(dataset, format string, number, latest int, columns []Field) string {
	address := v.interfaceAddress(dataset, number, latest, columns)
	path, query, _ := strings.Cut(address, "?")
	out, err := url.ParseQuery(query)
	if err != nil {
		return path // the query was encoded a moment ago
	}
	out.Del("limit")
	out.Del("offset")
	if len(v.Hidden) > 0 {
		for _, c := range columns {
			if !v.hides(c.Name) {
				out.Add("column", c.Name)
			}
		}
	}
	return addressOf(path+"/"+format, out)
}

// interfaceAddress is the same view for machines: the address of the rows'
// interface with its parameters.
func (v view) interfaceAddress(dataset string, number, latest int, columns []Field) string {
	q, out := v.query(columns), url.Values{}
	if number != latest {
		out.Set("version", strconv.Itoa(number))
	}
	if q.Search != "" {
		out.Set("q", q.Search)
	}
	for _, s := range q.Sort {
		out.Set("sort", map[bool]string{true: "-"}[s.Desc]+s.Column)
	}
	for _, f := range q.Filters {
		out.Add(f.Column+"__"+string(f.Op), f.Value)
	}
	out.Set("limit", strconv.Itoa(rowsPage))
	if q.Offset > 0 {
		out.Set("offset", strconv.FormatInt(q.Offset, 10))
	}
	return "/api/v1/datasets/" + dataset + "/rows?" + out.Encode()
}

// addressOf is a path with parameters behind it.
func addressOf(path string, values url.Values) string {
	if q := values.Encode(); q != "" {
		return path + "?" + q
	}
	return path
}
