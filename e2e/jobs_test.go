package e2e

import (
	"strings"
	"testing"
)

// TestJobs looks at the queue beside a server: nothing failed, and what is not
// there cannot be run again.
func TestJobs(t *testing.T) {
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	c.publish(firstSiren, form{title: "Travail", content: table("travail")})
	if r := airial(t, "jobs", "list", "--data", s.Dir, "--state", "failed"); r.code != 0 || r.stdout != "" {
		t.Errorf("exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
	// What repeats waits for its time.
	all := airial(t, "jobs", "list", "--data", s.Dir)
	id, _, _ := strings.Cut(all.stdout, " ")
	if all.code != 0 || !strings.Contains(all.stdout, "waiting") {
		t.Fatalf("exit %d: %s%s", all.code, all.stdout, all.stderr)
	}
	if r := airial(t, "jobs", "retry", "--data", s.Dir, id); r.code != 0 {
		t.Errorf("run now: exit %d: %s", r.code, r.stderr)
	}
	for _, args := range [][]string{{"jobs", "retry", "none"}, {"jobs", "give-up", "none", "--reason", "x"}} {
		if r := airial(t, append(args, "--data", s.Dir)...); r.code == 0 || r.stderr == "" {
			t.Errorf("%v: exit %d: %s", args, r.code, r.stderr)
		}
	}
}
