// Package anonymise takes personal data out of tables, by a plan.
//
// A [Plan] is a small YAML file that says, for every column of a table, what
// becomes of it: kept, dropped, masked, generalised, replaced by a keyed
// pseudonym, bounded, or searched for names and identifiers that are blotted
// out; and which rows must look alike at least k times. [Suggest] proposes one
// from what privacy finds; [Run] applies one and tells what it did.
//
// What the package promises:
//
//   - A column that the plan does not name stops it ([ChangedError]), as does a
//     kind of data that a kept column was not known to hold: what is new is for
//     a person to decide.
//   - It fails closed. A value that cannot be read as what the plan takes it for
//     is left out; cells beyond the header and lines above it are left out; the
//     result is scanned again while it is written, and [Report.Left] tells what
//     is found.
//   - The k of the result is at least the one asked: it is measured on the
//     result. Only rows whose class stays too small go, which for given columns
//     is the least loss.
//   - The same plan, key and table give the same bytes; the plan applied to its
//     result changes nothing, but for a grid or a band whose step was changed.
//   - Memory is bounded, however long the table; it is read several times.
//
// A pseudonym is still personal data (RGPD, art. 4, 5°): whoever holds the key
// can make it again from a name. Destroying the key ends that.
package anonymise
