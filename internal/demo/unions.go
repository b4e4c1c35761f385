package demo

import (
	"context"
	"maps"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/demo/world"
)

// unite has communes belong to joint authorities, whose territories are not those
// of the EPCIs: two of three to one, and each third one to the next as well.
func (f *filling) unite(ctx context.Context, unions []world.Member, epcis map[string]string) error {
	if len(unions) == 0 {
		return nil
	}
	return f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		n := 0
		for _, siren := range slices.Sorted(maps.Keys(epcis)) {
			m, err := organisation.Get(ctx, tx, f.members[siren])
			if err != nil {
				return err
			}
			if m.Kind != organisation.Commune && m.Kind != organisation.CommuneNouvelle {
				continue
			}
			first, second := unions[n%len(unions)], unions[(n+1)%len(unions)]
			if n++; n%3 == 0 {
				continue
			}
			if _, err := organisation.Join(ctx, tx, m.ID, f.members[first.SIREN], "2014-01-01", ""); err != nil {
				return err
			}
			if n%3 == 1 && second.SIREN != first.SIREN {
				if _, err := organisation.Join(ctx, tx, m.ID, f.members[second.SIREN], "2020-01-01", ""); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
