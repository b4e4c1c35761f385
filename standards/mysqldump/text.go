package mysqldump

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// A charset is a character set of MySQL, as it is written in a dump.
type charset struct {
	name string
	from encoding.Encoding // nil: UTF-8
}

var utf8Set = charset{name: "utf8mb4"}

// charsetNamed finds a character set by MySQL's name. latin1 is Windows-1252
// there ("The cp1252 Character Set", MySQL manual).
func charsetNamed(name string) (charset, error) {
	switch strings.ToLower(name) {
	case "utf8mb4", "utf8", "utf8mb3", "ascii":
		return utf8Set, nil
	case "latin1":
		return charset{"latin1", charmap.Windows1252}, nil
	case "latin9", "iso_8859_15":
		return charset{"latin9", charmap.ISO8859_15}, nil
	case "cp850":
		return charset{"cp850", charmap.CodePage850}, nil
	case "binary":
		return charset{name: "binary"}, nil
	}
	return charset{}, fmt.Errorf("the character set %q is not read: write the dump with --default-character-set=utf8mb4", shorten(name))
}

// text reads a string literal.
func (r *Reader) text(quote byte, set charset) (Value, error) {
	b := make([]byte, 0, 32)
	for {
		c, err := r.next()
		if err != nil {
			return Value{}, r.within(err, "a string")
		}
		switch {
		case c == '\\' && !r.plain:
			if c, err = r.next(); err != nil {
				return Value{}, r.within(err, "a string")
			}
			b = append(b, escaped(c)...)
		case c == quote:
			if p, _ := r.in.Peek(1); len(p) == 0 || p[0] != quote {
				return r.decoded(b, set)
			}
			_, _ = r.next()
			b = append(b, c)
		default:
			b = append(b, c)
		}
		if len(b) > r.limits.Value {
			return Value{}, r.wrong("a value is longer than %d bytes", r.limits.Value)
		}
	}
}

// escaped is what a sign stands for after a backslash. \% and \_ keep theirs.
func escaped(c byte) []byte {
	switch c {
	case '0':
		return []byte{0}
	case 'b':
		return []byte{'\b'}
	case 'n':
		return []byte{'\n'}
	case 'r':
		return []byte{'\r'}
	case 't':
		return []byte{'\t'}
	case 'Z':
		return []byte{0x1a}
	case '%', '_':
		return []byte{'\\', c}
	}
	return []byte{c}
}

// decoded is a string in UTF-8. What claims to be UTF-8 and is not is bytes: a
// dump writes columns of bytes so, unless it was asked for hexadecimal.
func (r *Reader) decoded(b []byte, set charset) (Value, error) {
	switch {
	case set.name == "binary":
		return Value{Bytes, string(b)}, nil
	case set.from == nil && !utf8.Valid(b):
		return Value{Bytes, string(b)}, nil
	case set.from == nil:
		return Value{Text, string(b)}, nil
	}
	out, err := set.from.NewDecoder().Bytes(b)
	if err != nil {
		return Value{}, r.wrong("a string is not %s", set.name)
	}
	return Value{Text, string(out)}, nil
}
