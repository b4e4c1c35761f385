// Package blobtest holds what every store of files must do (Conformance), and
// stores that make trouble: one that fails when it is told to (Faulty) and one
// that takes its time (Slow).
package blobtest
