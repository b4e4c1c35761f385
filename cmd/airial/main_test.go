package main

import (
	"testing"

	line "airial/internal/platform/command"
)

// TestEveryCommandCanBeCalled makes the command line of the program: what is wrong
// with a tag, a type or the Run of any command would stop all of them.
func TestEveryCommandCanBeCalled(t *testing.T) {
	program := line.New(&commands{}, "airial", "")
	for _, args := range [][]string{{"version"}, {"--help"}, {"serve", "--help"}} {
		if _, err := program.Parse(args); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
}
