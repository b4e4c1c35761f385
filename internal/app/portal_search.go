package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/opendata"
	"airial/internal/services/portal"
)

func (c portalCatalogue) Search(ctx context.Context, q portal.Search) (out portal.Results, err error) {
	err = c.read(ctx, func(tx access.Tx) error {
		asked := opendata.Search{Query: q.Query, Schema: q.Schema, Alone: q.Own, Sort: q.Sort, Limit: q.Limit, Offset: q.Offset}
		if q.Member != "" {
			m, err := organisation.ByAddress(ctx, tx, q.Member)
			if err != nil {
				return err
			}
			asked.MemberID, out.Within = m.ID, &m
		}
		found, err := c.openData.Survey(ctx, tx, asked)
		if err != nil {
			return err
		}
		if !q.Facets {
			found.Schemas, found.Members = nil, nil
		}
		out.Total = found.Total
		return c.dress(ctx, tx, found, &out)
	})
	return out, err
}

// dress gives what was found the names of its members, asked for once.
func (c portalCatalogue) dress(ctx context.Context, tx access.Tx, found opendata.Found, out *portal.Results) error {
	var ids []string
	for _, d := range found.Datasets {
		ids = append(ids, d.MemberID)
	}
	for _, f := range found.Members {
		ids = append(ids, f.Value)
	}
	names, err := membersByID(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, d := range found.Datasets {
		out.Datasets = append(out.Datasets, portalDataset(d, names[d.MemberID]))
	}
	for _, f := range found.Schemas {
		out.Schemas = append(out.Schemas, portal.Facet{Value: f.Value, Count: f.Count})
	}
	for _, f := range found.Members {
		if m, ok := names[f.Value]; ok {
			out.Members = append(out.Members, portal.Facet{Value: m.Slug, Label: m.Name, Count: f.Count})
		}
	}
	out.Publishing = found.Publishing
	return nil
}

func portalDataset(d opendata.Dataset, m organisation.Member) portal.Dataset {
	return portal.Dataset{ID: d.ID, Slug: d.Slug, Title: d.Title, Description: d.Description, Keywords: d.Keywords,
		Schema: d.Schema.Name, Rows: d.Rows, Number: d.Number, Issued: d.Issued, Modified: d.Modified, Body: m}
}
