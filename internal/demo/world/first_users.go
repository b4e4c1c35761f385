package world

// operatorTeam is the operator's small public team.
var operatorTeam = []struct {
	first, last, title string
	roles              []string
}{
	{"Nicolas", "Etcheverry", "Administrateur de la plateforme", []string{RoleAdministrator}},
	{"Sylvie", "Castaing", "Déléguée à la protection des données mutualisée", []string{RoleProtectionOfficer}},
	{"Amandine", "Larrieu", "Responsable des données ouvertes", []string{RoleDataOfficer}},
	{"Karim", "Benali", "Responsable de la sécurité des systèmes d'information", []string{RoleSecurityOfficer}},
	{"Lucie", "Dupouy", "Assistance aux adhérents", []string{RoleSupport}},
	{"Paul", "Daguerre", "Chargé de mission données", []string{RoleDataOfficer, RoleSupport}},
}

// shared is the secretary of two communes and their CCAS.
var shared = person{"Marie-Hélène", "Dubosq"}

// firstUsers are the people of a hand-written member.
func (g *generator) firstUsers(m *Member) []User {
	if m.Index < 0 {
		var team []User
		for _, t := range operatorTeam {
			p := person{t.first, t.last}
			team = append(team, m.account(p, p.dotted(), typo(t.title), t.roles...))
		}
		return append(team, m.account(person{"Sophie", "Vignes"}, "sophie.vignes", "Chargée de communication",
			RoleManager, RoleDepositor))
	}
	switch m.Index {
	case SharedFirst, SharedSecond, SharedCCAS:
		u := m.account(shared, shared.dotted(), "Secrétaire générale de mairie", RoleManager, RoleDepositor)
		u.Email = shared.dotted() + "@escourbac.example" // one mailbox for the three
		u.LastLogin = g.Today.AddDays(-2).workday()
		users := []User{u}
		if m.Kind != KindCCAS {
			users = append(users, m.mayor(g, 1))
		}
		return users
	case SharedMailbox:
		secretary := m.clerk(0, "Secrétaire de mairie", RoleManager, RoleDepositor)
		mayor := m.mayor(g, 1)
		secretary.Email, mayor.Email = m.Email, m.Email
		return []User{secretary, mayor}
	case Smallest:
		mayor := m.mayor(g, 1)
		mayor.LastLogin = g.Today.AddDays(-361).workday() // once a year
		return []User{m.clerk(0, "Secrétaire de mairie", RoleManager, RoleDepositor), mayor}
	case Silent:
		never := m.clerk(0, "Secrétaire de mairie", RoleManager, RoleDepositor)
		never.LastLogin = Date{g.Today.Year - 1, 2, 6}
		return []User{never, m.mayor(g, 1)}
	}
	users := []User{m.clerk(0, secretaryTitle(m), RoleManager, RoleDepositor), m.mayor(g, 1)}
	if m.Population > 3000 || m.NeedsApproval("scdl/budget") != nil {
		users = append(users, m.clerk(2, "Responsable des finances", RoleDepositor, RoleApprover))
	}
	if m.Population > 5000 {
		users = append(users, m.clerk(3, "Chargée de mission numérique", RoleDepositor),
			m.clerk(4, "Agent d’accueil", RoleReader))
	}
	return users
}

// clerk is the n-th person of a member. Family names are taken in turn, so that
// no two of the first members' people share one.
func (m *Member) clerk(n int, title string, roles ...string) User {
	p := m.staffer(n)
	return m.account(p, p.dotted(), title, roles...)
}

func (m *Member) staffer(n int) person {
	p := someone(m.draw("people", n))
	p.last = familyNames[((m.Index*5+n)*37+11)%len(familyNames)]
	if n == 0 || n == 3 {
		p.first = pick(m.draw("women", n), adultWomen)
	}
	return p
}

func (m *Member) mayor(g *generator, n int) User {
	u := m.clerk(n, m.headTitle(m.staffer(n)), RoleElected, RoleApprover)
	u.LastLogin = g.Today.AddDays(-m.draw("mayor").between(9, 170)).workday()
	return u
}

// depositor is the login under which a member's files come in.
func depositor(users []User, r *rng) string {
	var logins []string
	for _, u := range users {
		for _, g := range u.Grants {
			if g.Role == RoleDepositor {
				logins = append(logins, u.Login)
			}
		}
	}
	if len(logins) == 0 {
		return ""
	}
	return pick(r, logins)
}
