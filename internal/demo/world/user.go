package world

import (
	"slices"
	"strconv"
	"time"
)

// The roles of people, at the operator and in a member.
const (
	RoleAdministrator     = "administrator"
	RoleProtectionOfficer = "data-protection-officer"
	RoleDataOfficer       = "open-data-officer"
	RoleSecurityOfficer   = "security-officer"
	RoleSupport           = "support"

	RoleManager   = "manager"
	RoleElected   = "elected-official"
	RoleDepositor = "depositor"
	RoleApprover  = "approver"
	RoleReader    = "reader"
)

// User is a person with an account. An e-mail address may serve several.
type User struct {
	Login     string // unique
	Name      string
	Title     string // what she does there, in French: "Secrétaire de mairie"
	Email     string
	Grants    []Grant
	LastLogin Date // zero: never yet
}

// Grant is a role in a member (the operator's SIREN for the operator's roles).
type Grant struct {
	SIREN string
	Role  string
}

// Has tells whether the user has a role in a member.
func (u *User) Has(siren, role string) bool {
	for _, g := range u.Grants {
		if g.SIREN == siren && g.Role == role {
			return true
		}
	}
	return false
}

func (m *Member) account(p person, login, title string, roles ...string) User {
	u := User{Login: login, Name: p.name(), Title: title, Email: login + "@" + m.Email[len(mailbox[m.Kind])+1:]}
	for _, role := range roles {
		u.Grants = append(u.Grants, Grant{m.SIREN, role})
	}
	return u
}

// users are the people who act in a member, each with her roles there alone:
// one who serves several members comes again, under the same login, with each.
func (g *generator) users(m *Member) []User {
	var out []User
	if m.Index < firstMembers {
		out = g.firstUsers(m)
	} else {
		out = g.laterUsers(m)
	}
	for i := range out {
		u := &out[i]
		if u.LastLogin.IsZero() {
			days := draw(g.Seed, u.Login).n(20) * draw(g.Seed, u.Login, 1).n(6)
			u.LastLogin = g.Today.AddDays(-1 - days).workday()
		}
	}
	return out
}

// laterUsers: a secretary (often of two villages), a mayor or president, and in
// towns a depositor.
func (g *generator) laterUsers(m *Member) []User {
	seat, r := g.seatOf(m), m.draw("people")
	p := someone(draw(g.Seed, "secretary", seat.Index))
	secretary := seat.account(p, "secretariat."+seat.Slug, secretaryTitle(m), RoleManager, RoleDepositor)
	for i := range secretary.Grants {
		secretary.Grants[i].SIREN = m.SIREN
	}
	users := []User{secretary}
	if m.Population > 300 && m.Kind != KindCCAS {
		users = append(users, m.account(m.leader(), "elu."+m.Slug, m.headTitle(m.leader()), RoleElected, RoleApprover))
		users[1].LastLogin = g.Today.AddDays(-r.between(20, 400)).workday()
	}
	for i := 0; i < min(3, m.Population/4000); i++ {
		users = append(users, m.account(someone(r), "agent"+strconv.Itoa(i+1)+"."+m.Slug, "Agent", RoleDepositor))
	}
	return users
}

// leader is the mayor or president.
func (m *Member) leader() person {
	if m.Index < firstMembers {
		return m.staffer(1)
	}
	return someone(m.draw("leader"))
}

// headTitle is the leader's quality.
func (m *Member) headTitle(p person) string {
	if !m.isTown() && slices.Contains(adultWomen, p.first) {
		return m.head() + "e"
	}
	return m.head()
}

// seatOf is the member whose secretary serves m: m's own, its commune's for a
// CCAS, or the one before it for every second village.
func (g *generator) seatOf(m *Member) *Member {
	pos := (m.Index - firstMembers) % blockSize
	first := m.Index - pos // of the block
	switch {
	case m.Kind == KindCCAS:
		seat := g.member(first + pos - blockCommunes)
		return &seat
	case m.isTown() && m.Population < 1200 && pos > 2 && pos%2 == 0 && key(g.Seed, "pair", m.Index)%3 > 0:
		seat := g.member(m.Index - 1)
		if seat.Population < 1500 {
			return &seat
		}
	}
	return m
}

func secretaryTitle(m *Member) string {
	switch {
	case m.isTown() && m.Population < 3500:
		return "Secrétaire générale de mairie"
	case m.Kind == KindCCAS:
		return "Directrice du CCAS"
	}
	return "Directrice générale des services"
}

// seen brings the last log-ins after the last things that people did.
func seen(users []User, deposits []Deposit) {
	for i := range users {
		u := &users[i]
		at := func(login string, t time.Time) {
			if d := DateOf(t); login == u.Login && d.After(u.LastLogin) {
				u.LastLogin = d
			}
		}
		for _, d := range deposits {
			for _, v := range d.Versions {
				if !v.Token {
					at(v.By, v.At)
				}
				if v.Approval != nil {
					at(v.Approval.Login, v.Approval.At)
				}
			}
			if d.Removal != nil {
				at(d.Removal.By, d.Removal.At)
			}
		}
	}
}
