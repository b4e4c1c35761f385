package odsql

import (
	"strconv"
	"strings"
	"time"
)

// Format writes a tree as ODSQL again, in one way only: two expressions that
// mean the same word by word are written alike, and reading what was written
// gives the same tree.
func Format(x Expr) string {
	var b strings.Builder
	write(&b, x)
	return b.String()
}

// FieldName writes a name in back-quotes.
func FieldName(name string) string {
	return "`" + strings.NewReplacer(`\`, `\\`, "`", "\\`").Replace(name) + "`"
}

// Text writes a text in double quotes.
func Text(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func write(b *strings.Builder, x Expr) {
	switch x := x.(type) {
	case *Field:
		b.WriteString(FieldName(x.Name))
	case *String:
		b.WriteString(Text(x.Value))
	case *Number:
		b.WriteString(formatNumber(x.Value))
	case *Bool:
		b.WriteString(strconv.FormatBool(x.Value))
	case *Null:
		b.WriteString("null")
	case *Star:
		b.WriteString("*")
	case *Date:
		b.WriteString("date'" + x.Value.String() + "'")
	case *Geometry:
		b.WriteString("geom'" + x.Value.WKT() + "'")
	case *Quantity:
		b.WriteString(formatNumber(x.Value) + x.Unit)
	case *Binary:
		parts(b, "(", x.Left, " "+string(x.Op)+" ", x.Right, ")")
	case *Not:
		parts(b, "(not ", x.X, ")")
	case *Negative:
		parts(b, "(- ", x.X, ")")
	case *Like:
		parts(b, "(", x.X, " like "+Text(x.Pattern)+")")
	case *In:
		parts(b, "(", x.X, " in (")
		listOf(b, x.List)
		b.WriteString("))")
	case *Within:
		open, close := "[", "]"
		if x.OpenFrom {
			open = "]"
		}
		if x.OpenTo {
			close = "["
		}
		parts(b, "(", x.X, " in "+open, x.From, " .. ", x.To, close+")")
	case *IsNull:
		parts(b, "(", x.X, " is null)")
	case *IsBool:
		parts(b, "(", x.X, " is "+strconv.FormatBool(x.Value)+")")
	case *Call:
		x.write(b)
	case *Ranges:
		x.write(b)
	}
}

func parts(b *strings.Builder, all ...any) {
	for _, part := range all {
		if s, ok := part.(string); ok {
			b.WriteString(s)
			continue
		}
		write(b, part.(Expr))
	}
}

func listOf(b *strings.Builder, all []Expr) {
	for i, x := range all {
		if i > 0 {
			b.WriteString(", ")
		}
		write(b, x)
	}
}

func (c *Call) write(b *strings.Builder) {
	b.WriteString(c.Name + "(")
	if c.Distinct {
		b.WriteString("distinct ")
	}
	listOf(b, c.Args)
	for i, n := range c.Named {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(n.Name + "=" + formatNumber(n.Value))
	}
	b.WriteString(")")
}

func (r *Ranges) write(b *strings.Builder) {
	parts(b, "range(", r.X, ", ")
	if r.Width != nil {
		write(b, r.Width)
		b.WriteString(")")
		return
	}
	if r.Below {
		b.WriteString("*, ")
	}
	if !r.Below && !r.Above && len(r.Steps) == 1 {
		parts(b, "[", r.Steps[0], "])")
		return
	}
	listOf(b, r.Steps)
	if r.Above {
		b.WriteString(", *")
	}
	b.WriteString(")")
}

func formatNumber(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// String writes a moment as ISO 8601, as far as it was written.
func (m Moment) String() string {
	layout := map[string]string{"year": "2006", "month": "2006-01", "day": time.DateOnly, "hour": "2006-01-02T15",
		"minute": "2006-01-02T15:04", "second": "2006-01-02T15:04:05", "fraction": "2006-01-02T15:04:05.999999999"}[m.Unit]
	if m.Zone {
		layout += "Z07:00"
	}
	return m.Time.Format(layout)
}

// WKT writes a shape as well-known text.
func (s Shape) WKT() string {
	var b strings.Builder
	b.WriteString(strings.ToUpper(s.Kind))
	switch s.Kind {
	case "Point", "MultiPoint":
		line(&b, s.Points)
	case "LineString":
		line(&b, s.Lines[0])
	case "MultiLineString":
		rings(&b, s.Lines)
	case "Polygon":
		rings(&b, s.Polygons[0])
	case "MultiPolygon":
		b.WriteByte('(')
		for i, p := range s.Polygons {
			if i > 0 {
				b.WriteByte(',')
			}
			rings(&b, p)
		}
		b.WriteByte(')')
	}
	return b.String()
}

func rings(b *strings.Builder, all [][]Position) {
	b.WriteByte('(')
	for i, r := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		line(b, r)
	}
	b.WriteByte(')')
}

func line(b *strings.Builder, all []Position) {
	b.WriteByte('(')
	for i, p := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(formatNumber(p[0]) + " " + formatNumber(p[1]))
	}
	b.WriteByte(')')
}
