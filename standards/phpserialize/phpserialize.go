// Package phpserialize reads what PHP's serialize() writes, as far as it is
// plain data: null, booleans, numbers, strings and arrays. Objects and
// references are refused: nothing that comes from outside is made alive.
//
// Source: the PHP manual, "serialize", and php-src/ext/standard/var.c for the
// form.
package phpserialize

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The most that is read.
const (
	maxDepth    = 64
	maxElements = 1_000_000
)

// ErrObject is what holds an object or a reference.
var ErrObject = errors.New("phpserialize: an object or a reference")

// An Entry is one entry of an array: PHP's arrays have an order and a key each.
type Entry struct {
	Key   string // digits for a number
	Value any
}

// An Array is a PHP array.
type Array []Entry

// List returns the values in their order.
func (a Array) List() []any {
	out := make([]any, len(a))
	for i, e := range a {
		out[i] = e.Value
	}
	return out
}

// Decode reads one value: nil, bool, int64, float64, string or Array.
func Decode(s string) (any, error) {
	d := decoder{s: s}
	v, err := d.value(0)
	if err != nil {
		return nil, err
	}
	if d.at != len(s) {
		return nil, d.wrong("something stands after the end")
	}
	return v, nil
}

// Looks tells whether a text looks like a serialized value, so that columns
// which hold JSON in later versions and this in earlier ones can be told apart.
func Looks(s string) bool {
	if s == "N;" {
		return true
	}
	return len(s) >= 4 && strings.IndexByte("abdiOs", s[0]) >= 0 && s[1] == ':' && (s[len(s)-1] == ';' || s[len(s)-1] == '}')
}

type decoder struct {
	s     string
	at    int
	count int
}

func (d *decoder) wrong(format string, args ...any) error {
	return fmt.Errorf("phpserialize: byte %d: %s", d.at, fmt.Sprintf(format, args...))
}

// until reads up to a sign, and past it.
func (d *decoder) until(sign byte) (string, error) {
	i := strings.IndexByte(d.s[d.at:], sign)
	if i < 0 {
		return "", d.wrong("%q is missing", sign)
	}
	out := d.s[d.at : d.at+i]
	d.at += i + 1
	return out, nil
}

func (d *decoder) expect(text string) error {
	if !strings.HasPrefix(d.s[d.at:], text) {
		return d.wrong("%q is missing", text)
	}
	d.at += len(text)
	return nil
}

func (d *decoder) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, d.wrong("nested more than %d deep", maxDepth)
	}
	if d.count++; d.count > maxElements {
		return nil, d.wrong("more than %d values", maxElements)
	}
	if strings.HasPrefix(d.s[d.at:], "N;") {
		d.at += 2
		return nil, nil
	}
	if d.at+2 > len(d.s) || d.s[d.at+1] != ':' {
		return nil, d.wrong("a value is missing")
	}
	kind := d.s[d.at]
	d.at += 2
	switch kind {
	case 'b', 'i', 'd':
		text, err := d.until(';')
		if err != nil {
			return nil, err
		}
		return d.scalar(kind, text)
	case 's':
		return d.text()
	case 'a':
		return d.array(depth)
	case 'O', 'C', 'r', 'R', 'E':
		return nil, ErrObject
	}
	return nil, d.wrong("there is no type %q", kind)
}

func (d *decoder) scalar(kind byte, text string) (any, error) {
	switch kind {
	case 'b':
		if text != "0" && text != "1" {
			return nil, d.wrong("%q is no boolean", text)
		}
		return text == "1", nil
	case 'i':
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, d.wrong("this is no whole number")
		}
		return n, nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, d.wrong("this is no number")
	}
	return f, nil
}

// text reads 5:"…"; whose length is in bytes.
func (d *decoder) text() (string, error) {
	length, err := d.until(':')
	if err != nil {
		return "", err
	}
	n, err := strconv.Atoi(length)
	if err != nil || n < 0 || n > len(d.s)-d.at-3 {
		return "", d.wrong("a string is longer than what there is")
	}
	if err := d.expect(`"`); err != nil {
		return "", err
	}
	out := d.s[d.at : d.at+n]
	d.at += n
	return out, d.expect(`";`)
}

func (d *decoder) array(depth int) (Array, error) {
	length, err := d.until(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(length)
	if err != nil || n < 0 || n > len(d.s)-d.at {
		return nil, d.wrong("an array is longer than what there is")
	}
	if err := d.expect("{"); err != nil {
		return nil, err
	}
	out := make(Array, 0, min(n, 64))
	for range n {
		key, err := d.value(depth + 1)
		if err != nil {
			return nil, err
		}
		var e Entry
		switch k := key.(type) {
		case string:
			e.Key = k
		case int64:
			e.Key = strconv.FormatInt(k, 10)
		default:
			return nil, d.wrong("this is no key of an array")
		}
		if e.Value, err = d.value(depth + 1); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, d.expect("}")
}
