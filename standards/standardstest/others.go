// Package standardstest finds the files of others that tests read: official
// schemas, tables as people publish them. None of them is kept here.
package standardstest

import (
	"os"
	"testing"
)

// Others returns the folder of the files of others, AIRIAL_TESTDATA. Without
// it the test is skipped, and says so; where CI is set it fails: a check that
// nobody makes must not pass for one.
func Others(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("AIRIAL_TESTDATA")
	if dir != "" {
		return dir
	}
	if os.Getenv("CI") != "" {
		t.Fatal("AIRIAL_TESTDATA is not set: the files of others are NOT read")
	}
	t.Skip("AIRIAL_TESTDATA is not set: the files of others are NOT read")
	return ""
}
