package tabular

import "golang.org/x/text/encoding/charmap"

// Span is one cell of a Batch: Text[Start:End].
type Span struct{ Start, End uint32 }

// Batch is a run of records, cut into cells and not looked at otherwise. It
// is valid until the next call of [Chunk.Next].
type Batch struct {
	// Text holds the cells, in UTF-8. At least eight bytes follow every cell.
	Text []byte
	// Row is the place of the first record among those of the chunk, from 0.
	Row int
	// Len is the number of records.
	Len int
	// Width is the number of cells of the header.
	Width int
	// Spans are the cells, record by record: Len times Width of them. Those of
	// the records in Odd are empty.
	Spans []Span
	// Odd are the records that have another number of cells, or flags.
	Odd []OddRecord
}

// OddRecord is a record that does not fit into the grid of its batch.
type OddRecord struct {
	Index  int // in the batch, from 0
	Record     // its Row is not set
}

// Cells appends the cells of the record i to cells.
func (b *Batch) Cells(i int, cells [][]byte) [][]byte {
	for _, s := range b.Spans[i*b.Width : (i+1)*b.Width] {
		cells = append(cells, b.Text[s.Start:s.End:s.End])
	}
	return cells
}

// Bounds of a batch and of what is described at once.
const (
	batchCells    = 2048
	batchMost     = 256
	segmentBlocks = 64
	segmentBytes  = segmentBlocks * maskBlock
)

// Chunk is a part of the text that begins with a record. It is for one
// goroutine.
type Chunk struct {
	text      []byte // the n bytes of the source, padding, cells put together
	n         int
	last      bool // whether the source ends here
	delimiter byte
	quote     byte
	quoting   bool
	width     int
	columns   int
	table     *[256][4]byte // of an encoding of one byte a character
	longest   int           // bytes above which a record is left to the Reader

	pos     int // where the next record begins
	rows    int // records read so far
	open    bool
	giveUp  bool // a record is too long to be judged here
	masks   [segmentBlocks]blockMasks
	segment int // the one that masks describe, -1 for none
	checked int // bytes known to be UTF-8
	bad     []badByte
	taken   int
	cells   []Span // of the odd record under way
	batch   Batch
	scratch []byte
}

// badByte is a place where the text is wrong.
type badByte struct {
	at   int
	flag Flags
}

// padding of a chunk: a whole segment may be looked at behind the text.
const chunkPadding = segmentBytes + maskBlock

// reset prepares the chunk to be read from its beginning.
func (c *Chunk) reset() {
	c.text = c.text[:c.n+chunkPadding]
	c.pos, c.rows, c.open, c.giveUp = 0, 0, false, false
	c.segment, c.checked = -1, 0
	c.bad, c.taken = c.bad[:0], 0
}

// Rows is the number of records read so far.
func (c *Chunk) Rows() int { return c.rows }

// Next reads the following records. It gives nil when none is left.
func (c *Chunk) Next() *Batch {
	b := &c.batch
	*b = Batch{Row: c.rows, Width: c.width, Spans: b.Spans[:0], Odd: b.Odd[:0]}
	most := min(max(batchCells/max(c.width, 1), 16), batchMost)
	for b.Len < most && c.pos < c.n && !c.open && !c.giveUp {
		c.record(b)
	}
	b.Text = c.text
	if b.Len == 0 {
		return nil
	}
	return b
}

// record cuts the record that begins at pos. What is not plain is left to odd.
func (c *Chunk) record(b *Batch) {
	text, start := c.text, c.pos
	cells, before := b.Spans, len(b.Spans)
	block := start / maskBlock
	c.describe(block / segmentBlocks)
	m := c.masks[block%segmentBlocks].seps & (^uint64(0) << (start % maskBlock))
	at := start
	plain := true
	if text[at] == '\n' || text[at] == '\r' { // an empty line has no cells
		goto end
	}
	for {
		begin, stop := at, 0
		quoted := c.quoting && text[at] == c.quote
		if quoted {
			stop, plain = c.closing(at, plain)
			if stop < 0 {
				if !c.last {
					c.open = true
				} else {
					c.odd(b, start)
				}
				return
			}
			at = stop + 1
			if nb := at / maskBlock; nb != block {
				block = nb
				c.describe(block / segmentBlocks)
			}
			m = c.masks[block%segmentBlocks].seps & (^uint64(0) << (at % maskBlock))
		}
		for m == 0 {
			block++
			if block%segmentBlocks == 0 {
				c.describe(block / segmentBlocks)
			}
			m = c.masks[block%segmentBlocks].seps
		}
		at = block*maskBlock + first(m)
		m &= m - 1
		if quoted {
			begin++
			if at != stop+1 {
				plain = false
			}
		} else {
			stop = at
		}
		cells = append(cells, Span{uint32(begin), uint32(stop)})
		if text[at] != c.delimiter || at >= c.n {
			break
		}
		at++
	}
end:
	if at >= c.n && !c.last {
		c.open = true
		return
	}
	next := at + 1
	if text[at] == '\r' && next < c.n && text[next] == '\n' {
		next++
	}
	next = min(next, c.n)
	switch {
	case next-start > c.longest:
		c.giveUp = true
	case !plain || len(cells)-before != c.width || c.taken < len(c.bad) && c.bad[c.taken].at < next:
		c.odd(b, start)
	default:
		if c.table != nil {
			c.decode(cells[before:])
		}
		b.Spans = cells
		b.Len++
		c.rows++
		c.pos = next
	}
}

// closing finds the quote that closes the one at; -1 when none does. plain
// becomes false when the cell holds doubled quotes.
func (c *Chunk) closing(at int, plain bool) (int, bool) {
	i := at + 1
	for {
		block := i / maskBlock
		c.describe(block / segmentBlocks)
		m := c.masks[block%segmentBlocks].quotes & (^uint64(0) << (i % maskBlock))
		for m == 0 {
			block++
			if block*maskBlock >= c.n {
				return -1, false
			}
			if block%segmentBlocks == 0 {
				c.describe(block / segmentBlocks)
			}
			m = c.masks[block%segmentBlocks].quotes
		}
		i = block*maskBlock + first(m)
		if i >= c.n {
			return -1, false
		}
		if i+1 >= c.n || c.text[i+1] != c.quote {
			return i, plain
		}
		plain = false
		i += 2
	}
}

// describe makes masks describe a segment, and notes what is wrong in it.
func (c *Chunk) describe(segment int) {
	if segment == c.segment {
		return
	}
	from := segment * segmentBytes
	text := c.text[from : from+segmentBytes]
	nul := maskText(text, c.delimiter, c.quote, c.masks[:])
	if from+segmentBytes > c.checked {
		c.verify(from, nul)
	}
	c.segment = segment
}

// decode writes the cells of an encoding of one byte a character in UTF-8.
func (c *Chunk) decode(cells []Span) {
	for i, s := range cells {
		cell := c.text[s.Start:s.End]
		if ascii(cell) {
			continue
		}
		begin := len(c.text)
		for _, ch := range cell {
			e := &c.table[ch]
			c.text = append(c.text, e[:e[3]]...)
		}
		cells[i] = Span{uint32(begin), uint32(len(c.text))}
		c.text = append(c.text, sentinel...)
	}
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

var windows1252 = tableOf(charmap.Windows1252)
