package access_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

func makeToken(t *testing.T, g *organisationtest.Ground, days int, rights ...access.Right) (token access.Token, secret string) {
	t.Helper()
	g.Write(t, organisationtest.At("m", g.Village, access.Manager), func(tx access.Tx) (err error) {
		token, secret, err = access.MakeToken(t.Context(), tx, access.NewToken{MemberID: g.Village.ID, Name: "Export", Rights: rights, Days: days})
		return err
	})
	return token, secret
}

// Every right a token was given holds at its member, and no other anywhere.
func TestATokenHoldsItsRightsAndNoOther(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		all := append(access.TokenRights(), access.Manage)
		for _, given := range [][]access.Right{nil, {access.Deposit}, {access.Deposit, access.Publish}, {access.Withdraw}, {access.Erase}, {access.Listen}, access.TokenRights()} {
			_, secret := makeToken(t, g, 30, given...)
			s, err := ask(t, g, "Bearer "+secret)
			if err != nil {
				t.Fatal(err)
			}
			for _, right := range all {
				want := right == access.See || slices.Contains(given, right)
				err := g.Try(t, s, func(tx access.Tx) error { return tx.May(t.Context(), right, g.Village.ID) })
				if (err == nil) != want || err != nil && !fault.Is(err, fault.Forbidden) {
					t.Errorf("a token that may %v: %s: %v", given, right, err)
				}
				if err := g.Try(t, s, func(tx access.Tx) error { return tx.May(t.Context(), right, g.Town.ID) }); !fault.Is(err, fault.NotFound) {
					t.Errorf("a token that may %v: %s elsewhere: %v", given, right, err)
				}
				if n := len(s.MembersWith(right)); (n == 1) != want {
					t.Errorf("a token that may %v: %s at %d members", given, right, n)
				}
			}
		}
	})
}

func TestMakeTokenRefusesWhatMakesNoSense(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		for _, n := range []access.NewToken{
			{Name: "x", Rights: []access.Right{access.Manage}, Days: 1}, {Name: "x", Rights: []access.Right{"king"}, Days: 1},
			{Name: "x", Days: 0}, {Name: "x", Days: access.MaxTokenDays + 1}, {Name: " ", Days: 1},
		} {
			n.MemberID = g.Village.ID
			err := g.Try(t, organisationtest.At("m", g.Village, access.Manager), func(tx access.Tx) error {
				_, _, err := access.MakeToken(t.Context(), tx, n)
				return err
			})
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", n, err)
			}
		}
	})
}

func TestATokenEnds(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		token, secret := makeToken(t, g, 30, access.Deposit)
		g.Clock.Set(token.Expires.Add(-time.Second))
		if _, err := ask(t, g, "Bearer "+secret); err != nil {
			t.Errorf("just before its end: %v", err)
		}
		g.Clock.Set(token.Expires)
		_, err := ask(t, g, "Bearer "+secret)
		if !fault.Is(err, fault.Unauthenticated) || !strings.Contains(fault.Message(err).Fr, "a expiré le 2026-11-04") {
			t.Errorf("at its end: %v", err)
		}
		err = g.Try(t, organisationtest.At("m", g.Village, access.Manager), func(tx access.Tx) error {
			_, _, err := access.RotateToken(t.Context(), tx, token.ID)
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("renewed after its end: %v", err)
		}
	})
}

