// Package opendata owns the dataset and its life: received, checked, cleared,
// approved, published, and for the piece as a whole withdrawn or erased.
//
// It promises that what no gate has cleared is never public, that a published
// address always shows the latest published version while each version keeps
// its own, that withdrawing hides at once and can be undone, and that erasing
// destroys the bytes of all versions and whatever was made of them.
//
// The gates themselves belong to other rooms; app puts their stages into the
// path (see Path). What this room needs of them it says in doors.go.
package opendata
