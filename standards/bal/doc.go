// Package bal reads, writes and checks Base Adresse Locale files, the form in
// which a commune hands its addresses to the national base: one row for each
// position of a number, and one with the number 99999 for each street or place
// that has none.
//
// The form is that of the AITF, in its versions 1.3, 1.4 (identifiers of the
// national base in three columns) and 1.5 (toponyme in place of voie_nom, no
// interoperability key). Check says what the official validator says
// (@ban-team/validateur-bal, profiles 1.3, 1.4, 1.5), under the same codes and
// levels; what it cannot know without the official list of communes or the
// network it leaves out, and says so (Codes).
package bal
