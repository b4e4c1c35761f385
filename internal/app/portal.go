package app

import (
	"context"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web/ui"
	"airial/internal/services/nothing"
	"airial/internal/services/opendata"
	"airial/internal/services/portal"
	"airial/internal/services/portal/alert"
)

// portal adds the public site.
func (a *App) portal() {
	site := a.site()
	site.Register(a.Routes)
	(&alert.Pages{Service: a.alerts(), Frame: func(ctx context.Context, page ui.Page, body templ.Component) templ.Component {
		return site.Dress(ctx, page, "data", body)
	}}).Register(a.Routes)
}

// errorShell dresses an error page in the frame of the public site.
func (a *App) errorShell(ctx context.Context, title string, body templ.Component) templ.Component {
	return a.site().Frame(ctx, title, body)
}

func (a *App) site() *portal.Service {
	return portal.New(portal.Parts{Catalogue: portalCatalogue{a.Doors, a.OpenData}, Rows: portalRows{a.Explore},
		Schemas: portalSchemas{}, Licences: licences(), Alerts: a.Config.Mail.On(), Harvested: portalHarvested{a.Doors}, Clock: a.Clock, Operator: a.operator,
		Checks: a.Config.Check.CheckTogether > 0, Rights: func(base string) string { return base + "/rights" },
		Pictures: a.Pictures, Chosen: a.displays().Chosen, Labels: a.labels(),
		Searched: a.Uses.Searched, Blocks: a.datasetBlocks(),
		Stories: storyData{a}.Told, UnderMaps: a.underMaps,
		Stream: pictureRows{a.Explore}, Compared: a.Compared, Proofs: portalProofs{a}})
}

// portalCatalogue tells the public site what is published, by whom.
type portalCatalogue struct {
	doors    *access.Doors
	openData *opendata.Service
}

func (c portalCatalogue) read(ctx context.Context, fn func(access.Tx) error) error {
	return c.doors.Read(ctx, access.Public(), fn)
}

func (c portalCatalogue) Figures(ctx context.Context) (f portal.Figures, err error) {
	err = c.read(ctx, func(tx access.Tx) error {
		count, err := c.openData.Count(ctx, tx)
		if err != nil {
			return err
		}
		f = portal.Figures{Datasets: count.Datasets, Rows: count.Rows, Publishing: count.Members}
		_, f.Bodies, err = organisation.List(ctx, tx, organisation.Filter{}, 0, 0)
		return err
	})
	return f, err
}

func (c portalCatalogue) Bodies(ctx context.Context, q portal.BodySearch) (out []portal.Body, total int, err error) {
	err = c.read(ctx, func(tx access.Tx) error {
		var members []organisation.Member
		var err error
		filter := organisation.Filter{Query: q.Query, Kind: q.Kind}
		if q.Uncounted {
			members, err = organisation.Page(ctx, tx, filter, q.Limit, q.Offset)
		} else {
			members, total, err = organisation.List(ctx, tx, filter, q.Limit, q.Offset)
		}
		if err != nil {
			return err
		}
		out, err = bodies(ctx, tx, members)
		return err
	})
	return out, total, err
}

func bodies(ctx context.Context, tx access.Tx, members []organisation.Member) ([]portal.Body, error) {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.ID
	}
	published, err := opendata.OutputOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]portal.Body, len(members))
	for i, m := range members {
		o := published[m.ID]
		out[i] = portal.Body{Member: m, Datasets: o.Datasets, Latest: o.Latest}
	}
	return out, nil
}

// mostAround is how many members of a group its page lists.
const mostAround = 200

func (c portalCatalogue) Body(ctx context.Context, address string) (p portal.Profile, err error) {
	err = c.read(ctx, func(tx access.Tx) error {
		m, err := organisation.ByAddress(ctx, tx, address)
		if err != nil {
			return err
		}
		one, err := bodies(ctx, tx, []organisation.Member{m})
		if err != nil {
			return err
		}
		p.Body = one[0]
		if m.GroupID != "" {
			group, err := organisation.Get(ctx, tx, m.GroupID)
			if err != nil {
				return err
			}
			p.Group = &group
		}
		if p.Former, err = organisation.Former(ctx, tx, m.ID); err != nil {
			return err
		}
		if p.Members, _, err = organisation.List(ctx, tx, organisation.Filter{Group: m.ID}, mostAround, 0); err != nil {
			return err
		}
		declared, err := nothing.List(ctx, tx, nothing.Filter{Members: []string{m.ID}, Limit: 200})
		for _, d := range declared {
			p.Nothing = append(p.Nothing, portal.Nothing{Schema: d.Schema, Period: d.Period, Declared: d.Declared})
		}
		return err
	})
	return p, err
}

func (c portalCatalogue) Addresses(ctx context.Context, offset, limit int, yield func(portal.Address) error) error {
	return c.read(ctx, func(tx access.Tx) error {
		members, total, err := organisation.List(ctx, tx, organisation.Filter{}, limit, offset)
		if err != nil {
			return err
		}
		for _, m := range members {
			if err := yield(portal.Address{Path: "/p/" + m.Slug}); err != nil {
				return err
			}
		}
		left := limit - len(members)
		if left <= 0 {
			return nil
		}
		entries, err := opendata.Entries(ctx, tx, "", left, max(0, offset-total))
		if err != nil {
			return err
		}
		ids := make([]string, len(entries))
		for i, e := range entries {
			ids[i] = e.MemberID
		}
		owners, err := membersByID(ctx, tx, ids)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := yield(portal.Address{Path: opendata.PagePath(owners[e.MemberID], e.Dataset), Modified: e.Modified}); err != nil {
				return err
			}
		}
		return nil
	})
}
