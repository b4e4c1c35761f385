package ods

import (
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/standards/odsql"
)

// parts of a date, by the function that gives them.
var parts = map[string]string{"year": "year", "month": "month", "day": "day", "hour": "hour", "minute": "minute", "second": "second",
	"millisecond": "millisecond", "quarter": "quarter", "dayofweek": "weekday"}

// call reads a function that gives a value.
func (r *reader) call(x *odsql.Call) (value, error) {
	if x.IsAggregate() {
		return r.aggregate(x)
	}
	if part, ok := parts[x.Name]; ok {
		v, err := r.moment(x.Args[0])
		if err != nil {
			return value{}, err
		}
		n, err := r.apply(x, tables.Part, tables.Value(part), v)
		return value{kind: explore.Int, node: n}, err
	}
	switch x.Name {
	case "length", "lower", "upper":
		n, err := r.single(x.Args[0])
		if err != nil {
			return value{}, err
		}
		fn, kind := map[string]tables.Func{"length": tables.Length, "lower": tables.Lower, "upper": tables.Upper}[x.Name], explore.Text
		if x.Name == "length" {
			kind = explore.Int
		}
		n, err = r.apply(x, fn, n)
		return value{kind: kind, node: n}, err
	case "now":
		return value{kind: explore.DateTime, node: tables.Instant(r.moved(x.Named))}, nil
	case "date_format":
		return r.dateFormat(x)
	case "random":
		return r.random(x)
	case "distance":
		if len(x.Args) == 2 {
			return r.distance(x)
		}
	}
	if n, ok, err := r.filter(x); ok || err != nil {
		return value{kind: explore.Boolean, node: n}, err
	}
	return value{}, r.wrong(x, x.Name+"() n’a pas sa place ici", x.Name+"() does not belong here")
}

// moment is a date, as the clock of the query shows it.
func (r *reader) moment(x odsql.Expr) (*tables.Node, error) {
	v, err := r.value(x)
	if err != nil {
		return nil, err
	}
	if v.kind != explore.Date && v.kind != explore.DateTime {
		return nil, r.wrong(x, "on attend une date", "expected a date")
	}
	return r.local(v), nil
}

// moved is now with some of its parts set and others added to.
func (s *setting) moved(changes []odsql.Named) time.Time {
	t := s.now.In(s.zone)
	for _, c := range changes {
		n := int(c.Value)
		y, m, d := t.Date()
		h, min, sec := t.Clock()
		switch c.Name {
		case "year":
			y = n
		case "month":
			m = time.Month(n)
		case "day":
			d = n
		case "hour":
			h = n
		case "minute":
			min = n
		case "second":
			sec = n
		case "years":
			y += n
		case "months":
			m += time.Month(n)
		case "weeks":
			d += 7 * n
		case "days":
			d += n
		case "hours":
			h += n
		case "minutes":
			min += n
		case "seconds":
			sec += n
		}
		t = time.Date(y, m, d, h, min, sec, 0, s.zone)
	}
	// What leaves the calendar stays at its edge.
	if first := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC); t.Before(first) {
		return first
	}
	if last := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC); t.After(last) {
		return last
	}
	return t
}

// random is an order that is the same for the same number.
func (r *reader) random(x *odsql.Call) (value, error) {
	seed := r.now.UnixNano()
	if len(x.Args) == 1 {
		n, ok := x.Args[0].(*odsql.Number)
		if !ok {
			return value{}, r.wrong(x.Args[0], "on attend un nombre", "expected a number")
		}
		seed = int64(n.Value)
	}
	if r.grouped {
		return value{}, r.wrong(x, "random() ne s’applique pas à des groupes", "random() does not apply to groups")
	}
	return value{kind: explore.Double, node: tables.Must(tables.Shuffle, tables.RowNumber(), tables.Value(seed))}, nil
}

// aggregate reads what makes one value of many rows.
func (r *reader) aggregate(x *odsql.Call) (value, error) {
	if !r.grouped {
		return value{}, r.wrong(x, x.Name+"() n’a pas sa place ici", x.Name+"() does not belong here")
	}
	if r.inside {
		return value{}, r.wrong(x, "une agrégation ne peut pas en contenir une autre", "an aggregation cannot contain another one")
	}
	if _, all := x.Args[0].(*odsql.Star); all {
		return value{kind: explore.Int, node: tables.Must(tables.Count)}, nil
	}
	r.inside = true
	v, err := r.value(x.Args[0])
	r.inside = false
	if err != nil {
		return value{}, err
	}
	if x.Name == "bbox" || x.Name == "envelope" {
		return value{}, r.wrong(x, x.Name+"() ne se calcule pas : elle se sélectionne seule", x.Name+"() is not computed with: select it by itself")
	}
	if v.node == nil && x.Name == "count" {
		v.node = tables.Must(tables.Join, tables.Must(tables.Written, v.lat), tables.Value(","), tables.Must(tables.Written, v.lon))
		v.node = tables.Must(tables.Condition, tables.Must(tables.Or, tables.Must(tables.IsNull, v.lat), tables.Must(tables.IsNull, v.lon)), tables.Value(nil), v.node)
	}
	if v.node == nil {
		return value{}, r.wrong(x.Args[0], "on attend un nombre ou une date", "expected a number or a date")
	}
	out := value{kind: v.kind}
	switch x.Name {
	case "count":
		out.kind = explore.Int
		fn := tables.Count
		if x.Distinct {
			fn = tables.CountDistinct
		}
		out.node, err = r.apply(x, fn, v.node)
	case "sum":
		out.node, err = r.apply(x, tables.Sum, v.node)
	case "avg":
		out.kind = explore.Double
		out.node, err = r.apply(x, tables.Average, v.node)
	case "min":
		out.node, err = r.apply(x, tables.Smallest, v.node)
	case "max":
		out.node, err = r.apply(x, tables.Largest, v.node)
	default:
		out.kind = explore.Double
		percent := 50.0
		if x.Name == "percentile" {
			p, ok := x.Args[1].(*odsql.Number)
			if !ok || p.Value < 0 || p.Value > 100 {
				return value{}, r.wrong(x.Args[1], "on attend un nombre de 0 à 100", "expected a number from 0 to 100")
			}
			percent = p.Value
		}
		out.node, err = r.apply(x, tables.Percentile, v.node, tables.Value(percent))
	}
	return out, err
}

