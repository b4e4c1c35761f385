package opendata

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

// datasetView is a published dataset, as the interface shows it.
type datasetView struct {
	Addresses
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Licence     string        `json:"licence"`
	Frequency   string        `json:"frequency"`
	Keywords    []string      `json:"keywords"`
	Member      memberView    `json:"member"`
	Schema      *SchemaRef    `json:"schema" doc:"null for a table without schema"`
	Version     int           `json:"version"`
	RowCount    int64         `json:"row_count"`
	Issued      time.Time     `json:"issued"`
	Modified    time.Time     `json:"modified"`
	Rows        string        `json:"rows" format:"uri"`
	Period      *periodView   `json:"period,omitempty" doc:"The days that the data cover; absent while nobody knows"`
	Columns     []Column      `json:"columns,omitempty"`
	Versions    []versionView `json:"versions,omitempty"`
}

func (datasetView) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return orNull(s, "schema")
}

type memberView struct {
	Siren string `json:"siren"`
	Name  string `json:"name"`
	Slug  string `json:"slug"`
}

type versionView struct {
	Number   int       `json:"number"`
	Issued   time.Time `json:"issued"`
	RowCount int64     `json:"row_count"`
	CSV      fileView  `json:"csv"`
	Parquet  fileView  `json:"parquet"`
	Original fileView  `json:"original"`
}

type fileView struct {
	Address string `json:"address" format:"uri"`
	SHA256  string `json:"sha256"`
	Size    int64  `json:"size" doc:"bytes"`
}

type datasetOutput struct{ Body datasetView }

func (s *Service) getDataset(ctx context.Context, in *IDInput) (*datasetOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	out := &datasetOutput{}
	err := s.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		d, e, err := EditionOf(ctx, tx, in.ID, 0)
		if err != nil {
			return err
		}
		if err := d.forPublic("opendata.getDataset"); err != nil {
			return err
		}
		m, err := organisation.Get(ctx, tx, d.MemberID)
		if err != nil {
			return err
		}
		out.Body = viewOf(ctx, m, d)
		out.Body.Columns, out.Body.Period = e.Columns, periodViewOf(PeriodOf(d, e))
		all, err := Editions(ctx, tx, d.ID)
		for _, e := range all {
			out.Body.Versions = append(out.Body.Versions, versionOf(ctx, e))
		}
		return err
	})
	return out, err
}

func viewOf(ctx context.Context, m organisation.Member, d Dataset) datasetView {
	v := datasetView{Addresses: addressesOf(ctx, m, d), Title: d.Title, Description: d.Description, Licence: d.Licence,
		Frequency: d.Frequency, Keywords: d.Keywords, Member: memberView{m.Siren, m.Name, m.Slug}, Version: d.Number,
		RowCount: d.Rows, Issued: d.Issued, Modified: d.Modified}
	v.Rows = v.API + "/rows"
	if v.Keywords == nil {
		v.Keywords = []string{}
	}
	if d.Schema.Name != "" {
		v.Schema = &d.Schema
	}
	return v
}

func versionOf(ctx context.Context, e Edition) versionView {
	file := func(name string, f File) fileView {
		return fileView{Address: web.URL(ctx, FilePath(e.DatasetID, e.Number, name)), SHA256: f.Digest, Size: f.Size}
	}
	return versionView{Number: e.Number, Issued: e.Issued, RowCount: e.Rows, CSV: file("data.csv", e.CSV),
		Parquet: file("data.parquet", e.Parquet), Original: file("original", e.Original)}
}

type listInput struct {
	Query  string `query:"q" doc:"Words to search" maxLength:"400"`
	Member string `query:"member" doc:"SIREN of a member"`
	Schema string `query:"schema" doc:"Name of a schema; “none” for tables without"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Offset int    `query:"offset" minimum:"0" maximum:"1000000"`
}

type listOutput struct {
	Body struct {
		Items []datasetView `json:"items"`
		Total int           `json:"total"`
	}
}

func (s *Service) listDatasets(ctx context.Context, in *listInput) (*listOutput, error) {
	out := &listOutput{}
	out.Body.Items = []datasetView{}
	err := s.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		q := Search{Query: in.Query, Schema: in.Schema, Limit: in.Limit, Offset: in.Offset}
		if in.Member != "" {
			m, err := organisation.ByAddress(ctx, tx, in.Member)
			if err != nil {
				return err
			}
			q.MemberID, q.Alone = m.ID, true
		}
		found, err := s.Survey(ctx, tx, q)
		if err != nil {
			return err
		}
		members, err := membersOf(ctx, tx, found.Datasets)
		for _, d := range found.Datasets {
			out.Body.Items = append(out.Body.Items, viewOf(ctx, members[d.MemberID], d))
		}
		out.Body.Total = found.Total
		return err
	})
	return out, err
}

// membersOf returns the members of datasets, by id.
func membersOf(ctx context.Context, tx access.Tx, datasets []Dataset) (map[string]organisation.Member, error) {
	ids := []string{}
	for _, d := range datasets {
		ids = append(ids, d.MemberID)
	}
	return organisation.ByIDs(ctx, tx, ids)
}

type deleteInput struct {
	IDInput
	Reason string `query:"reason" required:"true" minLength:"1" maxLength:"500" doc:"error, personal-data, rights, obsolete, duplicate, other; or a sentence, which the public will read"`
	Erase  bool   `query:"erase" doc:"Destroy for personal data, for good"`
}

func (s *Service) deleteDataset(ctx context.Context, in *deleteInput) (*struct{}, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	scope := access.From(ctx)
	if in.Erase {
		if in.Reason != "personal-data" {
			return nil, fault.New(fault.Invalid, "opendata.delete", "L’effacement se fait pour la seule raison « personal-data ».",
				"Erasure has one reason only: “personal-data”.")
		}
		return nil, s.Erase(ctx, scope, in.ID)
	}
	reason, note := in.Reason, ""
	if _, known := ReasonOf(reason); !known {
		reason, note = "other", in.Reason
	} else if reason == "other" {
		note = "—"
	}
	return nil, s.doors.Write(ctx, scope, func(tx access.Tx) error { return s.Withdraw(ctx, tx, in.ID, reason, note) })
}

func (s *Service) restoreDataset(ctx context.Context, in *IDInput) (*struct{}, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	return nil, s.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return s.Restore(ctx, tx, in.ID) })
}
