// Package assessment is the room of impact assessments (AIPD; GDPR, art. 35).
//
// Two questions, kept apart:
//
//	need        must this activity be assessed? Nine criteria (WP248 rev. 01), of
//	            which two demand it, the CNIL's lists of types that demand it and of
//	            types that are exempt: dated data with their source (data/need.yaml).
//	            What the activity's record says is taken from it, the rest is asked,
//	            and every result says why. An officer may decide otherwise, with a
//	            reason.
//	assessment  the study itself, by the CNIL's method (standards/pia): context,
//	            principles, measures, three feared events, evaluation, opinions,
//	            decision of the controller.
//
// What an assessment says is a record of the kind "assessment" (package model):
// versions of the operator's models, overrides, history, two people who edit at
// once come with it. Beside it stands a row of this room: the activity, the
// state, the day of the next review, and the file of the CNIL's tool that it came
// from, so that an export says all that the import said, also what this program
// does not know.
//
// A study that was submitted or decided is not edited; it is taken up again. What
// the controller decided on is kept as it was.
package assessment
