package tabular

import (
	"bytes"
	"unicode/utf8"
)

// odd reads the record at start as the Reader does: whatever its number of
// cells, its quotes and its faults. It goes into the grid when it fits.
func (c *Chunk) odd(b *Batch, start int) {
	scan := newScanner(c.delimiter, c.quoteByte(), c.columns)
	spans, next, dropped, st := scan.record(c.text, start, c.n, c.last, nil)
	if st == needMore {
		c.open = true
		return
	}
	if next-start > c.longest {
		c.giveUp = true
		return
	}
	flags := Flags(0)
	if st == unclosed {
		flags |= Unclosed
	}
	if dropped {
		flags |= TooWide
	}
	for ; c.taken < len(c.bad) && c.bad[c.taken].at < next; c.taken++ {
		flags |= c.bad[c.taken].flag
	}
	cells := c.cells[:0]
	for _, s := range spans {
		cells = append(cells, c.whole(&scan, s, flags != 0))
	}
	c.cells = cells
	if flags == 0 && len(cells) == c.width {
		b.Spans = append(b.Spans, cells...)
	} else {
		o := OddRecord{Index: b.Len, Record: Record{Flags: flags}}
		for _, s := range cells {
			o.Cells = append(o.Cells, c.text[s.Start:s.End:s.End])
		}
		b.Odd = append(b.Odd, o)
		for range c.width {
			b.Spans = append(b.Spans, Span{})
		}
	}
	b.Len++
	c.rows++
	c.pos = next
}

func (c *Chunk) quoteByte() byte {
	if !c.quoting {
		return 0
	}
	return c.quote
}

// whole gives a cell in UTF-8 and without its quotes. The text of the source
// is left alone: the chunk may have to be read again.
func (c *Chunk) whole(scan *scanner, s span, faulty bool) Span {
	cell := c.text[s.start:s.end]
	if s.closed == 0 && !faulty && (c.table == nil || ascii(cell)) {
		return Span{uint32(s.start), uint32(s.end)}
	}
	c.scratch = append(append(c.scratch[:0], cell...), sentinel...)
	if s.closed != 0 {
		cell = scan.mend(c.scratch, span{start: 0, end: s.end - s.start, closed: s.closed - s.start})
	} else {
		cell = c.scratch[:len(cell)]
	}
	begin := len(c.text)
	for len(cell) > 0 {
		ch := cell[0]
		r, size := rune(ch), 1
		switch {
		case ch == 0:
			r = utf8.RuneError
		case ch < utf8.RuneSelf:
		case c.table != nil:
			r, _ = utf8.DecodeRune(c.table[ch][:c.table[ch][3]])
		default:
			if r, size = utf8.DecodeRune(cell); r == utf8.RuneError && size == 1 {
				r, _ = utf8.DecodeRune(windows1252[ch][:windows1252[ch][3]])
			}
		}
		c.text = utf8.AppendRune(c.text, r)
		cell = cell[size:]
	}
	end := len(c.text)
	c.text = append(c.text, sentinel...)
	return Span{uint32(begin), uint32(end)}
}

// verify notes the NUL bytes of the segment which begins at from and, in
// UTF-8, the bytes that begin no character.
func (c *Chunk) verify(from int, nul bool) {
	end := min(from+segmentBytes, c.n)
	begin := max(from, c.checked)
	if c.table == nil {
		for b := range c.masks {
			m := c.masks[b].highs
			for m != 0 {
				at := from + b*maskBlock + first(m)
				m &= m - 1
				if at < begin {
					continue
				}
				if at >= end {
					break
				}
				// Two bytes, as nearly all accented letters are.
				if ch := c.text[at]; ch >= 0xC2 && ch <= 0xDF && c.text[at+1]&0xC0 == 0x80 {
					begin = at + 2
					continue
				}
				r, size := utf8.DecodeRune(c.text[at:c.n])
				if r == utf8.RuneError && size == 1 {
					c.bad = append(c.bad, badByte{at, BadEncoding})
				}
				begin = at + size
			}
		}
	}
	if nul {
		c.notePlaces(from, end)
	}
	c.checked = max(from+segmentBytes, begin)
}

// notePlaces adds the NUL bytes between from and end to the bad bytes, which
// stay in order.
func (c *Chunk) notePlaces(from, end int) {
	for i := from; i < end; i++ {
		k := bytes.IndexByte(c.text[i:end], 0)
		if k < 0 {
			return
		}
		i += k
		n := len(c.bad)
		c.bad = append(c.bad, badByte{i, HasNUL})
		for ; n > c.taken && c.bad[n-1].at > i; n-- {
			c.bad[n], c.bad[n-1] = c.bad[n-1], c.bad[n]
		}
	}
}
