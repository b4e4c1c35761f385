package catalogue

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"

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

// Catalogue is a list of schemas, in the order of their names, those of SCDL
// first.
type Catalogue struct {
	Date, Source string
	names        []string
	versions     []string
	entries      []*entry
}

// BuiltIn gives the schemas that are built in.
var BuiltIn = sync.OnceValue(func() *Catalogue {
	c := &Catalogue{}
	for _, s := range scdl.All() {
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
})

func (c *Catalogue) add(name, version string, e *entry) {
	c.names, c.versions, c.entries = append(c.names, name), append(c.versions, version), append(c.entries, e)
}

func (c *Catalogue) addRaw(raw json.RawMessage) {
	var head struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	if json.Unmarshal(raw, &head) == nil && head.Name != "" {
		c.add(head.Name, tableschema.TrimVersion(head.Version), &entry{raw: raw})
	}
}

// Lookup gives the schema of a name ("etalab/schema-irve-statique"), which may
// carry a version ("…@2.3.1"); case does not matter, nor the prefix of SCDL.
// It is false when there is none.
func (c *Catalogue) Lookup(name string) (*tableschema.Schema, bool) {
	name, version, versioned := strings.Cut(strings.TrimSpace(name), "@")
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
// needed so far.
func (c *Catalogue) All() []*tableschema.Schema {
	last := map[string]int{}
	for i, n := range c.names {
		last[n] = i
	}
	var out []*tableschema.Schema
	for i, n := range c.names {
		if last[n] == i {
			if s, err := c.entries[i].load(); err == nil {
				out = append(out, s)
			}
		}
	}
	return out
}

// Lookup finds a schema among those that are built in.
func Lookup(name string) (*tableschema.Schema, bool) { return BuiltIn().Lookup(name) }
