package app

import (
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/services/check"
	"airial/internal/services/draft"
	"airial/internal/services/opendata"
	"airial/standards/catalogue"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// drafts is the room where tables are written in the page.
func (a *App) drafts() *draft.Service {
	return draft.New(draft.Parts{Doors: a.Doors, Blobs: a.Blobs, Gate: draftGate{}, Datasets: draftDatasets{a}, Spill: check.Room{},
		Limits: tabular.Limits{Columns: a.Config.Limits.Columns, Record: int(a.Config.Limits.Record)}})
}

func (a *App) draftPages(desk *console.Console) {
	a.drafts().Pages(desk, func(id string) string { return console.Home + "/deposits/" + id }).Register(a.Routes)
}

// draftGate is the gate of form, as the room of drafts wants it.
type draftGate struct{}

func (draftGate) Report(ctx context.Context, tx access.Tx, version string) (*tableschema.Report, error) {
	r, err := check.Load(ctx, tx, version)
	if err != nil || r == nil {
		return nil, err
	}
	return r.Report, nil
}

func (draftGate) Schema(ref tableschema.SchemaRef) (*tableschema.Schema, error) {
	name := ref.Name
	if name != "" && name != check.None && ref.Version != "" {
		if s, ok := catalogue.Lookup(name + "@" + ref.Version); ok {
			return s, nil
		}
	}
	return check.Find(name)
}

func (draftGate) Schemas() []draft.Choice {
	var out []draft.Choice
	for _, s := range (openDataGates{}).Schemas() {
		out = append(out, draft.Choice{Name: s.Name, Title: s.Title})
	}
	return out
}

// draftDatasets is the room of open data, as the room of drafts wants it.
type draftDatasets struct{ *App }

func (d draftDatasets) Open(ctx context.Context, tx access.Tx, member string) error {
	return openDataSubscriptions{}.Open(ctx, tx, member)
}

func (d draftDatasets) Receive(ctx context.Context, member string, body io.Reader) (blob.Ref, error) {
	return d.OpenData.Receive(ctx, member, body)
}

func (d draftDatasets) Abandon(ctx context.Context, member string, ref blob.Ref) error {
	return d.OpenData.Abandon(ctx, member, ref)
}

func (d draftDatasets) Deposit(ctx context.Context, tx access.Tx, one draft.Deposit, ref blob.Ref) (piece.Version, bool, error) {
	return d.OpenData.Enter(ctx, tx, opendata.Request{MemberID: one.MemberID, PieceID: one.PieceID, FileName: one.FileName,
		Schema: one.Schema, Key: one.Key}, ref)
}

func (d draftDatasets) Hand(ctx context.Context, tx access.Tx, one draft.Deposit, fields int, ref blob.Ref) (string, error) {
	u, err := d.OpenData.Keep(ctx, tx, one.MemberID, one.FileName, ref, opendata.Guess{Columns: fields,
		Best: opendata.Likeness{Schema: one.Schema, Matched: fields, Fields: fields}})
	return opendata.ConfirmAddress(u), err
}

// Last finds the table that a member published last under a schema: what the
// public may read, in the cells as they were deposited.
func (d draftDatasets) Last(ctx context.Context, scope access.Scope, member, schema string) (draft.Published, error) {
	var last opendata.Entry
	err := d.Doors.Read(ctx, scope, func(tx access.Tx) error {
		const page = 500
		for n := 0; ; n += page {
			list, err := opendata.Entries(ctx, tx, member, page, n)
			for _, e := range list {
				if e.Schema.Name == schema && (last.ID == "" || e.Modified.After(last.Modified)) {
					last = e
				}
			}
			if err != nil || len(list) < page {
				return err
			}
		}
	})
	if err != nil || last.ID == "" {
		return nil, err
	}
	original, err := d.Blobs.Open(ctx, member, last.Original.Digest)
	if err != nil {
		return nil, err
	}
	t, err := d.Check.Open(ctx, last.VersionID, original)
	if err != nil {
		return nil, closing(original, err)
	}
	return lastTable{t, original}, nil
}

type lastTable struct {
	*check.Table
	io.Closer
}

func (t lastTable) Columns() []string {
	out := make([]string, len(t.Table.Columns))
	for i, c := range t.Table.Columns {
		out[i] = c.Name
	}
	return out
}

func (t lastTable) Next() ([]string, error) {
	if _, err := t.Table.Next(); err != nil {
		return nil, err
	}
	raw := t.Raw()
	out := make([]string, len(raw))
	for i, cell := range raw {
		out[i] = string(cell)
	}
	return out, nil
}

// Correction implements opendata.Gates: where a version is corrected, and how
// it was made of another.
func (openDataGates) Correction(ctx context.Context, tx access.Tx, version string) (opendata.Correction, error) {
	out := opendata.Correction{Begin: draft.CorrectPath}
	id, err := draft.Of(ctx, tx, version)
	if err != nil {
		return out, err
	}
	if id != "" {
		out.Draft = draft.Path(id)
	}
	e, err := draft.EvidenceOf(ctx, tx, version)
	if err == nil && e != nil {
		out.From, out.Mended, out.Written, out.Removed = e.From.Version, e.Mended(), e.Written, len(e.Removed)
		out.Evidence = draft.EvidencePath(version)
	}
	return out, err
}

// StartPath implements opendata.Gates.
func (openDataGates) StartPath() string { return draft.NewPath }
