package handover

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// sink takes the files of an export one after the other, and knows the digest
// of each.
type sink struct {
	create func(path string) (io.Writer, func() error, error)
	finish func() error
	sums   map[string]string // by path
}

// zipSink streams an export as a zip. Files are stored as they are where they
// are packed already.
func zipSink(w io.Writer, at time.Time) *sink {
	z := zip.NewWriter(w)
	return &sink{sums: map[string]string{}, finish: z.Close, create: func(path string) (io.Writer, func() error, error) {
		method := zip.Deflate
		if filepath.Ext(path) == ".parquet" {
			method = zip.Store
		}
		out, err := z.CreateHeader(&zip.FileHeader{Name: path, Method: method, Modified: at.UTC()})
		return out, func() error { return nil }, err
	}}
}

// folderSink writes an export into a folder that is empty or not there yet.
func folderSink(dir string) (*sink, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	if len(entries) > 0 {
		return nil, fmt.Errorf("%s is not empty", dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &sink{sums: map[string]string{}, finish: root.Close, create: func(path string) (io.Writer, func() error, error) {
		if parent := filepath.Dir(path); parent != "." {
			if err := root.MkdirAll(parent, 0o700); err != nil {
				return nil, nil, err
			}
		}
		f, err := root.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, nil, err
		}
		return f, f.Close, nil
	}}, nil
}

// put writes one file.
func (s *sink) put(path string, write func(io.Writer) error) error {
	out, end, err := s.create(path)
	if err != nil {
		return err
	}
	sum := sha256.New()
	err = write(io.MultiWriter(out, sum))
	if err2 := end(); err == nil {
		err = err2
	}
	s.sums[path] = hexOf(sum)
	return err
}

func hexOf(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// close writes the list of digests, in the form of sha256sum, and ends the
// export.
func (s *sink) close(err error) error {
	if err == nil {
		paths := make([]string, 0, len(s.sums))
		for p := range s.sums {
			paths = append(paths, p)
		}
		slices.Sort(paths)
		sums := s.sums
		err = s.put("SHA256SUMS", func(w io.Writer) error {
			for _, p := range paths {
				if _, err := fmt.Fprintf(w, "%s  %s\n", sums[p], p); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err2 := s.finish(); err == nil {
		err = err2
	}
	return err
}
