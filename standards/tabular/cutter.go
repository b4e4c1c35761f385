package tabular

import (
	"bytes"
	"io"
)

// cutter reads the source of a table and cuts it behind line feeds that end
// records, as far as can be seen: where a cell holds line feeds it may err,
// and the chunk after is read again.
type cutter struct {
	src       io.Reader
	block     int // bytes looked at together to find the encoding
	size      int // blocks of the next chunk
	quote     byte
	quoting   bool
	encoding  string
	settled   bool
	rest      []byte // read, and behind the last cut
	skip      int    // bytes to drop at the beginning
	partial   int    // bytes of a character cut by the end of the last block
	eof       bool
	err       error
	unlimited int // bytes without a line feed above which nothing is cut
}

// mostBlocks is how many blocks a chunk holds once the first ones are read.
const mostBlocks = 8

// next reads the following chunk into buf, and gives it with its length and
// whether it ends the source. ok is false when the text has no place to cut.
func (c *cutter) next(buf []byte) (text []byte, last, ok bool) {
	text = append(buf[:0], c.rest...)
	c.rest = c.rest[:0]
	for blocks := 0; ; {
		for ; blocks < c.size && !c.eof; blocks++ {
			text = c.read(text)
		}
		if c.size < mostBlocks {
			c.size *= 2
		}
		if c.eof {
			return text, true, true
		}
		if end := c.place(text); end > 0 {
			c.rest = append(c.rest, text[end:]...)
			return text[:end], false, true
		}
		if len(text) > c.unlimited {
			return text, false, false
		}
		blocks = 0
	}
}

// read appends one block of the source to text.
func (c *cutter) read(text []byte) []byte {
	begin := len(text)
	if cap(text)-begin < c.block+chunkPadding {
		grown := make([]byte, begin, 2*begin+c.block+chunkPadding)
		copy(grown, text)
		text = grown
	}
	// As in the decoder, a character cut by the end of the block is looked at
	// with the next one, which is shorter by that much.
	n, err := io.ReadFull(c.src, text[begin:begin+c.block-c.partial])
	text = text[:begin+n]
	if err != nil {
		c.eof = true
		if err != io.EOF && err != io.ErrUnexpectedEOF {
			c.err = err
		}
	}
	if !c.settled && c.encoding == UTF8 {
		seen := text[begin-c.partial:]
		if name, found := detect8(seen, c.eof); found {
			c.encoding, c.settled = name, true
		}
		if c.partial = len(seen) - wholeRunes(seen); c.settled {
			c.partial = 0
		}
	}
	if c.skip > 0 {
		n := copy(text[begin:], text[begin+c.skip:])
		text = text[:begin+n]
		c.skip = 0
	}
	return text
}

// place finds where to cut: behind the last line feed which has an even number
// of quotes before it, or the last one when there is none near.
func (c *cutter) place(text []byte) int {
	last := bytes.LastIndexByte(text, '\n') + 1
	if !c.quoting || last == 0 {
		return last
	}
	end := last
	for odd := bytes.Count(text[:end], []byte{c.quote})%2 == 1; odd; {
		k := bytes.LastIndexByte(text[:end], c.quote)
		if k < len(text)/2 {
			return last
		}
		end = bytes.LastIndexByte(text[:k], '\n') + 1
		odd = bytes.Count(text[end:k], []byte{c.quote})%2 == 1
	}
	if end == 0 {
		return last
	}
	return end
}
