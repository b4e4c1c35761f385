package opendata

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
)

// publication is the last stage: it makes the clean files and shows the
// dataset to the public.
type publication struct{ s *Service }

func (p publication) Visit(ctx context.Context, v life.Visit) (life.Verdict, error) {
	e := Edition{VersionID: v.Version.ID, DatasetID: v.Piece.ID, MemberID: v.Version.MemberID, Number: v.Version.Number,
		FileName: v.Version.FileName, Original: File{Digest: v.Version.Digest, Size: v.Version.Size}}
	made := false
	err := p.s.doors.Read(ctx, access.System("publication"), func(tx access.Tx) (err error) {
		// What was published once and taken back keeps its files: its address
		// promises the same bytes for good.
		if e, made, err = madeBefore(ctx, tx, e); made || err != nil {
			return err
		}
		e.Schema, err = p.s.checks.Schema(database.Last(ctx), tx, v.Version.ID)
		return err
	})
	if err != nil {
		return life.Verdict{}, err
	}
	if !made {
		if err := p.s.make(ctx, &e); err != nil {
			return life.Verdict{}, err
		}
	}
	evidence := map[string]any{"rows": e.Rows, "csv": e.CSV.Digest, "parquet": e.Parquet.Digest}
	return life.Pass(evidence).With(func(ctx context.Context, tx access.Tx) error {
		e.Issued = tx.Clock().Now()
		return p.s.publish(ctx, tx, v.Version, e)
	}).OrElse(func(ctx context.Context) error { return p.s.discard(ctx, e) }), nil
}

// madeBefore returns the edition of a version that was published before; made
// is false when there is none.
func madeBefore(ctx context.Context, tx access.Tx, e Edition) (_ Edition, made bool, err error) {
	before, err := scanEdition(tx.QueryRow(ctx, editionQuery+`e.version_id = $1`, e.VersionID))
	if err == sql.ErrNoRows {
		return e, false, nil
	}
	return before, err == nil && before.Parquet.Digest != "", fault.Wrap("opendata.madeBefore", err)
}

// discard destroys what was made of a version whose dataset was erased while
// that was going on: nothing erased may come back by a publication that comes
// too late. Whatever else has overtaken it, another attempt may be about to
// show the very files; those nobody shows are strays, and go in time.
func (s *Service) discard(ctx context.Context, e Edition) error {
	var d Dataset
	err := s.doors.Read(ctx, access.System("publication"), func(tx access.Tx) (err error) {
		d, err = Get(ctx, tx, e.DatasetID)
		return err
	})
	if err != nil || d.State != Erased {
		return err
	}
	return s.destroy(ctx, rubble{Member: e.MemberID, Blobs: []string{e.CSV.Digest, e.Parquet.Digest}, Parquet: []string{e.Parquet.Digest}})
}

// Undo takes a publication back: the edition is retracted, and the dataset
// shows the one before, or nothing.
func (p publication) Undo(ctx context.Context, tx access.Tx, v life.Visit) error {
	inside := tx.Elevated("publication")
	if _, err := inside.Exec(ctx, `update edition set retracted_at = $1 where version_id = $2`,
		tx.Micros(), v.Version.ID); err != nil {
		return fault.Wrap("opendata.Undo", err)
	}
	d, err := Get(ctx, inside, v.Piece.ID)
	if err != nil {
		return err
	}
	if err := p.s.showLatest(ctx, inside, &d); err != nil {
		return err
	}
	return tell(ctx, tx, "dataset.retracted", d, map[string]any{"version": v.Version.Number})
}

// publish writes an edition and shows it, unless a later version is public
// already. Earlier versions that still wait are at their end.
func (s *Service) publish(ctx context.Context, tx access.Tx, v piece.Version, e Edition) error {
	d, err := Get(ctx, tx, e.DatasetID)
	if err != nil {
		return err
	}
	if d.State == Erased {
		return fault.New(fault.Gone, "opendata.publish", "Ce jeu de données a été effacé.", "This dataset was erased.")
	}
	if err := s.claim(ctx, tx, e.MemberID, e.Original.Digest, e.CSV.Digest, e.Parquet.Digest); err != nil {
		return err
	}
	if d.Slug == "" {
		err = s.showFirst(ctx, tx, &d, e)
	} else if err = insertEdition(ctx, tx, e); err == nil {
		err = s.showLatest(ctx, tx, &d)
	}
	if err != nil {
		return err
	}
	if err := s.engine.Supersede(ctx, tx, v); err != nil {
		return err
	}
	return tell(ctx, tx, "dataset.published", d, map[string]any{"version": e.Number, "csv": e.CSV.Digest,
		"parquet": e.Parquet.Digest})
}

// showLatest makes the dataset show its latest edition that stands. A
// withdrawn dataset stays withdrawn, whatever is published meanwhile.
func (s *Service) showLatest(ctx context.Context, tx access.Tx, d *Dataset) error {
	e, err := scanEdition(tx.QueryRow(ctx, editionQuery+`e.piece_id = $1 and e.retracted_at = 0
		order by e.number desc limit 1`, d.ID))
	switch {
	case err == sql.ErrNoRows:
		d.VersionID, d.Number, d.Schema, d.Rows = "", 0, SchemaRef{}, 0
		if d.State == Published {
			d.State = Draft
		}
	case err != nil:
		return fault.Wrap("opendata.showLatest", err)
	default:
		d.show(e)
	}
	if err := saveDataset(ctx, tx, *d); err != nil {
		return err
	}
	return s.index(ctx, tx, *d, e)
}

// show makes an edition the one that the dataset shows.
func (d *Dataset) show(e Edition) {
	d.VersionID, d.Number, d.Schema, d.Rows = e.VersionID, e.Number, e.Schema, e.Rows
	d.Modified = e.Issued
	if d.Issued.IsZero() {
		d.Issued = e.Issued
	}
	if d.State == Draft {
		d.State = Published
	}
}

// make writes the clean CSV and the Parquet file of an edition, in one pass
// over its rows. A schema allows values that no typed column holds (an integer
// of thirty digits): such a column is published as text, in one pass more.
func (s *Service) make(ctx context.Context, e *Edition) error {
	asText := map[string]bool{}
	for {
		err := s.pass(ctx, e, asText)
		var cell *tables.CellError
		if errors.As(err, &cell) && cell.Column != "" && cell.Type != tables.Text && !asText[cell.Column] {
			asText[cell.Column] = true
			continue
		}
		if err != nil {
			return fault.Wrap("opendata.make", err)
		}
		return s.stray(ctx, e.MemberID, e.CSV.Digest, e.Parquet.Digest)
	}
}

// pass is one reading of the original for make.
func (s *Service) pass(ctx context.Context, e *Edition, asText map[string]bool) error {
	original, err := s.blobs.Open(ctx, e.MemberID, e.Original.Digest)
	if err != nil {
		return err
	}
	defer original.Close()
	table, err := s.checks.Table(ctx, e.VersionID, original)
	if err != nil {
		return err
	}
	e.Columns, e.Rows, e.Preview = table.Columns(), 0, nil
	if len(e.Columns) == 0 {
		return fmt.Errorf("version %s has no columns", e.VersionID)
	}
	for i, c := range e.Columns {
		if asText[c.Name] {
			e.Columns[i].Type = string(tables.Text)
		}
	}
	return s.writeFiles(ctx, e, table)
}
