package processor

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// A Product is what a member uses, in short.
type Product struct {
	ID       string
	Name     i18n.Text
	Supplier string
	Place    i18n.Text // where it is hosted, and by whom; empty where nobody has said
	Foreign  bool
	AI       bool
	Href     string
}

// Products lists what a member uses, by name.
func Products(ctx context.Context, tx access.Tx, member string) ([]Product, error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	m, err := organisation.Get(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	out := make([]Product, len(list))
	for n, f := range list {
		whys := Whys(f.Record)
		out[n] = Product{ID: f.ID, Name: f.Name, Supplier: f.Record.Get(fSupplier).Fr, Href: Path(m.Siren) + "/" + f.ID,
			Place:   i18n.Text{Fr: placeIn(i18n.French, f), En: placeIn(i18n.English, f)},
			Foreign: slices.ContainsFunc(whys, func(w Why) bool { return !w.AI }), AI: slices.ContainsFunc(whys, func(w Why) bool { return w.AI })}
	}
	return out, nil
}

func placeIn(l i18n.Lang, f model.Full) string {
	return strings.Join(filled(f.Record.Get(fCountry).In(l), f.Record.Get(fHost).In(l)), " – ")
}

// Standing says how a member's processors stand.
type Standing struct {
	Products   int
	Incomplete int // without all clauses of art. 28
	Unsigned   int // without a signed annex
	Ending     int // contracts that end soon, or have ended
	Exposed    int // under foreign law, or with functions of artificial intelligence
}

// StandingOf counts a member's processors.
func StandingOf(ctx context.Context, tx access.Tx, member string) (s Standing, err error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member})
	if err != nil || len(list) == 0 {
		return s, err
	}
	contracts, err := Contracts(ctx, tx, member)
	today := access.Today(tx.Clock())
	for _, f := range list {
		s.Products++
		if _, missing := CheckClauses(f.Record); missing > 0 {
			s.Incomplete++
		}
		c := contracts[f.ID]
		if c.Annex != Signed {
			s.Unsigned++
		}
		if c.Ending(today) {
			s.Ending++
		}
		if len(Whys(f.Record)) > 0 {
			s.Exposed++
		}
	}
	return s, err
}
