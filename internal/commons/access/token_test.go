package access_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/fault"
)

func newToken(t *testing.T, g *organisationtest.Ground, role access.Role) (token access.Token, secret string) {
	t.Helper()
	g.Write(t, organisationtest.At("m", g.Village, access.Manager), func(tx access.Tx) (err error) {
		token, secret, err = access.CreateToken(t.Context(), tx, g.Village.ID, "Comptabilité", role)
		return err
	})
	return token, secret
}

// ask sends a request with an Authorization header to the guard of machines.
func ask(t *testing.T, g *organisationtest.Ground, authorization string) (access.Scope, error) {
	r := httptest.NewRequest("GET", "/api/x", nil).WithContext(t.Context())
	r.Header.Set("Authorization", authorization)
	r, err := access.Bearer(g.Doors).Admit(r)
	if err != nil {
		return access.Scope{}, err
	}
	return access.From(r.Context()), nil
}

func TestTokenActsForItsMemberAlone(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		token, secret := newToken(t, g, access.Depositor)
		if !strings.HasPrefix(secret, "airial_") || len(secret) < 40 {
			t.Errorf("secret %q", secret)
		}
		s, err := ask(t, g, "bearer "+secret)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Actor(); got != (access.Actor{Kind: access.Machine, ID: token.ID, Name: "Comptabilité"}) || got.Ref() != "token:"+token.ID {
			t.Errorf("actor %+v", got)
		}
		for member, want := range map[string]error{g.Village.ID: nil, g.Town.ID: fault.Missing(""), g.Welfare.ID: fault.Missing("")} {
			err := g.Try(t, s, func(tx access.Tx) error { return tx.May(t.Context(), access.Deposit, member) })
			if fault.KindOf(err) != fault.KindOf(want) {
				t.Errorf("deposit at %s: %v", member, err)
			}
		}
	})
}

func TestTokenIsRefused(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		token, secret := newToken(t, g, access.Approver)
		for _, header := range []string{"", "Bearer", "Bearer ", "Basic " + secret, "Bearer airial_wrong", "Bearer " + secret + "x", secret} {
			if _, err := ask(t, g, header); !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("Authorization %q: %v", header, err)
			}
		}
		revoke := func(s access.Scope) error {
			return g.Try(t, s, func(tx access.Tx) error { return access.RevokeToken(t.Context(), tx, token.ID) })
		}
		if err := revoke(organisationtest.At("x", g.Town, access.Manager)); !fault.Is(err, fault.NotFound) {
			t.Errorf("revoked by another member: %v", err)
		}
		if err := revoke(organisationtest.At("x", g.Village, access.Depositor)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("revoked by a depositor: %v", err)
		}
		if _, err := ask(t, g, "Bearer "+secret); err != nil {
			t.Errorf("before it is revoked: %v", err)
		}
		for range 2 {
			if err := revoke(organisationtest.At("m", g.Village, access.Manager)); err != nil {
				t.Error(err)
			}
		}
		if _, err := ask(t, g, "Bearer "+secret); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("after it is revoked: %v", err)
		}
	})
}

func TestOptionalToken(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		_, secret := newToken(t, g, access.Depositor)
		for header, want := range map[string]bool{"": true, "Bearer " + secret: true, "Bearer wrong": false} {
			r := httptest.NewRequest("GET", "/api/x", nil)
			if header != "" {
				r.Header.Set("Authorization", header)
			}
			r, err := access.BearerOrPublic(g.Doors).Admit(r)
			if (err == nil) != want {
				t.Errorf("%q: %v", header, err)
			}
			if err == nil && access.From(r.Context()).IsPublic() != (header == "") {
				t.Errorf("%q: scope %+v", header, access.From(r.Context()))
			}
		}
	})
}

func TestTokensListHoldsNoSecretAndTheLastUse(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		token, secret := newToken(t, g, access.Depositor)
		used := time.Hour
		g.Clock.Advance(used)
		for range 3 { // within ten minutes one use is noted
			if _, err := ask(t, g, "Bearer "+secret); err != nil {
				t.Fatal(err)
			}
			g.Clock.Advance(time.Minute)
		}
		manager := organisationtest.At("m", g.Village, access.Manager)
		g.Read(t, manager, func(tx access.Tx) error {
			list, err := access.Tokens(t.Context(), tx, g.Village.ID)
			want := []access.Token{{ID: token.ID, MemberID: g.Village.ID, Name: "Comptabilité", Role: access.Depositor,
				Created: organisationtest.Start, LastUsed: organisationtest.Start.Add(used), UsedFrom: "192.0.2.0/24"}}
			if diff := cmp.Diff(want, list); diff != "" {
				t.Errorf("tokens (-want +got):\n%s", diff)
			}
			var n int
			if err := tx.QueryRow(t.Context(), `select count(*) from token where hash like $1`, "%"+secret+"%").Scan(&n); err != nil || n > 0 {
				t.Errorf("%d rows hold the secret, %v", n, err)
			}
			return err
		})
		for scope, want := range map[*access.Scope]fault.Kind{
			ptr(organisationtest.At("x", g.Town, access.Manager)):             fault.NotFound,
			ptr(organisationtest.At("x", g.Village, access.Depositor)):        fault.Forbidden,
			ptr(organisationtest.At("x", g.Operator, access.OpenDataOfficer)): fault.Forbidden,
		} {
			err := g.Try(t, *scope, func(tx access.Tx) error { _, err := access.Tokens(t.Context(), tx, g.Village.ID); return err })
			if !fault.Is(err, want) {
				t.Errorf("tokens for %+v: %v, want %s", *scope, err, want)
			}
		}
	})
}

func ptr[T any](v T) *T { return &v }

func TestCreateTokenRefusesWhatMakesNoSense(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		manager := organisationtest.At("m", g.Village, access.Manager)
		for _, c := range []struct {
			member, name string
			role         access.Role
			want         fault.Kind
		}{
			{g.Village.ID, " ", access.Depositor, fault.Invalid},
			{g.Village.ID, strings.Repeat("x", 201), access.Depositor, fault.Invalid},
			{g.Village.ID, "x", access.Manager, fault.Invalid},
			{g.Village.ID, "x", access.Administrator, fault.Invalid},
			{g.Town.ID, "x", access.Depositor, fault.NotFound},
		} {
			err := g.Try(t, manager, func(tx access.Tx) error {
				_, _, err := access.CreateToken(t.Context(), tx, c.member, c.name, c.role)
				return err
			})
			if !fault.Is(err, c.want) {
				t.Errorf("%+v: %v", c, err)
			}
		}
	})
}
