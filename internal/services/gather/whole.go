package gather

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"

	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
	"airial/standards/tabular"
)

// whole puts the parts together as the two files of a state.
func (s *Service) whole(ctx context.Context, owner string, columns []Column, parts []part) (st State, err error) {
	const op = "gather.whole"
	st.Member, st.Columns, st.Preview = owner, columns, [][]string{}
	for _, p := range parts {
		st.Rows += p.Rows
		st.Preview = append(st.Preview, p.Preview...)
	}
	st.Preview = st.Preview[:min(len(st.Preview), previewRows)]
	if st.CSV, err = s.wholeCSV(ctx, owner, columns, parts); err != nil {
		return st, fault.Wrap(op, err)
	}
	if st.Parquet, err = s.wholeParquet(ctx, owner, columns, parts); err != nil {
		return st, fault.Wrap(op, err)
	}
	return st, s.p.Files.Note(ctx, owner, st.CSV.Digest, st.Parquet.Digest)
}

func (s *Service) wholeCSV(ctx context.Context, owner string, columns []Column, parts []part) (File, error) {
	var head bytes.Buffer
	w := tabular.NewWriter(&head, tabular.WriterOptions{})
	names := make([][]byte, len(columns))
	for i, c := range columns {
		names[i] = []byte(c.Name)
	}
	if err := errors.Join(w.Write(names), w.Flush()); err != nil {
		return File{}, err
	}
	files, closeAll, err := s.openAll(ctx, owner, parts, func(p part) File { return p.CSV })
	defer closeAll()
	if err != nil {
		return File{}, err
	}
	readers := []io.Reader{&head}
	for _, f := range files {
		readers = append(readers, f)
	}
	ref, err := s.p.Blobs.Put(ctx, owner, io.MultiReader(readers...))
	return File(ref), err
}

func (s *Service) wholeParquet(ctx context.Context, owner string, columns []Column, parts []part) (File, error) {
	out := s.pour(ctx, owner)
	if len(parts) == 0 {
		_, err := tables.WriteParquet(ctx, out, queried(columns), tables.SourceFunc(func() ([][]byte, error) { return nil, io.EOF }))
		return out.end(err)
	}
	files, closeAll, err := s.openAll(ctx, owner, parts, func(p part) File { return p.Parquet })
	defer closeAll()
	if err != nil {
		_, _ = out.end(err)
		return File{}, err
	}
	pieces := make([]tables.Piece, len(files))
	for i, f := range files {
		pieces[i] = tables.Piece{File: f, Size: f.Size()}
	}
	_, err = tables.JoinParquet(out, pieces)
	return out.end(err)
}

// openAll opens a file of each part; closeAll is never nil.
func (s *Service) openAll(ctx context.Context, owner string, parts []part, which func(part) File) (files []blob.Blob, closeAll func(), err error) {
	closeAll = func() {
		for _, f := range files {
			f.Close()
		}
	}
	for _, p := range parts {
		f, err := s.p.Blobs.Open(ctx, owner, which(p).Digest)
		if err != nil {
			return files, closeAll, err
		}
		files = append(files, f)
	}
	return files, closeAll, nil
}

// pourer is a writer whose bytes go into the store as they come.
type pourer struct {
	*bufio.Writer
	pipe *io.PipeWriter
	done chan struct{}
	file File
	err  error
}

func (s *Service) pour(ctx context.Context, owner string) *pourer {
	r, w := io.Pipe()
	p := &pourer{Writer: bufio.NewWriterSize(w, 256<<10), pipe: w, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		ref, err := s.p.Blobs.Put(ctx, owner, r)
		p.file, p.err = File(ref), err
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
