// Package person finds the names of persons in French text, above all in the
// writing of administrations: délibérations, arrêtés, letters, object lines.
//
// [Find] gives each name with its place, how sure it is, why, and whether the
// person seems to act in a public role (elected, signing, holding a contract)
// or is a private one. What bears a person's name and is no person (a street, a
// school, a company, a law) is not given.
//
// Names are recognised by what stands around them (a civility, “née”, “l’agent”,
// a trade), by how they are written (Léa DUBOIS, DUBOIS Léa, J.-P. Martin) and by
// lists of first names and family names; no single one of the three suffices
// for a word that is also a common noun. The package is pure: no clock, no
// network, no model loaded at run time.
package person
