package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/chart"
	"airial/internal/services/gather"
	"airial/internal/services/portal/outline"
	"airial/standards/quality"
)

// outlines is the room of what lies under maps.
func (a *App) outlines() *outline.Service {
	return outline.New(outline.Parts{Doors: a.Doors, BuiltIn: quality.Outline, Communes: communesOf,
		Credit: i18n.T("IGN, ADMIN EXPRESS COG 2018, Licence Ouverte, simplifiés", "IGN, ADMIN EXPRESS COG 2018, Licence Ouverte, simplified")})
}

func (a *App) outlinePages(desk *console.Console) {
	a.Outlines.Register(a.Routes, desk, organisation.Operator)
}

func isCommune(m organisation.Member) bool {
	return m.Kind == organisation.Commune || m.Kind == organisation.CommuneNouvelle
}

// communesOf are the communes in whose territory a body is.
func communesOf(ctx context.Context, tx access.Tx, m organisation.Member, most int) ([]organisation.Member, error) {
	if isCommune(m) {
		return []organisation.Member{m}, nil
	}
	var list []organisation.Member
	var err error
	if m.IsOperator {
		list, err = gather.Served(ctx, tx)
	} else if m.Kind == organisation.Syndicat {
		list, err = unionCommunes(ctx, tx, m, most)
	} else {
		list, err = organisation.Page(ctx, tx, organisation.Filter{Group: m.ID}, most, 0)
	}
	if err != nil {
		return nil, err
	}
	var out []organisation.Member
	for _, one := range list {
		if isCommune(one) {
			out = append(out, one)
		}
	}
	if len(out) > 0 || m.GroupID == "" {
		return out, nil
	}
	above, err := organisation.Get(ctx, tx, m.GroupID) // the commune of a CCAS
	if err != nil || !isCommune(above) {
		return nil, err
	}
	return []organisation.Member{above}, nil
}

// unionCommunes are who belongs to a joint authority, and the communes of the EPCIs
// that do.
func unionCommunes(ctx context.Context, tx access.Tx, m organisation.Member, most int) ([]organisation.Member, error) {
	list, err := organisation.UnionMembers(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	out := list
	for _, one := range list {
		if one.Kind == organisation.EPCI {
			of, err := organisation.Page(ctx, tx, organisation.Filter{Group: one.ID}, most, 0)
			if err != nil {
				return nil, err
			}
			out = append(out, of...)
		}
	}
	return out, nil
}

// underMaps gives the outlines of where bodies are, to whoever draws maps for the
// public.
func (a *App) underMaps(ctx context.Context, members []organisation.Member) (shapes []chart.Shape, credit string, err error) {
	err = a.Doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		shapes, credit, err = a.Outlines.Under(ctx, tx, members)
		return err
	})
	return shapes, credit, err
}
