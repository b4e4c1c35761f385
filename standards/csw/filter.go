package csw

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Expr is a condition on records.
type Expr interface{ Holds(r Record) bool }

type (
	and  []Expr
	or   []Expr
	not  struct{ e Expr }
	test struct {
		property string
		op       string // =, <>, <, >, <=, >=, like, null
		value    string
		like     []string // the parts between the wildcards
	}
	within [4]float64
)

func (a and) Holds(r Record) bool {
	for _, e := range a {
		if !e.Holds(r) {
			return false
		}
	}
	return true
}

func (o or) Holds(r Record) bool {
	return slices.ContainsFunc(o, func(e Expr) bool { return e.Holds(r) })
}

func (n not) Holds(r Record) bool { return !n.e.Holds(r) }

// Holds: two areas have a point in common. What has no area is nowhere.
func (w within) Holds(r Record) bool {
	b := r.BBox
	return b != nil && b[0] <= w[2] && b[2] >= w[0] && b[1] <= w[3] && b[3] >= w[1]
}

// values are what a record has of a property, folded. The names are those of
// csw:Record and of the ISO profile, with or without their prefix.
func (r Record) values(property string) ([]string, bool) {
	if i := strings.LastIndexAny(property, ":/"); i >= 0 {
		property = property[i+1:]
	}
	var out []string
	switch strings.ToLower(property) {
	case "anytext", "fulltext":
		out = append([]string{r.Title, r.Abstract, r.Publisher, r.ID, r.Place}, r.Keywords...)
	case "title":
		out = []string{r.Title}
	case "abstract", "description":
		out = []string{r.Abstract}
	case "subject", "keyword":
		out = r.Keywords
	case "identifier", "resourceidentifier", "fileidentifier":
		out = []string{r.ID}
	case "publisher", "creator", "contributor", "organisationname":
		out = []string{r.Publisher}
	case "type":
		out = []string{"dataset"}
	case "language":
		out = []string{"fre"}
	case "format":
		for _, l := range r.Links {
			out = append(out, l.Format)
		}
	case "modified", "revisiondate", "date":
		if !r.Modified.IsZero() {
			out = []string{r.Modified.UTC().Format(time.RFC3339)}
		}
	case "publicationdate", "creationdate":
		if !r.Issued.IsZero() {
			out = []string{r.Issued.UTC().Format(time.RFC3339)}
		}
	default:
		return nil, false
	}
	return out, true
}

func (t test) Holds(r Record) bool {
	values, _ := r.values(t.property)
	if t.op == "null" {
		return !slices.ContainsFunc(values, func(v string) bool { return v != "" })
	}
	return slices.ContainsFunc(values, func(v string) bool { return t.one(fold(v)) })
}

func (t test) one(v string) bool {
	want := fold(t.value)
	switch t.op {
	case "like":
		return liked(v, t.like)
	case "=":
		if isAnyText(t.property) {
			return strings.Contains(v, want)
		}
		return v == want || isDay(want) && strings.HasPrefix(v, want)
	case "<>":
		return v != want
	}
	if isDay(want) && len(v) > len(want) {
		v = v[:len(want)]
	}
	switch t.op {
	case "<":
		return v < want
	case ">":
		return v > want
	case "<=":
		return v <= want
	}
	return v >= want
}

func isAnyText(property string) bool {
	return strings.HasSuffix(strings.ToLower(property), "anytext")
}

// isDay tells a date without time, which means the whole of that day.
func isDay(s string) bool {
	_, err := time.Parse("2006-01-02", s)
	return err == nil
}

// liked tells whether a text is made of the parts with anything between them.
func liked(v string, parts []string) bool {
	if len(parts) == 1 {
		return v == parts[0]
	}
	if !strings.HasPrefix(v, parts[0]) {
		return false
	}
	v = v[len(parts[0]):]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(v, p)
		if i < 0 {
			return false
		}
		v = v[i+len(p):]
	}
	return strings.HasSuffix(v, parts[len(parts)-1])
}

