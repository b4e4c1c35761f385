package demo

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/demo/world"
	"airial/internal/services/opendata"
)

// grant is a role at a member that is yet to come.
type grant struct {
	user  string
	siren string
	role  access.Role
	login string
}

// roles are the world's words for ours.
var roles = map[string]access.Role{
	world.RoleAdministrator:     access.Administrator,
	world.RoleProtectionOfficer: access.ProtectionOfficer,
	world.RoleDataOfficer:       access.OpenDataOfficer,
	world.RoleSecurityOfficer:   access.SecurityOfficer,
	world.RoleSupport:           access.Support,
	world.RoleManager:           access.Manager,
	world.RoleElected:           access.Official,
	world.RoleDepositor:         access.Depositor,
	world.RoleApprover:          access.Approver,
	world.RoleReader:            access.Reader,
}

// member takes a member in, on the day on which it joined, with its people.
func (f *filling) member(ctx context.Context, m world.Member, users []world.User) error {
	if !m.Joined.IsZero() {
		f.clock.Set(m.Joined.Time().Add(9 * hour))
	}
	return f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		added, err := f.join(ctx, tx, m)
		if err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
		f.members[m.SIREN] = added.ID
		if m.Mandate != nil {
			if signed := m.Mandate.Date.Time().Add(14 * hour); signed.After(f.clock.Now()) {
				f.clock.Set(signed)
			}
			if _, err := access.AddMandate(ctx, tx, access.Mandate{MemberID: added.ID, From: m.Mandate.Date.String(),
				Signatory: m.Mandate.Signatory, Reference: m.Mandate.Reference}); err != nil {
				return fmt.Errorf("%s: mandate: %w", m.Name, err)
			}
		}
		for _, r := range m.Rules {
			if err := opendata.SetRule(ctx, tx, opendata.Rule{MemberID: added.ID, Schema: r.Schema}, true); err != nil {
				return err
			}
		}
		for _, u := range users {
			if err := f.user(ctx, tx, u); err != nil {
				return fmt.Errorf("%s: %w", u.Login, err)
			}
		}
		if err := f.subscribe(ctx, tx, m, added); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
		return f.settle(ctx, tx)
	})
}

// join makes a body a member, unless a merger has made it one.
func (f *filling) join(ctx context.Context, tx access.Tx, m world.Member) (organisation.Member, error) {
	if id, founded := f.members[m.SIREN]; founded {
		return organisation.Get(ctx, tx, id)
	}
	return organisation.Add(ctx, tx, organisation.Member{Siren: m.SIREN, Name: m.Name, Kind: kindOf(m),
		Population: m.Population, Staff: m.Staff, Slug: m.Slug, Insee: m.INSEE, Postcode: m.PostalCode,
		GroupID: f.members[groupOf(m)], IsOperator: m.Kind == world.KindOperator})
}

// kindOf is the world's kind in our words: a commune nouvelle is a kind of its
// own here.
func kindOf(m world.Member) organisation.Kind {
	if m.Kind == world.KindCommune && len(m.Former) > 0 {
		return organisation.CommuneNouvelle
	}
	return organisation.Kind(m.Kind)
}

func groupOf(m world.Member) string {
	if m.Parent != "" {
		return m.Parent
	}
	return m.EPCI
}

// user opens an account, once: the world names a person again at each member
// that she serves, with her roles there.
func (f *filling) user(ctx context.Context, tx access.Tx, u world.User) error {
	if _, known := f.people[u.Login]; !known {
		last := int64(0)
		if !u.LastLogin.IsZero() {
			last = u.LastLogin.Time().Add(8 * hour).UnixMicro()
		}
		made, err := user.Create(ctx, tx, user.Account{Login: u.Login, Name: u.Name, Email: u.Email, Password: f.hash, LastLogin: last})
		if err != nil {
			return err
		}
		f.people[u.Login] = access.For(access.Actor{Kind: access.Person, ID: made.ID, Name: u.Name}, nil, nil)
	}
	for _, g := range u.Grants {
		role, ok := roles[g.Role]
		if !ok {
			return fmt.Errorf("the world has a role %q that we have not", g.Role)
		}
		f.grants = append(f.grants, grant{user: f.people[u.Login].Actor().ID, login: u.Login, siren: g.SIREN, role: role})
	}
	return nil
}

// settle grants the roles at members that have come by now.
func (f *filling) settle(ctx context.Context, tx access.Tx) error {
	var waiting []grant
	touched := map[string]bool{}
	for _, g := range f.grants {
		id, ok := f.members[g.siren]
		if !ok {
			waiting = append(waiting, g)
			continue
		}
		if err := access.Grant(ctx, tx, g.user, id, g.role); err != nil {
			return err
		}
		f.granted = append(f.granted, g)
		touched[g.login] = true
	}
	f.grants = waiting
	for login := range touched {
		scope, err := access.ScopeOf(ctx, tx, f.people[login].Actor())
		if err != nil {
			return err
		}
		f.people[login] = scope
	}
	return nil
}
