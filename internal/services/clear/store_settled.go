package clear

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/privacy"
)

// what is a kind of datum in a column: what a person settles for good.
type what struct {
	Field string
	Kind  privacy.Kind
}

// settle remembers that what is to review in a version may be published in
// later ones too. What blocks is never settled.
func settle(ctx context.Context, tx access.Tx, v life.Visit, r privacy.Result) error {
	for _, s := range r.Summary {
		if s.Level != privacy.Review {
			continue
		}
		_, err := tx.Exec(ctx, `insert into settled (piece_id, member_id, field, kind, version_id) values ($1,$2,$3,$4,$5)
			on conflict (piece_id, field, kind) do update set version_id = excluded.version_id`,
			v.Piece.ID, v.Version.MemberID, s.Field, string(s.Kind), v.Version.ID)
		if err != nil {
			return fault.Wrap("clear.settle", err)
		}
	}
	return nil
}

// settledOf lists what was settled about a piece.
func settledOf(ctx context.Context, tx access.Tx, piece string) (map[what]bool, error) {
	const op = "clear.settledOf"
	out := map[what]bool{}
	err := database.Each(ctx, tx, op, func(r database.Row) error {
		var w what
		err := r.Scan(&w.Field, &w.Kind)
		out[w] = true
		return err
	}, `select field, kind from settled where piece_id = $1`, piece)
	return out, err
}

// unsettle forgets it, because the decision was taken back.
func unsettle(ctx context.Context, tx access.Tx, version string) error {
	_, err := tx.Exec(ctx, `delete from settled where version_id = $1`, version)
	return fault.Wrap("clear.unsettle", err)
}
