package clear

import (
	"context"
	"database/sql"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/privacy"
)

func save(ctx context.Context, tx access.Tx, v piece.Version, r privacy.Result) error {
	const op = "clear.save"
	result, err := json.Marshal(r)
	if err != nil {
		return fault.Wrap(op, err)
	}
	return database.Later(ctx, tx, op, `insert into scan (version_id, member_id, result) values ($1,$2,$3)
		on conflict (version_id) do update set result = excluded.result`, v.ID, v.MemberID, string(result))
}

// Load returns what the gate found in a version, nil while it has not run.
func Load(ctx context.Context, tx access.Tx, version string) (*privacy.Result, error) {
	const op = "clear.Load"
	where, args := tx.Only("member_id", []any{version})
	var result string
	err := tx.QueryRow(ctx, `select result from scan where version_id = $1 and `+where, args...).Scan(&result)
	if err == sql.ErrNoRows {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	r := &privacy.Result{}
	return r, fault.Wrap(op, json.Unmarshal([]byte(result), r))
}

// Forget drops what is kept of versions.
func Forget(ctx context.Context, tx access.Tx, versions []string) error {
	for _, id := range versions {
		for _, statement := range []string{`delete from scan where version_id = $1`, `delete from settled where version_id = $1`,
			`delete from dataset_activity where piece_id in (select piece_id from version where id = $1)`} {
			if _, err := tx.Exec(ctx, statement, id); err != nil {
				return fault.Wrap("clear.Forget", err)
			}
		}
	}
	return nil
}
