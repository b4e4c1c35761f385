package access_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/fault"
)

func TestGrantAndRevoke(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		kept := &notes{}
		g.Doors.Tell(kept)
		manager := organisationtest.At("m", g.Village, access.Manager)
		for range 2 { // the second time changes nothing
			g.Write(t, manager, func(tx access.Tx) error {
				return access.Grant(ctx, tx, "u", g.Village.ID, access.Depositor)
			})
		}
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			if err := access.Grant(ctx, tx, "u", g.Operator.ID, access.Support); err != nil {
				return err
			}
			return access.Grant(ctx, tx, "u", g.Town.ID, access.Reader)
		})
		s := scopeOf(t, g, "u")
		if diff := cmp.Diff([]access.Role{access.Depositor}, s.RolesAt(g.Village.ID)); diff != "" || !s.Has(access.Support) {
			t.Errorf("roles %v, operator %v", s.RolesAt(g.Village.ID), s.OperatorRoles())
		}
		g.Write(t, manager, func(tx access.Tx) error {
			return access.Revoke(ctx, tx, "u", g.Village.ID, access.Depositor)
		})
		if s := scopeOf(t, g, "u"); s.RolesAt(g.Village.ID) != nil {
			t.Errorf("roles after the revocation: %v", s.RolesAt(g.Village.ID))
		}
		want := []string{"role.granted user:m", "role.granted system:test", "role.granted system:test", "role.revoked user:m"}
		if diff := cmp.Diff(want, kept.lines); diff != "" {
			t.Errorf("journal (-want +got):\n%s", diff)
		}
	})
}

func TestWhoMayGrant(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		for _, c := range []struct {
			name  string
			scope access.Scope
			at    string
			role  access.Role
			want  fault.Kind
		}{
			{"a manager, elsewhere", organisationtest.At("m", g.Village, access.Manager), g.Town.ID, access.Reader, fault.NotFound},
			{"a manager, at the operator", organisationtest.At("m", g.Village, access.Manager), g.Operator.ID, access.Administrator, fault.NotFound},
			{"a depositor", organisationtest.At("m", g.Village, access.Depositor), g.Village.ID, access.Reader, fault.Forbidden},
			{"an officer of the operator", organisationtest.At("m", g.Operator, access.OpenDataOfficer), g.Village.ID, access.Reader, fault.Forbidden},
			{"a role that does not exist", access.System("test"), g.Village.ID, "king", fault.Invalid},
			{"a manager, a role of the operator", organisationtest.At("m", g.Village, access.Manager), g.Village.ID, access.Administrator, fault.Invalid},
			{"the system, a role of the operator at a member", access.System("test"), g.Village.ID, access.Support, fault.Invalid},
			{"a manager of what the operator owns", access.For(access.Actor{Kind: access.Person, ID: "m"},
				map[string][]access.Role{g.Operator.ID: {access.Manager}}, nil), g.Operator.ID, access.Administrator, fault.Forbidden},
		} {
			err := g.Try(t, c.scope, func(tx access.Tx) error { return access.Grant(ctx, tx, "u", c.at, c.role) })
			if !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", c.name, err, c.want)
			}
		}
	})
}

func TestRoleOfTheOperatorElsewhereIsNone(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := tx.Exec(t.Context(), `insert into role_grant (user_id, member_id, role) values ('u', $1, 'administrator')`, g.Village.ID)
			return err
		})
		if s := scopeOf(t, g, "u"); s.OfOperator() || s.Sees(g.Village.ID) {
			t.Errorf("scope %+v", s)
		}
	})
}
