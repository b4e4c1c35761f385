package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"airial/standards/tableschema"
)

// Official is the address of the official catalogue.
const Official = "https://schema.data.gouv.fr/schemas.json"

// Kept is a schema in a folder: what was fetched, when, and its digest.
type Kept struct {
	Name    string          `json:"name"`
	Version string          `json:"version"`
	Date    string          `json:"date"` // YYYY-MM-DD, when it was fetched
	Source  string          `json:"source"`
	SHA256  string          `json:"sha256"` // of the official bytes
	Schema  json.RawMessage `json:"schema"` // the compact descriptor
}

// Update is what became of one schema.
type Update struct {
	Name, Version string
	Was           string // the version known before; "" for none
	Changed       bool
	Err           error // why it was left out
}

// Fetch gives the bytes of an address of the official catalogue, or of a file
// of a copy of it.
type Fetch func(address string) ([]byte, error)

// Listing is a table schema of the official catalogue, at its latest version.
type Listing struct {
	Name, Version, URL string
}

// Listed reads the official catalogue: its table schemas, in its order. It fails
// where there are none at all.
func Listed(raw []byte) ([]Listing, error) {
	var list struct {
		Schemas []struct {
			Name     string `json:"name"`
			Type     string `json:"schema_type"`
			Versions []struct {
				Name string `json:"version_name"`
				URL  string `json:"schema_url"`
			} `json:"versions"`
		} `json:"schemas"`
	}
	if err := json.Unmarshal(raw, &list); err != nil || len(list.Schemas) == 0 {
		return nil, errors.Join(errors.New("this is no catalogue of schemas"), err)
	}
	var out []Listing
	for _, s := range list.Schemas {
		if s.Type == "tableschema" && len(s.Versions) > 0 {
			last := s.Versions[len(s.Versions)-1]
			out = append(out, Listing{s.Name, tableschema.TrimVersion(last.Name), last.URL})
		}
	}
	return out, nil
}

// Refresh reads the official catalogue with fetch, verifies every table schema
// of it (it must compile) and keeps it in dir, dated date. A schema that does
// not compile is left out; the one known before stays.
func Refresh(dir, address, date string, fetch Fetch) ([]Update, error) {
	raw, err := fetch(address)
	if err != nil {
		return nil, err
	}
	list, err := Listed(raw)
	if err != nil {
		return nil, fmt.Errorf("catalogue: %s: %w", address, err)
	}
	known, err := Open(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- schemas are public
		return nil, err
	}
	var out []Update
	for _, s := range list {
		u := Update{Name: s.Name, Version: s.Version}
		if before, ok := known.Lookup(s.Name); ok {
			u.Was = before.Version
		}
		if u.Changed, u.Err = keep(dir, u, s.URL, date, fetch); u.Err != nil {
			u.Changed = false
		}
		out = append(out, u)
	}
	return out, nil
}

func keep(dir string, u Update, address, date string, fetch Fetch) (changed bool, err error) {
	raw, err := fetch(address)
	if err != nil {
		return false, err
	}
	schema, err := tableschema.LoadJSON(raw)
	if err != nil {
		return false, err
	}
	schema.Name, schema.Version = u.Name, u.Version
	descriptor, err := schema.Descriptor()
	if err != nil {
		return false, err
	}
	sum := sha256.Sum256(raw)
	k := Kept{u.Name, u.Version, date, address, hex.EncodeToString(sum[:]), descriptor}
	path := filepath.Join(dir, fileName(u.Name, u.Version))
	if before, err := os.ReadFile(path); err == nil {
		var old Kept
		if json.Unmarshal(before, &old) == nil && old.SHA256 == k.SHA256 {
			return false, nil
		}
	}
	text, err := json.MarshalIndent(k, "", " ")
	if err != nil {
		return false, err
	}
	temporary := path + ".tmp"
	if err := os.WriteFile(temporary, text, 0o644); err != nil { // #nosec G306 -- a schema is public
		return false, err
	}
	return true, os.Rename(temporary, path)
}

// fileName keeps names of the catalogue from leaving the folder.
func fileName(name, version string) string {
	safe := func(s string) string {
		return strings.Map(func(r rune) rune {
			switch {
			case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '.', r == '-', r == '_':
				return r
			}
			return '+'
		}, s)
	}
	return safe(name) + "@" + safe(version) + ".json"
}

// Open gives the schemas that are built in and those kept in dir, which may
// not exist.
func Open(dir string) (*Catalogue, error) {
	b := BuiltIn()
	c := &Catalogue{Date: b.Date, Source: b.Source}
	for i := range b.names {
		c.add(b.names[i], b.versions[i], b.entries[i])
	}
	if dir == "" {
		return c, nil
	}
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.IsDir() || filepath.Ext(f.Name()) != ".json" {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return nil, err
		}
		var k Kept
		if err := json.Unmarshal(raw, &k); err != nil || k.Schema == nil {
			return nil, fmt.Errorf("catalogue: %s is damaged; remove it and fetch the schemas again", f.Name())
		}
		if _, ok := b.Lookup(k.Name + "@" + k.Version); ok {
			continue // the one built in has labels
		}
		c.addRaw(k.Schema)
		c.Date = max(c.Date, k.Date)
	}
	return c, nil
}
