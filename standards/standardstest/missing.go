package standardstest

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

// Missing ends a test that stands on something which is not here: a program, a
// server, files of others. Where CI is set it fails, for a check that nobody
// makes must not pass for one; elsewhere it is skipped, and told.
func Missing(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal("NOT TESTED: " + why)
	}
	Tell(t, why)
	t.Skip("NOT TESTED: " + why)
}

// told keeps a test from saying the same thing for each of its cases.
var told sync.Map

// Tell notes that a check is not made. "go test" is silent about it, so the note
// also goes into the file that NOT_TESTED names, which "make test" shows
// in the end.
func Tell(t testing.TB, why string) {
	t.Helper()
	line := t.Name() + ": " + why
	if _, twice := told.LoadOrStore(line, true); twice {
		return
	}
	t.Log("NOT TESTED: " + why)
	path := os.Getenv("NOT_TESTED")
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = fmt.Fprintln(f, line)
		_ = f.Close()
	}
	if err != nil {
		t.Error(err)
	}
}
