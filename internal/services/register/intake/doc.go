// Package intake takes registers over that were kept elsewhere.
//
// It is two things. The ledger is the mechanism under all imports into the
// register: what was read is kept aside (register_import_row), shown, and taken
// over body by body, each in a transaction of its own, so that nothing is half
// imported and a crash is gone on from. All that an import makes has an item
// with a mark of how it was then; undoing takes away what nobody has worked on
// since, and says what it leaves. What cannot be carried is counted and listed
// with its original.
//
// Beside it stands the import of a table: a workbook or a text whose columns a
// person maps to the fields of an activity, with proposals, and the workbook of
// the CNIL's model of a register. A row with something wrong is named with its
// reason; the others are imported only when the person says so. A row whose
// reference or name is in the register already is shown as a difference, so that
// the same file twice changes nothing.
//
// Package madis stands on the ledger.
package intake
