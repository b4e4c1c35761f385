//go:build !race

package app

// oneIn is of how many cells of the table of answers one is asked: all are.
const oneIn = 1
