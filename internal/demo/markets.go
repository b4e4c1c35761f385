package demo

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/demo/world"
	"airial/internal/services/opendata"
)

// markets deposits the documents that the larger bodies' buyer's platforms make, a
// document a year.
func (f *filling) markets(ctx context.Context) error {
	var list []organisation.Member
	if err := f.Doors.Read(ctx, access.System("demonstration"), func(tx access.Tx) (err error) {
		list, _, err = organisation.List(ctx, tx, organisation.Filter{}, mostGathered, 0)
		return err
	}); err != nil {
		return err
	}
	made := 0
	for _, m := range list {
		if m.IsOperator || !m.Closed.IsZero() || m.Kind != organisation.EPCI && m.Population < 1500 || made == mostBuyers {
			continue
		}
		made++
		for n, year := range []int{2025, 2026} {
			at := time.Date(2026, time.Month(2+n*8), 3, 9, made%60, 0, 0, time.UTC)
			f.clock.Set(at)
			if err := f.depositMarkets(ctx, m, year, at); err != nil {
				return fmt.Errorf("contracts of %s: %w", m.Name, err)
			}
		}
	}
	return nil
}

// mostBuyers bounds how many bodies have documents: a large demonstration is filled
// in a minute.
const mostBuyers = 40

func (f *filling) depositMarkets(ctx context.Context, m organisation.Member, year int, at time.Time) error {
	var scope access.Scope
	if err := f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		t, _, err := access.CreateToken(ctx, tx, m.ID, "Profil d’acheteur", access.Depositor)
		scope = access.For(access.Actor{Kind: access.Machine, ID: t.ID, Name: t.Name}, map[string][]access.Role{m.ID: {access.Depositor}}, nil)
		return err
	}); err != nil {
		return err
	}
	v, _, err := f.OpenData.Deposit(ctx, scope, opendata.Request{MemberID: m.ID, Title: fmt.Sprintf("Marchés publics de %d", year), Schema: world.ContractsSchema, Press: true,
		FileName:    fmt.Sprintf("decp-%s-%d.json", m.Siren, year),
		Description: "Les données essentielles des marchés et des concessions, telles que le profil d’acheteur les écrit."}, bytes.NewReader(world.Contracts(world.Buyer{SIREN: m.Siren, INSEE: m.Insee, Population: m.Population, Grants: m.Kind == organisation.EPCI}, year)))
	if err != nil {
		return err
	}
	return f.run(ctx, map[string]time.Time{v.ID: at})
}
