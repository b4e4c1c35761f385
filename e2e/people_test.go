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
	for _, c := range []string{"invite ninon.essai --public-url=https://donnees.example.fr", "recover ninon.essai --public-url=https://donnees.example.fr"} {
		if r := run(strings.Fields(c)...); r.code != 0 || !strings.HasPrefix(r.stdout, "https://donnees.example.fr/console/login/link?code=") {
			t.Errorf("%s: exit %d: %s%s", c, r.code, r.stdout, r.stderr)
		}
	}
	for _, c := range []string{"unlock ninon.essai --factors", "lock ninon.essai", "copy ninon.essai"} {
		if r := run(strings.Fields(c)...); r.code != 0 {
			t.Errorf("%s: exit %d: %s", c, r.code, r.stderr)
		}
	}
	if r := run("erase", "ninon.essai"); r.code == 0 || line() == "" {
		t.Errorf("an account is erased without being asked again: %+v", r)
	}
	if r := run("erase", "ninon.essai", "--yes"); r.code != 0 || line() != "" {
		t.Errorf("erase: exit %d, %s; the list still says %q", r.code, r.stderr, line())
	}
	run("add", "--member", firstSiren, "--login", "ninon.essai", "--name", "Ninon Essai", "--role", "reader")
	for _, args := range []string{"disable nobody.here", "grant --member " + firstSiren + " --login ninon.essai --role support", "list --role king", "list --member 1"} {
		if r := run(strings.Fields(args)...); r.code == 0 || r.stderr == "" {
			t.Errorf("%s: exit %d, %q", args, r.code, r.stderr)
		}
	}
}
