// Package standardstest finds what tests stand on that may be absent: the files
// of others (official schemas, tables as people publish them), none of which is
// kept here, and programs. What is absent is never passed over in silence.
package standardstest

import (
	"os"
	"testing"
)

// Others returns the folder of the files of others, AIRIAL_TESTDATA. Without
// it the test ends as Missing says.
func Others(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("AIRIAL_TESTDATA")
	if dir != "" {
		return dir
	}
	Missing(t, "AIRIAL_TESTDATA is not set: the files of others are not read")
	return ""
}
