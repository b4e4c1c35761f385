package opendata

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// KindComposed is the kind of piece that nobody deposits: a dataset made of
// datasets that are published already. It has passed no gate of its own, for all
// that is in it has.
const KindComposed = "consolidation"

// Composition is what such a dataset is and holds.
type Composition struct {
	MemberID     string
	Title        string
	Description  string
	Keywords     []string
	Licence      string // a key of Licences
	Frequency    string // a key of Frequencies
	Schema       SchemaRef
	Columns      []Column
	Rows         int64
	FileName     string
	CSV, Parquet File
	Preview      [][]string
}

// Compose shows the next state of a dataset that the program makes, and makes the
// dataset when id is "". The state before stays at its own address when keep says
// so; otherwise it is forgotten, and its files are the caller's to destroy. For
// everybody who lists, searches, queries or harvests it is a dataset like any
// other.
func (s *Service) Compose(ctx context.Context, tx access.Tx, id string, c Composition, keep bool) (Dataset, error) {
	const op = "opendata.Compose"
	inside := tx.Elevated("compose")
	d, p, err := s.composed(ctx, inside, id, c)
	if err != nil {
		return d, err
	}
	before := d.VersionID
	if err := s.claim(ctx, inside, c.MemberID, c.CSV.Digest, c.Parquet.Digest); err != nil {
		return d, err
	}
	v, err := piece.MakeVersion(ctx, inside, p, piece.Version{Digest: c.CSV.Digest, Size: c.CSV.Size, FileName: c.FileName, Profile: c.Schema.Name})
	if err != nil {
		return d, err
	}
	e := Edition{VersionID: v.ID, DatasetID: d.ID, MemberID: c.MemberID, Number: v.Number, Schema: c.Schema, Columns: c.Columns, Rows: c.Rows,
		FileName: c.FileName, Original: c.CSV, CSV: c.CSV, Parquet: c.Parquet, Preview: c.Preview, Issued: tx.Clock().Now()}
	if err := insertEdition(ctx, inside, e); err != nil {
		return d, err
	}
	d.Title, d.Description, d.Keywords, d.Licence, d.Frequency = c.Title, c.Description, c.Keywords, c.Licence, c.Frequency
	if d.Slug == "" {
		if d.Slug, err = s.nameAddress(ctx, inside, d); err != nil {
			return d, err
		}
	}
	if err := s.showLatest(ctx, inside, &d); err != nil {
		return d, err
	}
	if before != "" && !keep {
		if _, err := database.Exec(ctx, inside, op, `delete from edition where version_id = $1`, before); err != nil {
			return d, err
		}
		if err := piece.DropVersion(ctx, inside, before); err != nil {
			return d, err
		}
	}
	return d, nil
}

// composed returns the dataset to be shown, new or as it stands.
func (s *Service) composed(ctx context.Context, tx access.Tx, id string, c Composition) (Dataset, piece.Piece, error) {
	if id != "" {
		d, err := Get(ctx, tx, id)
		if err != nil {
			return d, piece.Piece{}, err
		}
		if d.State == Erased {
			return d, piece.Piece{}, fault.New(fault.Gone, "opendata.Compose", "Ce jeu de données a été effacé.", "This dataset was erased.")
		}
		p, err := piece.Get(ctx, tx, id)
		if err == nil && p.Title != c.Title {
			err = piece.Rename(ctx, tx, id, c.Title)
		}
		return d, p, err
	}
	p, err := piece.Make(ctx, tx, KindComposed, c.MemberID, c.Title)
	if err != nil {
		return Dataset{}, p, err
	}
	d := Dataset{ID: p.ID, MemberID: p.MemberID, Title: c.Title, Description: c.Description, Licence: c.Licence, Frequency: c.Frequency,
		Keywords: c.Keywords, State: Draft, Created: p.Created}
	return d, p, insertDataset(ctx, tx, d)
}

