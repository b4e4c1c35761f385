package scdl

import (
	"strings"

	"airial/standards/tableschema"
)

// prefix is where the catalogue keeps these schemas.
const prefix = "scdl/"

// schemas are the eight of them, in the order they are shown.
var schemas = []*tableschema.Schema{
	deliberations(), subventions(), budget(), equipements(),
	prenoms(), catalogue(), menus(), plats(),
}

// All gives the eight schemas. They are shared: nobody may change them.
func All() []*tableschema.Schema {
	return append([]*tableschema.Schema{}, schemas...)
}

// Lookup gives the schema called name in the catalogue ("scdl/subventions");
// it is false when there is none. A version may follow ("scdl/prenoms@v1.1.6"
// or "@1.1.6"): it must be the one we know. Case and the prefix do not matter.
func Lookup(name string) (*tableschema.Schema, bool) {
	name, version, versioned := strings.Cut(strings.TrimSpace(name), "@")
	name = strings.ToLower(name)
	if !strings.Contains(name, "/") {
		name = prefix + name
	}
	for _, s := range schemas {
		if s.Name == name && (!versioned || tableschema.TrimVersion(version) == s.Version) {
			return s, true
		}
	}
	return nil, false
}

// Recognise gives the schema that a header follows, nil when none is likely.
func Recognise(header []string) *tableschema.Schema {
	if c := Candidates(header); len(c) > 0 {
		return c[0].Schema
	}
	return nil
}

// Candidates orders the schemas that a header may follow, the likeliest first,
// then the runner-up. It gives nothing when none is likely.
func Candidates(header []string) []tableschema.Candidate {
	return tableschema.Recognise(header, schemas)
}
