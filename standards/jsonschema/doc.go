// Package jsonschema checks JSON documents against a JSON Schema, as the
// essential data of public contracts (DECP) have one, and reports in the words
// of standards/tableschema. The schema is all there is: no reference out of it
// is followed, neither to a file nor to an address.
package jsonschema
