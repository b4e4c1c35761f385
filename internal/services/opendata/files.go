package opendata

import (
	"bufio"
	"context"
	"io"

	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
	"airial/standards/tabular"
)

// writeFiles streams a table into the store as clean CSV (UTF-8, comma, one
// header line) and as Parquet, reading it once.
func (s *Service) writeFiles(ctx context.Context, e *Edition, table Table) error {
	const op = "opendata.writeFiles"
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	csv, parquet := s.pour(ctx, e.MemberID), s.pour(ctx, e.MemberID)

	clean := tabular.NewWriter(csv, tabular.WriterOptions{})
	header := make([][]byte, len(e.Columns))
	columns := make([]tables.Column, len(e.Columns))
	for i, c := range e.Columns {
		header[i] = []byte(c.Name)
		columns[i] = tables.Column{Name: c.Name, Type: tables.Type(c.Type), Label: c.Title.Fr}
	}
	dates, places := newSpanner(e.Columns), newExtenter(e.Columns, s.where)
	err := clean.Write(header)
	source := tables.SourceFunc(func() ([][]byte, error) {
		row, err := table.Next()
		if err != nil {
			return nil, err
		}
		raw := table.Raw()
		if e.Rows < previewRows {
			e.Preview = append(e.Preview, beginnings(raw))
		}
		e.Rows++
		dates.see(row)
		places.see(row)
		return row, clean.Write(raw)
	})
	if err == nil {
		_, err = tables.WriteParquet(ctx, parquet, columns, source)
	}
	if err == nil {
		err = clean.Flush()
	}
	e.Spans, e.SpansColumn = dates.span()
	e.Extent = places.extent()
	var errCSV, errParquet error
	e.CSV, errCSV = csv.end(err)
	e.Parquet, errParquet = parquet.end(err)
	for _, err := range []error{err, errCSV, errParquet} {
		if err != nil {
			return fault.Wrap(op, err)
		}
	}
	return nil
}

// previewRows is how many rows are kept beside an edition, so that its page
// needs no query.
const previewRows = 20

// What a preview keeps stands in the record of the edition and on its page: the
// beginnings of its cells, longer where there are few columns.
const (
	previewBytes = 1 << 20
	leastPreview = 80    // characters of a cell, however many columns
	mostPreview  = 4_000 // characters of a cell, however few
)

func beginnings(cells [][]byte) []string {
	most := min(max(previewBytes/(4*previewRows*max(len(cells), 1)), leastPreview), mostPreview)
	out := texts(cells)
	for i, c := range out {
		if len(c) <= most {
			continue
		}
		if r := []rune(c[:min(len(c), 4*most)]); len(r) > most || len(c) > 4*most {
			out[i] = string(r[:min(len(r), most)]) + "…"
		}
	}
	return out
}

func texts(cells [][]byte) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = string(c)
	}
	return out
}

// pourer is a writer whose bytes go into the store as they come.
type pourer struct {
	*bufio.Writer
	pipe *io.PipeWriter
	done chan struct{}
	file File
	err  error
}

func (s *Service) pour(ctx context.Context, member string) *pourer {
	r, w := io.Pipe()
	p := &pourer{Writer: bufio.NewWriterSize(w, 256<<10), pipe: w, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		ref, err := s.blobs.Put(ctx, member, r)
		p.file, p.err = File{Digest: ref.Digest, Size: ref.Size}, err
		r.CloseWithError(err)
	}()
	return p
}

// end closes the file, or gives it up when what was to be written failed.
func (p *pourer) end(cause error) (File, error) {
	if cause == nil {
		cause = p.Flush()
	}
	p.pipe.CloseWithError(cause) // nil ends the file
	<-p.done
	return p.file, p.err
}
