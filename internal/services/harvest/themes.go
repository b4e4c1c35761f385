package harvest

import (
	"maps"
	"slices"
	"strings"

	"airial/standards/dcat"
)

// themes place the schemas in the EU authority table of themes.
var themes = map[string]dcat.Theme{
	"scdl/budget":                 dcat.Economy,
	"scdl/catalogue":              dcat.Government,
	"scdl/deliberations":          dcat.Government,
	"scdl/equipements":            dcat.Regions,
	"scdl/menus-collectifs":       dcat.Education,
	"scdl/plats-menus-collectifs": dcat.Education,
	"scdl/prenoms":                dcat.Society,
	"scdl/subventions":            dcat.Government,
}

// SchemasOn are the schemas whose datasets are of a theme.
func SchemasOn(theme dcat.Theme) (out []string) {
	for schema, t := range themes {
		if t == theme {
			out = append(out, schema)
		}
	}
	slices.Sort(out)
	return out
}

// themeCodes lists the codes of the themes.
func themeCodes() string {
	var out []string
	for _, t := range slices.Sorted(maps.Values(themes)) {
		if len(out) == 0 || out[len(out)-1] != string(t) {
			out = append(out, string(t))
		}
	}
	return strings.Join(out, ", ")
}
