package assessment

import (
	"slices"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
)

// criteria says how each criterion stands: what somebody says goes before what
// the record says.
func (f Facts) criteria(told Told) []Standing {
	out := make([]Standing, len(Rules().Criteria))
	for i, c := range Rules().Criteria {
		s := Standing{Criterion: c, Said: told.Answers[c.Code]}
		s.Derived, s.Why = f.derive(c.Code)
		says := s.Said
		if says == "" {
			says = s.Derived
		}
		s.Known, s.Met = says != "", says == Yes
		out[i] = s
	}
	return out
}

// derive is what the record of the activity says of a criterion: "" where it
// says nothing.
func (f Facts) derive(code string) (Answer, i18n.Text) {
	d := Rules().Derive
	switch code {
	case "sensitive":
		return f.sensitive()
	case "vulnerable":
		if t, ok := f.among(activity.ListPeople, activity.PeopleTerms, d.Vulnerable); ok {
			return Yes, i18n.T("Personnes concernées\u202f: %[1]s.", "People concerned: %[2]s.", t.Fr, t.En)
		}
		if len(f.Record.Lists[activity.ListPeople]) > 0 {
			return No, i18n.T("Aucune des personnes concernées n’en est.", "None of the people concerned are.")
		}
	case "monitoring":
		if t, ok := f.among(activity.ListPeople, activity.PeopleTerms, d.MonitoredPeople); ok {
			return Yes, i18n.T("Personnes concernées\u202f: %[1]s.", "People concerned: %[2]s.", t.Fr, t.En)
		}
		if t, ok := f.among(activity.ListData, activity.DataTerms, d.MonitoredData); ok {
			return Yes, i18n.T("Données\u202f: %[1]s.", "Data: %[2]s.", t.Fr, t.En)
		}
	case "scale":
		return f.scale()
	}
	return "", i18n.Text{}
}

func (f Facts) sensitive() (Answer, i18n.Text) {
	for _, row := range f.Record.Lists[activity.ListData] {
		if t, ok := f.Terms.Find(activity.DataTerms, row.Cells["category"].Fr); ok && t.Sensitive {
			return Yes, i18n.T("Données\u202f: %[1]s.", "Data: %[2]s.", t.Label.Fr, t.Label.En)
		}
	}
	if len(f.Record.Lists[activity.ListData]) == 0 {
		return "", i18n.Text{}
	}
	return No, i18n.T("Aucune catégorie de données de la fiche n’est sensible.", "No category of data of the record is sensitive.")
}

// scale proposes an answer from the number of inhabitants: the guidelines give
// no bound, so whoever reads it may say otherwise.
func (f Facts) scale() (Answer, i18n.Text) {
	bound := Rules().Derive.LargePopulation
	switch n := f.Member.Population; {
	case n == 0:
		return "", i18n.Text{}
	case n < bound:
		return No, i18n.T("%[1]d habitants, en dessous des %[2]d à partir desquels nous proposons oui.", "%[1]d inhabitants, below the %[2]d from which we propose yes.", n, bound)
	}
	if t, ok := f.among(activity.ListPeople, activity.PeopleTerms, Rules().Derive.Everybody); ok {
		return Yes, i18n.T("%[3]d habitants\u202f; personnes concernées\u202f: %[1]s.", "%[3]d inhabitants; people concerned: %[2]s.", t.Fr, t.En, f.Member.Population)
	}
	return "", i18n.Text{}
}

// among finds the first row of a list whose category is one of some.
func (f Facts) among(list, vocabulary string, codes []string) (i18n.Text, bool) {
	for _, row := range f.Record.Lists[list] {
		code := row.Cells["category"].Fr
		if !slices.Contains(codes, code) {
			continue
		}
		if t, ok := f.Terms.Find(vocabulary, code); ok {
			return t.Label, true
		}
		return i18n.T(code, code), true
	}
	return i18n.Text{}, false
}
