package opendata

import (
	"context"
	"database/sql"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

const datasetColumns = `d.piece_id, d.member_id, d.slug, d.title, d.description, d.licence, d.frequency, d.keywords,
	d.state, d.version_id, d.number, d.schema_name, d.schema_version, d.row_count, d.created_at, d.issued_at,
	d.modified_at, d.hidden_at, d.hidden_why, d.hidden_note, d.covers_from, d.covers_until`

type scanner interface{ Scan(...any) error }

func scanDataset(row scanner, more ...any) (Dataset, error) {
	var d Dataset
	var keywords, state string
	var created, issued, modified, hidden int64
	err := row.Scan(append([]any{&d.ID, &d.MemberID, &d.Slug, &d.Title, &d.Description, &d.Licence, &d.Frequency,
		&keywords, &state, &d.VersionID, &d.Number, &d.Schema.Name, &d.Schema.Version, &d.Rows, &created, &issued,
		&modified, &hidden, &d.HiddenWhy, &d.HiddenNote, &d.Covers.From, &d.Covers.Until}, more...)...)
	d.State = State(state)
	if keywords != "" {
		d.Keywords = strings.Split(keywords, "\n")
	}
	d.Created, d.Issued = clock.FromMicros(created), clock.FromMicros(issued)
	d.Modified, d.Hidden = clock.FromMicros(modified), clock.FromMicros(hidden)
	return d, err
}

func insertDataset(ctx context.Context, tx access.Tx, d Dataset) error {
	return database.Later(ctx, tx, "opendata.insertDataset", `insert into dataset (piece_id, member_id, slug, title, description, licence, frequency,
			keywords, state, version_id, number, schema_name, schema_version, row_count, created_at, issued_at,
			modified_at, hidden_at, hidden_why, hidden_note, sort_key)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,'',0,'','',0,$10,0,0,0,'','',$11)`,
		d.ID, d.MemberID, d.Slug, d.Title, d.Description, d.Licence, d.Frequency, strings.Join(d.Keywords, "\n"),
		string(d.State), clock.Micros(d.Created), text.SortKey(d.Title))
}

// saveDataset writes what may change of a dataset, and whether its editions show.
func saveDataset(ctx context.Context, tx access.Tx, d Dataset) error {
	if err := writeDataset(ctx, tx, d); err != nil {
		return err
	}
	return database.Later(ctx, tx, "opendata.saveDataset", `update edition set shown = $1 where piece_id = $2 and shown <> $1`,
		database.Bool(d.State == Published), d.ID)
}

// writeDataset is saveDataset where there are no editions.
func writeDataset(ctx context.Context, tx access.Tx, d Dataset) error {
	return database.Later(ctx, tx, "opendata.saveDataset", `update dataset set slug = $1, title = $2, description = $3, licence = $4, frequency = $5,
			keywords = $6, state = $7, version_id = $8, number = $9, schema_name = $10, schema_version = $11,
			row_count = $12, issued_at = $13, modified_at = $14, hidden_at = $15, hidden_why = $16, hidden_note = $17,
			sort_key = $18, covers_from = $20, covers_until = $21
		where piece_id = $19`,
		d.Slug, d.Title, d.Description, d.Licence, d.Frequency, strings.Join(d.Keywords, "\n"), string(d.State),
		d.VersionID, d.Number, d.Schema.Name, d.Schema.Version, d.Rows, clock.Micros(d.Issued),
		clock.Micros(d.Modified), clock.Micros(d.Hidden), d.HiddenWhy, d.HiddenNote, text.SortKey(d.Title), d.ID, d.Covers.From, d.Covers.Until)
}

// Get returns a dataset that the scope may see: any of a member's own, else
// one that is or was public. One that was withdrawn or erased is a Gone error
// under the public scope, with the dataset beside it.
func Get(ctx context.Context, tx access.Tx, id string) (Dataset, error) {
	const op = "opendata.Get"
	d, err := scanDataset(tx.QueryRow(ctx, `select `+datasetColumns+` from dataset d where d.piece_id = $1`, id))
	if err == sql.ErrNoRows {
		return d, fault.Missing(op)
	}
	if err != nil {
		return d, fault.Wrap(op, err)
	}
	if tx.Scope().Sees(d.MemberID) {
		return d, nil
	}
	return d, d.forPublic(op)
}

// forPublic returns nil for what anybody may see of a dataset.
func (d Dataset) forPublic(op string) error {
	switch d.State {
	case Published:
		return nil
	case Withdrawn:
		return fault.New(fault.Gone, op, "Ce jeu de données a été retiré par son producteur.",
			"This dataset was withdrawn by its publisher.")
	case Erased:
		return fault.New(fault.Gone, op, "Ce jeu de données a été effacé.", "This dataset was erased.")
	}
	if !d.Issued.IsZero() {
		return fault.New(fault.Gone, op, "La publication de ce jeu de données a été annulée par son producteur.",
			"The publication of this dataset was undone by its publisher.")
	}
	return fault.Missing(op)
}
