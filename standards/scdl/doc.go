// Package scdl describes the eight table schemas of the Socle commun des
// données locales (OpenDataFrance), which most French local bodies publish
// under: their columns, types, rules and checks are those of the official
// descriptors on schema.data.gouv.fr; labels, descriptions and examples are
// our own, in French and English.
//
// A test compares each of them with the official descriptor.
package scdl
