package source

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// memoryMost is how many bytes of a file stand in memory where no room on disk
// is given, and how many stand there before it is used.
const (
	memoryMost  = 256 << 20
	memoryUsual = 8 << 20
)

// counter counts the bytes that go through.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

func (c *counter) count() int64 { return c.n }

// unpacked watches over what is unpacked: its size, and its size beside the
// packed one.
type unpacked struct {
	r      io.Reader
	packed func() int64
	n      int64
	limits Limits
}

// ratioFrom is the unpacked size from which the ratio is looked at.
var ratioFrom int64 = 64 << 20

func (u *unpacked) Read(b []byte) (int, error) {
	n, err := u.r.Read(b)
	u.n += int64(n)
	if u.n > u.limits.Unpacked || u.n > ratioFrom && u.n > u.limits.Ratio*max(u.packed(), 1) {
		return 0, ErrTooLarge
	}
	return n, err
}

// whole gives a file that can be read from its end: src itself where it can,
// else a copy in memory or on disk.
func (t *Table) whole(src io.Reader, head []byte, opts Options) (io.ReaderAt, int64, error) {
	if s, ok := src.(interface {
		io.ReaderAt
		io.Seeker
	}); ok {
		if size, err := s.Seek(0, io.SeekEnd); err == nil {
			return s, size, nil
		}
	}
	src = io.MultiReader(bytes.NewReader(head), src)
	var memory bytes.Buffer
	n, err := io.CopyN(&memory, src, memoryUsual)
	if err == io.EOF {
		return bytes.NewReader(memory.Bytes()), n, nil
	}
	if err != nil {
		return nil, 0, err
	}
	if opts.Spill == nil {
		n, err := io.Copy(&memory, io.LimitReader(src, memoryMost-n+1))
		if err == nil && n+memoryUsual > memoryMost {
			err = ErrTooLarge
		}
		return bytes.NewReader(memory.Bytes()), int64(memory.Len()), err
	}
	return t.spill(io.MultiReader(&memory, src), opts.Spill)
}

func (t *Table) spill(src io.Reader, room tableschema.Spill) (io.ReaderAt, int64, error) {
	file, err := room.Create()
	if err != nil {
		return nil, 0, err
	}
	t.close = append(t.close, file)
	n, err := io.Copy(file, src)
	return file, n, err
}

// openZip reads the table in an archive: the file that is likeliest to be one by
// its name, the first in the order of names among such.
func (t *Table) openZip(file io.ReaderAt, size int64, opts Options) error {
	z, err := zip.NewReader(file, size)
	if err != nil {
		return &tabular.UnreadableError{Reason: tabular.Damaged}
	}
	var best *zip.File
	names := map[string]bool{}
	for _, f := range z.File {
		names[strings.TrimPrefix(f.Name, "/")] = true
	}
	switch { // workbooks whose first bytes did not tell
	case names["xl/workbook.xml"]:
		return t.openXLSX(file, size, opts)
	case names["content.xml"] && names["mimetype"]:
		return t.openODS(file, size, opts)
	}
	for _, f := range z.File {
		if rank(f) > 0 && (best == nil || rank(f) > rank(best) || rank(f) == rank(best) && f.Name < best.Name) {
			best = f
		}
	}
	if best == nil {
		return &tabular.UnreadableError{Reason: tabular.NoTable}
	}
	r, err := openMember(best, opts.Limits)
	if err != nil {
		return &tabular.UnreadableError{Reason: tabular.Damaged}
	}
	t.close = append(t.close, r)
	t.Packed, t.Member = Zip, best.Name
	return t.open(r, opts, false)
}

// rank tells how likely a file of an archive is the table.
func rank(f *zip.File) int {
	name := strings.ToLower(path.Base(f.Name))
	if f.FileInfo().IsDir() || strings.HasPrefix(name, ".") || strings.HasPrefix(f.Name, "__MACOSX/") || f.UncompressedSize64 == 0 {
		return 0
	}
	switch path.Ext(name) {
	case ".csv", ".tsv":
		return 4
	case ".xlsx", ".ods", ".json", ".geojson", ".ndjson", ".jsonl", ".parquet":
		return 3
	case ".txt":
		return 2
	}
	return 0
}

// member is a file of an archive, watched over.
type member struct {
	unpacked
	io.Closer
}

func openMember(f *zip.File, limits Limits) (*member, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	packed := int64(f.CompressedSize64)
	return &member{unpacked{r: r, packed: func() int64 { return packed }, limits: limits}, r}, nil
}

// Read reads what is unpacked.
func (m *member) Read(b []byte) (int, error) { return m.unpacked.Read(b) }
