// Package help carries questions from the people who work in the console to
// the operator, and the answers back: a small form behind "Demander de l’aide"
// on every page, which knows the page, the piece and the number of the request
// it is asked about, and the operator's queue.
//
// A question belongs to who asked it and to the operator's people; nobody else
// sees it. Nothing is lost: a closed question can be opened again, by either.
package help
