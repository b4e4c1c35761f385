// Package check is the gate of form: it finds out whether a deposited table is
// what its schema says, and tells the depositor in plain words what is wrong,
// where, and what to do.
//
// It offers its stage to any life whose pieces are tables (Stage), keeps what
// it found, and reads a valid table for those who publish it (Open). The
// engine is standards/tableschema; the command line uses the same.
package check
