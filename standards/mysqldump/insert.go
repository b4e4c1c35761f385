package mysqldump

import (
	"encoding/hex"
	"io"
	"strings"
)

// begin reads an insert up to its rows.
func (r *Reader) begin() error {
	var table string
	for table == "" {
		c, err := r.skip()
		if err != nil {
			return r.within(err, "an INSERT")
		}
		if c == '`' || c == '"' {
			if table, err = r.named(c); err != nil {
				return err
			}
			break
		}
		if !wordByte(c) {
			return r.wrong("INSERT without a table, before %q", c)
		}
		w, err := r.word(c)
		if err != nil {
			return err
		}
		switch strings.ToUpper(w) {
		case "INTO", "IGNORE", "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY":
		default:
			table = w
		}
	}
	database := r.database
	c, err := r.skip()
	if err == nil && c == '.' {
		database = table
		if table, err = r.name(); err == nil {
			c, err = r.skip()
		}
	}
	if err != nil {
		return r.within(err, "an INSERT")
	}
	in := &inserting{first: true}
	var columns []string
	if c == '(' {
		if columns, err = r.columns(); err != nil {
			return err
		}
		if c, err = r.skip(); err != nil {
			return r.within(err, "an INSERT")
		}
	}
	w, err := r.word(c)
	if err != nil {
		return err
	}
	if u := strings.ToUpper(w); u != "VALUES" && u != "VALUE" {
		return r.wrong("INSERT … %s is not read: only INSERT … VALUES", shorten(w))
	}
	if in.table, err = r.table(database, table); err != nil {
		return err
	}
	if err := in.place(r, columns); err != nil {
		return err
	}
	r.insert = in
	return nil
}

// place finds where the columns of a statement stand in the table.
func (in *inserting) place(r *Reader, columns []string) error {
	t := in.table
	if columns == nil {
		in.width = len(t.Columns)
		return nil
	}
	for _, name := range columns {
		if t.Place(name) < 0 { // a table that is filled without being declared
			t.Columns = append(t.Columns, Column{Name: name})
			if len(t.Columns) > r.limits.Columns {
				return r.wrong("table %s has more than %d columns", t.Name, r.limits.Columns)
			}
			t.index()
		}
	}
	in.width = len(columns)
	in.order = make([]int, len(t.Columns))
	for i := range in.order {
		in.order[i] = -1
	}
	for i, name := range columns {
		in.order[t.Place(name)] = i
	}
	return nil
}

func (r *Reader) columns() (list []string, err error) {
	for {
		name, err := r.name()
		if err != nil {
			return nil, err
		}
		if list = append(list, name); len(list) > r.limits.Columns {
			return nil, r.wrong("more than %d columns", r.limits.Columns)
		}
		c, err := r.skip()
		switch {
		case err != nil:
			return nil, r.within(err, "a list of columns")
		case c == ')':
			return list, nil
		case c != ',':
			return nil, r.wrong("a list of columns goes on with %q", c)
		}
	}
}

// row reads the next row of the statement; more is false at its end.
func (r *Reader) row() (row Row, more bool, err error) {
	in := r.insert
	c, err := r.skip()
	if err != nil {
		return row, false, r.within(err, "an INSERT")
	}
	switch {
	case c == ';' && !in.first:
		return row, false, nil
	case c == ',' && !in.first:
		if c, err = r.skip(); err != nil {
			return row, false, r.within(err, "an INSERT")
		}
	case !in.first && wordByte(c): // ON DUPLICATE KEY UPDATE
		return row, false, r.pass()
	}
	if c != '(' {
		return row, false, r.wrong("a row is expected before %q", c)
	}
	in.first = false
	row = Row{Table: in.table, Line: r.line, order: in.order, values: make([]Value, 0, in.width)}
	for {
		v, err := r.value()
		if err != nil {
			return row, false, err
		}
		if row.values = append(row.values, v); len(row.values) > r.limits.Columns {
			return row, false, r.wrong("a row has more than %d values", r.limits.Columns)
		}
		c, err := r.skip()
		if err != nil {
			return row, false, r.within(err, "a row")
		}
		if c == ')' {
			break
		}
		if c != ',' {
			return row, false, r.wrong("a row goes on with %q", c)
		}
	}
	if in.width > 0 && len(row.values) != in.width {
		return row, false, r.wrong("table %s: a row has %d values for %d columns", in.table.Name, len(row.values), in.width)
	}
	return row, true, nil
}

