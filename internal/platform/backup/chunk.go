package backup

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// chunkSize bounds the lines of an object, in bytes.
const chunkSize = 4 << 20

// maxLine bounds a line: a record with a body and its escapes.
const maxLine = 256 << 20

// A chunker cuts lines into objects named by their content: a table that only
// grows has the same beginning in each backup, and is kept once.
type chunker struct {
	*backing
	table  string
	buffer bytes.Buffer
	lines  int64
	all    int64
	chunks []Chunk
}

func (c *chunker) add(ctx context.Context, line []byte) error {
	if c.buffer.Len() > 0 && c.buffer.Len()+len(line) > chunkSize {
		err := c.write(ctx)
		if err != nil {
			return err
		}
	}
	c.lines++
	c.all++
	c.buffer.Write(line)
	return nil
}

func (c *chunker) end(ctx context.Context) ([]Chunk, int64, error) {
	if c.lines > 0 {
		err := c.write(ctx)
		if err != nil {
			return nil, 0, err
		}
	}
	return c.chunks, c.all, nil
}

func (c *chunker) write(ctx context.Context) error {
	sum := sha256.Sum256(c.buffer.Bytes())
	chunk := Chunk{Digest: hex.EncodeToString(sum[:]), Lines: c.lines}
	chunk.Name = c.chunkName(c.table, chunk.Digest)
	if !c.there[chunk.Name] {
		size, _, err := c.store(ctx, chunk.Name, func(w io.Writer) error { _, err := w.Write(c.buffer.Bytes()); return err })
		if err != nil {
			return err
		}
		c.there[chunk.Name], c.written[chunk.Name] = true, true
		c.report.NewChunks++
		c.report.NewBytes += size
	}
	c.chunks = append(c.chunks, chunk)
	c.buffer.Reset()
	c.lines = 0
	return nil
}

// eachLine calls fn with each line of chunks, having checked the chunk it is
// in. A line is valid until fn returns.
func (r *Repository) eachLine(ctx context.Context, chunks []Chunk, fn func(line []byte) error) error {
	for _, c := range chunks {
		text, err := r.chunk(ctx, c)
		if err != nil {
			return err
		}
		lines := bufio.NewScanner(bytes.NewReader(text))
		lines.Buffer(make([]byte, 64<<10), maxLine)
		for lines.Scan() {
			err = fn(lines.Bytes())
			if err != nil {
				return err
			}
		}
		if lines.Err() != nil {
			return lines.Err()
		}
	}
	return nil
}

// chunk reads the lines of one object and checks them.
func (r *Repository) chunk(ctx context.Context, c Chunk) ([]byte, error) {
	text, err := r.loadAll(ctx, c.Name, maxLine)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	if hex.EncodeToString(sum[:]) != c.Digest {
		return nil, &Damage{c.Name, errors.New("it does not hold the records that were put into it")}
	}
	if n := int64(bytes.Count(text, []byte("\n"))); n != c.Lines {
		return nil, &Damage{c.Name, fmt.Errorf("it holds %d records, the manifest says %d", n, c.Lines)}
	}
	return text, nil
}
