// Command bench measures the built binary from outside and prints a table:
// each figure with the limit that it must keep or the peer that it stands
// beside. It ends with status 1 when a limit is missed.
//
//	bench/run                      everything, some ten minutes
//	bench/run -only deposit,check  some of it
//	bench/run -only privacy        recall and precision of the scan, by kind
//	bench/run -list                what there is
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
