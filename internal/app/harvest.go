package app

import (
	"context"
	"maps"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/harvest"
	"airial/internal/services/nothing"
	"airial/internal/services/opendata"
	"airial/standards/bal"
	"airial/standards/catalogue"
	"airial/standards/dcat"
)

// harvest adds the catalogues for machines.
func (a *App) harvest() {
	harvest.New(harvest.Parts{Catalogue: harvestCatalogue{a.Doors, a.OpenData}, Clock: a.Clock, Operator: a.operator, Log: a.Log}).Register(a.Routes)
}

// harvestCatalogue tells the room of catalogues what is published.
type harvestCatalogue struct {
	doors    *access.Doors
	openData *opendata.Service
}

func (c harvestCatalogue) Member(ctx context.Context, address string) (m organisation.Member, err error) {
	err = c.doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		m, err = organisation.ByAddress(ctx, tx, address)
		return err
	})
	return m, err
}

func (c harvestCatalogue) Page(ctx context.Context, f harvest.Filter, limit, offset int) (out []harvest.Dataset, total int, err error) {
	err = c.doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		var entries []opendata.Entry
		if f.Theme != "" {
			entries, total, err = opendata.EntriesOn(ctx, tx, f.Theme, limit, offset)
		} else {
			var found opendata.Found
			if found, err = c.openData.Survey(ctx, tx, opendata.Search{MemberID: f.Member, Alone: true}); err != nil {
				return err
			}
			total = found.Total
			entries, err = opendata.Entries(ctx, tx, f.Member, limit, offset)
		}
		if err != nil {
			return err
		}
		ids := make([]string, len(entries))
		for i, e := range entries {
			ids[i] = e.MemberID
		}
		members, err := membersByID(ctx, tx, ids)
		if err != nil {
			return err
		}
		around, err := opendata.Around(ctx, tx, bal.SchemaName, slices.Collect(maps.Keys(members)))
		for _, e := range entries {
			out = append(out, harvestDataset(e, members[e.MemberID], around))
		}
		return err
	})
	return out, total, err
}

func (c harvestCatalogue) Get(ctx context.Context, f harvest.Filter, id string) (out harvest.Dataset, found bool, err error) {
	err = c.doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		e, there, err := opendata.EntryOf(ctx, tx, f.Member, id)
		if err != nil || !there {
			return err
		}
		m, err := organisation.Get(ctx, tx, e.MemberID)
		if err != nil {
			return err
		}
		around, err := opendata.Around(ctx, tx, bal.SchemaName, []string{m.ID})
		out, found = harvestDataset(e, m, around), err == nil
		return err
	})
	return out, found, err
}

func (c harvestCatalogue) Nothing(ctx context.Context, member string, limit, offset int) (out []harvest.Nothing, err error) {
	err = c.doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		f := nothing.Filter{Limit: limit, Offset: offset}
		if member != "" {
			f.Members = []string{member}
		}
		list, err := nothing.List(ctx, tx, f)
		if err != nil || len(list) == 0 {
			return err
		}
		ids := make([]string, len(list))
		for i, d := range list {
			ids[i] = d.MemberID
		}
		members, err := membersByID(ctx, tx, ids)
		for _, d := range list {
			x := harvest.Nothing{ID: d.ID, Schema: d.Schema, Period: d.Period, Declared: d.Declared, Member: members[d.MemberID]}
			if s, ok := catalogue.Lookup(d.Schema); ok {
				x.Version, x.Title = s.Version, i18n.Text(s.Title)
			}
			out = append(out, x)
		}
		return err
	})
	return out, err
}

// harvestDataset is a published dataset in the words of the catalogues. Where a
// commune lies is what its own address base says, which covers all of it.
func harvestDataset(e opendata.Entry, m organisation.Member, around map[string]opendata.Extent) harvest.Dataset {
	period := e.Period()
	out := harvest.Dataset{ID: e.ID, Slug: e.Slug, Title: e.Title, Description: e.Description, Keywords: e.Keywords,
		Licence: e.Licence, Frequency: e.Frequency, Schema: e.Schema.Name, Version: e.Schema.Version, Number: e.Number,
		Issued: e.Issued, Modified: e.Modified, From: period.From, Until: period.Until, Member: m, FileName: e.FileName, Original: harvest.File(e.Original),
		CSV: harvest.File(e.CSV), Parquet: harvest.File(e.Parquet)}
	if e.Extent != nil {
		out.Area = (*dcat.BBox)(e.Extent)
	}
	if area, ok := around[m.ID]; ok && (m.Kind == organisation.Commune || m.Kind == organisation.CommuneNouvelle) {
		out.Around = (*dcat.BBox)(&area)
	}
	return out
}

// membersByID returns members by their ids, whatever the number of these, each
// of them once.
func membersByID(ctx context.Context, tx access.Tx, ids []string) (map[string]organisation.Member, error) {
	const atOnce = 200
	out := map[string]organisation.Member{}
	var asked []string
	flush := func() error {
		some, err := organisation.ByIDs(ctx, tx, asked)
		for id, m := range some {
			out[id] = m
		}
		asked = asked[:0]
		return err
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		if asked = append(asked, id); len(asked) == atOnce {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	return out, flush()
}
