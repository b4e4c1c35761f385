//go:build race

package app

// oneIn is of how many cells of the table of answers one is asked: the race
// detector makes each request some ten times as dear. Another run, without it,
// asks all of them (see the Makefile).
const oneIn = 8
