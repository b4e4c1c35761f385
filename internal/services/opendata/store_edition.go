package opendata

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const editionQuery = `select e.version_id, e.piece_id, e.member_id, e.number, e.schema_name, e.schema_version,
	e.columns_json, e.preview_json, e.row_count, e.csv_digest, e.csv_size, e.parquet_digest, e.parquet_size,
	e.issued_at, e.retracted_at, e.file_name, e.digest, e.size, d.number,
	e.spans_from, e.spans_until, e.spans_column, e.extent
	from edition e join dataset d on d.piece_id = e.piece_id where `

func scanEdition(row scanner) (Edition, error) {
	var e Edition
	var columns, preview, extent string
	var issued, retracted int64
	err := row.Scan(&e.VersionID, &e.DatasetID, &e.MemberID, &e.Number, &e.Schema.Name, &e.Schema.Version, &columns,
		&preview, &e.Rows, &e.CSV.Digest, &e.CSV.Size, &e.Parquet.Digest, &e.Parquet.Size, &issued, &retracted,
		&e.FileName, &e.Original.Digest, &e.Original.Size, &e.CurrentNumber,
		&e.Spans.From, &e.Spans.Until, &e.SpansColumn, &extent)
	if err != nil {
		return e, err
	}
	e.Issued, e.Retracted = clock.FromMicros(issued), clock.FromMicros(retracted)
	e.MediaType, e.Extent = "text/csv", extentOf(extent)
	if err := json.Unmarshal([]byte(columns), &e.Columns); err != nil {
		return e, err
	}
	return e, json.Unmarshal([]byte(preview), &e.Preview)
}

func insertEdition(ctx context.Context, tx access.Tx, e Edition) error {
	columns, err := json.Marshal(e.Columns)
	if err != nil {
		return fault.Wrap("opendata.insertEdition", err)
	}
	preview, err := json.Marshal(e.Preview)
	if err != nil {
		return fault.Wrap("opendata.insertEdition", err)
	}
	return database.Later(ctx, tx, "opendata.insertEdition", `insert into edition (version_id, piece_id, member_id, number, schema_name, schema_version,
			columns_json, preview_json, row_count, csv_digest, csv_size, parquet_digest, parquet_size, issued_at,
			file_name, digest, size, spans_from, spans_until, spans_column, extent, retracted_at, shown)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,0,
			(select case when d.state = 'published' then 1 else 0 end from dataset d where d.piece_id = $2))
		on conflict (version_id) do update set retracted_at = 0`,
		e.VersionID, e.DatasetID, e.MemberID, e.Number, e.Schema.Name, e.Schema.Version, string(columns),
		string(preview), e.Rows, e.CSV.Digest, e.CSV.Size, e.Parquet.Digest, e.Parquet.Size, clock.Micros(e.Issued),
		e.FileName, e.Original.Digest, e.Original.Size, e.Spans.From, e.Spans.Until, e.SpansColumn, e.Extent.String())
}

// EditionOf returns an edition of a dataset: number 0 stands for the one that
// its address shows. Under the public scope the dataset must be public, and
// the edition not retracted.
func EditionOf(ctx context.Context, tx access.Tx, id string, number int) (Dataset, Edition, error) {
	const op = "opendata.EditionOf"
	d, err := Get(ctx, tx, id)
	if err != nil {
		return d, Edition{}, err
	}
	if number == 0 {
		number = d.Number
	}
	e, err := scanEdition(tx.QueryRow(ctx, editionQuery+`e.piece_id = $1 and e.number = $2`, id, number))
	if err == sql.ErrNoRows {
		return d, Edition{}, cmp.Or(retracted(ctx, tx, id, number), error(fault.Missing(op)))
	}
	if err != nil {
		return d, e, fault.Wrap(op, err)
	}
	if !e.Retracted.IsZero() && !tx.Scope().Sees(d.MemberID) {
		return d, Edition{}, gone(op)
	}
	return d, e, nil
}

func gone(op string) error {
	return fault.New(fault.Gone, op, "Cette version a été retirée par son producteur.",
		"This version was withdrawn by its publisher.")
}

// retracted returns the error that says so when an edition is not there for the
// scope because it was taken back, and nil otherwise.
func retracted(ctx context.Context, tx access.Tx, id string, number int) error {
	const op = "opendata.EditionOf"
	n, err := database.Value[int](ctx, tx.Elevated("retracted"), op,
		`select count(*) from edition where piece_id = $1 and number = $2 and retracted_at <> 0`, id, number)
	if err == nil && n > 0 {
		err = gone(op)
	}
	return err
}

// Editions lists the editions of a dataset that stand, the latest first.
func Editions(ctx context.Context, tx access.Tx, id string) ([]Edition, error) {
	if _, err := Get(ctx, tx, id); err != nil {
		return nil, err
	}
	return editions(ctx, tx, `e.piece_id = $1 and e.retracted_at = 0 order by e.number desc`, id)
}

func editions(ctx context.Context, tx access.Tx, where string, args ...any) ([]Edition, error) {
	rows, err := tx.Query(ctx, editionQuery+where, args...)
	if err != nil {
		return nil, fault.Wrap("opendata.editions", err)
	}
	defer rows.Close()
	var out []Edition
	for rows.Next() {
		e, err := scanEdition(rows)
		if err != nil {
			return nil, fault.Wrap("opendata.editions", fmt.Errorf("edition: %w", err))
		}
		out = append(out, e)
	}
	return out, fault.Wrap("opendata.editions", rows.Err())
}

// StandingTables tells which of some published tables an edition still has.
func StandingTables(ctx context.Context, tx access.Tx, parquetDigests []string) (map[string]bool, error) {
	out := map[string]bool{}
	for part := range slices.Chunk(parquetDigests, 200) {
		err := database.Each(ctx, tx, "opendata.StandingTables", func(r database.Row) error {
			var digest string
			err := r.Scan(&digest)
			out[digest] = true
			return err
		}, `select parquet_digest from edition where parquet_digest in (`+database.In(len(part), 1)+`)`, database.Args(part)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
