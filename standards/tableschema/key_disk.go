package tableschema

import (
	"encoding/binary"
	"io"
	"slices"
)

// Spill gives room on disk for what does not fit into memory.
type Spill interface {
	// Create gives an empty file, which is destroyed when it is closed.
	Create() (SpillFile, error)
}

// SpillFile is written at its end and read anywhere.
type SpillFile interface {
	io.Writer
	io.ReaderAt
	io.Closer
}

// keyParts is how many parts the values of a key are sorted into by their
// digest: one part at a time must fit into memory.
const keyParts = 256

const keyBlock = 16 << 10

// keyDisk holds values on disk: blocks of one part each, one after the other
// in one file.
type keyDisk struct {
	file   SpillFile
	size   int64
	buf    [keyParts][]byte
	blocks [keyParts][]diskBlock
	closed bool
	all    []byte // the part read last, and its values
	list   []keyEntry
}

type diskBlock struct {
	at   int64
	size int
}

func newKeyDisk(s Spill) (*keyDisk, error) {
	file, err := s.Create()
	return &keyDisk{file: file}, err
}

func (d *keyDisk) put(e keyEntry) error {
	part := e.digest[0] >> 56
	b := d.buf[part]
	b = binary.LittleEndian.AppendUint64(b, e.digest[0])
	b = binary.LittleEndian.AppendUint64(b, e.digest[1])
	b = binary.AppendUvarint(b, uint64(e.row))
	b = binary.AppendUvarint(b, uint64(len(e.text)))
	b = append(b, e.text...)
	d.buf[part] = b
	if len(b) < keyBlock {
		return nil
	}
	return d.flush(int(part))
}

func (d *keyDisk) flush(part int) error {
	n, err := d.file.Write(d.buf[part])
	if err != nil {
		return err
	}
	d.blocks[part] = append(d.blocks[part], diskBlock{d.size, n})
	d.size += int64(n)
	d.buf[part] = d.buf[part][:0]
	return nil
}

// part reads the values of one part. They are valid until the next call.
func (d *keyDisk) part(part int) ([]keyEntry, error) {
	total := len(d.buf[part])
	for _, b := range d.blocks[part] {
		total += b.size
	}
	all := slices.Grow(d.all[:0], total)
	for _, b := range d.blocks[part] {
		n := len(all)
		if _, err := d.file.ReadAt(all[n:n+b.size], b.at); err != nil && err != io.EOF {
			return nil, err
		}
		all = all[:n+b.size]
	}
	all = append(all, d.buf[part]...)
	d.buf[part] = nil
	d.all = all
	entries := d.list[:0]
	for len(all) > 16 {
		e := keyEntry{digest: [2]uint64{binary.LittleEndian.Uint64(all), binary.LittleEndian.Uint64(all[8:])}}
		all = all[16:]
		row, n := binary.Uvarint(all)
		all = all[n:]
		size, n := binary.Uvarint(all)
		all = all[n:]
		e.row, e.text, all = int(row), all[:size:size], all[size:]
		entries = append(entries, e)
	}
	d.list = entries
	return entries, nil
}

func (d *keyDisk) close() {
	if !d.closed {
		d.closed = true
		d.file.Close()
	}
}
