package check

import (
	"strings"

	"airial/internal/platform/fault"
	"airial/standards/catalogue"
	"airial/standards/tableschema"
)

// None is the name of "no schema": only the structure of the table is checked.
const None = "none"

// Find returns the schema of a name of the catalogue, which may carry a
// version ("scdl/prenoms@1.1.6"). "" (to be recognised) and None give nil. An
// unknown name is a fault of kind Invalid.
func Find(name string) (*tableschema.Schema, error) {
	name = strings.TrimSpace(name)
	if name == "" || name == None {
		return nil, nil
	}
	schema, ok := catalogue.Lookup(name)
	if !ok {
		return nil, fault.New(fault.Invalid, "check.Find",
			"Le schéma « %[1]s » n’est pas au catalogue. Choisissez-en un autre, ou « none » pour une table sans schéma.",
			"The schema “%[1]s” is not in the catalogue. Choose another one, or “none” for a table without schema.", name)
	}
	return schema, nil
}
