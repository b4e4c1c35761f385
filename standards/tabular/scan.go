package tabular

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// padding is how many bytes must follow the text in a buffer, so that the
// scanner may read eight bytes at once anywhere.
const padding = 8

// sentinel is what stands there, so that every search ends.
var sentinel = bytes.Repeat([]byte{'\n'}, padding)

// span is one cell of a record within the buffer.
type span struct {
	start, end int
	// closed is where the closing quote stands when the cell must be put
	// together again before use (doubled quotes, text after the closing
	// quote); 0 when buf[start:end] is the cell.
	closed int
}

// scanner cuts a buffer into records and cells, eight bytes at a time.
type scanner struct {
	delimiter, quote byte // quote is 0 when nothing quotes
	delimiters       uint64
	columns          int // cells kept per record
}

func newScanner(delimiter, quote byte, columns int) scanner {
	if quote == NoQuote {
		quote = 0
	}
	return scanner{delimiter: delimiter, quote: quote, delimiters: ones * uint64(delimiter), columns: columns}
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
	lfs   = ones * '\n'
	crs   = ones * '\r'
)

// find gives the place of the first delimiter, line feed or carriage return
// of buf from i on, or end at most.
func (s *scanner) find(buf []byte, i, end int) int {
	for i < end {
		w := binary.LittleEndian.Uint64(buf[i:])
		a, b, c := w^s.delimiters, w^lfs, w^crs
		// The lowest byte that becomes zero in a, b or c sets its high bit.
		m := ((a - ones) &^ a) | ((b - ones) &^ b) | ((c - ones) &^ c)
		m &= highs
		if m != 0 {
			return min(i+bits.TrailingZeros64(m)>>3, end)
		}
		i += 8
	}
	return end
}

type status int

const (
	complete status = iota
	needMore        // the record goes on after the end of the buffer
	unclosed        // the text ended within quotes
)

// record reads the record that begins at pos and appends its cells to cells.
// next is where the following one begins. At the end of the buffer the record
// ends when atEOF, else needMore is returned and nothing is decided. Extra
// bytes after end must exist: see padding.
func (s *scanner) record(buf []byte, pos, end int, atEOF bool, cells []span) (_ []span, next int, dropped bool, st status) {
	if pos < end && buf[pos] == '\n' {
		return cells, pos + 1, false, complete
	}
	if pos < end && buf[pos] == '\r' {
		next, ok := afterCR(buf, pos, end, atEOF)
		if !ok {
			return cells, pos, false, needMore
		}
		return cells, next, false, complete
	}
	i := pos
	for {
		var cell span
		if i < end && buf[i] == s.quote && s.quote != 0 {
			cell, i, st = s.quoted(buf, i, end, atEOF)
			if st == needMore {
				return cells, pos, false, needMore
			}
		} else {
			m := s.find(buf, i, end)
			cell = span{start: i, end: m}
			i = m
		}
		if i >= end && !atEOF {
			return cells, pos, false, needMore
		}
		if len(cells) < s.columns {
			cells = append(cells, cell)
		} else {
			dropped = true
		}
		if i >= end {
			return cells, end, dropped, st
		}
		switch buf[i] {
		case s.delimiter:
			i++
		case '\n':
			return cells, i + 1, dropped, complete
		default:
			next, ok := afterCR(buf, i, end, atEOF)
			if !ok {
				return cells, pos, false, needMore
			}
			return cells, next, dropped, complete
		}
	}
}

// quoted reads a cell that begins with a quote at i, and gives the place of
// the separator that ends it.
func (s *scanner) quoted(buf []byte, i, end int, atEOF bool) (cell span, next int, st status) {
	start := i + 1
	mend := false
	j := start
	for {
		k := bytes.IndexByte(buf[j:end], s.quote)
		if k < 0 {
			if !atEOF {
				return span{}, i, needMore
			}
			cell = span{start: start, end: end}
			if mend {
				cell.closed = end
			}
			return cell, end, unclosed
		}
		k += j
		if k+1 >= end {
			if !atEOF {
				return span{}, i, needMore
			}
		} else if buf[k+1] == s.quote {
			mend = true
			j = k + 2
			continue
		}
		after := s.find(buf, k+1, end)
		cell = span{start: start, end: after}
		switch {
		case after == k+1:
			cell.end = k
			if mend {
				cell.closed = k
			}
		default: // text after the closing quote
			cell.closed = k
		}
		return cell, after, complete
	}
}

// afterCR gives the place after a carriage return at i, and the line feed
// that may follow it.
func afterCR(buf []byte, i, end int, atEOF bool) (next int, ok bool) {
	if i+1 >= end && !atEOF {
		return i, false
	}
	if i+1 < end && buf[i+1] == '\n' {
		return i + 2, true
	}
	return i + 1, true
}

// mend puts a cell together in place: doubled quotes become one, the closing
// quote before more text goes away.
func (s *scanner) mend(buf []byte, c span) []byte {
	w := c.start
	for r := c.start; r < c.closed; r++ {
		buf[w] = buf[r]
		w++
		if buf[r] == s.quote && r+1 < c.closed && buf[r+1] == s.quote {
			r++
		}
	}
	if c.closed < c.end {
		w += copy(buf[w:], buf[c.closed+1:c.end])
	}
	return buf[c.start:w]
}
