package piece

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// Stored returns how many files were deposited, and their bytes.
func Stored(ctx context.Context, tx database.Tx) (files, bytes int64, err error) {
	type sum struct{ files, bytes int64 }
	s, err := database.One(ctx, tx, "piece.Stored", func(r database.Row) (sum, error) {
		var s sum
		return s, r.Scan(&s.files, &s.bytes)
	}, `select count(*), cast(coalesce(sum(size), 0) as bigint) from version`)
	return s.files, s.bytes, err
}

// Share is what one member has deposited.
type Share struct {
	MemberID     string
	Files, Bytes int64
}

// StoredByMember returns what each member has deposited, as far as the scope
// sees it, the largest first. A file that a member deposited twice is kept once,
// and counts once.
func StoredByMember(ctx context.Context, tx access.Tx) ([]Share, error) {
	where, args := tx.Only("member_id", nil)
	return database.All(ctx, tx, "piece.StoredByMember", func(r database.Row) (Share, error) {
		var s Share
		return s, r.Scan(&s.MemberID, &s.Files, &s.Bytes)
	}, `select member_id, count(*), cast(coalesce(sum(size), 0) as bigint) as bytes
		from (select member_id, digest, max(size) as size from version
			where digest <> '' and `+where+` group by member_id, digest) f
		group by member_id order by bytes desc, member_id`, args...)
}
