package opendata

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// The store of files knows no transaction. So that bytes and records end up
// together whatever happens in between, a file is a stray from the time it is
// in the store until a record names it (claim), and is destroyed only once no
// record names it any more (destroyFree). What died before it could note its
// stray is found by a walk over the whole store (SweepUnknown).

// strayTime is how long a stray may still be claimed: longer than any
// publication or request takes.
const strayTime = 24 * time.Hour

// jobStrays is the job that destroys strays.
const jobStrays = "opendata.strays"

// stray notes files that were just put into the store and that no record names.
// It reads nothing: one that is being destroyed stays so, and claim refuses it. A
// note that a power cut loses is made again by the walk over the store.
func (s *Service) stray(ctx context.Context, member string, digests ...string) error {
	return s.doors.Write(database.Lazy(database.Relaxed(ctx)), access.System("strays"), func(tx access.Tx) error {
		for part := range slices.Chunk(distinct(digests), 100) {
			values, args := "", []any{member, tx.Micros()}
			for i, digest := range part {
				if i > 0 {
					values += ","
				}
				args = append(args, digest)
				values += fmt.Sprintf("($1,$%d,$2,0)", len(args))
			}
			if err := database.Later(ctx, tx, "opendata.stray", `insert into stray (member_id, digest, seen_at, doomed)
				values `+values+` on conflict (member_id, digest) do update set seen_at = excluded.seen_at`, args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// distinct returns a list in order, each value once: an empty table's two files
// may be the same, and one statement writes no row twice.
func distinct(list []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// Strays notes files that records named until this transaction.
func Strays(ctx context.Context, tx access.Tx, member string, digests []string) error {
	for _, digest := range digests {
		if _, err := database.Exec(ctx, tx, "opendata.Strays", `insert into stray (member_id, digest, seen_at, doomed)
			values ($1,$2,$3,0) on conflict (member_id, digest) do nothing`, member, digest, tx.Micros()); err != nil {
			return err
		}
	}
	return nil
}

// claim makes sure that files are in the store and stay there, for a record
// that names them in the same transaction.
func (s *Service) claim(ctx context.Context, tx access.Tx, member string, digests ...string) error {
	const op = "opendata.claim"
	inside := tx.Elevated("strays")
	args := append([]any{member}, database.Args(digests)...)
	among := `member_id = $1 and digest in (` + database.In(len(digests), 2) + `)`
	doomed, err := database.All(ctx, inside, op, scanFlag, `select doomed from stray where `+among, args...)
	if err != nil {
		return err
	}
	gone := fault.New(fault.Conflict, op, "Ce fichier n’est plus là. Déposez-le de nouveau.",
		"This file is no longer there. Deposit it again.")
	if slices.Contains(doomed, true) {
		return gone
	}
	if len(doomed) > 0 {
		if err := database.Later(ctx, inside, op, `delete from stray where `+among, args...); err != nil {
			return err
		}
	}
	if err := s.there(ctx, member, digests); fault.Is(err, fault.NotFound) {
		return gone
	} else if err != nil {
		return fault.Wrap(op, err)
	}
	return nil
}

// there asks for all files at once: the store may be a journey away.
func (s *Service) there(ctx context.Context, member string, digests []string) error {
	problems := make([]error, len(digests))
	var all sync.WaitGroup
	for i, digest := range digests[1:] {
		all.Go(func() { _, problems[i+1] = s.blobs.Stat(ctx, member, digest) })
	}
	_, problems[0] = s.blobs.Stat(ctx, member, digests[0])
	all.Wait()
	for _, err := range problems {
		if fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return errors.Join(problems...)
}

// destroyFree destroys those of a member's files that no record names.
func (s *Service) destroyFree(ctx context.Context, member string, digests []string) error {
	for part := range slices.Chunk(digests, 100) {
		var free []string
		err := s.doors.Write(ctx, access.System("strays"), func(tx access.Tx) (err error) {
			free, err = s.doom(ctx, tx, member, part)
			return err
		})
		if err != nil || len(free) == 0 {
			if err != nil {
				return err
			}
			continue
		}
		if err := s.blobs.DeleteAll(ctx, member, free); err != nil {
			return fault.Wrap("opendata.destroyFree", err)
		}
		err = s.doors.Write(ctx, access.System("strays"), func(tx access.Tx) error {
			_, err := database.Exec(ctx, tx, "opendata.destroyFree", `delete from stray where member_id = $1
				and digest in (`+database.In(len(free), 2)+`)`, append([]any{member}, database.Args(free)...)...)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// doom marks those of some files that no record names, and returns them.
func (s *Service) doom(ctx context.Context, tx access.Tx, member string, digests []string) ([]string, error) {
	const op = "opendata.doom"
	named, err := s.named(ctx, tx, member, digests)
	if err != nil {
		return nil, err
	}
	var free []string
	for _, digest := range digests {
		if named[digest] {
			continue
		}
		if _, err := database.Exec(ctx, tx, op, `insert into stray (member_id, digest, seen_at, doomed) values ($1,$2,$3,1)
			on conflict (member_id, digest) do update set doomed = 1`, member, digest, tx.Micros()); err != nil {
			return nil, err
		}
		free = append(free, digest)
	}
	return free, nil
}

// named returns those of some files of a member that a record of any room
// names. An upload whose time is over names nothing any more.
func (s *Service) named(ctx context.Context, tx access.Tx, member string, digests []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(digests) == 0 {
		return out, nil
	}
	args := append([]any{member}, database.Args(digests)...)
	for _, t := range s.tables {
		for _, column := range t.Files {
			query := fmt.Sprintf(`select distinct %s from %s where %s = $1 and %[1]s in (%[4]s)`,
				column, t.Name, t.Member, database.In(len(digests), 2))
			with := args
			if t.Name == "upload" {
				query += fmt.Sprintf(` and expires_at > $%d`, len(args)+1)
				with = append(slices.Clone(args), tx.Micros())
			}
			err := database.Each(ctx, tx, "opendata.named", func(r database.Row) error {
				var digest string
				err := r.Scan(&digest)
				out[digest] = true
				return err
			}, query, with...)
			if err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// SweepStrays destroys the files that no record has named in time.
func (s *Service) SweepStrays(ctx context.Context) error {
	const op = "opendata.SweepStrays"
	type file struct{ member, digest string }
	var old []file
	err := s.doors.Write(ctx, access.System("strays"), func(tx access.Tx) (err error) {
		old, err = database.All(ctx, tx, op, func(r database.Row) (f file, err error) { return f, r.Scan(&f.member, &f.digest) },
			`select member_id, digest from stray where seen_at <= $1 or doomed = 1 order by seen_at limit 1000`,
			clock.Micros(tx.Clock().Now().Add(-strayTime)))
		if err != nil {
			return err
		}
		for _, f := range old {
			// A file that a record names is no stray; doom passes it over.
			if _, err := database.Exec(ctx, tx, op, `delete from stray where member_id = $1 and digest = $2 and doomed = 0`, f.member, f.digest); err != nil {
				return err
			}
		}
		return nil
	})
	for _, f := range old {
		if err == nil {
			err = s.destroyFree(ctx, f.member, []string{f.digest})
		}
	}
	return err
}

func scanFlag(r database.Row) (bool, error) {
	var n int
	err := r.Scan(&n)
	return n == 1, err
}
