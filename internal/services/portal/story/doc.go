// Package story tells what the data of a schema say, in a page for citizens: who
// receives which subsidies, what councils decide, where the equipment is, which
// first names are given. It works for one member, for several, for all.
//
// It reads the consolidated dataset of the territory and nothing else: what no gate
// let through is not in it. It promises that every figure stands beside its
// coverage, so that a total of whoever has published is never taken for the truth;
// that every chart and map has its table; and that all of it reads without a script.
// What is chosen (year, bodies, words) is in the address.
package story
