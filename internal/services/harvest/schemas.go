package harvest

import (
	_ "embed"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// schemasBase is where the French State keeps its catalogue of schemas.
const schemasBase = "https://schema.data.gouv.fr/schemas/"

//go:embed data/schemas.yaml
var schemasFile []byte

// listing is the State's catalogue of schemas, as it was read one day.
type listing struct {
	Source, Read string
	Schemas      map[string]struct {
		Versions []string
		File     string // "" for schema.json
	}
}

var listed = readListing(schemasFile)

// SchemasSource and SchemasRead say where the list was read, and when.
var SchemasSource, SchemasRead = listed.Source, listed.Read

// readListing panics on a list that does not read: it is part of the program.
func readListing(file []byte) (l listing) {
	if err := yaml.Unmarshal(file, &l); err != nil {
		panic("harvest: schemas: " + err.Error())
	}
	return l
}

// SchemaAddress is the address of a schema's descriptor in the catalogue of
// the State: of the version when it is listed, else of the latest. "" for a
// schema that is not there.
func SchemaAddress(name, version string) string {
	s, ok := listed.Schemas[name]
	if !ok {
		return ""
	}
	file := s.File
	if file == "" {
		file = "schema.json"
	}
	version = strings.TrimPrefix(version, "v")
	if version != "" && strings.Count(version, ".") == 1 {
		version += ".0" // as address bases call theirs
	}
	if !slices.Contains(s.Versions, version) {
		version = "latest"
	}
	return schemasBase + name + "/" + version + "/" + file
}
