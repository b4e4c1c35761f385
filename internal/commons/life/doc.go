// Package life takes a version through the stages of its path.
//
// A service says which path its kind of piece takes: an ordered list of named
// stages, each with a Handler. The engine runs the stage where a version
// stands as a durable job, writes what came of it as a step with its evidence,
// and hands over to the next stage, all in one transaction: nothing is lost
// between two stages, and a stage that is run twice does no more than once.
//
// A stage passes, refuses, waits (for a person with a right, for an answer
// from outside, for a date), is skipped, or sends the version back to an
// earlier stage. Each version keeps the path as it was when its life began.
// Undo is a new step, never a deletion.
//
// The engine knows no kind of piece: what is particular to one lies in its
// handlers.
package life