// fold takes away what searches should not look at: case and accents.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// compare makes a condition, of a property that records have.
func compare(property, op, value string, wild rune) (Expr, error) {
	property = strings.TrimSpace(property)
	if _, known := (Record{}).values(property); !known {
		return nil, invalid("constraint", "%.60q is no property that can be asked for: AnyText, Title, Abstract, Subject, Identifier, Modified, Publisher, Format, Type", property)
	}
	t := test{property: property, op: op, value: value}
	if op == "like" {
		for part := range strings.SplitSeq(value, string(wild)) {
			t.like = append(t.like, fold(part))
		}
		if isAnyText(property) && len(t.like) == 1 {
			t.like = []string{"", t.like[0], ""}
		}
	}
	return t, nil
}

// box makes a condition on the area. The axes come as longitude, latitude, or,
// where the reference system is named by its URN, the other way round.
func box(numbers []string, system string) (Expr, error) {
	var w within
	if len(numbers) != 4 {
		return nil, invalid("constraint", "BBOX takes four numbers")
	}
	for i, n := range numbers {
		f, err := strconv.ParseFloat(strings.TrimSpace(n), 64)
		if err != nil || !(f > -1000 && f < 1000) {
			return nil, invalid("constraint", "%.40q is no degree", n)
		}
		w[i] = f
	}
	if strings.HasPrefix(system, "urn:") && strings.HasSuffix(system, "4326") {
		w[0], w[1], w[2], w[3] = w[1], w[0], w[3], w[2]
	}
	return w, nil
}

func readFilterText(text string) (Expr, error) {
	n, err := parse([]byte(text))
	if err != nil {
		return nil, invalid("constraint", "the filter is not XML: %v", err)
	}
	return readFilter(n)
}

// readFilter reads OGC Filter 1.1, and the few things that 1.0 spells otherwise.
func readFilter(n node) (Expr, error) {
	if len(n.Children) != 1 {
		return nil, invalid("constraint", "a filter holds one condition")
	}
	return condition(n.Children[0])
}

var comparisons = map[string]string{"PropertyIsEqualTo": "=", "PropertyIsNotEqualTo": "<>", "PropertyIsLessThan": "<", "PropertyIsGreaterThan": ">",
	"PropertyIsLessThanOrEqualTo": "<=", "PropertyIsGreaterThanOrEqualTo": ">=", "PropertyIsLike": "like", "PropertyIsNull": "null"}

func condition(n node) (Expr, error) {
	name := n.XMLName.Local
	property, _ := n.child("PropertyName")
	if op, ok := comparisons[name]; ok {
		literal, _ := n.child("Literal")
		wild := '%'
		if w := []rune(n.attr("wildCard")); len(w) == 1 {
			wild = w[0]
		}
		return compare(property.text(), op, literal.text(), wild)
	}
	switch name {
	case "And", "Or":
		var list []Expr
		for _, c := range n.Children {
			e, err := condition(c)
			if err != nil {
				return nil, err
			}
			list = append(list, e)
		}
		if len(list) == 0 {
			return nil, invalid("constraint", "%s without conditions", name)
		}
		if name == "And" {
			return and(list), nil
		}
		return or(list), nil
	case "Not":
		if len(n.Children) != 1 {
			return nil, invalid("constraint", "Not takes one condition")
		}
		e, err := condition(n.Children[0])
		return not{e}, err
	case "PropertyIsBetween":
		low, _ := n.child("LowerBoundary")
		high, _ := n.child("UpperBoundary")
		a, err := compare(property.text(), ">=", deep(low), '%')
		if err != nil {
			return nil, err
		}
		b, err := compare(property.text(), "<=", deep(high), '%')
		return and{a, b}, err
	case "BBOX", "Intersects":
		envelope := node{}
		for _, kind := range []string{"Envelope", "Box"} {
			if e, ok := n.child(kind); ok {
				envelope = e
			}
		}
		var numbers []string
		for _, c := range envelope.Children {
			numbers = append(numbers, strings.FieldsFunc(c.text(), func(r rune) bool { return r == ' ' || r == ',' || r == '\n' })...)
		}
		return box(numbers, envelope.attr("srsName"))
	}
	return nil, invalid("constraint", "%.40q is not understood here", name)
}

// deep is the text of an element or of the only one in it.
func deep(n node) string {
	for len(n.Children) > 0 {
		n = n.Children[0]
	}
	return n.text()
}
