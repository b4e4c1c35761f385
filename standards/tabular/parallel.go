package tabular

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"
)

// Visit reads one chunk to its end, in any goroutine, as the worker of that
// number, and gives what it found. What is given may be thrown away and asked
// again: a chunk may turn out to begin within a record.
type Visit func(worker int, c *Chunk) (result any)

// Merge takes the results in the order of the text. row is the number of the
// first record of the chunk, as in [Record].
type Merge func(result any, row int) error

// Scan reads what follows the header in chunks, several at a time: visit is
// called by workers 0 to workers, merge by the caller. The chunks hold the
// records that Next would give, however they are cut. What cannot be read this
// way (UTF-16, records of many megabytes) is left: call Next until io.EOF
// after Scan, always. Scan must come before the first call of Next.
//
// It holds a few chunks of about a megabyte for each worker.
func (r *Reader) Scan(ctx context.Context, workers int, visit Visit, merge Merge) error {
	if !r.tape.on || len(r.header) == 0 || r.dec.encoding == UTF16LE || r.dec.encoding == UTF16BE ||
		r.dialect.Delimiter >= 0x80 || r.scan.quote >= 0x80 {
		return nil
	}
	r.tape.on = false
	s := &scanRun{r: r, visit: visit, merge: merge, workers: workers}
	s.cut = &cutter{
		src: io.MultiReader(bytes.NewReader(r.tape.kept), r.tape.src), block: len(r.dec.raw), size: 1,
		quote: r.scan.quote, quoting: r.scan.quote != 0, encoding: r.dec.encoding, settled: r.dec.settled,
		skip: r.bom, unlimited: 2 * mostBlocks * len(r.dec.raw),
	}
	return s.run(ctx)
}

type scanRun struct {
	r       *Reader
	cut     *cutter
	visit   Visit
	merge   Merge
	workers int
	started bool   // whether the first chunk was read
	rows    int    // records merged, title lines and header included
	carry   []byte // the record which the chunks merged so far left open
}

// job is a chunk on its way.
type job struct {
	chunk  *Chunk
	text   []byte
	uncut  bool // no place to cut was found
	skip   int  // records above the data
	result any
	done   chan struct{}
}

func (s *scanRun) run(ctx context.Context) error {
	free := make(chan *Chunk, s.workers+2)
	for range cap(free) {
		free <- &Chunk{}
	}
	first := s.read(<-free)
	if first.chunk.last { // nothing to share out
		return s.alone(ctx, first)
	}
	order, work, stop := make(chan *job, cap(free)), make(chan *job, cap(free)), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		defer close(order)
		defer close(work)
		for j := first; ; {
			order <- j
			if !j.uncut {
				work <- j
			}
			if j.uncut || j.chunk.last {
				return
			}
			select {
			case <-stop:
				return
			case <-ctx.Done():
				return
			case c := <-free:
				j = s.read(c)
			}
		}
	})
	for w := range s.workers {
		all.Go(func() {
			for j := range work {
				s.look(w, j)
				close(j.done)
			}
		})
	}
	var left []*job
	var err error
	for j := range order {
		if left == nil && err == nil {
			var kept bool
			if kept, err = s.take(ctx, j); kept && err == nil {
				free <- j.chunk
				continue
			}
			close(stop)
		}
		left = append(left, j)
	}
	all.Wait()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return err
	}
	return s.leave(left)
}

// read cuts the next chunk.
func (s *scanRun) read(c *Chunk) *job {
	text, last, ok := s.cut.next(c.text[:0])
	j := &job{chunk: c, uncut: !ok, done: make(chan struct{})}
	if !s.started {
		j.skip, s.started = s.r.dialect.HeaderRow, true
	}
	s.prepare(c, text, last)
	j.text = c.text[:c.n]
	return j
}

