package app

import (
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/tables"
	"airial/internal/services/gather"
	"airial/internal/services/opendata"
	"airial/internal/services/portal/story"
)

// stories adds the pages that tell what the consolidated datasets say.
func (a *App) stories() { story.New(storyData{a}, a.site()).Register(a.Routes) }

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
		t = story.Table{Columns: queriedColumns(e.Columns), Page: opendata.PagePath(m, d), Coverage: gather.CoveragePath(schema), Siren: gather.ColumnSiren,
			Rows: e.Rows, Table: tables.Table{Digest: e.Parquet.Digest, Open: func(ctx context.Context) (io.ReadCloser, error) {
				return s.app.Blobs.Open(ctx, e.MemberID, e.Parquet.Digest)
			}}}
		return nil
	})
	return t, ok, err
}

func (s storyData) Ask(ctx context.Context, t story.Table, a tables.Ask) ([][]any, int64, error) {
	return s.app.Tables.Ask(ctx, t.Table, a)
}

func (s storyData) Members(ctx context.Context) (list []organisation.Member, err error) {
	err = s.read(ctx, func(tx access.Tx) (err error) {
		list, err = gather.Served(ctx, tx)
		return err
	})
	return list, err
}

func (s storyData) Coverage(ctx context.Context, schema string, year int, members []organisation.Member) (says string, err error) {
	err = s.read(ctx, func(tx access.Tx) error {
		if year == 0 {
			year = tx.Clock().Now().Year()
		}
		c, err := s.app.Gather.Coverage(ctx, tx, schema, year, members)
		says = c.Sentence(ctx)
		return err
	})
	return says, err
}
