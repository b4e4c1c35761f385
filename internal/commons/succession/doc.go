// Package succession carries out what becomes of members: several merge into
// one (commune nouvelle), one absorbs another (a CCAS, an EPCI), one that was
// merged is set up again and takes datasets along, one leaves the operator.
//
// An act is recorded, with its day and its deed; on its day a durable job
// carries it out. It says who inherits what: each room that holds something of
// members is an organisation.Inheritor and passes it itself; tables of which no
// room says anything pass row by row, by the register of tables. Files are
// copied beforehand into the name of the heir, each checked against its digest;
// then all records pass in one transaction; then what is left under the former
// name is destroyed. So there is one owner at any time, whom row-level security
// and erasure know by the column that they always look at.
//
// An act whose day is to come can be cancelled. One that is done is undone by
// another: a split after a merger, a return after a leaving.
package succession
