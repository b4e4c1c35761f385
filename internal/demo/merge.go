package demo

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/succession"
	"airial/internal/demo/world"
)

// merge has the communes that a commune nouvelle replaced join, deposit, and
// become it on its day: what they had is the new member's, their addresses lead
// there, and their names stay in its history. Other members are not concerned.
func (f *filling) merge(ctx context.Context, o world.Options, m world.Member) error {
	stories, err := world.Formers(o, m)
	if err != nil || len(stories) == 0 {
		return err
	}
	p := succession.Plan{Roles: true, Body: &organisation.Attributes{Siren: m.SIREN, Name: m.Name, Kind: kindOf(m), Population: m.Population,
		Staff: m.Staff, Insee: m.INSEE, Postcode: m.PostalCode, GroupID: f.members[groupOf(m)]}}
	for _, s := range stories {
		if err := f.member(ctx, s.Member, s.Users); err != nil {
			return err
		}
		p.Members = append(p.Members, f.members[s.Member.SIREN])
	}
	for _, s := range stories {
		if err := f.deposits(ctx, s.Deposits); err != nil {
			return err
		}
	}
	f.clock.Set(m.Created.AddDays(-43).Time().Add(10 * hour))
	day, acts := m.Created.String(), f.Acts()
	var act succession.Act
	err = f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) (err error) {
		act, err = acts.Record(ctx, tx, succession.Merger, p, day, fmt.Sprintf("Arrêté préfectoral n° %d-317 du 18 novembre %d", m.Created.Year-1, m.Created.Year-1))
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", m.Name, err)
	}
	f.clock.Set(m.Created.Time().Add(hour))
	if err := acts.Carry(ctx, act.ID); err != nil {
		return fmt.Errorf("%s: %w", m.Name, err)
	}
	return f.Doors.Read(ctx, access.System("demonstration"), func(tx access.Tx) error {
		heir, err := organisation.BySiren(ctx, tx, m.SIREN)
		f.members[m.SIREN] = heir.ID
		return err
	})
}
