package pdf

import (
	"unicode/utf16"
)

// cmap reads codes out of strings, and what they stand for (ISO 32000-1,
// 9.7.5 and 9.10.3).
type cmap struct {
	spaces []codeRange
	text   map[code]string // bfchar, bfrange
	cids   []cidRange
}

// code is a character code with its length, for 00 and 0000 are two codes.
type code struct {
	n int
	v uint32
}

type codeRange struct {
	n      int
	lo, hi uint32
}

type cidRange struct {
	codeRange
	cid uint32
}

const mostRange = 1 << 16

func value(b []byte) (v uint32) {
	for _, c := range b {
		v = v<<8 | uint32(c)
	}
	return v
}

// holds compares byte by byte: code spaces are boxes, not intervals.
func (r codeRange) holds(c code) bool {
	if c.n != r.n {
		return false
	}
	for shift := 0; shift < 8*r.n; shift += 8 {
		if b := c.v >> shift & 255; b < r.lo>>shift&255 || b > r.hi>>shift&255 {
			return false
		}
	}
	return true
}

// parseCMap reads a CMap; what it does not know it leaves out.
func parseCMap(b []byte) *cmap {
	m := &cmap{text: map[code]string{}}
	l := &lexer{b: b}
	for {
		op, more, err := l.next()
		if !more || err != nil {
			return m
		}
		a := op.args
		switch op.name {
		case "endcodespacerange":
			for ; len(a) >= 2; a = a[2:] {
				if a[0].kind == 's' && a[1].kind == 's' && len(a[0].text) > 0 && len(a[0].text) <= 4 {
					m.spaces = append(m.spaces, codeRange{len(a[0].text), value(a[0].text), value(a[1].text)})
				}
			}
		case "endbfchar":
			for ; len(a) >= 2; a = a[2:] {
				if a[0].kind == 's' && a[1].kind == 's' {
					m.text[code{len(a[0].text), value(a[0].text)}] = utf16Text(a[1].text)
				}
			}
		case "endbfrange":
			for ; len(a) >= 3; a = a[3:] {
				m.bfrange(a[0], a[1], a[2])
			}
		case "endcidrange":
			for ; len(a) >= 3; a = a[3:] {
				if a[0].kind == 's' && a[1].kind == 's' {
					m.cids = append(m.cids, cidRange{codeRange{len(a[0].text), value(a[0].text), value(a[1].text)}, uint32(a[2].num)})
				}
			}
		case "endcidchar":
			for ; len(a) >= 2; a = a[2:] {
				if a[0].kind == 's' {
					v := value(a[0].text)
					m.cids = append(m.cids, cidRange{codeRange{len(a[0].text), v, v}, uint32(a[1].num)})
				}
			}
		}
	}
}

func (m *cmap) bfrange(lo, hi, to operand) {
	if lo.kind != 's' || hi.kind != 's' {
		return
	}
	from, last := value(lo.text), value(hi.text)
	if last < from || last-from > mostRange {
		return
	}
	for i := uint32(0); i <= last-from; i++ {
		c := code{len(lo.text), from + i}
		switch {
		case to.kind == '[' && int(i) < len(to.list):
			m.text[c] = utf16Text(to.list[i].text)
		case to.kind == 's' && len(to.text) > 0:
			t := append([]byte(nil), to.text...)
			if len(t) >= 2 {
				v := uint32(t[len(t)-2])<<8 | uint32(t[len(t)-1])
				v += i
				t[len(t)-2], t[len(t)-1] = byte(v>>8), byte(v)
			} else {
				t[0] += byte(i)
			}
			m.text[c] = utf16Text(t)
		}
	}
}

func utf16Text(b []byte) string {
	if len(b) == 1 {
		return string(rune(b[0]))
	}
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, uint16(b[0])<<8|uint16(b[1]))
	}
	return string(utf16.Decode(units))
}

// read takes the first code of a string; codes outside of all spaces have the
// length of the shortest.
func (m *cmap) read(s []byte) code {
	shortest := 0
	for _, r := range m.spaces {
		if len(s) >= r.n {
			if c := (code{r.n, value(s[:r.n])}); r.holds(c) {
				return c
			}
		}
		if shortest == 0 || r.n < shortest {
			shortest = r.n
		}
	}
	if shortest == 0 {
		shortest = 2
	}
	n := min(shortest, len(s))
	return code{n, value(s[:n])}
}

func (m *cmap) cid(c code) uint32 {
	for _, r := range m.cids {
		if c.n == r.n && c.v >= r.lo && c.v <= r.hi {
			return r.cid + c.v - r.lo
		}
	}
	return 0
}
