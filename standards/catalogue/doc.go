// Package catalogue knows the table schemas of schema.data.gouv.fr, by name
// and version: the eight of standards/scdl, with labels of our own, and the
// others as compact descriptors (names, types, rules, lists of values: the
// facts that a checker obeys). It works without a network; [Dir] adds the
// schemas that an operator has fetched since, each with its date and digest.
//
// tables.json is made by the command in generate from a copy of the official
// catalogue.
package catalogue
