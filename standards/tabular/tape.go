package tabular

import "io"

// tape remembers what was read of a source while a table is opened, so that
// the same bytes can be read once more, cut into chunks.
type tape struct {
	src  io.Reader
	on   bool
	kept []byte
}

func (t *tape) Read(b []byte) (int, error) {
	n, err := t.src.Read(b)
	if t.on {
		t.kept = append(t.kept, b[:n]...)
	}
	return n, err
}

// stop forgets what was kept, and keeps nothing any more.
func (t *tape) stop() {
	if t.on {
		t.on, t.kept = false, nil
	}
}
