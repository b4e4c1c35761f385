package app

import (
	"context"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/services/harvest/inbound"
	"airial/internal/services/opendata"
	"airial/internal/services/portal"
)

// inbound puts the room together that harvests the catalogues of others.
func (a *App) inbound() *inbound.Service {
	return inbound.New(inbound.Parts{Doors: a.Doors, Queue: a.Queue, Check: a.Outbound.Check, Hosts: a.Outbound.Hosts, Own: inboundOwn{},
		Asker:     inbound.Fetcher{Client: a.Outbound.Client("harvest", time.Minute), Agent: "Airial/" + a.Version + " (+" + a.publicURL + ")"},
		PublicURL: a.publicURL, Log: a.Log})
}

// Inbound is that room, for the demonstration.
func (a *App) Inbound() *inbound.Service { return a.inbound() }

func (a *App) inboundPages(desk *console.Console) {
	a.inbound().API(a.Interface)
	a.inbound().Register(a.Routes, desk)
}

// inboundOwn knows our own datasets when they come back.
type inboundOwn struct{}

func (inboundOwn) Known(ctx context.Context, tx access.Tx, ids []string) ([]string, error) {
	return opendata.Known(ctx, tx, ids)
}

// portalHarvested shows what was harvested on the public site.
type portalHarvested struct{ doors *access.Doors }

func (p portalHarvested) Find(ctx context.Context, q portal.HarvestedSearch) (out portal.HarvestedResults, err error) {
	asked := inbound.Query{Text: q.Query, MemberID: q.Member, SourceID: q.Source, Limit: q.Limit, Offset: q.Offset, AreaID: q.Area, ByTitle: q.Sort == "title", TitleFirst: q.Sort == "",
		Narrow: inbound.Narrow{Schema: q.Schema, Theme: q.Theme, Format: q.Format, Licence: q.Licence, Year: q.Year}}
	err = p.doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		list, n, err := inbound.Find(ctx, tx, asked)
		if err != nil {
			return err
		}
		var counted inbound.Facets
		if q.Facets && (n > 0 || asked.Narrowed()) { // else there is nothing to count
			if counted, err = inbound.Count(ctx, tx, asked); err != nil {
				return err
			}
		}
		var ids []string
		for _, f := range list {
			ids = append(ids, f.MemberID)
		}
		for _, f := range slices.Concat(counted.Members, counted.Areas) {
			ids = append(ids, f.Value)
		}
		members, err := membersByID(ctx, tx, ids)
		out = portal.HarvestedResults{Total: n, Facets: portal.Facets{Schemas: harvestedFacets(counted.Schemas), Themes: harvestedFacets(counted.Themes), Formats: harvestedFacets(counted.Formats),
			Licences: harvestedFacets(counted.Licences), Years: harvestedFacets(counted.Years)}, Sources: harvestedFacets(counted.Sources)}
		for _, side := range []struct {
			into *[]portal.Facet
			of   []inbound.Facet
		}{{&out.Members, counted.Members}, {&out.Areas, counted.Areas}} {
			for _, f := range side.of {
				if m, ok := members[f.Value]; ok {
					*side.into = append(*side.into, portal.Facet{Value: m.Slug, Label: m.Name, Count: f.Count})
				}
			}
		}
		for _, f := range list {
			out.Datasets = append(out.Datasets, harvestedDataset(f, members[f.MemberID]))
		}
		return err
	})
	return out, err
}

func harvestedFacets(list []inbound.Facet) (out []portal.Facet) {
	for _, f := range list {
		out = append(out, portal.Facet(f))
	}
	return out
}

func (p portalHarvested) Get(ctx context.Context, id string) (out portal.HarvestedDataset, err error) {
	err = p.doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		f, err := inbound.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		m, err := organisation.Get(ctx, tx, f.MemberID)
		out = harvestedDataset(f, m)
		return err
	})
	return out, err
}

func harvestedDataset(f inbound.Found, m organisation.Member) portal.HarvestedDataset {
	out := portal.HarvestedDataset{ID: f.ID, Title: f.Title, Description: f.Description, Keywords: f.Keywords, Themes: inbound.ThemesOf(f.Dataset), Publisher: f.Publisher, Licence: f.Licence,
		Landing: f.Landing, InTitle: f.InTitle, Modified: f.Modified, Seen: f.Seen, Vanished: f.Vanished, Source: f.Source, SourceID: f.SourceID, Host: f.Host, Body: m}
	for _, r := range f.Resources {
		out.Resources = append(out.Resources, portal.HarvestedResource(r))
	}
	return out
}
