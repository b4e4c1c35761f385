// Package openlog shows the journal to everybody: the log itself in the layout
// of C2SP tlog-tiles under /journal/, proofs over the machine interface, and a
// page that explains both.
//
// What it promises:
//
//   - Whoever keeps a checkpoint can prove later, without trusting us, that
//     nothing under it was changed, taken away or put in: with
//     "airial journal verify --url", or with any client of tlog-tiles.
//   - Nothing that is not public gets out: records say that something of a kind
//     happened and when, and commit to the rest (package journal).
//   - Complete tiles and bundles never change and may be kept by anybody.
//
// With a witness, the checkpoint that goes out is the newest that the witness
// has countersigned. When the witness is late, the page says so; the log goes
// on.
package openlog
