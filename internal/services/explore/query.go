package explore

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
)

const (
	defaultLimit = 50
	maxLimit     = 1000
)

// reserved are the parameters that are no columns. A column of such a name is
// reached with an operator: limit__eq=3.
var reserved = []string{"limit", "offset", "sort", "q", "version"}

var operators = map[string]tables.Op{"eq": tables.Eq, "ne": tables.Ne, "contains": tables.Contains, "lt": tables.Lt,
	"le": tables.Le, "gt": tables.Gt, "ge": tables.Ge, "null": tables.Null, "notnull": tables.NotNull}

// ParseQuery reads a query of rows from the parameters of an address. What it
// does not understand is a fault of kind Invalid that names it.
func ParseQuery(values url.Values) (tables.Query, error) {
	var q tables.Query
	limit, err := number(values, "limit", defaultLimit, maxLimit)
	if err != nil {
		return q, err
	}
	offset, err := number(values, "offset", 0, 1<<40)
	if err != nil {
		return q, err
	}
	q.Limit, q.Offset, q.Search = int(limit), offset, values.Get("q")
	for _, key := range strings.Split(values.Get("sort"), ",") {
		if key = strings.TrimSpace(key); key != "" {
			name, descending := strings.CutPrefix(key, "-")
			q.Sort = append(q.Sort, tables.Sort{Column: name, Desc: descending})
		}
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if slices.Contains(reserved, name) {
			continue
		}
		column, op := split(name)
		for _, value := range values[name] {
			q.Filters = append(q.Filters, tables.Filter{Column: column, Op: op, Value: value})
		}
	}
	return q, nil
}

// split separates the name of a column from the operator behind it.
func split(name string) (column string, op tables.Op) {
	if i := strings.LastIndex(name, "__"); i > 0 {
		if op, ok := operators[name[i+2:]]; ok {
			return name[:i], op
		}
	}
	return name, tables.Eq
}

func number(values url.Values, name string, byDefault, most int64) (int64, error) {
	text := values.Get(name)
	if text == "" {
		return byDefault, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > most {
		return 0, fault.New(fault.Invalid, "explore.ParseQuery",
			"Le paramètre « %[1]s » est un nombre entier de 0 à %[2]d.",
			"The parameter “%[1]s” is a whole number from 0 to %[2]d.", name, most)
	}
	return n, nil
}
