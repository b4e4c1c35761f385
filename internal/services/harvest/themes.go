package harvest

import (
	"strings"

	"airial/standards/dcat"
	"airial/standards/theme"
)

// themesOf are the themes of a dataset, by its schema and its keywords.
func themesOf(d Dataset) []dcat.Theme { return theme.Of(d.Schema, d.Keywords...) }

// themeCodes lists the codes of the themes.
func themeCodes() string {
	var out []string
	for _, t := range theme.All {
		out = append(out, string(t))
	}
	return strings.Join(out, ", ")
}
