// Package law says what may be published of persons: rules as data, each with
// its article and the day from which it holds. The detector finds; these rules
// say whether what was found is told (info), waits for a person (review) or must
// not go out without the data-protection officer's opinion (block).
//
// [Default] are the rules that come with the program (rules.yaml). An operator
// keeps a file of the same form; [Set.Digest] names the very rules under which a
// decision was taken.
package law
