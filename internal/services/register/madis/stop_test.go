package madis_test

import (
	"io/fs"
	"strings"
)

// stopping is a folder of documents that ends the work when some proofs were
// opened.
type stopping struct {
	fs.FS
	after int
	cut   func()
}

func (s *stopping) Open(name string) (fs.File, error) {
	if strings.Contains(name, "preuve") {
		if s.after--; s.after == 0 {
			s.cut()
		}
	}
	return s.FS.Open(name)
}
