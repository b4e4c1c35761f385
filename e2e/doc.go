// Package e2e tries the whole system from outside: the built binary as a real
// process on a free port, its command line, its pages, its interface for
// machines, the files of others. It knows nothing of the rooms within.
//
// "make e2e" builds the binary first. AIRIAL_BIN names another one, and
// AIRIAL_TESTDATA the folder with the files of others; tests that read them
// are skipped without it, except under CI.
//
// Files of others may name people: no test prints their cells.
package e2e