// Recompose gives a state that was kept other files: what was taken back must not
// go on there. It keeps its number and its address.
func (s *Service) Recompose(ctx context.Context, tx access.Tx, version string, rows int64, csv, parquet File, preview [][]string) error {
	const op = "opendata.Recompose"
	inside := tx.Elevated("compose")
	e, err := scanEdition(inside.QueryRow(ctx, editionQuery+`e.version_id = $1`, version))
	if err == sql.ErrNoRows {
		return fault.Missing(op)
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	if err := s.claim(ctx, inside, e.MemberID, csv.Digest, parquet.Digest); err != nil {
		return err
	}
	first, err := json.Marshal(preview)
	if err != nil {
		return fault.Wrap(op, err)
	}
	if _, err := database.Exec(ctx, inside, op, `update edition set row_count = $1, csv_digest = $2, csv_size = $3, parquet_digest = $4,
			parquet_size = $5, digest = $2, size = $3, preview_json = $6 where version_id = $7`,
		rows, csv.Digest, csv.Size, parquet.Digest, parquet.Size, string(first), version); err != nil {
		return err
	}
	if err := piece.RemakeVersion(ctx, inside, version, csv.Digest, csv.Size); err != nil {
		return err
	}
	d, err := Get(ctx, inside, e.DatasetID)
	if err != nil || d.VersionID != version {
		return err
	}
	return s.showLatest(ctx, inside, &d) // its rows are counted anew
}

// Source is a published dataset of which others are made: with the version that
// its address shows, or another that stands.
type Source struct {
	DatasetID string
	MemberID  string
	Title     string
	Licence   string
	VersionID string
	Number    int
	Issued    time.Time // of the version
	Rows      int64
	Parquet   File
}

func scanSource(r database.Row) (Source, error) {
	var x Source
	var issued int64
	err := r.Scan(&x.DatasetID, &x.MemberID, &x.Title, &x.Licence, &x.VersionID, &x.Number, &issued, &x.Rows, &x.Parquet.Digest, &x.Parquet.Size)
	x.Issued = time.UnixMicro(issued).UTC()
	return x, err
}

const sourceQuery = `select d.piece_id, d.member_id, d.title, d.licence, e.version_id, e.number, e.issued_at, e.row_count,
	e.parquet_digest, e.parquet_size from dataset d cross join edition e where `

// SourcesUnder lists what is published under a schema, in the order of the
// datasets' identifiers.
func SourcesUnder(ctx context.Context, tx access.Tx, schema string) ([]Source, error) {
	return database.All(ctx, tx, "opendata.SourcesUnder", scanSource, sourceQuery+`d.schema_name = $1 and d.state = 'published'
		and e.version_id = d.version_id order by d.piece_id`, schema)
}

// SourcesStanding returns those of some versions that stand and whose dataset is
// public, by version.
func SourcesStanding(ctx context.Context, tx access.Tx, versions []string) (map[string]Source, error) {
	out := map[string]Source{}
	for len(versions) > 0 {
		n := min(len(versions), 200)
		list, err := database.All(ctx, tx, "opendata.SourcesStanding", scanSource, sourceQuery+`e.version_id in (`+database.In(n, 1)+`)
			and e.retracted_at = 0 and d.piece_id = e.piece_id and d.state = 'published'`, database.Args(versions[:n])...)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			out[x.VersionID] = x
		}
		versions = versions[n:]
	}
	return out, nil
}

// SchemasInUse lists the schemas under which something is published.
func SchemasInUse(ctx context.Context, tx access.Tx) ([]string, error) {
	return database.All(ctx, tx, "opendata.SchemasInUse", func(r database.Row) (s string, err error) { return s, r.Scan(&s) },
		`select distinct schema_name from dataset where state = 'published' and schema_name <> '' order by schema_name`)
}

// Note keeps files that were just put into the store until a record names them
// (Claim), for a day.
func (s *Service) Note(ctx context.Context, member string, digests ...string) error {
	return s.stray(ctx, member, digests...)
}
