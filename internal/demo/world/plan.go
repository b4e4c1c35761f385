package world

// what is a sort of file that members deposit.
type what int

const (
	primaryBudget what = iota
	accounts           // compte administratif
	amendment          // décision modificative
	subsidies
	deliberations
	equipment
	menus
	dishes
	firstNames
	catalogue
	associations
	markets
	rooms
	prices
	wastePoints
	wasteTonnage
	waterQuality
	mealsOnWheels
	services
	trees
)

// slot is one piece to be made: what, of which season, and what becomes of it.
type slot struct {
	what   what
	back   int // how many seasons before the latest
	good   int // how many versions without fault; 0 means one, or none when the ending is a refusal
	first  FaultKind
	ending Ending // of the last version; "" means Published
	fault  FaultKind
	form   form
	token  bool
	reason string // of a removal
	words  string
}

// plan lists a member's pieces.
func (g *generator) plan(m *Member) []slot {
	if m.Index < firstMembers {
		return firstPlan(m)
	}
	return g.laterPlan(m)
}

// usual is what a member of its kind and size publishes, most usual first.
func usual(m *Member) []slot {
	switch m.Kind {
	case KindCommunity:
		return []slot{{what: primaryBudget}, {what: deliberations, good: 2}, {what: accounts}, {what: subsidies},
			{what: wastePoints}, {what: equipment}, {what: wasteTonnage}, {what: primaryBudget, back: 1},
			{what: deliberations, back: 1}, {what: catalogue}, {what: subsidies, back: 1}}
	case KindCCAS:
		return []slot{{what: primaryBudget}, {what: accounts}, {what: mealsOnWheels}, {what: deliberations},
			{what: primaryBudget, back: 1}}
	case KindUnion:
		return []slot{{what: primaryBudget}, {what: accounts}, {what: waterQuality}, {what: deliberations},
			{what: primaryBudget, back: 1}}
	case KindOperator:
		return []slot{{what: services}, {what: primaryBudget}}
	}
	village := []slot{{what: primaryBudget}, {what: deliberations}, {what: subsidies}, {what: firstNames},
		{what: accounts}, {what: equipment}, {what: primaryBudget, back: 1}, {what: rooms}}
	if m.Population < 1500 {
		return append(village, slot{what: associations}, slot{what: deliberations, back: 1})
	}
	return append(village, slot{what: menus}, slot{what: associations}, slot{what: markets},
		slot{what: deliberations, back: 1}, slot{what: subsidies, back: 1}, slot{what: dishes}, slot{what: prices},
		slot{what: catalogue}, slot{what: accounts, back: 1}, slot{what: menus, back: 1})
}

// laterPlan draws from the usual: villages keep to four or five pieces, towns
// do more, some do nothing yet.
func (g *generator) laterPlan(m *Member) []slot {
	r := m.draw("plan")
	if r.chance(70) {
		return nil
	}
	list := usual(m)
	n := 3 + r.n(4)
	switch {
	case m.Population > 10000:
		n = 13 + r.n(6)
	case m.Population > 2000:
		n = 8 + r.n(5)
	case m.Population > 600:
		n = 5 + r.n(4)
	}
	list = list[:min(n, len(list))]
	for i := range list {
		s := &list[i]
		if s.back == 0 && r.chance(120) && (s.what != firstNames || m.Population > firstNamesSeries) {
			s.good = 2
		}
		switch p := r.n(1000); {
		case p < 35:
			s.ending, s.fault = Invalid, usualFault(s.what)
		case p < 60:
			s.first = usualFault(s.what)
		case p < 90 && s.back == 0:
			s.ending = AwaitingDepositor
		case p < 96 && s.what == subsidies:
			s.ending, s.fault = StoppedPrivacy, FaultNamedPerson
		case p < 101:
			s.ending, s.reason, s.words = Withdrawn, "error", "Le fichier déposé n’était pas le bon."
		case p < 102:
			s.ending, s.reason, s.words = Erased, "personal-data", "Une personne y était nommée."
		}
		s.form = usualForm(m, r)
	}
	return list
}

// usualFault is the mistake most often met in a sort of file.
func usualFault(w what) FaultKind {
	switch w {
	case primaryBudget, accounts, amendment:
		return FaultCapitals
	case subsidies:
		return FaultEuroAmounts
	case deliberations:
		return FaultSlashedDates
	case firstNames:
		return FaultMissingColumn
	case equipment, menus, dishes, catalogue:
		return FaultScientific
	}
	return FaultUnclosedQuote
}

// usualForm: villages export from their software for Windows, towns by script.
func usualForm(m *Member, r *rng) form {
	if m.Population > 8000 || r.chance(250) {
		return tidy
	}
	return pick(r, []form{windows, windows, windows, windows, homemade, homemade, withBOM, withBOM, semicolon, titled})
}
