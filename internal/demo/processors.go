package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/processor"
)

// made-up products: no supplier of these names is meant, and nothing is said of
// a real one.
var madeUp = []struct {
	code, domain, name, supplier, country, host, law, foreign string
	clauses                                                   int // so many are in the standard contract
	ai                                                        []model.Row
	chain                                                     []model.Row
	activities                                                []string // words of activities that use it
}{
	{"P01", "people", "Familia Cantine", "Familia Exemple", "France", "Centre de données d’exemple, Bordeaux", "eu", "", 12, nil, nil, []string{"cantine", "restauration", "périscolaire"}},
	{"P02", "finance", "Paie Océane", "Océane Gestion (fictif)", "France", "en mairie", "eu", "", 10, nil, nil, []string{"paie", "personnel", "agents"}},
	{"P03", "common", "Boréal Messagerie", "Boréal Cloud (fictif)", "Irlande", "Boréal Cloud", "other", "loi d’accès aux données du pays de la maison mère (à vérifier)", 9,
		[]model.Row{{Key: "a1", Cells: map[string]model.Value{"name": {Fr: "Assistant de rédaction", En: "Writing assistant"}, "data": model.V("textes des courriels et des documents"), "country": model.V("pays tiers"),
			"law": model.V("other"), "trains": model.V("unknown"), "off": model.V("yes")}}},
		[]model.Row{{Key: "c1", Cells: map[string]model.Value{"name": model.V("Support Nord (fictif)"), "what": model.V("assistance"), "country": model.V("pays tiers"), "law": model.V("other")}}},
		[]string{"courrier", "élus", "conseil"}},
	{"P04", "admin", "Concessio", "Atelier Concessio (fictif)", "France", "Hébergeur d’exemple", "eu", "", 12, nil, nil, []string{"cimetière", "concessions"}},
	{"P05", "common", "Écrits de séance", "Voix Claire (fictif)", "France", "Voix Claire", "eu", "", 7,
		[]model.Row{{Key: "a1", Cells: map[string]model.Value{"name": {Fr: "Transcription automatique", En: "Automatic transcription"}, "data": model.V("voix et propos des participants"), "country": model.V("France"),
			"law": model.V("eu"), "trains": model.V("yes"), "off": model.V("yes")}}}, nil, []string{"délibérations", "conseil", "séances"}},
}

// processors fill the catalogue with kinds of product and made-up ones, which
// members with a register use; some have contracts, some a supplier of their own.
func (f *filling) processors(ctx context.Context) error {
	person, known := f.people["sylvie.castaing"]
	if !known {
		return nil
	}
	officer := access.For(person.Actor(), nil, []access.Role{access.ProtectionOfficer})
	f.clock.Set(day(2026, time.April, 14).Time().Add(9 * hour))
	var list []organisation.Member
	entries := make([]string, len(madeUp))
	err := f.Doors.Write(ctx, officer, func(tx access.Tx) (err error) {
		if _, err = processor.Install(ctx, tx); err != nil {
			return err
		}
		all, _ := processor.Clauses()
		for n, p := range madeUp {
			r := model.Record{Fields: map[string]model.Value{"name": model.V(p.name), "supplier": model.V(p.supplier), "role": model.V("service"), "country": model.V(p.country), "host": model.V(p.host),
				"law": model.V(p.law), "foreign": model.V(p.foreign), "dpo": model.V("dpo@exemple.fr"), "contract_model": model.V("conditions générales 2026"), "remarks": model.V("Produit inventé pour la démonstration.")},
				Lists: map[string][]model.Row{"ai": p.ai, "chain": p.chain}}
			if p.code == "P04" { // its host has a certificate that ends soon
				r.Lists["certifications"] = []model.Row{{Key: "h1", Cells: map[string]model.Value{"name": model.V("iso27001"), "detail": model.V("hébergement"), "until": model.V("2027-01-31")}}}
			}
			for _, c := range all[:p.clauses] {
				r.Lists["clauses"] = append(r.Lists["clauses"], model.Row{Key: c.Code, Cells: map[string]model.Value{"clause": model.V(c.Code), "state": model.V("yes"), "where": model.V("conditions générales")}})
			}
			m, err := model.Make(ctx, tx, processor.CatalogueSpec, model.Model{Code: p.code, Domain: p.domain}, r)
			if err != nil {
				return err
			}
			if _, err := model.Issue(ctx, tx, processor.CatalogueSpec, m.ID, ""); err != nil {
				return err
			}
			entries[n] = m.ID
		}
		list, _, err = organisation.List(ctx, tx, organisation.Filter{}, registered+1, 0)
		return err
	})
	for i, m := range list {
		if err != nil || m.IsOperator {
			continue
		}
		err = f.Doors.Write(ctx, officer, func(tx access.Tx) error { return processorsOf(ctx, tx, m, i, entries) })
		if err != nil {
			err = fmt.Errorf("processors of %s: %w", m.Name, err)
		}
	}
	return err
}

// processorsOf gives a member some products, with contracts, and links them to
// the activities that they serve.
func processorsOf(ctx context.Context, tx access.Tx, m organisation.Member, index int, entries []string) error {
	activities, err := model.All(ctx, tx, model.Ask{Kind: activity.Kind, Member: m.ID})
	if err != nil {
		return err
	}
	for n, entry := range entries {
		if (index+n)%4 == 3 {
			continue
		}
		i, err := processor.Adopt(ctx, tx, m.ID, entry)
		if err != nil {
			return err
		}
		if (index+n)%3 != 2 {
			c := processor.Contract{Reference: fmt.Sprintf("2024-%02d", 10+n), Starts: "2024-01-01", Ends: fmt.Sprintf("%d-12-31", 2026+(index+n)%3), NoticeDays: 90, Renewed: n%2 == 0, Annex: processor.ToSign}
			if n%2 == 0 {
				c.Annex, c.AnnexOn = processor.Signed, "2024-02-12"
			}
			if _, err := processor.SaveContract(ctx, tx, i.ID, -1, c); err != nil {
				return err
			}
		}
		linked := 0
		for _, a := range activities {
			if linked < 2 && speaksOf(a.Name.Fr, madeUp[n].activities) {
				if err := activity.Link(ctx, tx, a.ID, activity.Product{ID: i.ID, Name: i18n.T(madeUp[n].name, madeUp[n].name)}); err != nil {
					return err
				}
				linked++
			}
		}
	}
	if index%2 == 0 { // two members have described the same supplier, each in its way
		name := []string{"SARL Bibli-Sud", "Bibli Sud"}[index/2%2]
		_, err = model.Create(ctx, tx, processor.Spec, m.ID, "", model.Record{Fields: map[string]model.Value{"name": model.V("Bibli-Sud prêts"), "supplier": model.V(name), "country": model.V("France"), "law": model.V("eu")}})
	}
	return err
}

// speaksOf tells whether a name holds one of some words.
func speaksOf(name string, words []string) bool {
	folded := text.Fold(name)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(folded, text.Fold(w)) })
}
