// Command bench measures the built binary from outside and prints a table:
// each figure with the limit that it must keep or the peer that it stands
// beside. It ends with status 1 when a limit is missed.
//
//	bench/run                      everything, some ten minutes
//	bench/run -only deposit,check  some of it
//	bench/run -only privacy        recall and precision of the scan, by kind
//	bench/run -list                what there is
//	bench/run -only growth -large FOLDER -moved FOLDER=DATABASE -chart bench/growth
//	                               what each thing costs as members become more
//
// growth-sqlite.svg and growth-postgresql.svg are drawn by the last, of the
// numbers in growth.csv: each kind of request one at a time, the median of 400,
// at 25 to 35,001 members. Those here were taken on two processors at load 18
// to 20, the program and its database before the others (nice -10): levels are
// higher than on a quiet machine. What searches go through grows with what they
// find, a start with what is held in memory; of the rest, what rises at 35,001 is
// the first reading of pages that no request has asked for before.
//
// What it promises:
//
//   - A figure is the median of several runs (Figure.Runs); their spread stands
//     beside it. Latencies are percentiles over all requests of one run.
//   - A peer reads the same file, in the same run, on the same machine.
//   - The load of the machine stands at the head and beside each figure: on a
//     busy machine figures are worse than on an idle one, never better.
//     Processor time, where it is given, suffers less.
//   - All that is made lies in a temporary folder, and is removed.
//
// The clients run on the same machine as the server and take their share of
// its processors.
package main
