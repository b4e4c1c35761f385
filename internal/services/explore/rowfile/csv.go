package rowfile

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
)

// mark is the byte order mark by which spreadsheets know UTF-8.
const mark = "\ufeff"

type csvFile struct {
	w         *bufio.Writer
	buf       []byte
	delimiter byte
	all       bool
}

func newCSV(_ context.Context, w *bufio.Writer, o Options) (Writer, error) {
	c := &csvFile{w: w, delimiter: o.Delimiter, all: o.QuoteAll}
	if o.Mark {
		if _, err := w.WriteString(mark); err != nil {
			return nil, err
		}
	}
	heads := make([]any, len(o.Columns))
	for i, column := range o.Columns {
		heads[i] = column.Name
	}
	return c, c.Row(heads)
}

func (c *csvFile) Row(values []any) error {
	b := c.buf[:0]
	for i, v := range values {
		if i > 0 {
			b = append(b, c.delimiter)
		}
		b = c.cell(b, v)
	}
	c.buf = append(b, '\r', '\n')
	_, err := c.w.Write(c.buf)
	return err
}

func (c *csvFile) cell(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return b
	case string:
		return c.text(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return appendFloat(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	}
	return c.text(b, Text(v))
}

// Text is a value as one text: a point as "latitude, longitude", a shape as
// GeoJSON.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case Point:
		return string(appendFloat(append(appendFloat(nil, v.Lat), ", "...), v.Lon))
	case Shape:
		return string(v.Geometry)
	}
	return string(AppendJSON(nil, v))
}

func (c *csvFile) text(b []byte, s string) []byte {
	quote := c.all
	for i := 0; i < len(s) && !quote; i++ {
		quote = s[i] == '"' || s[i] == c.delimiter || s[i] == '\n' || s[i] == '\r'
	}
	if !quote {
		return append(b, s...)
	}
	b = append(b, '"')
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

func (c *csvFile) Close() error { return c.w.Flush() }
func (c *csvFile) Abort()       {}

// mostField is the longest field that Redelimit takes, in bytes.
const mostField = 64 << 20

// Redelimit copies CSV as this program keeps it (RFC 4180, commas, UTF-8) with
// another delimiter and line ends of two bytes; fields that hold the new one are
// given quotes. It is a few times faster than writing the values anew.
func Redelimit(to io.Writer, from io.Reader, delimiter byte, withMark bool) error {
	w := bufio.NewWriterSize(to, 256<<10)
	if withMark {
		_, _ = w.WriteString(mark) // an error comes again at the end
	}
	buf := make([]byte, 0, 256<<10)
	ended := false
	for first := true; ; first = false {
		if len(buf) == cap(buf) {
			if cap(buf) > mostField {
				return errors.New("rowfile: a field without an end")
			}
			buf = append(make([]byte, 0, 2*cap(buf)), buf...)
		}
		n, err := from.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case errors.Is(err, io.EOF):
			ended = true
		case err != nil:
			return err
		}
		if first {
			buf = bytes.TrimPrefix(buf, []byte(mark))
		}
		rest := redelimit(w, buf, delimiter, ended)
		if ended {
			return w.Flush()
		}
		buf = append(buf[:0], rest...)
	}
}

// redelimit writes the fields that end within the data, which it changes, and
// returns what is left.
func redelimit(w *bufio.Writer, data []byte, delimiter byte, ended bool) []byte {
	var stops [256]bool
	for _, c := range []byte{',', '\n', '"', delimiter} {
		stops[c] = true
	}
	start, field, at := 0, 0, 0 // what is not written yet; where the field begins
	later := func() []byte {
		_, _ = w.Write(data[start:field])
		return data[field:]
	}
	for {
		for at < len(data) && !stops[data[at]] {
			at++
		}
		if at >= len(data) {
			break
		}
		switch data[at] {
		case ',':
			data[at] = delimiter
			at++
			field = at
		case '\n':
			_, _ = w.Write(bytes.TrimSuffix(data[start:at], []byte{'\r'}))
			_, _ = w.WriteString("\r\n")
			at++
			start, field = at, at
		case '"':
			if at > field {
				at++
				continue
			}
			end := closing(data[at:])
			if end < 0 || (at+end >= len(data) && !ended) {
				return later()
			}
			at += end
		default: // the new delimiter, in a field without quotes
			end := bytes.IndexAny(data[at:], ",\n")
			if end < 0 {
				if !ended {
					return later()
				}
				end = len(data) - at
			}
			_, _ = w.Write(data[start:field])
			_ = w.WriteByte('"')
			_, _ = w.Write(bytes.TrimSuffix(data[field:at+end], []byte{'\r'}))
			_ = w.WriteByte('"')
			at += end
			start = at
		}
	}
	if ended {
		_, _ = w.Write(data[start:])
		return nil
	}
	return later()
}

// closing is the place behind a quoted field, -1 if its end is not there yet.
func closing(data []byte) int {
	for i := 1; i < len(data); i++ {
		next := bytes.IndexByte(data[i:], '"')
		if next < 0 || i+next+1 >= len(data) {
			if next >= 0 {
				return i + next + 1
			}
			return -1
		}
		if i += next; data[i+1] != '"' {
			for i++; i < len(data) && data[i] != ',' && data[i] != '\n'; i++ {
			}
			return i
		}
		i++
	}
	return -1
}
