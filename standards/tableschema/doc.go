// Package tableschema checks tables against Table Schema (Frictionless Data,
// version 1) and the custom checks of Validata, the reference checker of French
// public data, and says in plain French or English what is wrong, where, and
// what to do.
//
// [LoadJSON] reads a descriptor; [Match] says which column of a file is which
// field; [Check] reads a table once, at flat memory, and gives a [Report];
// [Recognise] guesses the schema of a header; [Infer] finds the types of a
// table that has none.
//
// It agrees with frictionless and Validata on what is wrong (codes, rows,
// fields), but for a few choices of ours:
//
//   - a pattern matches the whole cell, ^(?:…)$, where the reference compiles
//     ^…$ without the group;
//   - \d and \w mean ASCII, as in ECMAScript, which the standard refers to;
//   - a date without a format is YYYY-MM-DD with all its digits, as the
//     standard says: the reference lets 2024-1-7 through;
//   - a number is written with the digits 0 to 9 alone, and an integer fits
//     into 64 bits: the reference takes 1_000 and digits of other scripts;
//   - a web address has a host: the reference takes https:// alone;
//   - a cell of the wrong type counts as filled for cohesive and
//     one-of-required: the reference reports the row a second time;
//   - telephone numbers are checked against the numbering plan and not against
//     the numbers attributed;
//   - a cell missing at the end of a row is one finding, missing-cell, and not
//     a second one about the value that is required;
//   - labels match in spite of case, accents and blanks around them.
package tableschema
