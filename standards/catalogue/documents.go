package catalogue

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"strings"
	"sync"

	"airial/standards/decp"
	"airial/standards/jsonschema"
	"airial/standards/tableschema"
)

//go:embed documents.json
var documents []byte

// Document is a schema of JSON documents that is built in, in the form of the
// others: names, types, lists and rules of the official one, and none of its
// words.
type Document struct {
	Name, Version string
	Title         tableschema.Text
	// Member is the name that stands at the head of its documents.
	Member string

	raw      json.RawMessage
	compiled func() (*jsonschema.Schema, error)
}

// documentShort is short for the schema of public procurement.
const documentShort = "decp"

var documentTitles = map[string]tableschema.Text{
	decp.SchemaName: {Fr: "Données essentielles de la commande publique (document JSON)", En: "Essential data of public procurement (JSON document)"},
}

// Documents gives the schemas of JSON documents that are built in.
var Documents = sync.OnceValue(func() []*Document {
	var book struct {
		Documents []struct {
			Name, Version, Member string
			Schema                json.RawMessage
		}
	}
	if err := json.Unmarshal(documents, &book); err != nil {
		panic("catalogue: documents.json: " + err.Error()) // a test reads it
	}
	var out []*Document
	for _, d := range book.Documents {
		one := &Document{Name: d.Name, Version: d.Version, Title: documentTitles[d.Name], Member: d.Member, raw: d.Schema}
		one.compiled = sync.OnceValues(func() (*jsonschema.Schema, error) {
			s, err := jsonschema.Compile(one.Name, one.raw)
			if err == nil {
				s.Version = one.Version
			}
			return s, err
		})
		out = append(out, one)
	}
	return out
})

// LookupDocument gives the schema of JSON documents of a name, which may carry
// its version; "decp" is short for that of public procurement.
func LookupDocument(name string) (*Document, bool) {
	name, version, versioned := strings.Cut(strings.TrimSpace(name), "@")
	if strings.EqualFold(name, documentShort) {
		name = decp.SchemaName
	}
	for _, d := range Documents() {
		if strings.EqualFold(d.Name, name) && (!versioned || tableschema.TrimVersion(version) == d.Version) {
			return d, true
		}
	}
	return nil, false
}

// DocumentOf recognises the schema of a JSON document by its head.
func DocumentOf(head []byte) (*Document, bool) {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	rest, object := bytes.CutPrefix(head, []byte("{"))
	if !object {
		return nil, false
	}
	rest = bytes.TrimLeft(rest, " \t\r\n")
	for _, d := range Documents() {
		name, found := bytes.CutPrefix(rest, []byte(`"`+d.Member+`"`))
		name = bytes.TrimLeft(name, " \t\r\n:")
		// The list of the older format stands there at once; today's is an object.
		if found && bytes.HasPrefix(name, []byte("{")) {
			return d, true
		}
	}
	return nil, false
}

// Schema compiles the schema when it is first needed.
func (d *Document) Schema() (*jsonschema.Schema, error) { return d.compiled() }

// Descriptor gives the JSON Schema.
func (d *Document) Descriptor() []byte { return d.raw }
