package pdf

import (
	"bytes"
	"strconv"
)

// operand is one operand of a content stream.
type operand struct {
	kind byte // 'n' number, '/' name, 's' string, '[' array, '<' dictionary, 'w' other word (true, null)
	num  float64
	text []byte // of a name or a string, decoded
	list []operand
	raw  []byte // as it stands in the stream
}

// operation is an operator with its operands.
type operation struct {
	name string
	args []operand
	raw  []byte // all of it, as it stands in the stream
	data []byte // of an inline image
}

// lexer reads a content stream, or a CMap, operation by operation (ISO 32000-1,
// 7.8.2).
type lexer struct {
	b   []byte
	pos int
}

const (
	mostDepth    = 32      // of arrays in arrays
	mostOperands = 1 << 16 // of one operator, or elements of one array
)

func white(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) skip() {
	for l.pos < len(l.b) {
		switch c := l.b[l.pos]; {
		case white(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// next reads an operation; false at the end. A stream that cannot be read is
// refused, for what is not understood cannot be redacted.
func (l *lexer) next() (operation, bool, error) {
	l.skip()
	op := operation{}
	start := l.pos
	for {
		l.skip()
		if l.pos >= len(l.b) {
			return op, false, nil // operands without an operator do nothing
		}
		if len(op.args) > mostOperands {
			return op, false, errContent
		}
		arg, word, err := l.item(0)
		if err != nil {
			return op, false, err
		}
		if word == "" {
			op.args = append(op.args, arg)
			continue
		}
		switch word {
		case "true", "false", "null":
			op.args = append(op.args, arg)
			continue
		}
		op.name = word
		if word == "BI" {
			if err := l.inline(&op); err != nil {
				return op, false, err
			}
		}
		op.raw = l.b[start:l.pos]
		return op, true, nil
	}
}

// item reads an operand, or the word of an operator.
func (l *lexer) item(depth int) (o operand, word string, err error) {
	start := l.pos
	defer func() { o.raw = l.b[start:min(l.pos, len(l.b))] }()
	switch c := l.b[l.pos]; {
	case c == '(':
		o.kind = 's'
		o.text, err = l.literal()
		return o, "", err
	case c == '/':
		o.kind = '/'
		o.text = l.nameText()
		return o, "", nil
	case c == '<' && l.pos+1 < len(l.b) && l.b[l.pos+1] == '<':
		l.pos += 2
		o.kind = '<'
		o.list, err = l.until('>', depth)
		return o, "", err
	case c == '<':
		o.kind = 's'
		o.text, err = l.hex()
		return o, "", err
	case c == '[':
		l.pos++
		o.kind = '['
		o.list, err = l.until(']', depth)
		return o, "", err
	case c == ')' || c == '>' || c == ']' || c == '{' || c == '}':
		if c == '{' || c == '}' { // only in functions, which CMaps may hold
			l.pos++
			o.kind = 'w'
			return o, string(c), nil
		}
		return o, "", errContent
	}
	for l.pos < len(l.b) && !white(l.b[l.pos]) && !delimiter(l.b[l.pos]) {
		l.pos++
	}
	w := l.b[start:l.pos]
	if n, ok := readNumber(w); ok {
		o.kind, o.num = 'n', n
		return o, "", nil
	}
	o.kind, o.text = 'w', w
	return o, string(w), nil
}

// readNumber reads a number as viewers do: "--5" and "1.2-3" occur.
func readNumber(w []byte) (float64, bool) {
	if len(w) == 0 || bytes.IndexByte([]byte("+-.0123456789"), w[0]) < 0 {
		return 0, false
	}
	if f, err := strconv.ParseFloat(string(w), 64); err == nil && !bytes.ContainsAny(w, "eExXpPnN_") {
		return f, true
	}
	t := bytes.TrimLeft(w, "+-")
	if i := bytes.IndexByte(t, '-'); i > 0 {
		t = t[:i]
	}
	f, err := strconv.ParseFloat(string(t), 64)
	if err != nil || bytes.ContainsAny(t, "eExXpPnN_") {
		return 0, len(bytes.Trim(w, "+-.0123456789")) == 0
	}
	if w[0] == '-' {
		f = -f
	}
	return f, true
}

func (l *lexer) until(end byte, depth int) ([]operand, error) {
	if depth > mostDepth {
		return nil, errContent
	}
	var list []operand
	for {
		l.skip()
		if l.pos >= len(l.b) || len(list) > mostOperands {
			return nil, errContent
		}
		if l.b[l.pos] == end {
			l.pos++
			if end == '>' {
				if l.pos >= len(l.b) || l.b[l.pos] != '>' {
					return nil, errContent
				}
				l.pos++
			}
			return list, nil
		}
		o, _, err := l.item(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
}

func (l *lexer) literal() ([]byte, error) {
	l.pos++
	var out []byte
	for depth := 1; l.pos < len(l.b); l.pos++ {
		c := l.b[l.pos]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return out, nil
			}
		case '\\':
			l.pos++
			if l.pos >= len(l.b) {
				return nil, errContent
			}
			switch e := l.b[l.pos]; e {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\r':
				if l.pos+1 < len(l.b) && l.b[l.pos+1] == '\n' {
					l.pos++
				}
				continue
			case '\n':
				continue
			case '0', '1', '2', '3', '4', '5', '6', '7':
				v := 0
				for n := 0; n < 3 && l.pos < len(l.b) && l.b[l.pos] >= '0' && l.b[l.pos] <= '7'; n++ {
					v = v<<3 | int(l.b[l.pos]-'0')
					l.pos++
				}
				l.pos--
				c = byte(v)
			default:
				c = e
			}
		case '\r':
			if l.pos+1 < len(l.b) && l.b[l.pos+1] == '\n' {
				l.pos++
			}
			c = '\n'
		}
		out = append(out, c)
	}
	return nil, errContent
}

func (l *lexer) hex() ([]byte, error) {
	l.pos++
	var out []byte
	half, v := false, byte(0)
	for ; l.pos < len(l.b); l.pos++ {
		c := l.b[l.pos]
		switch {
		case c == '>':
			l.pos++
			if half {
				out = append(out, v<<4)
			}
			return out, nil
		case white(c):
		default:
			d, ok := hexDigit(c)
			if !ok {
				return nil, errContent
			}
			if half {
				out = append(out, v<<4|d)
			}
			v, half = d, !half
		}
	}
	return nil, errContent
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

func (l *lexer) nameText() []byte {
	l.pos++
	var out []byte
	for l.pos < len(l.b) && !white(l.b[l.pos]) && !delimiter(l.b[l.pos]) {
		c := l.b[l.pos]
		if c == '#' && l.pos+2 < len(l.b) {
			a, ok1 := hexDigit(l.b[l.pos+1])
			b, ok2 := hexDigit(l.b[l.pos+2])
			if ok1 && ok2 {
				c = a<<4 | b
				l.pos += 2
			}
		}
		out = append(out, c)
		l.pos++
	}
	return out
}

// inline reads an inline image: its dictionary up to ID, its data up to EI.
func (l *lexer) inline(op *operation) error {
	for {
		l.skip()
		if l.pos >= len(l.b) {
			return errContent
		}
		o, word, err := l.item(0)
		if err != nil {
			return err
		}
		if word == "ID" {
			break
		}
		op.args = append(op.args, o)
		if len(op.args) > 64 {
			return errContent
		}
	}
	l.pos++ // the blank behind ID
	start := min(l.pos, len(l.b))
	for i := start; ; i++ {
		j := bytes.Index(l.b[min(i, len(l.b)):], []byte("EI"))
		if j < 0 {
			return errContent
		}
		i += j
		behind := i + 2
		if i > start && white(l.b[i-1]) && (behind == len(l.b) || white(l.b[behind])) && likelyContent(l.b[behind:min(len(l.b), behind+24)]) {
			op.data, l.pos = l.b[start:i-1], behind
			return nil
		}
	}
}

// likelyContent tells whether what follows looks like operators, not pixels.
func likelyContent(b []byte) bool {
	for _, c := range b {
		if c > 0x7e || c < 0x20 && !white(c) {
			return false
		}
	}
	return true
}
