package app

import (
	"context"
	"io"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web/chart"
	"airial/internal/services/gather"
	"airial/internal/services/opendata"
	"airial/internal/services/portal/story"
)

// stories adds the pages that tell what the consolidated datasets say.
func (a *App) stories() { a.story().Register(a.Routes) }

func (a *App) story() *story.Service { return story.New(storyData{a}, a.site()) }

// storyData is what is gathered, as the stories want it.
type storyData struct{ app *App }

func (s storyData) read(ctx context.Context, fn func(access.Tx) error) error {
	return s.app.Doors.Read(ctx, access.Public(), fn)
}

func (s storyData) Find(ctx context.Context, schema string) (t story.Table, ok bool, err error) {
	err = s.read(ctx, func(tx access.Tx) error {
		g, err := gather.Get(ctx, tx, schema)
		if err != nil || g.Dataset == "" || g.Stopped || g.Rows == 0 {
			return err
		}
		d, e, err := opendata.EditionOf(ctx, tx, g.Dataset, 0)
		if err != nil {
			return ignoreHidden(err)
		}
		m, err := organisation.Get(ctx, tx, d.MemberID)
		if err != nil {
			return err
		}
		ok = true
		t = story.Table{Columns: queriedColumns(e.Columns), Page: opendata.PagePath(m, d), Coverage: gather.CoveragePath(schema), Siren: gather.ColumnSiren, Name: gather.ColumnName,
			Titles: map[string]i18n.Text{}, Rows: e.Rows, Table: tables.Table{Digest: e.Parquet.Digest, Open: func(ctx context.Context) (io.ReadCloser, error) {
				return s.app.Blobs.Open(ctx, e.MemberID, e.Parquet.Digest)
			}}}
		for _, c := range e.Columns {
			t.Titles[c.Name] = c.Title
		}
		return nil
	})
	return t, ok, err
}

func (s storyData) Ask(ctx context.Context, t story.Table, a tables.Ask) ([][]any, int64, error) {
	return s.app.Tables.Ask(ctx, t.Table, a)
}

func (s storyData) EachAsk(ctx context.Context, t story.Table, a tables.Ask, fn func([]any) error) error {
	return s.app.Tables.EachAsk(ctx, t.Table, a, fn)
}

func (s storyData) Gathered(ctx context.Context) (out []string, err error) {
	err = s.read(ctx, func(tx access.Tx) error {
		list, err := gather.List(ctx, tx)
		for _, g := range list {
			if g.Dataset != "" && !g.Stopped && g.Rows > 0 {
				out = append(out, g.Schema)
			}
		}
		return err
	})
	return out, err
}

func (s storyData) UnderMaps(ctx context.Context, members []organisation.Member) ([]chart.Shape, string, error) {
	return s.app.underMaps(ctx, members)
}

// Told tells where the data of a schema are told, "" where nothing is gathered.
func (s storyData) Told(ctx context.Context) (func(schema string) string, error) {
	schemas, err := s.Gathered(ctx)
	return func(schema string) string {
		if _, known := s.About(schema); !known || !slices.Contains(schemas, schema) {
			return ""
		}
		return story.PathOf(schema)
	}, err
}

func (storyData) About(schema string) (story.About, bool) {
	s, ok := (portalSchemas{}).Schema(schema)
	return story.About{Title: s.Title, Description: s.Description, Page: "/schemas/" + s.Name}, ok && s.Name == schema
}

func (s storyData) Members(ctx context.Context) (list []organisation.Member, err error) {
	err = s.read(ctx, func(tx access.Tx) (err error) {
		list, err = gather.Served(ctx, tx)
		return err
	})
	return list, err
}

func (s storyData) Coverage(ctx context.Context, schema string, years []int, members []organisation.Member) (out []story.Covered, err error) {
	err = s.read(ctx, func(tx access.Tx) error {
		list, err := s.app.Gather.Coverages(ctx, tx, schema, years, members)
		for _, c := range list {
			out = append(out, story.Covered{Year: c.Year, Published: c.Count(gather.Published), Nothing: c.Count(gather.Declared), NotOwed: c.Count(gather.NotOwed),
				Silent: c.Count(gather.Silent), Share: c.Share(gather.Published), Ruled: c.Ruled, Says: c.Sentence(ctx)})
		}
		return err
	})
	return out, err
}
