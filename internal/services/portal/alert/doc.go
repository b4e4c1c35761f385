// Package alert writes to whoever wants to know when something new is published:
// of all, of a member, of any search, or of one dataset.
//
// It promises that nobody is written to who has not said yes by a link in a
// letter; that there is one letter a day or a week at most for each alert, and
// none when nothing is new; that one click ends it; and that nothing is kept of
// anybody but her address, sealed, and what she wants to hear of, until then. An
// alert that is never confirmed is forgotten after three days.
package alert
