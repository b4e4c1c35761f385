package catalogue

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"airial/standards/bal"
	"airial/standards/decp"
	"airial/standards/scdl"
	"airial/standards/tableschema"
)

//go:embed tables.json
var tables []byte

// Book is what tables.json holds.
type Book struct {
	// Date is the day of the official catalogue, YYYY-MM-DD, and Source its
	// address.
	Date    string            `json:"date"`
	Source  string            `json:"source"`
	Schemas []json.RawMessage `json:"schemas"`
}

// entry is a schema, read when it is first needed.
type entry struct {
	raw    json.RawMessage
	once   sync.Once
	schema *tableschema.Schema
	err    error
}

func (e *entry) load() (*tableschema.Schema, error) {
	e.once.Do(func() {
		if e.schema == nil {
			e.schema, e.err = tableschema.LoadJSON(e.raw)
			if e.err == nil && e.schema.Title == (tableschema.Text{}) {
				e.schema.Title = titles[e.schema.Name]
			}
		}
	})
	return e.schema, e.err
}

// Catalogue is a list of schemas, in the order of their names, those of SCDL,
// the local address base and public procurement first.
type Catalogue struct {
	Date, Source string
	names        []string
	versions     []string
	entries      []*entry
}

// BuiltIn gives the schemas that are built in.
var BuiltIn = sync.OnceValue(Fresh)

// Fresh reads the schemas that are built in anew, none of them compiled: what a
// program does at its start, to be measured.
func Fresh() *Catalogue {
	c := &Catalogue{}
	for _, s := range scdl.All() {
		c.add(s.Name, s.Version, &entry{schema: s})
	}
	// “other” and JSON documents in the official catalogue: no descriptor of a table
	// stands there.
	for _, s := range []*tableschema.Schema{bal.Schema(), decp.Schema()} {
		c.add(s.Name, s.Version, &entry{schema: s})
	}
	var book Book
	if err := json.Unmarshal(tables, &book); err != nil {
		panic("catalogue: tables.json: " + err.Error()) // a test reads it
	}
	c.Date, c.Source = book.Date, book.Source
	for _, raw := range book.Schemas {
		c.addRaw(raw)
	}
	return c
}

func (c *Catalogue) add(name, version string, e *entry) {
	c.names, c.versions, c.entries = append(c.names, name), append(c.versions, version), append(c.entries, e)
}

func (c *Catalogue) addRaw(raw json.RawMessage) {
	if name, version := headOf(raw); name != "" {
		c.add(name, tableschema.TrimVersion(version), &entry{raw: raw})
	}
}

// headOf reads the name and the version of a descriptor, and no further: they
// stand first in those that are ours.
func headOf(raw json.RawMessage) (name, version string) {
	head := map[string]*string{"name": &name, "version": &version}
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, _ := d.Token(); t != json.Delim('{') {
		return "", ""
	}
	for d.More() && len(head) > 0 {
		key, err := d.Token()
		if err != nil {
			return "", ""
		}
		into, wanted := head[key.(string)]
		if !wanted {
			into = new(string)
		}
		delete(head, key.(string))
		var v any
		if d.Decode(&v) != nil {
			return "", ""
		}
		*into, _ = v.(string)
	}
	return name, version
}

// Lookup gives the schema of a name ("etalab/schema-irve-statique"), which may
// carry a version ("…@2.3.1"); case does not matter, nor the prefix of SCDL.
// It is false when there is none.
func (c *Catalogue) Lookup(name string) (*tableschema.Schema, bool) {
	name, version, versioned := strings.Cut(strings.TrimSpace(name), "@")
	if strings.EqualFold(name, documentShort) {
		name = decp.SchemaName
	}
	for _, asked := range []string{name, "scdl/" + name} {
		for i := len(c.names) - 1; i >= 0; i-- { // what was fetched last wins
			if strings.EqualFold(c.names[i], asked) && (!versioned || tableschema.TrimVersion(version) == c.versions[i]) {
				s, err := c.entries[i].load()
				return s, err == nil
			}
		}
	}
	return nil, false
}

// All gives all schemas, the latest of each name; it reads those that were not
// needed so far, on all processors.
func (c *Catalogue) All() []*tableschema.Schema {
	last := map[string]int{}
	for i, n := range c.names {
		last[n] = i
	}
	var latest []*entry
	for i, n := range c.names {
		if last[n] == i {
			latest = append(latest, c.entries[i])
		}
	}
	var next atomic.Int64
	var readers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(latest)) {
		readers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(latest)); i = next.Add(1) - 1 {
				_, _ = latest[i].load() // kept, and asked again below
			}
		})
	}
	readers.Wait()
	var out []*tableschema.Schema
	for _, e := range latest {
		if s, err := e.load(); err == nil {
			out = append(out, s)
		}
	}
	return out
}

// Lookup finds a schema among those that are built in.
func Lookup(name string) (*tableschema.Schema, bool) { return BuiltIn().Lookup(name) }
