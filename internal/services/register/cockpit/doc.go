// Package cockpit is where the operator's officers see all their members at
// once: who has designated nobody, who has no register, what is late and what is
// due this week, on a list, on a map and over the years; and where they act for
// many at once.
//
// It counts nothing itself that another room keeps: how registers stand is the
// mechanism's tally, what is late is told by the rooms (Source), each as far as
// the reader's role opens it. One pass over the members makes the list, so that
// every filter and order costs the same.
//
// What is its own is the agents' work: whose members are whose (portfolio), who
// stands in for whom, visits with what was said there, and acts on many members
// (assigning, planning visits, reminding), each shown before it is done, with its
// progress, and undone where something can be undone. Models are pushed by the
// mechanism's own batches.
package cockpit
