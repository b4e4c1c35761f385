package demo

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/organisation"
	"airial/internal/demo/world"
)

// subscribers is how many of the first members have conventions: those of the
// demonstration that people look at.
const subscribers = 24

// offer makes the operator's catalogue, once.
func (f *filling) offer(ctx context.Context, tx access.Tx) error {
	for _, p := range []struct {
		prestation adhesion.Prestation
		scale      adhesion.Scale
	}{
		{adhesion.Prestation{Name: "Données ouvertes", Description: "Dépôt, vérification et publication des données.", Unit: "an", Service: adhesion.OpenData},
			adhesion.Scale{PerInhabitant: 1200, Minimum: 8000, Maximum: 400000, Coefficients: []adhesion.Coefficient{{UpTo: 500, Percent: 80}, {UpTo: 0, Percent: 100}}}},
		{adhesion.Prestation{Name: "Délégué à la protection des données mutualisé", Description: "Registre, conseil et visites.", Unit: "an"},
			adhesion.Scale{Flat: 9000, PerAgent: 60000, Brackets: []adhesion.Bracket{{UpTo: 1000, Flat: 3000}, {UpTo: 0, Flat: 12000}}}},
	} {
		made, err := adhesion.SavePrestation(ctx, tx, p.prestation)
		if err != nil {
			return err
		}
		f.prestations = append(f.prestations, made.ID)
		for year := today.Year - 1; year <= today.Year+1; year++ {
			s := p.scale
			// Rates grow by three in a hundred each year.
			s.PerInhabitant += s.PerInhabitant * 3 * int64(year-today.Year) / 100
			s.PerAgent += s.PerAgent * 3 * int64(year-today.Year) / 100
			if err := adhesion.SetScale(ctx, tx, made.ID, year, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// subscribe records a member's convention, and what it has of the catalogue.
func (f *filling) subscribe(ctx context.Context, tx access.Tx, m world.Member, added organisation.Member) error {
	if m.Kind == world.KindOperator {
		return f.offer(ctx, tx)
	}
	if m.Index >= subscribers || len(f.prestations) == 0 {
		return nil
	}
	from := access.Today(tx.Clock())
	if _, err := adhesion.Agree(ctx, tx, adhesion.Convention{MemberID: added.ID, Number: fmt.Sprintf("C-%03d", m.Index+1), SignedOn: from,
		Deliberation: fmt.Sprintf("Délibération n° %d du %s", 4+m.Index%9, from), File: fmt.Sprintf("conventions/C-%03d.pdf", m.Index+1), Siret: m.SIRET}); err != nil {
		return err
	}
	for i, id := range f.prestations {
		if i > 0 && m.Index%3 != 0 {
			continue // one in three has the protection officer too
		}
		alone := int64(150000)
		if i > 0 {
			alone = 450000
		}
		if _, err := adhesion.Subscribe(ctx, tx, adhesion.Subscription{MemberID: added.ID, PrestationID: id, From: from, Alone: alone}); err != nil {
			return err
		}
	}
	return nil
}
