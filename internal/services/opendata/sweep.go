package opendata

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// JobSweep is the job that walks over the whole store once a night, and notes
// as strays the files that no record names. They are destroyed a day later
// (SweepStrays), if it is still so.
const JobSweep = "opendata.sweep"

// sweepBatch is how many files are looked at in one transaction; a test has
// fewer.
var sweepBatch = 500

// sweepPause is between two transactions, for those who wait for the database.
const sweepPause = 20 * time.Millisecond

// Sweep is how far the walk over the store is, and what the last one saw.
type Sweep struct {
	Began, Ended time.Time // of the last whole walk; zero before the first
	Seen, Noted  int64     // its files, and those of them that no record named
	Strays       int64     // files that wait to be destroyed

	at    blob.Place // where the walk under way stands
	since time.Time  // when it began; zero when none is
	seen  int64
	noted int64
}

// LastSweep returns what the last walk over the store saw.
func LastSweep(ctx context.Context, tx database.Tx) (Sweep, error) {
	const op = "opendata.LastSweep"
	s, err := loadSweep(ctx, tx, op)
	if err != nil {
		return s, err
	}
	s.Strays, err = database.Value[int64](ctx, tx, op, `select count(*) from stray`)
	return s, err
}

func loadSweep(ctx context.Context, tx database.Tx, op string) (s Sweep, err error) {
	list, err := database.All(ctx, tx, op, func(r database.Row) (s Sweep, err error) {
		var since, began, ended int64
		err = r.Scan(&s.at.Member, &s.at.Digest, &since, &s.seen, &s.noted, &began, &ended, &s.Seen, &s.Noted)
		s.since, s.Began, s.Ended = clock.FromMicros(since), clock.FromMicros(began), clock.FromMicros(ended)
		return s, err
	}, `select at_member, at_digest, since, seen, noted, last_began_at, last_ended_at, last_seen, last_noted from file_sweep`)
	if err == nil && len(list) == 1 {
		s = list[0]
	}
	return s, err
}

func (s Sweep) save(ctx context.Context, tx access.Tx) error {
	_, err := database.Exec(ctx, tx, "opendata.saveSweep", `insert into file_sweep (id, at_member, at_digest, since, seen, noted,
			last_began_at, last_ended_at, last_seen, last_noted) values (1,$1,$2,$3,$4,$5,$6,$7,$8,$9)
		on conflict (id) do update set at_member = excluded.at_member, at_digest = excluded.at_digest, since = excluded.since,
			seen = excluded.seen, noted = excluded.noted, last_began_at = excluded.last_began_at,
			last_ended_at = excluded.last_ended_at, last_seen = excluded.last_seen, last_noted = excluded.last_noted`,
		s.at.Member, s.at.Digest, clock.Micros(s.since), s.seen, s.noted, clock.Micros(s.Began), clock.Micros(s.Ended), s.Seen, s.Noted)
	return err
}

// SweepUnknown walks over the store and notes as strays the files that no
// record of any room names: whoever put them died before a record did. It goes
// on where it was cut off. A file that is about to be named may be noted too;
// whoever names it takes the note away, and nothing is destroyed that a record
// names.
func (s *Service) SweepUnknown(ctx context.Context) error {
	const op = "opendata.SweepUnknown"
	var walk Sweep
	err := s.doors.Write(ctx, access.System("sweep"), func(tx access.Tx) (err error) {
		walk, err = loadSweep(ctx, tx, op)
		if err != nil || !walk.since.IsZero() {
			return err
		}
		walk.at, walk.since, walk.seen, walk.noted = blob.Place{}, tx.Clock().Now(), 0, 0
		return walk.save(ctx, tx)
	})
	if err != nil {
		return err
	}
	var batch []blob.Place
	err = s.blobs.WalkAll(ctx, walk.at, func(p blob.Place) error {
		batch = append(batch, p)
		if len(batch) < sweepBatch {
			return nil
		}
		err := s.noteUnknown(ctx, &walk, batch)
		batch = batch[:0]
		select {
		case <-time.After(sweepPause):
		case <-ctx.Done():
			return ctx.Err()
		}
		return err
	})
	if err == nil {
		err = s.noteUnknown(ctx, &walk, batch)
	}
	if err != nil {
		return err
	}
	if walk.noted > 0 {
		s.log.WarnContext(ctx, "sweep: files that no record names; they are destroyed a day from now", "files", walk.noted, "of", walk.seen)
	}
	return s.doors.Write(ctx, access.System("sweep"), func(tx access.Tx) error {
		walk.Began, walk.Ended, walk.Seen, walk.Noted = walk.since, tx.Clock().Now(), walk.seen, walk.noted
		walk.at, walk.since = blob.Place{}, time.Time{}
		return walk.save(ctx, tx)
	})
}

// noteUnknown looks at some files, in the order of the walk, and notes how far
// it is with those that no record names.
func (s *Service) noteUnknown(ctx context.Context, walk *Sweep, batch []blob.Place) error {
	if len(batch) == 0 {
		return nil
	}
	var unknown []blob.Place
	err := s.doors.Read(ctx, access.System("sweep"), func(tx access.Tx) error {
		unknown = nil
		for _, of := range byMember(batch) {
			var digests []string
			for _, p := range of {
				digests = append(digests, p.Digest)
			}
			named, err := s.named(ctx, tx, of[0].Member, digests)
			if err != nil {
				return err
			}
			for _, p := range of {
				if !named[p.Digest] {
					unknown = append(unknown, p)
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	next := *walk
	err = s.doors.Write(ctx, access.System("sweep"), func(tx access.Tx) error {
		next = *walk
		next.at, next.seen = batch[len(batch)-1], walk.seen+int64(len(batch))
		for _, p := range unknown {
			n, err := database.Exec(ctx, tx, "opendata.noteUnknown", `insert into stray (member_id, digest, seen_at, doomed)
				values ($1,$2,$3,0) on conflict (member_id, digest) do nothing`, p.Member, p.Digest, tx.Micros())
			if err != nil {
				return err
			}
			next.noted += n
		}
		return next.save(ctx, tx)
	})
	if err == nil {
		*walk = next
	}
	return err
}

// byMember cuts a list of places, which is in their order, at the borders
// between members.
func byMember(places []blob.Place) (out [][]blob.Place) {
	for i, p := range places {
		if i == 0 || p.Member != places[i-1].Member {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}
