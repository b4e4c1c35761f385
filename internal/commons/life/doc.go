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
// A run goes on from stage to stage for half a second, as long as nothing is
// waited for: each stage has its own transaction, which moves the life, writes
// the step and the journal, and gives the run the next turn in the place of the
// one it had. Who dies in between leaves that turn to others, as if it had come
// from the queue.
//
// The row of a life is the lock of all that hangs on it: the transaction that
// moves it locks it first and writes it last, and so does everything that takes
// account of where it stands (answers, dates, undo, erasure, succession). That is
// why a stage without effects beyond its version runs on a snapshot
// (database.Snapshot), and why Verdict.With, whose effect may look at anything, is
// serializable.
//
// The engine knows no kind of piece: what is particular to one lies in its
// handlers.
package life
