// Package model is the mechanism under the register: models that live on.
//
// The operator keeps a library of models. A model is issued in versions that
// never change. What a member has is an instance: a version of a model, and
// beside it only what was written differently there, field by field. An
// instance without a model has all its fields of its own.
//
//	record     named fields, and lists of named rows with cells (Record)
//	path       names one of them: "name", "data#identite", "data#identite.active"
//	override   what a member wrote at a path, and the version that it was
//	           compared with when it was written or settled (Override.Against)
//
// What a member reads is never kept: it is the version with the overrides laid
// over it (Apply). So a new version reaches any number of members by changing
// one number in each of their rows.
//
// # Batches
//
// Whatever is done to many instances at once is a batch: giving a model to
// members (Adopt), offering or taking over a new version (Push), settling what
// differs (Settle), undoing any earlier batch (Undo). A batch is one part per
// model; each part is a transaction of a few statements over all members, run
// by a durable job, with its progress in the batch's row. Each instance that a
// batch touched has an item with its state before.
//
// A version that was pushed is taken over where nothing was written locally,
// if the operator said so, and only proposed otherwise. An override stays in
// any case; where the model's text at its path changed too, the instance has
// an open difference, until somebody settles it.
//
// Any batch can be undone, not only the last: what it brought goes, what came
// later stays. Where the same field was changed since, nothing is undone, and
// the undoing says so. Members that left in the midst are counted apart.
//
// The mechanism knows no kind of record. A room gives it a Spec that says which
// fields there are.
package model
