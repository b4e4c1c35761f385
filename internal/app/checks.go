package app

import (
	"context"
	"encoding/json"
	"io"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/platform/i18n"
	"airial/internal/services/check"
	"airial/internal/services/clear"
	"airial/internal/services/clear/plans"
	"airial/internal/services/draft"
	"airial/internal/services/opendata"
	"airial/privacy"
	"airial/standards/tableschema"
)

// openDataChecks is the gate of form, as the room of open data wants it.
type openDataChecks struct{ check *check.Service }

func (openDataChecks) Known(name string) (opendata.SchemaRef, error) {
	schema, err := check.Find(name)
	if err != nil || schema == nil {
		return opendata.SchemaRef{}, err
	}
	return opendata.SchemaRef{Name: schema.Name, Version: schema.Version}, nil
}

func (openDataChecks) Schema(ctx context.Context, tx access.Tx, version string) (opendata.SchemaRef, error) {
	ref, err := check.Ref(ctx, tx, version)
	return opendata.SchemaRef(ref), err
}

func (openDataChecks) Report(ctx context.Context, tx access.Tx, version string, lang i18n.Lang) (json.RawMessage, error) {
	r, err := check.Load(ctx, tx, version)
	if err != nil || r == nil {
		return nil, err
	}
	return r.Report.JSON(string(lang))
}

func (openDataChecks) Forget(ctx context.Context, tx access.Tx, versions []string) error {
	if err := draft.Forget(ctx, tx, versions); err != nil { // what was written over them goes with them
		return err
	}
	return check.Forget(ctx, tx, versions)
}

func (c openDataChecks) Tabulate(ctx context.Context, file io.Reader, sheet string, w io.Writer) (opendata.FileForm, error) {
	form, err := c.check.Tabulate(ctx, file, sheet, w)
	return opendata.FileForm(form), err
}

func (c openDataChecks) Table(ctx context.Context, version string, original io.Reader) (opendata.Table, error) {
	t, err := c.check.Open(ctx, version, original)
	if err != nil {
		return nil, err
	}
	return publishable{t}, nil
}

// publishable is a checked table, with its columns in the words of open data.
type publishable struct{ *check.Table }

func (p publishable) Columns() []opendata.Column {
	out := make([]opendata.Column, len(p.Table.Columns))
	for i, c := range p.Table.Columns {
		out[i] = opendata.Column{Name: c.Name, Type: publishedType(c.Type, c.Field)}
		if f := c.Field; f != nil {
			out[i].Title, out[i].Description = i18n.Text(f.Title), i18n.Text(f.Description)
			out[i].Required, out[i].Values = f.Constraints.Required, f.Constraints.Enum
		}
	}
	return out
}

// publishedType is the type under which a column is published: integers,
// numbers, booleans, dates and instants have one, the rest is text.
func publishedType(t tableschema.Type, f *tableschema.Field) string {
	switch t {
	case tableschema.Integer, tableschema.Number, tableschema.Boolean, tableschema.Datetime:
		return string(t)
	case tableschema.Date:
		// A "date" that is only a year or a month is no day.
		if f == nil || f.WholeDay() {
			return string(t)
		}
	}
	return "text"
}

type openDataFindings struct{}

func (openDataFindings) Forget(ctx context.Context, tx access.Tx, versions []string) error {
	if err := plans.Forget(ctx, tx, versions); err != nil {
		return err
	}
	return clear.Forget(ctx, tx, versions)
}

func (openDataFindings) Personal(text string) (i18n.Text, bool) { return clear.InText(text) }

// clearTables is the content of versions, as the gate of personal data wants
// it.
type clearTables struct {
	check *check.Service
	blobs blob.Store
}

func (c clearTables) Open(ctx context.Context, v piece.Version) (clear.Table, error) {
	original, err := c.blobs.Open(ctx, v.MemberID, v.Digest)
	if err != nil {
		return nil, err
	}
	t, err := c.check.Open(ctx, v.ID, original)
	if err != nil {
		return nil, closing(original, err)
	}
	return scannable{t, original}, nil
}

func closing(c io.Closer, err error) error {
	_ = c.Close() // the first error is the one to tell
	return err
}

type scannable struct {
	*check.Table
	io.Closer
}

func (s scannable) Columns() []privacy.Column {
	out := make([]privacy.Column, len(s.Table.Columns))
	for i, c := range s.Table.Columns {
		out[i] = privacy.Column{Name: c.Name, Type: string(c.Type)}
		if c.Field != nil {
			out[i].Label = c.Field.Title.Fr
			out[i].PublicContact = publicContacts[c.Field.Name]
		}
	}
	return out
}

func (s scannable) Next() (int, [][]byte, error) {
	_, err := s.Table.Next()
	return s.Table.Row(), s.Table.Raw(), err
}

// publicContacts are the columns that a schema declares as the contact of a
// place open to the public (scdl/equipements).
var publicContacts = map[string]bool{"EQUIP_TEL": true, "EQUIP_EMAIL": true}
