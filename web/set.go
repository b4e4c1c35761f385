package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"path"
	"regexp"
	"strings"
	"sync"
)

// Prefix is where the assets are served.
const Prefix = "/static/"

// A File is one asset, in memory.
type File struct {
	Name   string // "app.css"
	Path   string // "/static/app.1f4d3a0c22.css"
	Type   string // "text/css; charset=utf-8"
	Bytes  []byte
	Digest string // SHA-256 in hexadecimal
}

// A Set is a folder of assets with their addresses.
type Set struct {
	byName map[string]*File
	byPath map[string]*File
	digest string
}

// built are the assets of the binary; commands that show no page do without.
var built = sync.OnceValue(func() *Set { return mustRead(dist()) })

func mustRead(folder fs.FS) *Set {
	s, err := Read(folder)
	if err != nil {
		panic("assets: " + err.Error()) // they are part of the binary
	}
	return s
}

// bundled matches the names that hold a digest already: the stylesheet names
// its fonts so.
var bundled = regexp.MustCompile(`-[A-Z0-9]{8}\.`)

// Read takes all files of a folder into memory. Names that begin with a dot
// are left out.
func Read(folder fs.FS) (*Set, error) {
	s := &Set{byName: map[string]*File{}, byPath: map[string]*File{}}
	all := sha256.New()
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		b, err := fs.ReadFile(folder, name)
		if plain, packed := strings.CutSuffix(name, ".gz"); err == nil && packed {
			name = plain
			b, err = unpack(b)
		}
		if err != nil {
			return fmt.Errorf("read asset %s: %w", name, err)
		}
		sum := sha256.Sum256(b)
		f := &File{Name: name, Bytes: b, Digest: hex.EncodeToString(sum[:]), Type: contentType(name)}
		ext := path.Ext(name)
		f.Path = Prefix + name
		if !bundled.MatchString(name) {
			f.Path = Prefix + strings.TrimSuffix(name, ext) + "." + f.Digest[:10] + ext
		}
		s.byName[name] = f
		s.byPath[f.Path] = f
		all.Write(sum[:])
		return nil
	})
	s.digest = hex.EncodeToString(all.Sum(nil))[:10]
	return s, err
}

func unpack(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".woff2":
		return "font/woff2"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".map":
		return "application/json"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// Named returns an asset by its name in the source: "app.css".
func (s *Set) Named(name string) (*File, bool) { f, ok := s.byName[name]; return f, ok }

// At returns an asset by its address, digest included.
func (s *Set) At(address string) (*File, bool) { f, ok := s.byPath[address]; return f, ok }

// Starting returns the first asset, by name, whose name begins so. Fonts keep
// the digest that the bundler gave them, so their whole name is not known here.
func (s *Set) Starting(prefix string) (*File, bool) {
	var found *File
	for name, f := range s.byName {
		if strings.HasPrefix(name, prefix) && (found == nil || name < found.Name) {
			found = f
		}
	}
	return found, found != nil
}

// All returns the assets of the binary.
func All() *Set { return built() }

// Built tells whether the assets were built before the binary was.
func Built() bool { _, ok := built().byName["app.css"]; return ok }

// Digest names the whole set; it changes whenever one of the assets does.
func Digest() string { return built().digest }

// Path returns the address of an asset of the binary, or its plain address
// when it was not built.
func Path(name string) string {
	if f, ok := built().byName[name]; ok {
		return f.Path
	}
	return Prefix + name
}
