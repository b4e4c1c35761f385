package app

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/opendata"
	"airial/internal/services/portal"
)

func (c portalCatalogue) Search(ctx context.Context, q portal.Search) (out portal.Results, err error) {
	err = c.read(ctx, func(tx access.Tx) error {
		asked, err := c.asked(ctx, tx, q, &out)
		if err != nil {
			return err
		}
		found, err := c.openData.Survey(ctx, tx, asked)
		if err != nil {
			return err
		}
		if !q.Facets {
			found.Sides = opendata.Sides{}
		}
		out.Total, out.Titled, out.Publishing = found.Total, found.Titled, found.Publishing
		for _, i := range found.Instead {
			out.Instead = append(out.Instead, portal.Instead(i))
		}
		return c.dress(ctx, tx, found, &out)
	})
	return out, err
}

// asked is a search in the words of those who answer it.
func (c portalCatalogue) asked(ctx context.Context, tx access.Tx, q portal.Search, out *portal.Results) (opendata.Search, error) {
	asked := opendata.Search{Query: q.Query, Schema: q.Schema, Theme: q.Theme, Licence: q.Licence, Format: q.Format, Year: q.Year,
		Alone: q.Own, Sort: q.Sort, Limit: q.Limit, Offset: q.Offset}
	if q.Member != "" {
		m, err := organisation.ByAddress(ctx, tx, q.Member)
		if err != nil {
			return asked, err
		}
		asked.MemberID, out.Within = m.ID, &m
	}
	if q.Area != "" {
		m, err := organisation.ByAddress(ctx, tx, q.Area)
		if err != nil {
			return asked, err
		}
		asked.AreaID, out.Around = m.ID, &m
	}
	return asked, nil
}

func (c portalCatalogue) Walk(ctx context.Context, q portal.Search, yield func(portal.Dataset) error) error {
	return c.read(ctx, func(tx access.Tx) error {
		asked, err := c.asked(ctx, tx, q, &portal.Results{})
		if err != nil {
			return err
		}
		owners := map[string]organisation.Member{}
		return c.openData.Walk(ctx, tx, asked, func(d opendata.Dataset) error {
			m, known := owners[d.MemberID]
			if !known {
				if m, err = organisation.Get(ctx, tx, d.MemberID); err != nil {
					return err
				}
				owners[d.MemberID] = m
			}
			return yield(portalDataset(d, m))
		})
	})
}

func (c portalCatalogue) Near(ctx context.Context, d portal.Dataset) (out portal.Near, err error) {
	err = c.read(ctx, func(tx access.Tx) error {
		near, err := c.openData.NearTo(ctx, tx, d.ID)
		if err != nil {
			return err
		}
		var all portal.Results
		if err := c.dress(ctx, tx, opendata.Found{Datasets: slices.Concat(near.Elsewhere, near.Own)}, &all); err != nil {
			return err
		}
		out.Elsewhere, out.Own = all.Datasets[:len(near.Elsewhere)], all.Datasets[len(near.Elsewhere):]
		return nil
	})
	return out, err
}

// dress gives what was found the names of its members, asked for once.
func (c portalCatalogue) dress(ctx context.Context, tx access.Tx, found opendata.Found, out *portal.Results) error {
	var ids []string
	for _, d := range found.Datasets {
		ids = append(ids, d.MemberID)
	}
	for _, f := range slices.Concat(found.Members, found.Areas) {
		ids = append(ids, f.Value)
	}
	names, err := membersByID(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, d := range found.Datasets {
		out.Datasets = append(out.Datasets, portalDataset(d, names[d.MemberID]))
	}
	bodies := func(facets []opendata.Facet) (out []portal.Facet) {
		for _, f := range facets {
			if m, ok := names[f.Value]; ok {
				out = append(out, portal.Facet{Value: m.Slug, Label: m.Name, Count: f.Count})
			}
		}
		return out
	}
	out.Facets = portal.Facets{Schemas: facets(found.Schemas), Members: bodies(found.Members), Areas: bodies(found.Areas),
		Themes: facets(found.Themes), Licences: facets(found.Licences), Formats: facets(found.Formats), Years: facets(found.Years)}
	return nil
}

func facets(counted []opendata.Facet) (out []portal.Facet) {
	for _, f := range counted {
		out = append(out, portal.Facet{Value: f.Value, Count: f.Count})
	}
	return out
}

// licences are those under which data are published.
func licences() (out []portal.Licence) {
	for _, l := range opendata.Licences {
		out = append(out, portal.Licence(l))
	}
	return out
}

func portalDataset(d opendata.Dataset, m organisation.Member) portal.Dataset {
	return portal.Dataset{ID: d.ID, Slug: d.Slug, Title: d.Title, Description: d.Description, Keywords: d.Keywords,
		Schema: d.Schema.Name, Licence: d.Licence, Rows: d.Rows, Number: d.Number, Issued: d.Issued, Modified: d.Modified, Body: m}
}
