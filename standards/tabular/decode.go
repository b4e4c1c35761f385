package tabular

import (
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// blockSize is how much of the source is read at once, always in full: what
// is detected and read then never depends on how the source cuts its reads.
const blockSize = 128 << 10

// mark is a place of the decoded text where the source was wrong.
type mark struct {
	at   int64 // offset in the decoded text
	flag Flags
}

// decoder turns the source into UTF-8, block by block.
type decoder struct {
	src      io.Reader
	pending  []byte // bytes of the source whose encoding was looked at already
	encoding string
	settled  bool // whether the encoding was seen in the bytes, or imposed
	raw      []byte
	n        int // bytes of raw in use
	eof      bool
	err      error
	table    *[256][4]byte // UTF-8 of each byte and its length, for encodings of one byte

	marks   []mark // places not yet taken by takeMarks: marks[taken:]
	taken   int
	runFlag Flags // flag and end of the run of faults under way
	runEnd  int64
}

// mark notes a fault at the offset at of the decoded text, where it left size
// bytes. Faults one after the other, which no line end can separate, are
// noted once.
func (d *decoder) mark(at int64, flag Flags, size int) {
	if flag != d.runFlag || at != d.runEnd {
		d.marks = append(d.marks, mark{at, flag})
	}
	d.runFlag, d.runEnd = flag, at+int64(size)
}

// takeMarks removes the marks before the offset upTo and joins their flags.
func (d *decoder) takeMarks(upTo int64) Flags {
	flags := Flags(0)
	for d.taken < len(d.marks) && d.marks[d.taken].at < upTo {
		flags |= d.marks[d.taken].flag
		d.taken++
	}
	if d.taken == len(d.marks) {
		d.marks, d.taken = d.marks[:0], 0
	}
	return flags
}

func newDecoder(src io.Reader, block int) *decoder {
	return &decoder{src: src, raw: make([]byte, block)}
}

// load fills the raw block. An error of the source is kept: what came before
// it is read first.
func (d *decoder) load() {
	if len(d.pending) > 0 {
		n := copy(d.raw[d.n:], d.pending)
		d.n += n
		d.pending = d.pending[n:]
		return
	}
	for d.n < len(d.raw) && !d.eof && d.err == nil {
		n, err := d.src.Read(d.raw[d.n:])
		d.n += n
		switch {
		case err == io.EOF:
			d.eof = true
		case err != nil:
			d.err = err
		}
	}
}

func (d *decoder) setEncoding(name string) {
	d.encoding = name
	d.table = nil
	switch name {
	case Windows1252:
		d.table = tableOf(charmap.Windows1252)
	case ISO88591:
		d.table = tableOf(charmap.ISO8859_1)
	case ISO885915:
		d.table = tableOf(charmap.ISO8859_15)
	case MacRoman:
		d.table = tableOf(charmap.Macintosh)
	case CP850:
		d.table = tableOf(charmap.CodePage850)
	}
}

func tableOf(m *charmap.Charmap) *[256][4]byte {
	var t [256][4]byte
	for c := range t {
		r := m.DecodeByte(byte(c))
		if r == utf8.RuneError { // holes of Windows-1252: the control they stand for
			r = rune(c)
		}
		t[c][3] = byte(utf8.EncodeRune(t[c][:3], r))
	}
	return &t
}

// next decodes one block and appends it to dst, which stands at offset base
// of the decoded text. more is false when nothing is left.
func (d *decoder) next(dst []byte, base int64) (out []byte, more bool) {
	seen := len(d.pending) > 0
	d.load()
	if d.n == 0 {
		return dst, false
	}
	last := (d.eof || d.err != nil) && len(d.pending) == 0
	raw := d.raw[:d.n]
	if !d.settled && d.encoding == UTF8 && !seen {
		if name, found := detect8(raw, last); found {
			d.setEncoding(name)
			d.settled = true
		}
	}
	var used int
	switch {
	case d.table != nil:
		dst, used = d.decodeTable(dst, raw, base)
	case d.encoding == UTF16LE || d.encoding == UTF16BE:
		dst, used = d.decode16(dst, raw, base, last)
	default:
		dst, used = d.decode8(dst, raw, base, last)
	}
	d.n = copy(d.raw, raw[used:])
	return dst, d.n > 0 || !last
}

// drop removes bytes at the beginning of the source: its byte order marks.
func (d *decoder) drop(n int) { d.n = copy(d.raw, d.raw[n:d.n]) }

func (d *decoder) decode8(dst, raw []byte, base int64, last bool) ([]byte, int) {
	if !last {
		raw = raw[:wholeRunes(raw)]
	}
	if utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 {
		return append(dst, raw...), len(raw)
	}
	start := len(dst)
	at := func() int64 { return base + int64(len(dst)-start) }
	for i := 0; i < len(raw); {
		c := raw[i]
		if c != 0 && c < utf8.RuneSelf {
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRune(raw[i:])
		switch {
		case c == 0:
			r = utf8.RuneError
			d.mark(at(), HasNUL, utf8.RuneLen(r))
		case r == utf8.RuneError && size == 1:
			// Most often a cell typed in by another program: what it meant
			// is Windows-1252.
			r = charmap.Windows1252.DecodeByte(c)
			d.mark(at(), BadEncoding, utf8.RuneLen(r))
		}
		dst = utf8.AppendRune(dst, r)
		i += size
	}
	return dst, len(raw)
}

// wholeRunes gives the length of raw without a character cut by its end.
func wholeRunes(raw []byte) int {
	for i := len(raw) - 1; i >= max(0, len(raw)-utf8.UTFMax+1); i-- {
		if utf8.RuneStart(raw[i]) {
			if !utf8.FullRune(raw[i:]) {
				return i
			}
			break
		}
	}
	return len(raw)
}

func (d *decoder) decodeTable(dst, raw []byte, base int64) ([]byte, int) {
	start := len(dst)
	for i, c := range raw {
		if c != 0 && c < utf8.RuneSelf {
			dst = append(dst, c)
			continue
		}
		if c == 0 {
			d.mark(base+int64(len(dst)-start), HasNUL, utf8.RuneLen(utf8.RuneError))
			dst = utf8.AppendRune(dst, utf8.RuneError)
			continue
		}
		e := &d.table[raw[i]]
		dst = append(dst, e[:e[3]]...)
	}
	return dst, len(raw)
}

func (d *decoder) decode16(dst, raw []byte, base int64, last bool) ([]byte, int) {
	start := len(dst)
	hi, lo := 1, 0
	if d.encoding == UTF16BE {
		hi, lo = 0, 1
	}
	unit := func(i int) rune { return rune(raw[i+hi])<<8 | rune(raw[i+lo]) }
	i := 0
	for ; i+1 < len(raw); i += 2 {
		r := unit(i)
		flag := Flags(0)
		switch {
		case r == 0:
			r, flag = utf8.RuneError, HasNUL
		case utf16.IsSurrogate(r):
			if i+3 >= len(raw) && !last {
				return dst, i
			}
			pair := rune(utf8.RuneError)
			if i+3 < len(raw) {
				pair = utf16.DecodeRune(r, unit(i+2))
			}
			if pair == utf8.RuneError {
				flag = BadEncoding
			} else {
				i += 2
			}
			r = pair
		}
		if flag != 0 {
			d.mark(base+int64(len(dst)-start), flag, utf8.RuneLen(r))
		}
		dst = utf8.AppendRune(dst, r)
	}
	if last && i < len(raw) { // a byte alone at the end
		d.mark(base+int64(len(dst)-start), BadEncoding, 3)
		dst = utf8.AppendRune(dst, utf8.RuneError)
		i = len(raw)
	}
	return dst, i
}