// value reads one value.
func (r *Reader) value() (Value, error) {
	c, err := r.skip()
	if err != nil {
		return Value{}, r.within(err, "a row")
	}
	switch {
	case c == '\'' || c == '"':
		return r.text(c, r.charset)
	case c == '-' || c == '+' || c == '.' || c >= '0' && c <= '9':
		return r.number(c)
	case !wordByte(c):
		return Value{}, r.wrong("a value is expected before %q", c)
	}
	w, err := r.word(c)
	if err != nil {
		return Value{}, err
	}
	quoted := func() bool { p, _ := r.in.Peek(1); return len(p) == 1 && p[0] == '\'' }
	switch u := strings.ToUpper(w); {
	case u == "NULL" || u == "DEFAULT":
		return Value{}, nil
	case u == "TRUE":
		return Value{Number, "1"}, nil
	case u == "FALSE":
		return Value{Number, "0"}, nil
	case u == "X" && quoted():
		s, err := r.digits()
		if err != nil {
			return Value{}, err
		}
		return r.hex(s)
	case u == "B" && quoted():
		s, err := r.digits()
		if err != nil {
			return Value{}, err
		}
		return r.bits(s)
	case w[0] == '_':
		set, err := charsetNamed(w[1:])
		if err != nil {
			return Value{}, r.wrong("%v", err)
		}
		if c, err = r.skip(); err != nil {
			return Value{}, r.within(err, "a row")
		}
		if c == '\'' {
			return r.text(c, set)
		}
		if c == '0' {
			v, err := r.number(c)
			if v.Kind == Bytes && set.name != "binary" && err == nil {
				return r.decoded([]byte(v.S), set)
			}
			return v, err
		}
		return Value{}, r.wrong("a string is expected after %s", w)
	}
	return Value{}, r.wrong("%q is not read as a value", shorten(w))
}

// digits reads what stands between quotes in X'…' and B'…'.
func (r *Reader) digits() (string, error) {
	_, _ = r.next()
	var b []byte
	for {
		c, err := r.next()
		if err != nil {
			return "", r.within(err, "a literal")
		}
		if c == '\'' {
			return string(b), nil
		}
		if b = append(b, c); len(b) > 2*r.limits.Value {
			return "", r.wrong("a value is longer than %d bytes", r.limits.Value)
		}
	}
}

func (r *Reader) hex(s string) (Value, error) {
	if len(s)%2 == 1 {
		s = "0" + s
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		return Value{}, r.wrong("this is no hexadecimal literal")
	}
	return Value{Bytes, string(b)}, nil
}

func (r *Reader) bits(s string) (Value, error) {
	if len(s) > 64 {
		return Value{}, r.wrong("a bit literal has more than 64 bits")
	}
	out := make([]byte, (len(s)+7)/8)
	for i, c := range s {
		if c != '0' && c != '1' {
			return Value{}, r.wrong("this is no bit literal")
		}
		if c == '1' {
			at := len(out)*8 - len(s) + i
			out[at/8] |= 1 << (7 - at%8)
		}
	}
	return Value{Bytes, string(out)}, nil
}

// number reads digits as they are written, or 0x… and 0b…
func (r *Reader) number(c byte) (Value, error) {
	b := []byte{c}
	for {
		c, err := r.next()
		if err != nil && err != io.EOF {
			return Value{}, err
		}
		isDigit := err == nil && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.')
		sign := err == nil && (c == '-' || c == '+') && (b[len(b)-1] == 'e' || b[len(b)-1] == 'E')
		if !isDigit && !sign {
			if err == nil {
				r.back()
			}
			break
		}
		if b = append(b, c); len(b) > 2*r.limits.Value+2 {
			return Value{}, r.wrong("a value is longer than %d bytes", r.limits.Value)
		}
	}
	s := string(b)
	switch {
	case strings.HasPrefix(s, "0x"):
		return r.hex(s[2:])
	case strings.HasPrefix(s, "0b"):
		return r.bits(s[2:])
	}
	digit := false
	for i := range len(b) {
		switch c := b[i]; {
		case c >= '0' && c <= '9':
			digit = true
		case c == '-' || c == '+' || c == '.':
		case (c == 'e' || c == 'E') && digit:
		default:
			return Value{}, r.wrong("%q is no number", shorten(s))
		}
	}
	if !digit {
		return Value{}, r.wrong("%q is no number", shorten(s))
	}
	return Value{Number, s}, nil
}
