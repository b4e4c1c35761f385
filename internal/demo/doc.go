// Package demo fills an installation with the demonstration département: the
// world that package world invents, deposited, checked, approved, withdrawn
// and erased through the same rooms as anything real, at the dates of the
// story. It goes through them in batches, for a world may be large.
package demo
