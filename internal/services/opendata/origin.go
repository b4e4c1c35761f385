package opendata

import (
	"context"
	"errors"
	"path"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Origin is the file that a version's CSV was made of, where something else
// was deposited: a workbook, JSON, Parquet, an archive. It stays with its
// depositor; the CSV is what is checked, cleared and published.
type Origin struct {
	FileName string
	Form     FileForm
	Digest   string
	Size     int64 // bytes
}

// evidence adds to the evidence of a reception what was deposited.
func (o Origin) evidence(to map[string]any) {
	to["deposited_file"], to["deposited_format"], to["deposited_size"], to["deposited_sha256"] = o.FileName, o.Form.Format, o.Size, o.Digest
	if o.Form.Sheet != "" {
		to["deposited_sheet"] = o.Form.Sheet
	}
}

// tabulate makes the CSV of a file that is none, and gives its bytes; the
// request then knows what it was made of. A CSV, and what is no table, is
// given back as it is.
func (s *Service) tabulate(ctx context.Context, q *Request, ref blob.Ref) (blob.Ref, error) {
	const op = "opendata.tabulate"
	file, err := s.blobs.Open(ctx, q.MemberID, ref.Digest)
	if err != nil {
		return ref, fault.Wrap(op, err)
	}
	defer file.Close()
	out := s.pour(ctx, q.MemberID)
	form, err := s.checks.Tabulate(ctx, file, q.Sheet, out)
	if err == nil && form.Format == "" {
		err = errNotMade
	}
	made, failed := out.end(err)
	switch {
	case err == errNotMade:
		return ref, nil
	case err != nil:
		return ref, err
	case failed != nil:
		return ref, fault.Wrap(op, failed)
	}
	q.origin = &Origin{FileName: piece.CleanFileName(q.FileName), Form: form, Digest: ref.Digest, Size: ref.Size}
	q.FileName = strings.TrimSuffix(q.origin.FileName, path.Ext(q.origin.FileName)) + ".csv"
	return blob.Ref{Digest: made.Digest, Size: made.Size}, s.stray(ctx, q.MemberID, made.Digest)
}

// errNotMade ends the writing of a CSV that nobody needs.
var errNotMade = errors.New("opendata: the file is a CSV, or no table")

// surplus leaves to the sweep what a request has brought that no record names:
// the very version was there already, or the request was refused.
func (s *Service) surplus(ctx context.Context, q Request, ref blob.Ref, fresh bool) error {
	if fresh || q.origin == nil {
		return nil
	}
	return s.stray(context.WithoutCancel(ctx), q.MemberID, q.origin.Digest, ref.Digest)
}

func insertOrigin(ctx context.Context, tx access.Tx, v piece.Version, o Origin) error {
	_, err := database.Exec(ctx, tx, "opendata.insertOrigin", `insert into origin (version_id, member_id, piece_id, file_name, format, sheet, digest, size)
		values ($1,$2,$3,$4,$5,$6,$7,$8)`, v.ID, v.MemberID, v.PieceID, o.FileName, o.Form.Format, o.Form.Sheet, o.Digest, o.Size)
	return err
}

// originsOf returns what the versions of a piece were made of, by version;
// those that came as they are have none.
func originsOf(ctx context.Context, tx access.Tx, piece string) (map[string]Origin, error) {
	out := map[string]Origin{}
	where, args := tx.Only("member_id", []any{piece})
	err := database.Each(ctx, tx, "opendata.originsOf", func(r database.Row) error {
		var version string
		var o Origin
		err := r.Scan(&version, &o.FileName, &o.Form.Format, &o.Form.Sheet, &o.Digest, &o.Size)
		out[version] = o
		return err
	}, `select version_id, file_name, format, sheet, digest, size from origin where piece_id = $1 and `+where, args...)
	return out, err
}
