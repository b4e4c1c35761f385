package e2e

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAMemberChangesMergesAndMoves takes a member through what becomes of
// members: another name, a merger that the server carries out, and an export
// that another installation takes in.
func TestAMemberChangesMergesAndMoves(t *testing.T) {
	s := start(t, opts{})
	run := func(want int, args ...string) string {
		t.Helper()
		r := airial(t, append([]string{"member"}, args...)...)
		if r.code != want {
			t.Fatalf("%v: exit %d, want %d: %s", args, r.code, want, r.stderr)
		}
		return r.stdout
	}
	data := "--data=" + s.Dir
	token := s.token(t, firstSiren, "depositor")
	r := airial(t, "deposit", "--server", s.URL, "--token", token, "--title", "Nos subventions", write(t, "mandats.csv", table("fusion")))
	if r.code != 0 {
		t.Fatal(r.stderr)
	}
	run(0, "rename", data, firstSiren, "Grande Première", "--why", "décret")
	s.public(t).page("/p/premiere", 308)
	if p := s.public(t).page("/p/grande-premiere", 200); !p.has("h1", "Grande Première") {
		t.Error("the new address does not show the new name")
	}
	for deadline := time.Now().Add(time.Minute); !s.public(t).page("/fr/datasets?q=grande+premiere", 200).says("Nos subventions"); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("its dataset is not found under its new name")
		}
	}
	run(2, "merge", data, firstSiren, "--into", secondSiren) // shown, and not done
	run(0, "merge", data, firstSiren, "--into", secondSiren, "--yes")
	for deadline := time.Now().Add(time.Minute); !strings.Contains(run(0, "acts", data), "done"); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the merger is not done: %s", run(0, "acts", data))
		}
	}
	s.public(t).page("/p/premiere/datasets/nos-subventions", 308)
	if p := s.public(t).page("/p/seconde-sur-essai/datasets/nos-subventions", 200); !p.has("h1", "Nos subventions") {
		t.Error("the dataset is not found at its heir")
	}
	export := filepath.Join(t.TempDir(), "export.zip")
	run(0, "export", data, secondSiren, "--to", export)
	run(1, "import", data, export) // it is here already
	run(2, "import", data, export+".none")
}