// prepare makes a chunk of text, which needs room for the padding.
func (s *scanRun) prepare(c *Chunk, text []byte, last bool) {
	r := s.r
	c.n = len(text)
	if cap(text)-c.n < chunkPadding {
		text = append(make([]byte, 0, c.n+c.n/8+chunkPadding), text...)
	}
	c.text = text[:c.n+chunkPadding]
	for i := range chunkPadding {
		c.text[c.n+i] = '\n'
	}
	c.last, c.delimiter, c.quote, c.quoting = last, r.scan.delimiter, r.scan.quote, r.scan.quote != 0
	c.width, c.columns, c.longest = len(r.header), r.limits.Columns, r.limits.Record/3
	d := decoder{}
	d.setEncoding(s.cut.encoding)
	c.table = d.table
	c.reset()
}

// look lets a worker read a chunk.
func (s *scanRun) look(worker int, j *job) {
	c := j.chunk
	for c.rows < j.skip && c.pos < c.n && !c.open && !c.giveUp {
		c.batch.Spans, c.batch.Odd, c.batch.Len = c.batch.Spans[:0], c.batch.Odd[:0], 0
		c.record(&c.batch)
	}
	if c.rows < j.skip {
		c.giveUp = true
	}
	c.rows -= j.skip
	j.result = s.visit(worker, c)
}

// take merges a chunk. kept is false when it is to be read record by record.
func (s *scanRun) take(ctx context.Context, j *job) (kept bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if j.uncut {
		return false, nil
	}
	select {
	case <-j.done:
	case <-ctx.Done():
		return false, ctx.Err()
	}
	if len(s.carry) > 0 { // it begins within a record: once more, with its beginning
		if len(s.carry) > s.cut.unlimited {
			return false, nil
		}
		text := append(append(make([]byte, 0, len(s.carry)+len(j.text)+chunkPadding), s.carry...), j.text...)
		c := &Chunk{}
		s.prepare(c, text, j.chunk.last)
		again := &job{chunk: c}
		s.look(s.workers, again)
		j.chunk.giveUp, j.chunk.open, j.chunk.rows, j.chunk.pos, j.chunk.n = c.giveUp, c.open, c.rows, c.pos, c.n
		j.result, j.text = again.result, text
		if c.giveUp {
			j.text = j.text[len(s.carry):]
			return false, nil
		}
	}
	c := j.chunk
	if c.giveUp {
		return false, nil
	}
	s.carry = s.carry[:0]
	if c.open {
		s.carry = append(s.carry, j.text[c.pos:]...)
	}
	err = s.merge(j.result, s.rows+j.skip+1)
	s.rows += j.skip + c.rows
	return err == nil, err
}

// leave makes the Reader go on where the scan stopped, with the chunks that
// were read and not merged.
func (s *scanRun) leave(left []*job) error {
	r := s.r
	pending := append([]byte{}, s.carry...)
	for _, j := range left {
		pending = append(pending, j.text...)
	}
	pending = append(pending, s.cut.rest...)
	skip := s.rows == 0
	block := len(r.dec.raw)
	r.dec = newDecoder(s.cut.src, block)
	r.dec.pending = pending
	r.dec.setEncoding(s.cut.encoding)
	r.dec.settled, r.dec.eof, r.dec.err = s.cut.settled, s.cut.eof, s.cut.err
	r.buf, r.pos, r.end, r.base, r.eof = append(r.buf[:0], sentinel...), 0, 0, 0, false
	r.row = s.rows
	if !skip || len(left) == 0 {
		return nil
	}
	for r.row < r.dialect.HeaderRow {
		if _, err := r.next(); err != nil {
			return fmt.Errorf("tabular: read: %w", err)
		}
	}
	return nil
}

// alone reads a text of one chunk.
func (s *scanRun) alone(ctx context.Context, j *job) error {
	s.look(0, j)
	close(j.done)
	kept, err := s.take(ctx, j)
	if err != nil {
		return err
	}
	if kept {
		return s.leave(nil)
	}
	return s.leave([]*job{j})
}
