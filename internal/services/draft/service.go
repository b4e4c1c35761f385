package draft

import (
	"context"
	"fmt"
	"io"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/source"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Service is the room, put together.
type Service struct {
	doors    *access.Doors
	blobs    blob.Store
	gate     Gate
	datasets Datasets
	spill    tableschema.Spill
	limits   tabular.Limits
}

// Parts is what the room is made with.
type Parts struct {
	Doors    *access.Doors
	Blobs    blob.Store
	Gate     Gate
	Datasets Datasets
	Spill    tableschema.Spill
	Limits   tabular.Limits
}

// New puts the room together.
func New(p Parts) *Service {
	return &Service{doors: p.Doors, blobs: p.Blobs, gate: p.Gate, datasets: p.Datasets, spill: p.Spill, limits: p.Limits}
}

// desk is a draft as it is laid out to be worked on: what was written, and
// where the file lies that it corrects.
type desk struct {
	Draft
	gate    Gate
	written overlay
	base    piece.Version
	dialect tableschema.Dialect
	schema  *tableschema.Schema
	columns []tableschema.Column
}

// layOut gathers what a draft is made of.
func (s *Service) layOut(ctx context.Context, tx access.Tx, id string) (k *desk, err error) {
	k = &desk{gate: s.gate}
	if k.Draft, err = get(ctx, tx, id); err != nil {
		return nil, err
	}
	if k.written, err = rowsOf(ctx, tx, id); err != nil {
		return nil, err
	}
	return k, s.fill(ctx, tx, k)
}

// fill adds the schema, and the file that is corrected.
func (s *Service) fill(ctx context.Context, tx access.Tx, k *desk) (err error) {
	const op = "draft.fill"
	if k.schema, err = s.gate.Schema(k.Schema); err != nil {
		return fault.Wrap(op, err)
	}
	if !k.Corrects() {
		if k.schema == nil {
			return fault.Missing(op)
		}
		k.columns = tableschema.Match(k.schema.Labels(), k.schema).Columns
		return nil
	}
	if k.base, err = piece.GetVersion(ctx, tx, k.VersionID); err != nil {
		return err
	}
	report, err := s.gate.Report(ctx, tx, k.VersionID)
	if err != nil {
		return err
	}
	if report == nil || report.Unreadable != "" {
		return &fault.Error{Kind: fault.Conflict, Op: op, Say: unreadable}
	}
	k.dialect, k.columns = report.Dialect, report.Columns
	return nil
}

var unreadable = i18n.T("Ce fichier ne se lit pas comme un tableau\u202f: il ne se corrige pas ici. Déposez-en un autre.",
	"This file cannot be read as a table: it cannot be corrected here. Deposit another one.")

// labels are those of the columns, as they came.
func (k *desk) labels() []string {
	out := make([]string, len(k.columns))
	for i, c := range k.columns {
		out[i] = c.Label
	}
	return out
}

// reading is a draft that is being read, row by row.
type reading struct {
	*tableschema.Mender
	close []io.Closer
}

func (r *reading) Close() error {
	var first error
	for i := len(r.close) - 1; i >= 0; i-- {
		if err := r.close[i].Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// read opens the draft from its beginning.
func (s *Service) read(ctx context.Context, k *desk, o tableschema.MendOptions) (*reading, error) {
	const op = "draft.read"
	r := &reading{}
	src, err := s.source(ctx, k, r)
	if err == nil {
		r.Mender, err = tableschema.NewMender(src, k.schema, o)
	}
	if err != nil {
		return nil, fault.Wrap(op, fmt.Errorf("%w (%v)", err, r.Close()))
	}
	return r, nil
}

func (s *Service) source(ctx context.Context, k *desk, r *reading) (tableschema.Source, error) {
	if !k.Corrects() {
		return k.rows(), nil
	}
	file, err := s.blobs.Open(ctx, k.MemberID, k.base.Digest)
	if err != nil {
		return nil, err
	}
	r.close = append(r.close, file)
	text := k.dialect.Options()
	text.Limits = s.limits
	t, err := source.Open(file, source.Options{Text: text, Sheet: k.dialect.Sheet, Spill: s.spill})
	if err != nil {
		return nil, err
	}
	r.close = append(r.close, t)
	return t, nil
}

// rows is the table of a draft begun from its schema.
func (k *desk) rows() *tableschema.Rows {
	labels := k.schema.Labels()
	t := &tableschema.Rows{Labels: labels}
	for n := firstRow; n < firstRow+k.Rows; n++ {
		cells := make([]string, len(labels))
		if r := k.written[n]; r != nil && !r.dropped {
			for i := range cells {
				cells[i] = r.cells[i]
			}
		}
		t.Records = append(t.Records, tableschema.RowOf{Row: n, Cells: cells})
	}
	return t
}

// firstRow is the number of the first row under the header, as a spreadsheet
// shows it.
const firstRow = 2

// options are those of a reading with what was accepted and written.
func (k *desk) options() tableschema.MendOptions {
	accepted := map[string]bool{}
	for _, key := range k.Accepted {
		accepted[key] = true
	}
	o := tableschema.MendOptions{Accept: func(rule, field string) bool { return accepted[Proposal{Rule: rule, Field: field}.Key()] }}
	if k.Corrects() {
		o.Edit = k.written.edit
	} else {
		o.Accept = func(string, string) bool { return false } // what was typed is mended when it is written
	}
	return o
}

// edit lays what was written over a row.
func (o overlay) edit(n int, cells [][]byte) ([][]byte, bool) {
	r := o[n]
	if r == nil {
		return cells, true
	}
	if r.dropped {
		return cells, false
	}
	for col, v := range r.cells {
		for len(cells) <= col {
			cells = append(cells, nil)
		}
		cells[col] = []byte(v)
	}
	return cells, true
}
