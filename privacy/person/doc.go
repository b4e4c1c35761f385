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
// for a word that is also a common noun.
//
// Two small linear models stand behind the rules, learned from sentences of our
// own (train) and embedded: one weighs the words in capitals in which no rule has
// seen a name, the other whether the words around a name agree with the public
// role that a rule gives it. Both err towards a private person too many.
//
// The package is pure: no clock, no network, nothing loaded at run time.
package person
