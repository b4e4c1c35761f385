package user_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
)

var schemas = []database.Schema{user.Schema, jobs.Schema, journal.Schema}

func create(t *testing.T, g *organisationtest.Ground, a user.Account) user.User {
	t.Helper()
	var u user.User
	g.Write(t, access.System("test"), func(tx access.Tx) (err error) {
		u, err = user.Create(t.Context(), tx, a)
		return err
	})
	return u
}

func TestFoldLogin(t *testing.T) {
	for in, want := range map[string]string{
		"  Éloïse.DUPUY ": "eloise.dupuy",
		"secretariat":     "secretariat",
		"ﬁn":              "fin",
	} {
		if got := user.FoldLogin(in); got != want {
			t.Errorf("FoldLogin(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCreate(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		shared := "mairie@saint-elix.example"
		first := create(t, g, user.Account{Login: "Éloïse.Dupuy", Name: " Éloïse Dupuy ", Email: shared, Locale: i18n.French})
		create(t, g, user.Account{Login: "maire.saint-elix", Name: "Jean Lafitte", Email: shared})
		want := user.User{ID: first.ID, Login: "eloise.dupuy", Name: "Éloïse Dupuy", Email: shared, Locale: i18n.French, Created: organisationtest.Start}
		g.Read(t, access.System("test"), func(tx access.Tx) error {
			got, err := user.ByLogin(t.Context(), tx, "ELOISE.dupuy")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("account (-want +got):\n%s", diff)
			}
			return err
		})
		admin := organisationtest.At("admin", g.Operator, access.Administrator)
		officer := organisationtest.At("officer", g.Operator, access.OpenDataOfficer)
		for _, c := range []struct {
			name    string
			scope   access.Scope
			account user.Account
			kind    fault.Kind
		}{
			{"a login that is taken", admin, user.Account{Login: "eloise.dupuy", Name: "X"}, fault.Conflict},
			{"an e-mail address as login", admin, user.Account{Login: shared, Name: "X"}, fault.Invalid},
			{"too short a login", admin, user.Account{Login: "ab", Name: "X"}, fault.Invalid},
			{"no name", admin, user.Account{Login: "abc", Name: " "}, fault.Invalid},
			{"a broken address", admin, user.Account{Login: "abc", Name: "X", Email: "mairie at x"}, fault.Invalid},
			{"somebody who may not", officer, user.Account{Login: "abc", Name: "X"}, fault.Forbidden},
			{"nobody", access.Public(), user.Account{Login: "abc", Name: "X"}, fault.Forbidden},
		} {
			err := g.Try(t, c.scope, func(tx access.Tx) error {
				_, err := user.Create(t.Context(), tx, c.account)
				return err
			})
			if got := fault.KindOf(err); err == nil || got != c.kind {
				t.Errorf("%s: %v, want %s", c.name, err, c.kind)
			}
		}
	})
}

func TestOnlyOneselfChangesAnAccount(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		u := create(t, g, user.Account{Login: "claire", Name: "Claire"})
		other := organisationtest.At("other", g.Town, access.Manager)
		herself := access.For(u.Actor(), nil, nil)
		for name, act := range map[string]func(tx access.Tx) error{
			"update":   func(tx access.Tx) error { return user.Update(t.Context(), tx, u.ID, user.Profile{Name: "Claire B."}) },
			"password": func(tx access.Tx) error { return user.SetPassword(t.Context(), tx, u.ID, "x") },
			"sessions": func(tx access.Tx) error { _, err := user.CloseOthers(t.Context(), tx, u.ID, ""); return err },
			"list":     func(tx access.Tx) error { _, err := user.Open(t.Context(), tx, u.ID); return err },
		} {
			if err := g.Try(t, other, act); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s by another person: %v, want not found", name, err)
			}
			if err := g.Try(t, herself, act); err != nil {
				t.Errorf("%s by herself: %v", name, err)
			}
		}
		g.Read(t, herself, func(tx access.Tx) error {
			got, err := user.Get(t.Context(), tx, u.ID)
			if got.Name != "Claire B." {
				t.Errorf("name %q after the update", got.Name)
			}
			return err
		})
	})
}

func TestOfMember(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		b := create(t, g, user.Account{Login: "b.secretaire", Name: "Secrétaire"})
		a := create(t, g, user.Account{Login: "a.maire", Name: "Maire"})
		events := &notes{}
		g.Doors.Tell(events)
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			for _, grant := range []struct {
				u    string
				m    string
				role access.Role
			}{
				{b.ID, g.Village.ID, access.Manager}, {b.ID, g.Village.ID, access.Depositor},
				{b.ID, g.Town.ID, access.Reader}, {a.ID, g.Village.ID, access.Official},
			} {
				if err := access.Grant(t.Context(), tx, grant.u, grant.m, grant.role); err != nil {
					return err
				}
			}
			return nil
		})
		see := organisationtest.At("x", g.Village, access.Reader)
		g.Read(t, see, func(tx access.Tx) error {
			list, err := user.OfMember(t.Context(), tx, g.Village.ID)
			var got []string
			for _, c := range list {
				for _, role := range c.Roles {
					got = append(got, c.Login+" "+string(role))
				}
			}
			want := []string{"a.maire official", "b.secretaire depositor", "b.secretaire manager"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("people (-want +got):\n%s", diff)
			}
			return err
		})
		err := g.Try(t, see, func(tx access.Tx) error { _, err := user.OfMember(t.Context(), tx, g.Town.ID); return err })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("people of another member: %v, want not found", err)
		}
		if len(events.kinds) != 4 || events.kinds[0] != access.EventGranted {
			t.Errorf("journal got %v", events.kinds)
		}
	})
}

func TestCleanProfile(t *testing.T) {
	for _, c := range []struct {
		in    user.Profile
		wrong string
	}{
		{user.Profile{Name: "A", Email: "a@b.fr", Locale: "fr"}, ""},
		{user.Profile{Name: "A"}, ""},
		{user.Profile{Name: strings.Repeat("é", user.MaxName)}, ""},
		{user.Profile{Name: strings.Repeat("é", user.MaxName+1)}, "name"},
		{user.Profile{Name: "A", Email: "a@b"}, "email"},
		{user.Profile{Name: "A", Email: "a@b.fr, c@d.fr"}, "email"},
		{user.Profile{Name: "A", Email: "a@b@c.fr"}, "email"},
		{user.Profile{Name: "A", Locale: "de"}, "locale"},
	} {
		_, wrong := user.CleanProfile(c.in)
		if _, bad := wrong[c.wrong]; len(wrong) > 1 || bad != (c.wrong != "") {
			t.Errorf("%+v: wrong %v, want %q", c.in, wrong, c.wrong)
		}
	}
}
