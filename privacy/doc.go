// Package privacy finds personal data in tables and text before they are
// published.
//
// A [Scanner] is told the columns of a table, reads its rows one by one and
// gives a [Result]: what was seen, in which column, how often, and whether the
// table may go on by itself (clear) or waits for a person's decision (stop).
//
// What the package promises:
//
//   - No value leaves it. A [Finding] holds a place and a masked form such as
//     "06 •• •• •• 78", never the value: reports are kept and shown.
//   - It fails closed. What looks personal and is not proven public stops the
//     table; only what a schema declares as the contact of a place, or what is
//     plainly the address of a body, is of level info.
//   - Counts are exact. The list of findings is cut, the counts never are.
//   - It is pure: no database, no network, no clock. A row in which nothing is
//     found costs no allocation.
//
// Each kind of data has its detector, in a file of its own; the list of them is
// in detectors.go. Kinds that carry a check digit (NIR, IBAN) are accepted on
// the digit alone, wherever they stand. The header of a column (lexicon.go)
// widens or narrows what a detector accepts, and never replaces it.
package privacy
