package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
)

// workers is how many files are carried at once: over a network each waits.
const workers = 4

// copyFiles copies the files that the records name and the place has not.
func (b *backing) copyFiles(ctx context.Context) error {
	slices.SortFunc(b.files, compareFiles)
	b.files = slices.Compact(b.files)
	var mu sync.Mutex
	var done int64
	kept := make([]File, 0, len(b.files))
	err := inParallel(ctx, b.files, func(ctx context.Context, f File) error {
		name := b.fileName(f)
		mu.Lock()
		known := b.there[name]
		mu.Unlock()
		size, err := b.copyFile(ctx, &f, name, known)
		mu.Lock()
		defer mu.Unlock()
		done++
		b.progress.say("files", done, int64(len(b.files)))
		switch {
		case err == nil:
			kept = append(kept, f)
			if !known {
				b.there[name], b.written[name] = true, true
				b.report.NewFiles++
				b.report.NewBytes += size
			}
			return nil
		case errors.Is(err, errGone):
			b.report.Gone = append(b.report.Gone, f)
			return nil
		case errors.Is(err, errLost):
			b.report.Lost = append(b.report.Lost, f)
			return nil
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(kept, compareFiles)
	slices.SortFunc(b.report.Gone, compareFiles)
	slices.SortFunc(b.report.Lost, compareFiles)
	b.files = kept
	return b.listFiles(ctx)
}

var (
	errGone = errors.New("erased meanwhile")
	errLost = errors.New("damaged or missing")
)

// copyFile copies a file unless it is known, and learns its size. The store
// checks what it hands out; so does the digest that is reckoned here.
func (b *backing) copyFile(ctx context.Context, f *File, name string, known bool) (stored int64, err error) {
	if known {
		ref, err := b.source.Blobs.Stat(ctx, f.Member, f.Digest)
		f.Size = ref.Size
		return 0, b.excuse(ctx, *f, err)
	}
	in, err := b.source.Blobs.Open(ctx, f.Member, f.Digest)
	if err != nil {
		return 0, b.excuse(ctx, *f, err)
	}
	defer func() { _ = in.Close() }()
	f.Size = in.Size()
	stored, _, err = b.store(ctx, name, func(w io.Writer) error {
		h := sha256.New()
		_, err := io.Copy(io.MultiWriter(w, h), in)
		if err == nil && hex.EncodeToString(h.Sum(nil)) != f.Digest {
			err = &blob.Damaged{Member: f.Member, Digest: f.Digest, Block: -1}
		}
		return err
	})
	return stored, b.excuse(ctx, *f, err)
}

// excuse tells whether a file that could not be read was erased since, or is
// lost. Other failures are as they are.
func (b *backing) excuse(ctx context.Context, f File, err error) error {
	if err == nil || !fault.Is(err, fault.NotFound) && !blob.IsDamaged(err) {
		return err
	}
	named, failed := b.source.names(ctx, f)
	switch {
	case failed != nil:
		return failed
	case named:
		return errLost
	}
	return errGone
}

// eachFileOf calls fn with each file that a backup holds.
func (r *Repository) eachFileOf(ctx context.Context, m *Manifest, fn func(File) error) error {
	return r.eachLine(ctx, m.Files, func(line []byte) error {
		var f File
		err := json.Unmarshal(line, &f)
		if err != nil {
			return err
		}
		return fn(f)
	})
}

// openFile reads a file of a backup; at its end it has been checked.
func (r *Repository) openFile(ctx context.Context, f File) (io.ReadCloser, error) {
	in, err := r.load(ctx, r.fileName(f))
	if err != nil {
		return nil, err
	}
	return &checkedFile{ReadCloser: in, file: f, name: r.fileName(f), hash: sha256.New()}, nil
}

type checkedFile struct {
	io.ReadCloser
	file File
	name string
	hash interface {
		io.Writer
		Sum([]byte) []byte
	}
	size int64
}

func (c *checkedFile) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	_, _ = c.hash.Write(p[:n])
	c.size += int64(n)
	if c.size > c.file.Size {
		return n, &Damage{c.name, fmt.Errorf("it holds more than %d bytes", c.file.Size)}
	}
	if err == io.EOF && hex.EncodeToString(c.hash.Sum(nil)) != c.file.Digest {
		return n, &Damage{c.name, fmt.Errorf("it is not the file %s of member %s", c.file.Digest, c.file.Member)}
	}
	return n, err
}

// inParallel calls fn for each item, some at once, and returns the first
// failure.
func inParallel[T any](ctx context.Context, items []T, fn func(context.Context, T) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan T)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for item := range next {
				err := fn(ctx, item)
				if err != nil {
					cancel(err)
				}
			}
		})
	}
feed:
	for _, item := range items {
		select {
		case next <- item:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wg.Wait()
	return context.Cause(ctx)
}
