package processor

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// A Use is an activity that uses a product, with the data that it works on.
type Use struct {
	Product    string // instance
	Activity   string // instance
	MemberID   string
	Name       i18n.Text
	Categories []i18n.Text
	Sensitive  bool
}

// Uses is what this room needs of the register of activities.
type Uses interface {
	// Of lists the activities of a member that use what it has; of all members
	// that the scope sees where member is "".
	Of(ctx context.Context, tx access.Tx, member string) ([]Use, error)
	// Names lists what activities of a member name as software or supplier in
	// their own words, without having chosen it.
	Names(ctx context.Context, tx access.Tx, member string) ([]string, error)
	// Lead makes activities of a member that use one product use another, and
	// returns which did; only those of list where it is not nil.
	Lead(ctx context.Context, tx access.Tx, member, from, to string, list []string) ([]string, error)
}

// Why is a reason for which data need attention.
type Why struct {
	Label i18n.Text
	AI    bool
}

// Whys tells why data given to a product need attention: the supplier, its host
// or its own processors obey a law from outside the Union, or a function of
// artificial intelligence works on them. What a member has turned off does not
// count.
func Whys(r model.Record) (out []Why) {
	get := func(name string) string { return r.Get(name).Fr }
	if get(fLaw) == lawOther {
		out = append(out, Why{Label: i18n.T("fournisseur soumis au droit d’un pays hors de l’Union", "supplier under the law of a country outside the Union")})
	}
	if f := get(fForeign); f != "" {
		out = append(out, Why{Label: i18n.T("droit extraterritorial\u202f: %[1]s", "extraterritorial law: %[1]s", f)})
	}
	for _, row := range r.Lists[lChain] {
		if row.Cells["law"].Fr == lawOther {
			out = append(out, Why{Label: i18n.T("sous-traitant ultérieur %[1]s (%[2]s)", "its processor %[1]s (%[2]s)", row.Cells["name"].Fr, row.Cells["country"].Fr)})
		}
	}
	for _, row := range r.Lists[lAI] {
		if row.Cells["turned"].Fr == "yes" {
			continue
		}
		w := Why{AI: true, Label: i18n.T("fonction d’IA\u202f: %[1]s", "AI function: %[2]s", row.Cells["name"].Fr, row.Cells["name"].In(i18n.English))}
		if row.Cells["law"].Fr == lawOther {
			w.Label = join(w.Label, i18n.T(", hors de l’Union (%[1]s)", ", outside the Union (%[1]s)", row.Cells["country"].Fr))
		}
		if t := row.Cells["trains"].Fr; t == "yes" {
			w.Label = join(w.Label, i18n.T(", entraîne un modèle", ", trains a model"))
		}
		out = append(out, w)
	}
	return out
}

func join(a, b i18n.Text) i18n.Text {
	return i18n.Text{Fr: a.Fr + b.Fr, En: a.In(i18n.English) + b.In(i18n.English)}
}

// An Exposure is a product of a member whose data need attention.
type Exposure struct {
	Full       model.Full
	Whys       []Why
	Uses       []Use
	Categories []i18n.Text // of all that use it
	Sensitive  bool
}

// Foreign and AI tell which reasons there are.
func (e Exposure) Foreign() bool {
	return slices.ContainsFunc(e.Whys, func(w Why) bool { return !w.AI })
}

// AI tells whether a function of artificial intelligence works on the data.
func (e Exposure) AI() bool { return slices.ContainsFunc(e.Whys, func(w Why) bool { return w.AI }) }

// Exposed lists what of a member's data is under the law of another country, or
// fed to functions of artificial intelligence; for all members that the scope
// sees where member is "".
func (s *Service) Exposed(ctx context.Context, tx access.Tx, member string) ([]Exposure, error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member})
	if err != nil {
		return nil, err
	}
	var out []Exposure
	for _, f := range list {
		if whys := Whys(f.Record); len(whys) > 0 {
			out = append(out, Exposure{Full: f, Whys: whys})
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	uses, err := s.Uses.Of(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	by := map[string][]Use{}
	for _, u := range uses {
		by[u.Product] = append(by[u.Product], u)
	}
	for n := range out {
		e := &out[n]
		e.Uses = by[e.Full.ID]
		seen := map[string]bool{}
		for _, u := range e.Uses {
			e.Sensitive = e.Sensitive || u.Sensitive
			for _, c := range u.Categories {
				if !seen[c.Fr] {
					seen[c.Fr] = true
					e.Categories = append(e.Categories, c)
				}
			}
		}
		slices.SortFunc(e.Categories, func(a, b i18n.Text) int { return strings.Compare(a.Fr, b.Fr) })
	}
	return out, nil
}
