package privacy

// Team reads the rows of one table on several processors. What it finds, counts
// and tells, and in which order, is what one Scanner would: how the rows are cut
// among the processors changes nothing.
type Team struct {
	scanner *Scanner
	workers int
	size    int      // bytes after which a chunk is handed out
	filling *chunk   // being filled; nil before the first row
	queue   []*chunk // handed out, in order
	free    []*chunk
	work    chan *chunk // nil until the first chunk is handed out
}

// chunk is some rows, with the scanner that looks at them.
type chunk struct {
	bytes []byte
	ends  []int // of the cells, in bytes
	rows  []chunkRow
	cells [][]byte
	by    *Scanner
	done  chan struct{}
}

type chunkRow struct{ number, cells int }

// chunkBytes is how much one processor looks at in one go: long beside what it
// costs to hand it over, short beside the caches.
const chunkBytes = 256 << 10

// NewTeam has a scanner that has read nothing work on up to workers processors.
// Options.Judge is then called from all of them; Options.Found from the
// goroutine that calls Row.
func NewTeam(s *Scanner, workers int) *Team {
	return &Team{scanner: s, workers: workers, size: chunkBytes}
}

// Row is Scanner.Row. Findings are told later.
func (t *Team) Row(n int, cells [][]byte) {
	if t.workers < 2 || t.scanner.names != nil && !t.scanner.names.settled {
		t.scanner.Row(n, cells)
		return
	}
	if t.filling == nil {
		t.filling = t.next()
	}
	c := t.filling
	for _, cell := range cells {
		c.bytes = append(c.bytes, cell...)
		c.ends = append(c.ends, len(c.bytes))
	}
	c.rows = append(c.rows, chunkRow{n, len(cells)})
	if len(c.bytes)+8*len(c.ends) >= t.size { // empty cells take their time too
		t.hand()
	}
}

// next is an empty chunk. Where all are handed out, it waits for the oldest.
func (t *Team) next() *chunk {
	if len(t.free) == 0 && len(t.queue) > 2*t.workers {
		t.collect()
	}
	if n := len(t.free); n > 0 {
		c := t.free[n-1]
		t.free = t.free[:n-1]
		return c
	}
	return &chunk{by: t.scanner.branch(), done: make(chan struct{}, 1)}
}

// hand gives the chunk that is being filled to the processors.
func (t *Team) hand() {
	if t.filling == nil {
		return
	}
	if t.work == nil {
		t.work = make(chan *chunk, 2*t.workers+2) // so that handing out never waits
		for range t.workers {
			go func(work <-chan *chunk) {
				for c := range work {
					c.scan()
				}
			}(t.work)
		}
	}
	t.queue = append(t.queue, t.filling)
	t.work <- t.filling
	t.filling = nil
}

func (c *chunk) scan() {
	from, cell := 0, 0
	for _, r := range c.rows {
		c.cells = c.cells[:0]
		for range r.cells {
			end := c.ends[cell]
			c.cells = append(c.cells, c.bytes[from:end:end])
			from = end
			cell++
		}
		c.by.Row(r.number, c.cells)
	}
	c.bytes, c.ends, c.rows = c.bytes[:0], c.ends[:0], c.rows[:0]
	c.done <- struct{}{}
}

// collect waits for the oldest chunk and takes over what was found in it.
func (t *Team) collect() {
	c := t.queue[0]
	t.queue = t.queue[1:]
	<-c.done
	t.scanner.add(c.by)
	t.free = append(t.free, c)
}

// Scanner waits until all rows are looked at and returns the scanner, which has
// found it all. More rows may follow.
func (t *Team) Scanner() *Scanner {
	t.hand()
	for len(t.queue) > 0 {
		t.collect()
	}
	return t.scanner
}

// Close ends the work; what was not looked at yet is not looked at any more. It
// may be called at any time, and more than once.
func (t *Team) Close() {
	if t.work == nil {
		return
	}
	close(t.work)
	t.work, t.workers = nil, 0
	for len(t.queue) > 0 {
		<-t.queue[0].done
		t.queue = t.queue[1:]
	}
	t.filling = nil
}
