package datagouv

import (
	_ "embed"
	"strings"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/organisation"
)

//go:embed data/vocabulary.yaml
var vocabularyFile []byte

// vocabulary is how data.gouv.fr says what we say.
var vocabulary = func() (v struct {
	Source, Read string
	Licences     map[string]struct {
		ID       string
		Verified bool
	}
	Frequencies, Zones, Granularities map[string]string
	Limits                            struct {
		Title, Description int
		TagLeast           int `yaml:"tag_least"`
		TagMost            int `yaml:"tag_most"`
	}
}) {
	if err := yaml.Unmarshal(vocabularyFile, &v); err != nil {
		panic("datagouv: data/vocabulary.yaml: " + err.Error())
	}
	return v
}()

// zone is where a member is, in the words of data.gouv.fr; "" where it has none.
func zone(m organisation.Member) (zone, granularity string) {
	key := ""
	switch {
	case m.Insee != "":
		key = "commune"
	case m.Kind == organisation.EPCI:
		key = "epci"
	}
	pattern := vocabulary.Zones[key]
	if pattern == "" {
		return "", ""
	}
	return strings.NewReplacer("{insee}", m.Insee, "{siren}", m.Siren).Replace(pattern), vocabulary.Granularities[key]
}

// tag is a keyword in the form that data.gouv.fr gives it: without accents, in
// lower case, words joined by hyphens. "" for one that it would refuse.
func tag(keyword string) string {
	var b strings.Builder
	for _, r := range folded(keyword) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
			b.WriteByte('-')
		}
	}
	out := strings.Trim(b.String(), "-")
	if len(out) > vocabulary.Limits.TagMost {
		out = strings.Trim(out[:vocabulary.Limits.TagMost], "-")
	}
	if len(out) < vocabulary.Limits.TagLeast {
		return ""
	}
	return out
}