var weekdays = map[i18n.Lang][2][]string{
	i18n.French:  {{"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."}, {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}},
	i18n.English: {{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}},
}

// formats are the letters of date_format: the part, and how many digits it has
// at least.
var formats = map[string]struct {
	part  string
	width int
}{
	"yyyy": {"year", 4}, "YYYY": {"year", 4}, "y": {"year", 1}, "Y": {"year", 1}, "xxxx": {"weekyear", 4}, "w": {"week", 1}, "ww": {"week", 2},
	"e": {"weekday", 1}, "D": {"yearday", 1}, "DDD": {"yearday", 3}, "M": {"month", 1}, "MM": {"month", 2}, "d": {"day", 1}, "dd": {"day", 2},
	"H": {"hour", 1}, "HH": {"hour", 2}, "m": {"minute", 1}, "mm": {"minute", 2}, "s": {"second", 1}, "ss": {"second", 2}, "q": {"quarter", 1},
}

// dateFormat writes a date by a pattern: parts, signs between them, and text
// within single quotes.
func (r *reader) dateFormat(x *odsql.Call) (value, error) {
	date, err := r.moment(x.Args[0])
	if err != nil {
		return value{}, err
	}
	pattern, ok := x.Args[1].(*odsql.String)
	if !ok || len(pattern.Value) > 200 {
		return value{}, r.wrong(x.Args[1], "on attend un format de date entre guillemets", "expected a quoted date format")
	}
	pieces, ok := r.pieces(date, pattern.Value)
	if !ok {
		return value{}, r.wrong(pattern, "ce format de date n’est pas compris (yyyy, MM, dd, HH, mm, ss, E, w…)", "this date format is not understood (yyyy, MM, dd, HH, mm, ss, E, w…)")
	}
	text := tables.Must(tables.Join, pieces...)
	n, err := r.apply(x, tables.Condition, tables.Must(tables.Not, tables.Must(tables.IsNull, date)), text, tables.Value(nil))
	return value{kind: explore.Text, node: n}, err
}

func (r *reader) pieces(date *tables.Node, pattern string) (out []*tables.Node, ok bool) {
	part := func(name string) *tables.Node { return tables.Must(tables.Part, tables.Value(name), date) }
	padded := func(n *tables.Node, width int) *tables.Node {
		if width <= 1 { // lpad cuts what is longer
			return tables.Must(tables.Written, n)
		}
		return tables.Must(tables.Padded, n, tables.Value(width))
	}
	for pattern != "" {
		c := pattern[0]
		switch {
		case c == '\'':
			text, rest, ok := plain(pattern)
			if !ok {
				return nil, false
			}
			out, pattern = append(out, tables.Value(text)), rest
			continue
		case (c < 'a' || c > 'z') && (c < 'A' || c > 'Z'):
			end := strings.IndexFunc(pattern, func(c rune) bool { return c == '\'' || (c|32 >= 'a' && c|32 <= 'z') })
			if end < 0 {
				end = len(pattern)
			}
			out, pattern = append(out, tables.Value(pattern[:end])), pattern[end:]
			continue
		}
		n := len(pattern) - len(strings.TrimLeft(pattern, string(c)))
		letters := pattern[:n]
		pattern = pattern[n:]
		if f, known := formats[letters]; known {
			out = append(out, padded(part(f.part), f.width))
			continue
		}
		switch letters {
		case "yy", "YY", "xx":
			year := part("year")
			if letters == "xx" {
				year = part("weekyear")
			}
			century := tables.Must(tables.Multiply, tables.Must(tables.Floor, tables.Must(tables.Divide, year, tables.Value(100))), tables.Value(100))
			out = append(out, padded(tables.Must(tables.Subtract, year, century), 2))
		case "E", "EE", "EEE", "EEEE":
			names := weekdays[r.lang][0]
			if letters == "EEEE" {
				names = weekdays[r.lang][1]
			}
			args := []*tables.Node{part("weekday")}
			for _, name := range names {
				args = append(args, tables.Value(name))
			}
			out = append(out, tables.Must(tables.Choice, args...))
		default:
			return nil, false
		}
	}
	return out, len(out) > 0
}

// plain reads text within single quotes; two of them are one.
func plain(pattern string) (text, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(pattern); i++ {
		if pattern[i] != '\'' {
			b.WriteByte(pattern[i])
			continue
		}
		if i+1 < len(pattern) && pattern[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		if i == 1 { // two quotes alone
			b.WriteByte('\'')
		}
		return b.String(), pattern[i+1:], true
	}
	return "", "", false
}
