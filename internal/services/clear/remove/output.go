package remove

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"
	"path/filepath"
)

// output is a file that only appears when it is whole.
type output struct {
	*os.File
	path   string // "" for a stream
	stream io.Writer
	sum    hash.Hash
}

// create prepares the file of a path, or what goes to stream where it is "" or
// "-".
func create(path string, stream io.Writer) (*output, error) {
	o := &output{path: path, stream: stream, sum: sha256.New()}
	dir := ""
	if path == "-" {
		o.path = ""
	}
	if o.path != "" {
		dir = filepath.Dir(path)
	}
	var err error
	o.File, err = os.CreateTemp(dir, ".airial-")
	return o, err
}

func (o *output) Write(p []byte) (int, error) {
	o.sum.Write(p)
	return o.File.Write(p)
}

// digest is the SHA-256 of what was written.
func (o *output) digest() string { return hex.EncodeToString(o.sum.Sum(nil)) }

// keep puts the file in its place.
func (o *output) keep() error {
	if o.path == "" {
		if _, err := o.Seek(0, io.SeekStart); err != nil {
			return err
		}
		_, err := io.Copy(o.stream, o.File)
		return err
	}
	if err := o.Chmod(0o644); err != nil {
		return err
	}
	if err := o.Close(); err != nil {
		return err
	}
	return os.Rename(o.Name(), o.path)
}

// discard removes what was not kept.
func (o *output) discard() {
	_ = o.Close()
	_ = os.Remove(o.Name())
}

func digestOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}

func digestBytes(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
