package app

import (
	"context"
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

func (p portalHarvested) Find(ctx context.Context, q portal.HarvestedSearch) (out []portal.HarvestedDataset, total int, err error) {
	err = p.doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		list, n, err := inbound.Find(ctx, tx, inbound.Query{Text: q.Query, MemberID: q.Member, SourceID: q.Source, Limit: q.Limit, Offset: q.Offset})
		if err != nil {
			return err
		}
		total = n
		ids := make([]string, len(list))
		for i, f := range list {
			ids[i] = f.MemberID
		}
		members, err := membersByID(ctx, tx, ids)
		for _, f := range list {
			out = append(out, harvestedDataset(f, members[f.MemberID]))
		}
		return err
	})
	return out, total, err
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
	out := portal.HarvestedDataset{ID: f.ID, Title: f.Title, Description: f.Description, Keywords: f.Keywords, Publisher: f.Publisher, Licence: f.Licence,
		Landing: f.Landing, Modified: f.Modified, Seen: f.Seen, Vanished: f.Vanished, Source: f.Source, SourceID: f.SourceID, Host: f.Host, Body: m}
	for _, r := range f.Resources {
		out.Resources = append(out.Resources, portal.HarvestedResource(r))
	}
	return out
}
