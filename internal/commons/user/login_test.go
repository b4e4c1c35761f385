package user_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/journal"
	"airial/internal/platform/quota"
)

const good = "quatre mots de passe"

// notes keeps the kinds of the entries that it is told.
type notes struct{ kinds []string }

func (n *notes) Append(_ context.Context, _ database.Tx, e journal.Entry) (string, error) {
	n.kinds = append(n.kinds, e.Kind)
	return "", nil
}

func TestCheck(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		weak := user.WeakHash("passe")
		u := create(t, g, user.Account{Login: "claire", Name: "Claire", Password: weak})
		create(t, g, user.Account{Login: "sans", Name: "Sans mot de passe"})
		events := &notes{}
		g.Doors.Tell(events)
		logins := service(t, g).Logins()
		got, err := logins.Check(ctx, " CLAIRE ", "passe", from("192.0.2.1"))
		if err != nil || got.ID != u.ID {
			t.Errorf("Check: %+v, %v", got, err)
		}
		messages := map[string]bool{}
		for _, c := range [][2]string{{"claire", "faux"}, {"personne", "passe"}, {"sans", ""}, {"sans", good}, {"", ""}} {
			_, err := logins.Check(ctx, c[0], c[1], from("192.0.2.1"))
			if !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("%q with %q: %v", c[0], c[1], err)
				continue
			}
			messages[err.Error()] = true
		}
		if len(messages) != 1 {
			t.Errorf("the answers differ: %v", messages)
		}
		want := []string{user.EventRefused, user.EventRefused, user.EventRefused, user.EventRefused, user.EventRefused}
		if diff := cmp.Diff(want, events.kinds); diff != "" {
			t.Errorf("journal (-want +got):\n%s", diff)
		}
		// The password of the account was too short to be hashed anew today:
		// the old hash stays, and the log-in goes on.
		if _, err := logins.Check(ctx, "claire", "passe", from("192.0.2.1")); err != nil {
			t.Error(err)
		}
	})
}

func TestWeakHashIsRenewedAtLogIn(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		create(t, g, user.Account{Login: "claire", Name: "Claire", Password: user.WeakHash(good)})
		logins := service(t, g).Logins()
		for range 2 {
			if _, err := logins.Check(t.Context(), "claire", good, from("192.0.2.1")); err != nil {
				t.Fatal(err)
			}
		}
		g.Read(t, access.System("test"), func(tx access.Tx) error {
			var h string
			err := tx.QueryRow(t.Context(), `select password from account where login = 'claire'`).Scan(&h)
			if user.Hash(h).Outdated() {
				t.Errorf("hash %q is still weak", h)
			}
			return err
		})
	})
}

func TestGuessingIsSlowedForTheGuesserAlone(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		create(t, g, user.Account{Login: "claire", Name: "Claire", Password: user.WeakHash(good)})
		logins := service(t, g).Logins()
		kind := func(login, password, address string) fault.Kind {
			_, err := logins.Check(ctx, login, password, from(address))
			if err == nil {
				return ""
			}
			return fault.KindOf(err)
		}
		for _, login := range []string{"claire", "personne"} {
			for i := range 5 {
				if got := kind(login, "faux", "192.0.2.66"); got != fault.Unauthenticated {
					t.Fatalf("%s, attempt %d: %q", login, i, got)
				}
			}
			if got := kind(login, good, "192.0.2.66"); got != fault.TooMany {
				t.Errorf("%s, sixth attempt: %q, want too many", login, got)
			}
		}
		if got := kind("claire", good, "192.0.2.1"); got != "" {
			t.Errorf("from her own address: %q", got)
		}
		g.Clock.Advance(time.Hour)
		if got := kind("claire", good, "192.0.2.66"); got != "" {
			t.Errorf("after the wait: %q", got)
		}
	})
}

func TestDisabledAccountCannotLogIn(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		create(t, g, user.Account{Login: "claire", Name: "Claire", Password: user.WeakHash(good)})
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := tx.Exec(t.Context(), `update account set disabled_at = 1`)
			return err
		})
		_, err := service(t, g).Logins().Check(t.Context(), "claire", good, from("192.0.2.1"))
		if !fault.Is(err, fault.Unauthenticated) {
			t.Error(err)
		}
	})
}

func TestAnAddressTriesNoMoreAtTwoProcesses(t *testing.T) {
	organisationtest.Each(t, append(slices.Clone(schemas), quota.Schema), func(t *testing.T, g *organisationtest.Ground) {
		process := func() *user.Logins {
			p := service(t, g).Parts
			p.Callers = quota.New(quota.Parts{DB: g.DB, Clock: g.Clock, Ident: ident.New(g.Clock, nil), Secret: []byte("secret")}).Of("log-ins")
			return user.New(p).Logins()
		}
		both, wrong := []*user.Logins{process(), process()}, 0
		for i := range 80 { // a list of names, one try each
			_, err := both[i%2].Check(t.Context(), fmt.Sprintf("nom%d", i), "faux", from("192.0.2.1"))
			switch {
			case fault.Is(err, fault.Unauthenticated):
				wrong++
			case !fault.Is(err, fault.TooMany):
				t.Fatal(err)
			}
		}
		if wrong != 60 {
			t.Errorf("%d were tried, of the 60 that one address may", wrong)
		}
		if _, err := both[1].Check(t.Context(), "nom1", "faux", from("192.0.2.2")); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("another address: %v", err)
		}
	})
}
