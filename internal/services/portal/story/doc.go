// Package story tells what the data of a schema say, in a page for citizens: where
// the money of a budget goes, who receives which subsidies, who buys what from whom,
// what councils decide, where the equipment is, what canteens serve, which first
// names are given. A schema without a story of its own is told by the types of its
// columns, with the charts that the page of a dataset would choose. It works for one
// member, for several, for all.
//
// The documents of a budget (voted, amended, carried out) speak of the same money:
// one of them is counted at a time, never their sum.
//
// It reads the consolidated dataset of the territory and nothing else: what no gate
// let through is not in it. It promises that every figure stands beside its
// coverage, so that a total of whoever has published is never taken for the truth;
// that every chart and map has its table; and that all of it reads without a script.
// What is chosen (year, bodies, words) is in the address.
package story
