// Package term reckons when time limits of law end, to the day or to the
// minute.
//
// Limits and public holidays are dated data (data/terms.yaml), each with its
// source; what nobody has read in the source yet is marked "à vérifier" there,
// and pages show the mark. The package has no clock: it is told from when.
package term
