// Package sirene validates and formats the identifiers of the French register
// of companies and establishments: the SIREN (nine digits, a legal unit) and
// the SIRET (fourteen digits, an establishment of a legal unit).
//
// The rules are INSEE's: both numbers carry a Luhn check digit, except the
// establishments of La Poste (SIREN 356000000), whose digits add up to a
// multiple of five. Blanks and full stops between groups of digits are
// accepted, as python-stdnum does, so that a verdict here is Validata's.
//
// The package is pure, works on bytes and allocates nothing when it validates.
package sirene
