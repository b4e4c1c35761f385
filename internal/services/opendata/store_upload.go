package opendata

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const uploadColumns = `id, member_id, user_id, file_name, digest, size, guess, received_at, expires_at`

func scanUpload(row database.Row) (Upload, error) {
	var u Upload
	var guess string
	var received, expires int64
	err := row.Scan(&u.ID, &u.MemberID, &u.UserID, &u.FileName, &u.Digest, &u.Size, &guess, &received, &expires)
	if err != nil {
		return u, err
	}
	u.Received, u.Expires = clock.FromMicros(received), clock.FromMicros(expires)
	return u, json.Unmarshal([]byte(guess), &u.Guess)
}

func insertUpload(ctx context.Context, tx access.Tx, u Upload) error {
	const op = "opendata.insertUpload"
	guess, err := json.Marshal(u.Guess)
	if err != nil {
		return fault.Wrap(op, err)
	}
	_, err = database.Exec(ctx, tx, op, `insert into upload (`+uploadColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		u.ID, u.MemberID, u.UserID, u.FileName, u.Digest, u.Size, string(guess), clock.Micros(u.Received), clock.Micros(u.Expires))
	return err
}

// Uploads returns the files with the given ids that the actor of the scope has
// sent and not deposited yet, in the order in which they came. With no ids, all
// of hers.
func Uploads(ctx context.Context, tx access.Tx, ids []string) ([]Upload, error) {
	args := []any{tx.Scope().Actor().ID, tx.Micros()}
	where := `user_id = $1 and expires_at > $2`
	if len(ids) > 0 {
		where += ` and id in (` + database.In(len(ids), len(args)+1) + `)`
		args = append(args, database.Args(ids)...)
	}
	only, args := tx.OnlyWith(access.Deposit, "member_id", args)
	return database.All(ctx, tx, "opendata.Uploads", scanUpload, `select `+uploadColumns+` from upload
		where `+where+` and `+only+` order by received_at, id`, args...)
}

// uploadOf returns a file that the actor has sent. Anybody else's does not
// exist.
func uploadOf(ctx context.Context, tx access.Tx, id string) (Upload, error) {
	found, err := Uploads(ctx, tx, []string{id})
	if err == nil && len(found) == 0 {
		err = fault.New(fault.Conflict, "opendata.uploadOf",
			"Ce fichier est déjà déposé, ou n’est plus en attente. Regardez dans la liste des dépôts.",
			"This file is deposited already, or no longer waits. Look at the list of deposits.")
	}
	if err != nil {
		return Upload{}, err
	}
	return found[0], nil
}

func deleteUpload(ctx context.Context, tx access.Tx, id string) error {
	_, err := database.Exec(ctx, tx, "opendata.deleteUpload", `delete from upload where id = $1`, id)
	return err
}

func expireUpload(ctx context.Context, tx access.Tx, id string) error {
	_, err := database.Exec(ctx, tx, "opendata.expireUpload", `update upload set expires_at = 0 where id = $1`, id)
	return err
}

// takeExpired forgets the files whose time is over and returns those whose
// bytes nothing else names.
func takeExpired(ctx context.Context, tx access.Tx) ([]Upload, error) {
	const op = "opendata.takeExpired"
	now := tx.Micros()
	gone, err := database.All(ctx, tx, op, scanUpload, `select `+uploadColumns+` from upload u
		where u.expires_at <= $1
			and not exists (select 1 from upload o where o.member_id = u.member_id and o.digest = u.digest and o.expires_at > $1)
			and not exists (select 1 from version v where v.member_id = u.member_id and v.digest = u.digest)
			and not exists (select 1 from edition e where e.member_id = u.member_id
				and (e.csv_digest = u.digest or e.parquet_digest = u.digest))
			and not exists (select 1 from origin g where g.member_id = u.member_id and g.digest = u.digest)
		order by u.id`, now)
	if err != nil {
		return nil, err
	}
	_, err = database.Exec(ctx, tx, op, `delete from upload where expires_at <= $1`, now)
	return gone, err
}

// eraseUploads forgets the received files of a member that are the very bytes
// which are about to be destroyed.
func eraseUploads(ctx context.Context, tx access.Tx, member string, digests []string) error {
	for _, digest := range digests {
		if _, err := database.Exec(ctx, tx, "opendata.eraseUploads", `delete from upload where member_id = $1 and digest = $2`,
			member, digest); err != nil {
			return err
		}
	}
	return nil
}

// membersFor returns the ids of the members at which the scope holds a right,
// by role or by mandate.
func membersFor(ctx context.Context, tx access.Tx, op string, right access.Right) ([]string, error) {
	where, args := tx.OnlyWith(right, "id", nil)
	return database.All(ctx, tx, op, func(r database.Row) (string, error) {
		var id string
		return id, r.Scan(&id)
	}, `select id from member where closed_at = 0 and `+where+` order by sort_key, id`, args...)
}
