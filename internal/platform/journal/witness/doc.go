// Package witness is a second pair of eyes on a log: a small server that
// countersigns checkpoints (C2SP tlog-witness), and the asking side of it.
//
// What it promises:
//
//   - A witness countersigns a checkpoint only when it is signed by a log that
//     it knows, and proven to continue the last one that it countersigned. So
//     nobody, the log's operator included, can show two people two histories
//     under its countersignature.
//   - It keeps one checkpoint for each log, on disk before it answers. It knows
//     nothing of the entries.
//   - Countersignatures say when (C2SP tlog-cosignature, cosignature/v1).
//
// Put the witness on another machine than the log, with people who do not
// answer to the same person: what it proves is that both would have to lie.
package witness
