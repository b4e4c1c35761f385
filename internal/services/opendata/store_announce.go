package opendata

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Announce notes files that are about to be put into the store, for records
// that Claim lets name them within a day. It comes before the files, so that
// none of them is being destroyed while it is put.
func (s *Service) Announce(ctx context.Context, member string, digests []string) error {
	return s.doors.Write(ctx, access.System("strays"), func(tx access.Tx) error {
		for part := range slices.Chunk(digests, 100) {
			if err := refuseDoomed(ctx, tx, member, part); err != nil {
				return err
			}
			for _, digest := range part {
				if _, err := database.Exec(ctx, tx, "opendata.Announce", `insert into stray (member_id, digest, seen_at, doomed)
					values ($1,$2,$3,0) on conflict (member_id, digest) do update set seen_at = excluded.seen_at`,
					member, digest, tx.Micros()); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Claim makes sure, in the transaction whose records name them, that files
// which were announced stay in the store.
func (s *Service) Claim(ctx context.Context, tx access.Tx, member string, digests []string) error {
	const op = "opendata.Claim"
	inside := tx.Elevated("strays")
	for part := range slices.Chunk(digests, 100) {
		if err := refuseDoomed(ctx, inside, member, part); err != nil {
			return err
		}
		held, err := database.All(ctx, inside, op, func(r database.Row) (d string, err error) { return d, r.Scan(&d) },
			`delete from stray where member_id = $1 and digest in (`+database.In(len(part), 2)+`) returning digest`,
			append([]any{member}, database.Args(part)...)...)
		if err != nil {
			return err
		}
		for _, digest := range part {
			if slices.Contains(held, digest) {
				continue
			}
			// Another record has come to name it, or it took more than a day.
			if _, err := s.blobs.Stat(ctx, member, digest); err != nil {
				return fault.Wrap(op, err)
			}
		}
	}
	return nil
}

// Free destroys those of a member's files that no record names any more. Rooms
// call it once their records have let go of them.
func (s *Service) Free(ctx context.Context, member string, digests []string) error {
	return s.destroyFree(ctx, member, digests)
}

// refuseDoomed refuses files that are being destroyed.
func refuseDoomed(ctx context.Context, tx access.Tx, member string, digests []string) error {
	const op = "opendata.refuseDoomed"
	n, err := database.Value[int](ctx, tx, op, `select count(*) from stray where doomed = 1 and member_id = $1
		and digest in (`+database.In(len(digests), 2)+`)`, append([]any{member}, database.Args(digests)...)...)
	if err == nil && n > 0 {
		err = fault.New(fault.Conflict, op, "Des fichiers de même contenu sont en train d’être effacés. Recommencez dans une heure.",
			"Files of the same content are being erased. Try again in an hour.")
	}
	return err
}
