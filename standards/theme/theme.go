package theme

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"airial/standards/dcat"
)

//go:embed themes.yaml
var file []byte

// table is what goes under which theme.
type table struct {
	Edition, Source, Status string
	Themes                  map[dcat.Theme]struct{ Schemas, Keywords []string }
}

// All are the themes of the authority table, in the order of their codes.
var All = []dcat.Theme{dcat.Agriculture, dcat.Economy, dcat.Education, dcat.Energy, dcat.Environment, dcat.Government, dcat.Health,
	dcat.International, dcat.Justice, dcat.Regions, dcat.Society, dcat.Science, dcat.Transport}

var (
	known             = read(file)
	bySchema, byWords = known.index()
)

// Edition is the day on which the table was made, YYYY-MM-DD: what was placed by
// another edition is to be placed anew.
func Edition() string { return known.Edition }

// Source is the address of the authority table.
func Source() string { return known.Source }

// read panics on a table that does not read: it is part of the program.
func read(file []byte) (t table) {
	if err := yaml.Unmarshal(file, &t); err != nil {
		panic("theme: " + err.Error())
	}
	return t
}

func (t table) index() (schemas, words map[string][]dcat.Theme) {
	schemas, words = map[string][]dcat.Theme{}, map[string][]dcat.Theme{}
	for _, theme := range All {
		for _, name := range t.Themes[theme].Schemas {
			schemas[name] = append(schemas[name], theme)
		}
		for _, word := range t.Themes[theme].Keywords {
			words[plain(word)] = append(words[plain(word)], theme)
		}
	}
	return schemas, words
}

// Of returns the themes of a dataset, in the order of their codes: those of its
// schema ("" for none) and those that its keywords name. Accents, capitals,
// hyphens and the plural do not matter.
func Of(schema string, keywords ...string) (out []dcat.Theme) {
	out = slices.Clone(bySchema[schema])
	for _, k := range keywords {
		out = append(out, byWords[plain(k)]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Known tells whether a code is in the authority table.
func Known(code string) bool { return slices.Contains(All, dcat.Theme(code)) }

// plain is a keyword without what people write in different ways.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(s))
	words := strings.Fields(s)
	for i, w := range words {
		if len(w) > 3 {
			words[i] = strings.TrimRight(w, "sx")
		}
	}
	return strings.Join(words, " ")
}
