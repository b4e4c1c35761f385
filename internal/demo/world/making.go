package world

import "time"

// deposits makes all pieces of a member.
func (g *generator) deposits(m *Member, users []User) []Deposit {
	slots := g.plan(m)
	out := make([]Deposit, len(slots))
	for pass := 0; pass < 2; pass++ { // the catalogue lists the others
		for i := range slots {
			if (slots[i].what == catalogue) == (pass == 1) {
				out[i] = g.deposit(m, users, &slots[i], out)
			}
		}
	}
	return out
}

// deposit makes one piece; others are those made before it.
func (g *generator) deposit(m *Member, users []User, s *slot, others []Deposit) Deposit {
	r := m.draw("deposit", int(s.what), s.back)
	if s.form.delimiter == 0 {
		s.form = usualForm(m, r)
	}
	good, last := s.good, s.ending
	switch last {
	case "", Withdrawn, Erased:
		good, last = max(1, good), ""
	}
	n := good
	if last != "" {
		n++
	}
	covers, editions := g.seasonOf(m, s, n)
	if last != "" && (last != Invalid || s.good > 0) { // what waits has come in lately
		editions[n-1].date = g.Today.AddDays(-1 - r.n(12)).workday()
	}
	d := g.describe(m, s.what, covers)
	by := depositor(users, r)
	if s.first != "" {
		v := g.version(m, s, &d, covers, editions[0], s.first, others)
		v.Ending, v.By = Invalid, by
		v.At = hour(editions[0].date.AddDays(-r.n(4)).workday(), r, -40)
		d.Versions = append(d.Versions, v)
	}
	for i, e := range editions {
		fault, ending := FaultKind(""), Superseded
		if i == good-1 {
			ending = Published
			if s.ending == Erased {
				fault = s.fault
			}
		}
		if i == good {
			fault, ending = s.fault, last
		}
		v := g.version(m, s, &d, covers, e, fault, others)
		v.Ending, v.By, v.Token = ending, by, s.token
		v.At = hour(e.date, r, len(d.Versions)*3)
		if n := len(d.Versions); n > 0 && !v.At.After(d.Versions[n-1].At) { // tried again the same day
			v.At = d.Versions[n-1].At.Add(time.Duration(r.between(15, 50)) * time.Minute)
		}
		g.approve(m, users, &v, d.Schema, r)
		d.Versions = append(d.Versions, v)
	}
	if s.ending == Withdrawn || s.ending == Erased {
		g.remove(m, users, s, &d, r)
	}
	return d
}

// version fills, spoils and writes one file.
func (g *generator) version(m *Member, s *slot, d *Deposit, covers season, e edition, fault FaultKind, others []Deposit) Version {
	covers.year = e.year
	t, contacts := g.fill(m, s.what, covers, e.date, others)
	v := Version{Contacts: contacts, File: g.fileName(m, s, covers, e.date, len(d.Versions))}
	v.Bytes, v.Faults = g.spoil(m, s, t, fault, d.Title)
	v.Rows = len(t.rows)
	if fault == FaultPDF || fault == FaultEmpty {
		v.Rows = 0
	}
	return v
}

// fill makes the table that a file holds at a date.
func (g *generator) fill(m *Member, w what, covers season, asOf Date, others []Deposit) (t *table, contacts bool) {
	switch w {
	case primaryBudget, accounts, amendment:
		return g.budget(m, w, covers.year), false
	case subsidies:
		return g.subsidies(m, covers.year, asOf), false
	case deliberations:
		return g.deliberations(m, covers.year, asOf), false
	case equipment:
		return g.equipment(m)
	case menus:
		return g.menus(m, covers, asOf), false
	case dishes:
		return g.dishes(m, covers, asOf), false
	case firstNames:
		return g.firstNames(m, covers.year), false
	case catalogue:
		return g.catalogue(m, asOf, others), false
	}
	return g.plainTable(m, w, covers.year), false
}

// approve names who approved a version that was published under a rule.
func (g *generator) approve(m *Member, users []User, v *Version, schema string, r *rng) {
	rule := m.NeedsApproval(schema)
	if rule == nil || v.Ending != Published && v.Ending != Superseded {
		return
	}
	login := operatorTeam[2].first + "." + operatorTeam[2].last
	if rule.Approver == RoleApprover {
		login = ""
		for _, u := range users {
			if u.Login != v.By && u.Has(m.SIREN, RoleApprover) {
				login = u.Login
			}
		}
	}
	at := v.At.Add(time.Duration(r.between(20, 150)) * time.Minute)
	v.Approval = &Grantor{Login: slug(login), At: at}
}

// remove withdraws or erases the piece some days after it was published.
func (g *generator) remove(m *Member, users []User, s *slot, d *Deposit, r *rng) {
	last := &d.Versions[len(d.Versions)-1]
	last.Ending = s.ending
	day := DateOf(last.At).AddDays(r.between(4, 40)).workday()
	if limit := g.Today.AddDays(-1).workday(); day.After(limit) {
		day = limit
	}
	at := hour(day, r, 0)
	if at.Before(last.At) {
		at = last.At.Add(90 * time.Minute)
	}
	d.Removal = &Removal{At: at, By: users[0].Login, Erase: s.ending == Erased, Reason: s.reason, Words: s.words}
}
