package e2e

import (
	"strings"
	"testing"
)

// TestUserCommands opens, finds, changes, closes accounts from the command line
// while the server runs.
func TestUserCommands(t *testing.T) {
	s := start(t, opts{})
	run := func(args ...string) result {
		t.Helper()
		return airial(t, append([]string{"user"}, append(args, "--data", s.Dir)...)...)
	}
	if r := run("add", "--member", firstSiren, "--login", "ninon.essai", "--name", "Ninon Essai", "--role", "reader"); r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.stderr)
	}
	line := func() string {
		t.Helper()
		r := run("list", "ninon")
		if r.code != 0 {
			t.Errorf("exit %d: %s", r.code, r.stderr)
		}
		return strings.Join(strings.Fields(r.stdout), " ")
	}
	for _, c := range []struct {
		args string
		want string
	}{
		{"grant --member " + secondSiren + " --login ninon.essai --role manager", "ninon.essai Ninon Essai never reader@" + firstSiren + " manager@" + secondSiren},
		{"revoke --member " + firstSiren + " --login ninon.essai --role reader", "ninon.essai Ninon Essai never manager@" + secondSiren},
		{"disable ninon.essai", "ninon.essai Ninon Essai disabled manager@" + secondSiren},
		{"enable Ninon.Essai", "ninon.essai Ninon Essai never manager@" + secondSiren},
	} {
		if r := run(strings.Fields(c.args)...); r.code != 0 {
			t.Errorf("%s: exit %d: %s", c.args, r.code, r.stderr)
		}
		if got := line(); got != c.want {
			t.Errorf("after %s: %q, want %q", c.args, got, c.want)
		}
	}
	for _, args := range []string{"disable nobody.here", "grant --member " + firstSiren + " --login ninon.essai --role support", "list --role king", "list --member 1"} {
		if r := run(strings.Fields(args)...); r.code == 0 || r.stderr == "" {
			t.Errorf("%s: exit %d, %q", args, r.code, r.stderr)
		}
	}
}
