// Package dcat writes catalogues of datasets as DCAT-AP 3.0.1, in JSON-LD,
// in Turtle and in RDF/XML, for the harvesters of data.gouv.fr and of the
// European portals.
//
// [Write] takes a catalogue and an iterator over its datasets, and streams:
// what it holds in memory does not grow with the number of datasets.
//
// What the package promises:
//
//   - The graph is the same in every syntax: the types are walked once into
//     nodes (node.go, walk_*.go), and a syntax only spells nodes.
//   - The graph conforms to the SHACL shapes of DCAT-AP 3.0.1 and to its ranges:
//     whatever is pointed at carries its class, since the shapes look for it in
//     the same graph.
//   - It obeys what udata, the software of data.gouv.fr, expects of a catalogue
//     beyond the standard; the places say so.
//   - Text that no syntax of RDF may hold (control characters, broken UTF-8) is
//     left out or replaced; addresses are percent-encoded where they must be.
//   - A document that could not be written whole is not closed: a harvester must
//     fail on it rather than take missing datasets for removed ones.
package dcat
