package app

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/portal"
)

func (c portalCatalogue) Communes(ctx context.Context, query string, limit int) (out []portal.Body, err error) {
	err = c.read(ctx, func(tx access.Tx) error {
		members, err := organisation.Communes(ctx, tx, query, limit)
		if err != nil {
			return err
		}
		out, err = bodies(ctx, tx, members)
		return err
	})
	return out, err
}

func (c portalCatalogue) Around(ctx context.Context, address string) (out portal.Around, err error) {
	err = c.read(ctx, func(tx access.Tx) error {
		m, err := organisation.ByAddress(ctx, tx, address)
		if err != nil {
			return err
		}
		one, err := bodies(ctx, tx, []organisation.Member{m})
		if err != nil {
			return err
		}
		out.Commune = one[0]
		add := func(relation portal.Relation, members []organisation.Member) error {
			if len(members) == 0 {
				return nil
			}
			list, err := bodies(ctx, tx, members)
			out.Near = append(out.Near, portal.Circle{Relation: relation, Bodies: list})
			return err
		}
		attached, err := organisation.Page(ctx, tx, organisation.Filter{Group: m.ID}, mostAround, 0)
		if err == nil {
			err = add(portal.Attached, attached)
		}
		if err != nil {
			return err
		}
		unions, err := organisation.Unions(ctx, tx, m)
		if err == nil && m.GroupID != "" {
			err = c.aroundGroup(ctx, tx, m.GroupID, unions, add)
		} else if err == nil {
			err = add(portal.Unions, unions)
		}
		if err != nil {
			return err
		}
		above, err := organisation.DepartementsOf(ctx, tx, m)
		if err != nil {
			return err
		}
		return add(portal.Departement, above)
	})
	return out, err
}

// aroundGroup adds a commune's EPCI, its joint authorities, and the other bodies of
// the EPCI that are no communes.
func (c portalCatalogue) aroundGroup(ctx context.Context, tx access.Tx, id string, unions []organisation.Member, add func(portal.Relation, []organisation.Member) error) error {
	group, err := organisation.Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := add(portal.Group, []organisation.Member{group}); err != nil {
		return err
	}
	if err := add(portal.Unions, unions); err != nil {
		return err
	}
	all, err := organisation.Page(ctx, tx, organisation.Filter{Group: id}, mostAround, 0)
	var others []organisation.Member
	for _, m := range all {
		shown := slices.ContainsFunc(unions, func(u organisation.Member) bool { return u.ID == m.ID })
		if !isCommune(m) && !shown {
			others = append(others, m)
		}
	}
	if err != nil {
		return err
	}
	return add(portal.OfGroup, others)
}
