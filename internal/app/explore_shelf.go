package app

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
	"airial/internal/services/explore/builder"
	"airial/internal/services/explore/export"
	"airial/internal/services/explore/features"
	"airial/internal/services/explore/ods"
	"airial/internal/services/explore/tabular"
	"airial/internal/services/harvest"
	"airial/internal/services/opendata"
	"airial/standards/dcat"
)

// explore adds the query interfaces.
func (a *App) explore() {
	shelf := exploreShelf{exploreCatalogue{a.Doors, a.Blobs}, portalCatalogue{a.Doors, a.OpenData}}
	catalogue := harvest.New(harvest.Parts{Catalogue: harvestCatalogue{a.Doors, a.OpenData}, Clock: a.Clock, Operator: a.operator})
	limiter := a.queryLimiter()
	tabular.New(tabular.Parts{Engine: a.Tables, Shelf: shelf, Limiter: limiter}).Register(a.Routes, a.Interface)
	export.New(export.Parts{Shelf: shelf, Rows: a.Explore, Limiter: limiter}).Register(a.Interface)
	questions := ods.New(ods.Parts{Engine: a.Tables, Shelf: shelf, Clock: a.Clock, Limiter: limiter, Syntaxes: syntaxes(),
		Catalogue: func(w http.ResponseWriter, r *http.Request, name string) error {
			syntax, _ := syntaxOf(name)
			return catalogue.Write(w, r, syntax)
		}})
	questions.Register(a.Routes, a.Interface)
	features.New(features.Parts{Explore: questions, Shelf: shelf, Clock: a.Clock, Limiter: limiter}).Register(a.Routes, a.Interface)
	builder.New(questions, shelf, limiter).Register(a.Routes)
}

// syntaxes are the names by which the Explore API calls those of DCAT that there
// are.
func syntaxes() (out []string) {
	for _, name := range []string{"dcat", "jsonld", "rdf", "ttl"} {
		if _, ok := syntaxOf(name); ok {
			out = append(out, name)
		}
	}
	return out
}

func syntaxOf(name string) (dcat.Syntax, bool) {
	if name == "dcat" {
		name = "rdf"
	}
	return dcat.SyntaxOf(name)
}

// queryLimiter bounds the questions of one address; nil for no bound.
func (a *App) queryLimiter() *web.Limiter {
	l := a.Config.Limits.Queries
	if l.QueryRequests <= 0 { // a test or the demonstration sets none
		return nil
	}
	return web.NewLimiter(a.Clock, l.QueryRequests, l.QueryBurst).Share(a.ledger("queries"), l.QueryBurst/16)
}

// ignoreHidden leaves out what is not public, or no longer.
func ignoreHidden(err error) error {
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return nil
	}
	return err
}

// exploreShelf tells the query interfaces what is published.
type exploreShelf struct {
	exploreCatalogue
	portal portalCatalogue
}

func (s exploreShelf) Dataset(ctx context.Context, address string, number int) (out explore.Dataset, err error) {
	err = s.doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		slug, member, _ := strings.Cut(address, "@")
		id, m, err := s.portal.lookup(ctx, tx, member, slug)
		if err != nil {
			return err
		}
		out, err = s.read(ctx, tx, id, number, m)
		return err
	})
	return out, err
}

// read reads a dataset with one of its versions. The member is read unless it is
// its own already.
func (s exploreShelf) read(ctx context.Context, tx access.Tx, id string, number int, m organisation.Member) (out explore.Dataset, err error) {
	d, e, err := opendata.EditionOf(ctx, tx, id, number)
	if err != nil {
		return out, err
	}
	if m.ID != d.MemberID {
		if m, err = organisation.Get(ctx, tx, d.MemberID); err != nil {
			return out, err
		}
	}
	out = exploreDataset(d, m)
	out.Number, out.Rows, out.Version, out.Schema, out.Preview = e.Number, e.Rows, e.Schema.Version, e.Schema.Name, e.Preview
	out.Table = s.table(d, e)
	for _, c := range e.Columns {
		out.Words = append(out.Words, explore.Words{Title: c.Title, Description: c.Description, Values: c.Values})
	}
	return out, nil
}

func (s exploreShelf) Page(ctx context.Context, limit, offset int) (out []explore.Dataset, err error) {
	err = s.doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		entries, err := opendata.Entries(ctx, tx, "", limit, offset)
		if err != nil {
			return err
		}
		ids := make([]string, len(entries))
		for i, e := range entries {
			ids[i] = e.MemberID
		}
		members, err := membersByID(ctx, tx, ids)
		for _, e := range entries {
			out = append(out, exploreDataset(e.Dataset, members[e.MemberID]))
		}
		return err
	})
	return out, err
}

func (s exploreShelf) Find(ctx context.Context, ids []string) (out []explore.Dataset, err error) {
	err = s.doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		members := map[string]organisation.Member{}
		for _, id := range ids {
			d, err := s.read(ctx, tx, id, 0, organisation.Member{})
			if ignoreHidden(err) != nil {
				return err
			}
			if err == nil {
				members[d.Member.ID] = d.Member
				out = append(out, d)
			}
		}
		return nil
	})
	return out, err
}

func exploreDataset(d opendata.Dataset, m organisation.Member) explore.Dataset {
	licence := opendata.LicenceOf(d.Licence)
	return explore.Dataset{ID: d.ID, Slug: d.Slug, Title: d.Title, Description: d.Description, Keywords: d.Keywords,
		Licence: explore.Licence{Key: licence.Key, Label: licence.Label, URI: licence.URI}, Frequency: frequency(d.Frequency).Fr,
		Schema: d.Schema.Name, Version: d.Schema.Version, Number: d.Number, Rows: d.Rows, Issued: d.Issued, Modified: d.Modified, Member: m}
}

// where tells in which columns a table says where something is, as the query
// interfaces understand it.
func where(columns []opendata.Column, preview [][]string) (opendata.Where, bool) {
	d := explore.Dataset{Preview: preview, Table: explore.Table{Columns: queriedColumns(columns)}}
	for _, f := range d.Fields() {
		if f.Kind == explore.Point || f.Kind == explore.Shape {
			return opendata.Where{Lat: f.Lat, Lon: f.Lon, Text: f.Column, Reversed: f.Reversed, Shape: f.Kind == explore.Shape}, true
		}
	}
	return opendata.Where{}, false
}
