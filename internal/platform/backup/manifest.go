package backup

import (
	"time"

	"airial/internal/platform/database"
)

// format is the version of the layout that this program writes and reads.
const format = 1

// A Manifest says what one backup holds.
type Manifest struct {
	Format  int              `json:"format"`
	ID      string           `json:"id"`
	At      time.Time        `json:"at"`      // the state is that of this instant
	Program string           `json:"program"` // version that wrote it
	Dialect database.Dialect `json:"dialect"`
	Schemas map[string]int64 `json:"schemas"` // version of each room's tables
	Tables  []Records        `json:"tables"`
	Files   []Chunk          `json:"files"` // lists of File, as lines of JSON
	Count   int64            `json:"count"` // of files
	Bytes   int64            `json:"bytes"` // of files, unpacked
	Journal Journal          `json:"journal"`
	Erased  []Erasure        `json:"erased"` // all that was ever erased, as of this state
	Keys    string           `json:"keys"`   // the object with the installation's keys; "" for none
	// Gone are files that were erased while the backup ran, Lost those that the
	// records name and that could not be read: damaged, or missing.
	Gone []File `json:"gone,omitempty"`
	Lost []File `json:"lost,omitempty"`
}

// Records are those of a table.
type Records struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
	Rows    int64    `json:"rows"`
	Chunks  []Chunk  `json:"chunks"`
}

// A Chunk is a run of lines, kept as one object.
type Chunk struct {
	Name   string `json:"name"`
	Digest string `json:"digest"` // SHA-256 of the lines
	Lines  int64  `json:"lines"`
}

// A File is one that a record names, within its member.
type File struct {
	Member string `json:"m"`
	Digest string `json:"d"`
	Size   int64  `json:"s"`
}

// Journal is how the journal stood.
type Journal struct {
	Size       int64  `json:"size"`
	Checkpoint string `json:"checkpoint"` // signed; "" while there was none
	Verifier   string `json:"verifier"`   // public key of its signer
}

// An Erasure says that something was erased for good: what kind of thing, which
// one and when, and nothing of what it was.
type Erasure struct {
	Kind    string    `json:"kind"`
	Subject string    `json:"subject"`
	Member  string    `json:"member"`
	At      time.Time `json:"at"`
}

// Rows counts the records of all tables.
func (m *Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

// Whole tells whether everything that the records name is there.
func (m *Manifest) Whole() bool { return len(m.Lost) == 0 }
