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

// redelimit writes the fields that end within the data and returns what is left.
func redelimit(w *bufio.Writer, data []byte, delimiter byte, ended bool) []byte {
	for len(data) > 0 {
		end, clash := 0, false
		if data[0] == '"' {
			end = closing(data)
		} else {
			for end < len(data) && data[end] != ',' && data[end] != '\n' {
				clash = clash || data[end] == delimiter
				end++
			}
		}
		if end < 0 || (end >= len(data) && !ended) {
			return data
		}
		field := data[:end]
		if clash && delimiter != ',' {
			_ = w.WriteByte('"')
			_, _ = w.Write(bytes.TrimSuffix(field, []byte{'\r'}))
			_ = w.WriteByte('"')
		} else {
			_, _ = w.Write(bytes.TrimSuffix(field, []byte{'\r'}))
		}
		if end == len(data) {
			return nil
		}
		if data[end] == ',' {
			_ = w.WriteByte(delimiter)
		} else {
			_, _ = w.WriteString("\r\n")
		}
		data = data[end+1:]
	}
	return nil
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
