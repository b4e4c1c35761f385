package check

import (
	"errors"
	"os"

	"airial/standards/tableschema"
)

// Room gives room on disk, in the system's folder for temporary files, for
// what a check cannot hold in memory.
type Room struct{}

// Create gives a file that goes away when it is closed, and on most systems
// with the process.
func (Room) Create() (tableschema.SpillFile, error) {
	f, err := os.CreateTemp("", "airial-check-*")
	if err != nil {
		return nil, err
	}
	if os.Remove(f.Name()) == nil { // it stays as long as it is open
		return f, nil
	}
	return &roomFile{f}, nil
}

// roomFile is a file that cannot be removed while it is open.
type roomFile struct{ *os.File }

// Close removes the file.
func (f *roomFile) Close() error { return errors.Join(f.File.Close(), os.Remove(f.Name())) }
