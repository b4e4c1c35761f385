package remove

import (
	"io"
	"os"
	"strings"

	"airial/privacy"
	"airial/privacy/anonymise"
	"airial/standards/source"
)

// fileTable is the table in a file, as the package anonymise reads it.
type fileTable struct {
	*source.Table
	file io.Closer
}

// opener opens the table of a file again and again.
func opener(path, sheet string) anonymise.Opener {
	return func() (anonymise.Table, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		t, err := source.Open(f, source.Options{Sheet: sheet})
		if err != nil {
			_ = f.Close() // the first error is the one to tell
			return nil, err
		}
		return fileTable{t, f}, nil
	}
}

func (t fileTable) Columns() []privacy.Column {
	header := t.Header()
	out := make([]privacy.Column, len(header))
	for i, name := range header {
		out[i] = privacy.Column{Name: name}
	}
	return out
}

func (t fileTable) Next() (int, [][]byte, error) {
	r, err := t.Table.Next()
	if err != nil {
		return 0, nil, err
	}
	return r.Row, r.Cells, nil
}

func (t fileTable) Outside() []string {
	var out []string
	for _, line := range t.Titles() {
		out = append(out, strings.Join(line, " "))
	}
	return out
}

func (t fileTable) Close() error {
	err := t.Table.Close()
	if e := t.file.Close(); err == nil {
		err = e
	}
	return err
}

// spooled gives the path of a file that can be read again: that of standard
// input is a copy, which done removes.
func spooled(path string, stdin io.Reader) (again string, done func(), err error) {
	if path != "-" {
		return path, func() {}, nil
	}
	f, err := os.CreateTemp("", "airial-")
	if err != nil {
		return "", nil, err
	}
	done = func() { _ = os.Remove(f.Name()) }
	_, err = io.Copy(f, stdin)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		done()
		return "", nil, err
	}
	return f.Name(), done, nil
}