func TestRotation(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		token, first := makeToken(t, g, 90, access.Deposit)
		g.Clock.Advance(24 * time.Hour)
		var fresh access.Token
		var second string
		rotate := func(s access.Scope) error {
			return g.Try(t, s, func(tx access.Tx) (err error) {
				fresh, second, err = access.RotateToken(t.Context(), tx, token.ID)
				return err
			})
		}
		if err := rotate(organisationtest.At("x", g.Town, access.Manager)); !fault.Is(err, fault.NotFound) {
			t.Errorf("renewed by another member: %v", err)
		}
		if err := rotate(organisationtest.At("m", g.Village, access.Manager)); err != nil {
			t.Fatal(err)
		}
		if want := g.Clock.Now().AddDate(0, 0, 90); fresh.Name != token.Name || !slices.Equal(fresh.Rights, token.Rights) || !fresh.Expires.Equal(want) || first == second {
			t.Errorf("the new one is %+v, until %s", fresh, want)
		}
		for secret, works := range map[string][2]bool{first: {true, false}, second: {true, true}} {
			if _, err := ask(t, g, "Bearer "+secret); (err == nil) != works[0] {
				t.Errorf("at once: %v", err)
			}
			g.Clock.Advance(access.TokenGrace)
			if _, err := ask(t, g, "Bearer "+secret); (err == nil) != works[1] {
				t.Errorf("a week later: %v", err)
			}
			g.Clock.Advance(-access.TokenGrace)
		}
	})
}

func nothing(w http.ResponseWriter, _ *http.Request) error {
	w.WriteHeader(http.StatusOK)
	return nil
}

func TestATokenIsMeasured(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		_, secret := makeToken(t, g, 30, access.Deposit)
		_, other := makeToken(t, g, 30, access.Deposit)
		g.Doors.LimitTokens(web.NewLimiter(g.Clock, 0.5, 3))
		routes := &web.Routes{}
		routes.Add(web.Route{Method: "GET", Pattern: "/api/x", Kind: web.API, Guard: access.Bearer(g.Doors), Handler: nothing})
		site := web.NewRouter(web.Config{Clock: g.Clock, PublicURL: "http://localhost"}, routes)
		get := func(secret string) *httptest.ResponseRecorder {
			r := httptest.NewRequest("GET", "/api/x", nil)
			r.Header.Set("Authorization", "Bearer "+secret)
			w := httptest.NewRecorder()
			site.ServeHTTP(w, r)
			return w
		}
		for left := range 3 {
			w := get(secret)
			if want := []string{`"token";r=2;t=2`, `"token";r=1;t=4`, `"token";r=0;t=6`}[left]; w.Code != 200 || w.Header().Get("RateLimit") != want || w.Header().Get("RateLimit-Policy") != `"token";q=3;w=6` {
				t.Errorf("request %d: %d %v, want %s", left, w.Code, w.Header(), want)
			}
		}
		w := get(secret)
		if w.Code != 429 || w.Header().Get("Retry-After") != "2" || w.Header().Get("RateLimit") != `"token";r=0;t=6` || !strings.Contains(w.Body.String(), "Attendez 2") {
			t.Errorf("one too many: %d %v %s", w.Code, w.Header(), w.Body)
		}
		if w := get(other); w.Code != 200 {
			t.Errorf("another token waits for it: %d", w.Code)
		}
		g.Clock.Advance(2 * time.Second)
		if w := get(secret); w.Code != 200 || w.Header().Get("Airial-Token-Expires") != "2026-11-04T08:00:00Z" {
			t.Errorf("after the wait: %d %v", w.Code, w.Header())
		}
	})
}

func TestWarnedOfOnce(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		long, _ := makeToken(t, g, 90)
		makeToken(t, g, 30)  // short, from the start
		makeToken(t, g, 365) // not yet
		expiring := func() (out []string) {
			g.Write(t, access.System("test"), func(tx access.Tx) error {
				list, err := access.Expiring(t.Context(), tx)
				for _, one := range list {
					out = append(out, one.ID)
				}
				return err
			})
			return out
		}
		if got := expiring(); got != nil {
			t.Errorf("too early: %v", got)
		}
		g.Clock.Advance(60 * 24 * time.Hour)
		if got := expiring(); !slices.Equal(got, []string{long.ID}) {
			t.Errorf("a month before: %v, want %s", got, long.ID)
		}
		if got := expiring(); got != nil {
			t.Errorf("twice: %v", got)
		}
	})
}
