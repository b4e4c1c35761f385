// Package conformity says how far a member complies: of each processing
// activity by fifteen points, of the organisation by twelve processes.
//
// Both are questionnaires of the mechanism in maturity: versions that never
// change, answers pinned to theirs, submitted evaluations that are closed. This
// room adds what they mean: which points a legal basis leaves out, and what an
// answer weighs.
//
//	minor   a point is not met, and an action is planned for it
//	major   a point is not met, and none is
//	level   major from one major or three minor on, minor from one, else met
//
// Points that do not apply are answered so by the legal bases (data/points.yaml),
// so that an evaluation can always be completed.
package conformity
