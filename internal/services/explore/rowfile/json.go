package rowfile

import (
	"bufio"
	"context"
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"

	"airial/internal/services/explore"
)

const hex = "0123456789abcdef"

// AppendText appends a JSON string. Unlike encoding/json it leaves <, > and & as
// they are, for what it writes is data, never a page.
func AppendText(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && n == 1:
				b = append(append(b, s[start:i]...), `\ufffd`...)
				start = i + n
			case r == '\u2028' || r == '\u2029': // ends of lines for JavaScript
				b = append(append(b, s[start:i]...), `\u202`...)
				b = append(b, hex[r&15])
				start = i + n
			}
			i += n
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

func appendFloat(b []byte, v float64) []byte {
	if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e21) {
		return strconv.AppendFloat(b, v, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

// AppendJSON appends a value as JSON; see Writer.Row.
func AppendJSON(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return AppendText(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return appendFloat(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case Point:
		b = appendFloat(append(b, `{"lon":`...), v.Lon)
		return append(appendFloat(append(b, `,"lat":`...), v.Lat), '}')
	}
	if s, ok := v.(Shape); ok {
		out, _ := s.MarshalJSON()
		return append(b, out...)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, out...)
}

// Keys are the names of columns, ready to be written before their values.
func Keys(names []string) [][]byte {
	out := make([][]byte, len(names))
	for i, name := range names {
		out[i] = append(AppendText(nil, name), ':')
	}
	return out
}

// objects writes rows as objects, with something before, between and after.
type objects struct {
	w              *bufio.Writer
	keys           [][]byte
	buf            []byte
	between, after string
	some           bool
}

func (o Options) keys() [][]byte {
	names := make([]string, len(o.Columns))
	for i, c := range o.Columns {
		names[i] = c.Name
	}
	return Keys(names)
}

func newJSON(_ context.Context, w *bufio.Writer, o Options) (Writer, error) {
	_, err := w.WriteString("[")
	return &objects{w: w, keys: o.keys(), between: ",\n", after: "]\n"}, err
}

func newLines(_ context.Context, w *bufio.Writer, o Options) (Writer, error) {
	return &objects{w: w, keys: o.keys(), between: "\n", after: "\n"}, nil
}

func (j *objects) Row(values []any) error {
	b := j.buf[:0]
	if j.some {
		b = append(b, j.between...)
	}
	j.some = true
	b = append(b, '{')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendJSON(append(b, j.keys[i]...), v)
	}
	j.buf = append(b, '}')
	_, err := j.w.Write(j.buf)
	return err
}

func (j *objects) Close() error {
	if j.some || j.after != "\n" {
		if _, err := j.w.WriteString(j.after); err != nil {
			return err
		}
	}
	return j.w.Flush()
}

func (j *objects) Abort() {}

// features writes rows as GeoJSON (RFC 7946): the first place of a row is its
// geometry, the other values are its properties.
type features struct {
	objects
	place int // the column, -1 for none
}

func newGeoJSON(_ context.Context, w *bufio.Writer, o Options) (Writer, error) {
	f := &features{objects: objects{w: w, keys: o.keys(), between: ",\n", after: "]}\n"}, place: -1}
	for i, c := range o.Columns {
		if f.place < 0 && (c.Kind == explore.Point || c.Kind == explore.Shape) {
			f.place = i
		}
	}
	_, err := w.WriteString(`{"type":"FeatureCollection","features":[`)
	return f, err
}

func (f *features) Row(values []any) error {
	b := f.buf[:0]
	if f.some {
		b = append(b, f.between...)
	}
	f.some = true
	b = append(b, `{"type":"Feature","geometry":`...)
	if f.place >= 0 {
		b = AppendGeometry(b, values[f.place])
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"properties":{`...)
	first := true
	for i, v := range values {
		if i == f.place {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = AppendJSON(append(b, f.keys[i]...), v)
	}
	f.buf = append(b, "}}"...)
	_, err := f.w.Write(f.buf)
	return err
}

// AppendGeometry appends a place as a GeoJSON geometry.
func AppendGeometry(b []byte, v any) []byte {
	switch v := v.(type) {
	case Point:
		b = appendFloat(append(b, `{"type":"Point","coordinates":[`...), v.Lon)
		return append(appendFloat(append(b, ','), v.Lat), "]}"...)
	case Shape:
		return append(b, v.Geometry...)
	}
	return append(b, "null"...)
}
