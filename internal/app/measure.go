package app

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web/ui"
	"airial/internal/services/opendata"
	"airial/internal/services/portal/measure"
)

// uses puts the room together that counts how what is published is used.
func (a *App) uses() *measure.Service {
	return measure.New(measure.Parts{Doors: a.Doors, Catalogue: measuredCatalogue{portalCatalogue{a.Doors, a.OpenData}}, Clock: a.Clock, Log: a.Log,
		Frame: func(ctx context.Context, page ui.Page, m organisation.Member, body templ.Component) templ.Component {
			if m.ID == "" {
				return a.site().Dress(ctx, page, "", body)
			}
			return a.site().DressMember(ctx, page, m, body)
		}})
}

func (a *App) usePages(desk *console.Console) {
	a.Uses.Register(a.Routes, desk)
	a.Uses.API(a.Interface)
}

// watchRequest tells the figures of the operator, and those of the public.
func (a *App) watchRequest(r *http.Request, route, id string) (context.Context, func(int, int64)) {
	ctx, end := a.observer.Request(r, route, id)
	return ctx, func(status int, size int64) {
		end(status, size)
		a.Uses.Answered(r, route, status)
	}
}

// measuredCatalogue tells the room what is published.
type measuredCatalogue struct{ portal portalCatalogue }

func (c measuredCatalogue) Find(ctx context.Context, tx access.Tx, member, dataset string) (string, string, error) {
	if member == "" && dataset == "" {
		return "", "", nil
	}
	if dataset == "" {
		m, err := organisation.ByAddress(ctx, tx, member)
		return m.ID, "", err
	}
	if member == "" && !ident.Valid(dataset) {
		return "", "", fault.Missing("app.measured")
	}
	id, _, err := c.portal.lookup(ctx, tx, member, dataset)
	if err != nil {
		return "", "", err
	}
	d, err := opendata.Get(ctx, tx, id)
	return d.MemberID, d.ID, err
}

func (measuredCatalogue) Titles(ctx context.Context, tx access.Tx, ids []string) (map[string]measure.Named, error) {
	out := map[string]measure.Named{}
	for _, id := range ids {
		d, err := opendata.Get(ctx, tx, id)
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) || err == nil && d.State != opendata.Published {
			continue
		}
		var m organisation.Member
		if err == nil {
			m, err = organisation.Get(ctx, tx, d.MemberID)
		}
		if err != nil {
			return nil, err
		}
		out[id] = measure.Named{Title: d.Title, Path: opendata.PagePath(m, d)}
	}
	return out, nil
}

func (measuredCatalogue) Figures(ctx context.Context, tx access.Tx, member string) (measure.Published, error) {
	f, err := opendata.PublishedBy(ctx, tx, member)
	return measure.Published(f), err
}
