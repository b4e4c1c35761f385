package harvest

import "strings"

// schemasBase is where the French State keeps its catalogue of schemas.
const schemasBase = "https://schema.data.gouv.fr/schemas/"

// SchemasSource and SchemasRead say where the list below was read, and when.
const (
	SchemasSource = schemasBase + "schemas.json"
	SchemasRead   = "2026-08"
)

// listed are the schemas of that catalogue under which members publish, each
// with the versions that it lists. data.gouv.fr takes a dct:conformsTo for a
// schema only when it finds the address there.
var listed = map[string][]string{
	"scdl/budget":                 {"0.8.2", "0.8.3"},
	"scdl/catalogue":              {"0.1.2", "0.1.3"},
	"scdl/deliberations":          {"2.1.4", "2.1.5"},
	"scdl/equipements":            {"0.1.4", "0.1.5"},
	"scdl/menus-collectifs":       {"1.2.2", "1.2.3"},
	"scdl/plats-menus-collectifs": {"0.7.1", "0.7.2"},
	"scdl/prenoms":                {"1.1.5", "1.1.6"},
	"scdl/subventions":            {"2.1.0", "2.1.1"},
}

// SchemaAddress is the address of a schema's descriptor in the catalogue of
// the State: of the version when it is listed, else of the latest. "" for a
// schema that is not there.
func SchemaAddress(name, version string) string {
	versions, ok := listed[name]
	if !ok {
		return ""
	}
	for _, v := range versions {
		if v == strings.TrimPrefix(version, "v") {
			return schemasBase + name + "/" + v + "/schema.json"
		}
	}
	return schemasBase + name + "/latest/schema.json"
}
