// Package display lets a publisher choose which charts and which map stand on the
// public page of a dataset: those that the program proposes or others made with
// the reader's own form, in which order, under which titles.
//
// It promises that nothing is chosen until somebody chooses, and that one can
// always go back to what the program chooses; that each change stands as a state
// of its own, which can be brought back; that whoever saves over the change of
// somebody else is told and sees both; and that the choice outlives new versions
// of the dataset: a chart whose column is gone is shown to its publisher as such,
// and to nobody else.
package display
