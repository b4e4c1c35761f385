// Package advice is where members ask the data-protection officer, and where
// she shares what all need.
//
// A question is asked from any page, by anybody who is signed in; it is seen by
// who asked it, by those who decide for her member, and by the officer. It is
// answered by a dated opinion (avis). An opinion that names nobody may be
// shared: all members find it by its words, before they ask. The document space
// holds the officer's templates and guides, by category, with the favourites of
// each reader.
//
// The journal says that something was asked or answered, never what.
package advice
