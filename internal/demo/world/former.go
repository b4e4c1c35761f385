package world

// A Story is a member that is no more, with its people and what it had
// deposited until it ended.
type Story struct {
	Member   Member
	Users    []User
	Deposits []Deposit
}

// formerPlans are the pieces of each of the communes that became Les
// Trois-Airiaux.
var formerPlans = [][]slot{
	{{what: primaryBudget, form: windows}, {what: deliberations, good: 2, form: windows}, {what: equipment, form: withBOM}},
	{{what: primaryBudget, form: windows}, {what: deliberations, form: semicolon}, {what: subsidies, form: homemade, ending: Withdrawn, reason: "error",
		words: "Un montant est faux. Le fichier corrigé suit."}},
	{{what: primaryBudget, form: windows}},
}

// Formers tells of the communes that a commune nouvelle replaced while they
// were members, in the order in which it names them; nothing for any other. One
// secretary, hers, served them all.
func Formers(o Options, m Member) ([]Story, error) {
	if m.Index != NewCommune {
		return nil, nil
	}
	g, err := newGenerator(o)
	if err != nil {
		return nil, err
	}
	g.Today = m.Created.AddDays(-12) // they deposit nothing later
	var out []Story
	for i, f := range m.Former {
		h := firstCommunes[NewCommune]
		h.name, h.insee, h.population = f.Name, f.INSEE, f.Population
		h.east, h.north = h.east+18*i, h.north-14*i
		one := Member{Index: MaxMembers + i, Name: f.Name, Kind: KindCommune, Population: f.Population, SIREN: communeSIREN(f.INSEE),
			Radius: 1500 + f.Population/20, fullCentre: true}
		one.settle(h)
		one.join(h.community)
		one.finish(g.Seed)
		one.mandate(i > 0)
		s := Story{Member: one}
		for _, u := range g.users(&m)[:1] {
			u.Grants = []Grant{{one.SIREN, RoleManager}, {one.SIREN, RoleDepositor}}
			s.Users = append(s.Users, u)
		}
		for k := range formerPlans[i] {
			s.Deposits = append(s.Deposits, g.deposit(&s.Member, s.Users, &formerPlans[i][k], nil))
		}
		out = append(out, s)
	}
	return out, nil
}
