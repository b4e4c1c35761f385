package plans

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/privacy/anonymise"
)

// Kept is a plan as it is kept with a dataset.
type Kept struct {
	PieceID string
	Number  int
	Active  bool // it is applied to every later version
	At      time.Time
	Plan    *anonymise.Plan
	file    string
}

// Run is what was done to make a version out of another.
type Run struct {
	VersionID, SourceID, PieceID string
	Number                       int // of the plan
	At                           time.Time
	Evidence                     Evidence
}

// Evidence says what was done, and names the files by their digests.
type Evidence struct {
	Plan   string            `json:"plan"`
	Source string            `json:"source_sha256"`
	Result string            `json:"result_sha256"`
	Report *anonymise.Report `json:"report"`
}

// current is the plan that is applied to the later versions of a dataset, nil
// for none.
func current(ctx context.Context, tx access.Tx, pieceID string) (*Kept, error) {
	const op = "plans.current"
	scan := func(r database.Row) (k Kept, err error) {
		var active int
		var at int64
		err = r.Scan(&k.PieceID, &k.Number, &k.file, &active, &at)
		k.Active, k.At = active != 0, clock.FromMicros(at)
		return k, err
	}
	where, args := tx.Only("member_id", []any{pieceID})
	list, err := database.All(ctx, tx, op, scan, `select piece_id, number, plan, active, at from anonymise_plan
		where piece_id = $1 and `+where+` order by number desc limit 1`, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	k := list[0]
	if k.Plan, err = anonymise.Parse([]byte(k.file)); err != nil {
		return nil, fault.Wrap(op, err)
	}
	return &k, nil
}

// keep keeps a plan with its dataset, as the next one where it differs.
func keep(ctx context.Context, tx access.Tx, v piece.Version, p *anonymise.Plan, active bool) (number int, err error) {
	last, err := current(ctx, tx, v.PieceID)
	if err != nil {
		return 0, err
	}
	if last != nil && last.Plan.Digest() == p.Digest() && last.Active == active {
		return last.Number, nil
	}
	told := func(number int) (int, error) {
		return number, tx.Record(ctx, "dataset.plan", v.MemberID, v.PieceID, map[string]any{"plan": p.Digest(), "number": number, "active": active})
	}
	if last != nil && last.Plan.Digest() == p.Digest() {
		_, err = database.Exec(ctx, tx, "plans.keep", `update anonymise_plan set active = $1 where piece_id = $2 and number = $3`, database.Bool(active), v.PieceID, last.Number)
		if err != nil {
			return 0, err
		}
		return told(last.Number)
	}
	number = 1
	if last != nil {
		number = last.Number + 1
	}
	_, err = database.Exec(ctx, tx, "plans.keep", `insert into anonymise_plan (piece_id, number, member_id, plan, active, at) values ($1,$2,$3,$4,$5,$6)`,
		v.PieceID, number, v.MemberID, string(p.YAML()), database.Bool(active), tx.Micros())
	if err != nil {
		return 0, err
	}
	return told(number)
}

func note(ctx context.Context, tx access.Tx, r Run, member string) error {
	b, err := json.Marshal(r.Evidence)
	if err != nil {
		return err
	}
	_, err = database.Exec(ctx, tx, "plans.note", `insert into anonymise_run (version_id, made_from, piece_id, member_id, number, evidence, at)
		values ($1,$2,$3,$4,$5,$6,$7) on conflict (version_id) do nothing`, r.VersionID, r.SourceID, r.PieceID, member, r.Number, string(b), tx.Micros())
	return err
}

// RunOf tells how a version was made, or what was made of it; nil for none.
func RunOf(ctx context.Context, tx access.Tx, version string) (*Run, error) {
	scan := func(row database.Row) (r Run, err error) {
		var evidence string
		var at int64
		if err = row.Scan(&r.VersionID, &r.SourceID, &r.PieceID, &r.Number, &evidence, &at); err != nil {
			return r, err
		}
		r.At = clock.FromMicros(at)
		return r, json.Unmarshal([]byte(evidence), &r.Evidence)
	}
	where, args := tx.Only("member_id", []any{version})
	list, err := database.All(ctx, tx, "plans.RunOf", scan, `select version_id, made_from, piece_id, number, evidence, at from anonymise_run
		where (version_id = $1 or made_from = $1) and `+where+` order by at desc limit 1`, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// key is that of a dataset's pseudonyms, nil where there is none.
func (s *Service) key(ctx context.Context, tx access.Tx, pieceID string) ([]byte, error) {
	scan := func(r database.Row) (b []byte, err error) { return b, r.Scan(&b) }
	list, err := database.All(ctx, tx, "plans.key", scan, `select sealed from anonymise_key where piece_id = $1`, pieceID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	k, err := s.Vault.Unseal(purpose, list[0])
	if err != nil {
		return nil, nil // it was sealed by the installation that the member comes from, and stays there
	}
	return k, nil
}

const purpose = "anonymise"

// ensureKey makes the key of a dataset's pseudonyms where there is none.
func (s *Service) ensureKey(ctx context.Context, tx access.Tx, v piece.Version) ([]byte, error) {
	k, err := s.key(ctx, tx, v.PieceID)
	if err != nil || k != nil {
		return k, err
	}
	k = freshKey()
	sealed, err := s.Vault.Seal(purpose, k)
	if err != nil {
		return nil, err
	}
	_, err = database.Exec(ctx, tx, "plans.ensureKey", `insert into anonymise_key (piece_id, member_id, sealed, at) values ($1,$2,$3,$4)
		on conflict (piece_id) do update set sealed = excluded.sealed, at = excluded.at`, v.PieceID, v.MemberID, sealed, tx.Micros())
	return k, err
}

func freshKey() []byte {
	k := make([]byte, anonymise.KeyBytes)
	_, _ = rand.Read(k) // it never fails
	return k
}

// Forget drops what is kept of the datasets of versions that are erased: the key
// first of all. A key may be there without a plan, when nothing came of it.
func Forget(ctx context.Context, tx access.Tx, versions []string) error {
	for _, id := range versions {
		for _, table := range []string{"anonymise_key", "anonymise_plan", "anonymise_run"} {
			if _, err := database.Exec(ctx, tx, "plans.Forget", `delete from `+table+` where piece_id in (select piece_id from version where id = $1)`, id); err != nil {
				return err
			}
		}
	}
	return nil
}
