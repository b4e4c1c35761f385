package life

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const lifeColumns = `version_id, piece_id, member_id, kind, path, position, stage, outcome, wait_right,
	wait_fr, wait_en, outside, due_at, answer, epoch, begun_at, updated_at`

func scanLife(row interface{ Scan(...any) error }) (Life, error) {
	var l Life
	var path, stage, outcome, right, answer string
	var outside, due, begun, updated int64
	err := row.Scan(&l.VersionID, &l.PieceID, &l.MemberID, &l.Kind, &path, &l.Position, &stage, &outcome, &right,
		&l.Wait.Fr, &l.Wait.En, &outside, &due, &answer, &l.epoch, &begun, &updated)
	if err != nil {
		return l, err
	}
	l.Path = strings.Split(path, " ")
	l.Outcome, l.WaitRight, l.Outside = Outcome(outcome), access.Right(right), outside == 1
	l.Due, l.Begun, l.Updated = clock.FromMicros(due), clock.FromMicros(begun), clock.FromMicros(updated)
	if answer != "" {
		l.answer = new(Answer)
		err = json.Unmarshal([]byte(answer), l.answer)
	}
	return l, err
}

func (l Life) answerText() string {
	if l.answer == nil {
		return ""
	}
	out, err := json.Marshal(l.answer)
	if err != nil {
		panic("life: an answer that cannot be encoded: " + err.Error())
	}
	return string(out)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func insertLife(ctx context.Context, tx access.Tx, l Life) error {
	return database.Later(ctx, tx, "life.insert", `insert into life (`+lifeColumns+`)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)`,
		l.VersionID, l.PieceID, l.MemberID, l.Kind, strings.Join(l.Path, " "), l.Position, l.Stage(), string(l.Outcome),
		string(l.WaitRight), l.Wait.Fr, l.Wait.En, flag(l.Outside), clock.Micros(l.Due), l.answerText(), l.epoch,
		clock.Micros(l.Begun), clock.Micros(l.Updated))
}

func updateLife(ctx context.Context, tx access.Tx, l Life) error {
	return database.Later(ctx, tx, "life.update", `update life set position = $1, stage = $2, outcome = $3, wait_right = $4, wait_fr = $5,
		wait_en = $6, outside = $7, due_at = $8, answer = $9, epoch = $10, updated_at = $11 where version_id = $12`,
		l.Position, l.Stage(), string(l.Outcome), string(l.WaitRight), l.Wait.Fr, l.Wait.En, flag(l.Outside),
		clock.Micros(l.Due), l.answerText(), l.epoch, clock.Micros(l.Updated), l.VersionID)
}

// superseded takes earlier versions that were refused off the depositor's
// list: the new one is the answer.
func superseded(ctx context.Context, tx access.Tx, v piece.Version) error {
	_, err := tx.Exec(ctx, `update life set wait_right = '' where piece_id = $1 and outcome = 'refused'`, v.PieceID)
	return err
}

// Get returns the life of a version that the scope may see.
func Get(ctx context.Context, tx access.Tx, version string) (Life, error) {
	return get(ctx, tx, version, "")
}

func get(ctx context.Context, tx access.Tx, version, lock string) (Life, error) {
	const op = "life.Get"
	l, err := scanLife(tx.QueryRow(ctx, `select `+lifeColumns+` from life where version_id = $1`+lock, version))
	if err == sql.ErrNoRows {
		return l, fault.Missing(op)
	}
	if err != nil {
		return l, fault.Wrap(op, err)
	}
	return l, tx.Sees(op, l.MemberID)
}

func lives(ctx context.Context, tx access.Tx, where string, args ...any) ([]Life, error) {
	rows, err := tx.Query(ctx, `select `+lifeColumns+` from life where `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Life
	for rows.Next() {
		l, err := scanLife(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// OfPieces returns the lives of the latest versions of pieces, by piece id, as
// far as the scope may see them.
func OfPieces(ctx context.Context, tx access.Tx, pieces []string) (map[string]Life, error) {
	if len(pieces) == 0 {
		return nil, nil
	}
	marks, args := "", []any{}
	for i, id := range pieces {
		args = append(args, id)
		if i > 0 {
			marks += ","
		}
		marks += placeholder(len(args))
	}
	where, args := tx.Only("member_id", args)
	found, err := lives(ctx, tx, `piece_id in (`+marks+`) and `+where+` order by begun_at, version_id`, args...)
	out := make(map[string]Life, len(found))
	for _, l := range found {
		out[l.PieceID] = l
	}
	return out, fault.Wrap("life.OfPieces", err)
}

// OfPiece returns the lives of all versions of a piece, by version id, as far
// as the scope may see them.
func OfPiece(ctx context.Context, tx access.Tx, piece string) (map[string]Life, error) {
	where, args := tx.Only("member_id", []any{piece})
	found, err := lives(ctx, tx, `piece_id = $1 and `+where, args...)
	out := make(map[string]Life, len(found))
	for _, l := range found {
		out[l.VersionID] = l
	}
	return out, fault.Wrap("life.OfPiece", err)
}
