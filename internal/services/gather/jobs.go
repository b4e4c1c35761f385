package gather

import (
	"context"
	"errors"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/succession"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
)

// The room's jobs.
const (
	JobUpdate = "gather.update" // one schema
	JobTidy   = "gather.tidy"   // files that were replaced
	JobMonth  = "gather.month"  // the state of the month
)

// order is what JobUpdate is asked for.
type order struct {
	Schema string `json:"schema"`
	Again  bool   `json:"again,omitempty"`
}

// still is how long the files of a state stay that was replaced, for those who are
// reading them.
const still = 10 * time.Minute

// Handle gives the room's jobs to a runner.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Handle(JobUpdate, func(ctx context.Context, job jobs.Job) error {
		var o order
		if err := job.Decode(&o); err != nil {
			return jobs.Cancel(err)
		}
		return s.Update(ctx, o.Schema, o.Again)
	})
	runner.Every(JobTidy, jobs.Each(still), func(ctx context.Context, _ jobs.Job) error { return s.Tidy(ctx, s.p.Doors.Clock().Now().Add(-still)) })
	runner.Every(JobMonth, jobs.Daily(3, 10, i18n.Local(time.Time{}).Location()), func(ctx context.Context, _ jobs.Job) error { return s.KeepMonth(ctx) })
}

// Ask has the consolidation of a schema looked at.
func (s *Service) Ask(ctx context.Context, tx database.Tx, schema string, again bool) error {
	key := schema
	if again {
		key += " again" // one that only looks would not do instead
	}
	_, err := s.p.Queue.Insert(ctx, tx, jobs.Job{Kind: JobUpdate, Args: order{schema, again}, UniqueKey: key, Fair: "gather " + schema})
	return err
}

// Subscribe has the room hear of what is published, taken back, erased, and of
// members that change.
func (s *Service) Subscribe(f *journal.Feed) { f.Subscribe("gather", s.hear) }

func (s *Service) hear(ctx context.Context, raw database.Tx, entries []journal.Numbered) error {
	tx := s.p.Doors.As(raw, access.System("gather"))
	asked := map[string]bool{}
	for _, n := range entries {
		list, err := s.concerned(ctx, tx, n)
		if err != nil {
			return err
		}
		for _, schema := range list {
			if !asked[schema] {
				if err := s.Ask(ctx, raw, schema, false); err != nil {
					return err
				}
			}
			asked[schema] = true
		}
	}
	return nil
}

// concerned lists the consolidations that an entry of the journal may change.
func (s *Service) concerned(ctx context.Context, tx access.Tx, n journal.Numbered) ([]string, error) {
	switch n.Kind {
	case "dataset.published", "dataset.retracted", "dataset.withdrawn", "dataset.restored", "dataset.erased":
		list, err := schemasOf(ctx, tx, "dataset_id", n.Subject)
		if err != nil {
			return nil, err
		}
		schema, err := s.p.Shelf.SchemaOf(ctx, tx, n.Subject)
		if schema != "" {
			list = append(list, schema)
		}
		return list, err
	case organisation.EventChanged, organisation.EventCorrected, organisation.EventApplied, organisation.EventClosed, organisation.EventReopened:
		if n.Member == "" {
			return nil, nil
		}
		return schemasOf(ctx, tx, "source_member", n.Member)
	case succession.EventDone, succession.EventUndone:
		return s.schemas(ctx, tx)
	}
	return nil, nil
}

func (s *Service) schemas(ctx context.Context, tx access.Tx) ([]string, error) {
	list, err := s.p.Shelf.Schemas(ctx, tx)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, schema := range list {
		seen[schema] = true
	}
	have, err := List(ctx, tx)
	for _, g := range have {
		if !seen[g.Schema] {
			list = append(list, g.Schema)
		}
	}
	return list, err
}

// All brings all consolidations up to date, at once.
func (s *Service) All(ctx context.Context, again bool) error {
	list, err := s.Schemas(ctx)
	for _, schema := range list {
		if err == nil {
			err = s.Update(ctx, schema, again)
		}
	}
	return err
}

// Schemas lists all schemas of which something is, or was, gathered.
func (s *Service) Schemas(ctx context.Context) (list []string, err error) {
	err = s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		list, err = s.schemas(ctx, tx)
		return err
	})
	return list, err
}

// afterwards destroys at once what was taken back, if anything was: from the state
// before and from those that were kept.
func (s *Service) afterwards(ctx context.Context, l look) error {
	now := map[string]Source{}
	for _, x := range l.sources {
		now[x.Dataset] = x
	}
	before := map[string]bool{}
	taken, brought := false, false
	for _, t := range l.before {
		before[t.Dataset] = true
		x, there := now[t.Dataset]
		taken = taken || !there || x.Number < t.Number
	}
	for id := range now {
		brought = brought || !before[id]
	}
	if taken || brought {
		if err := s.mend(ctx, l.Schema); err != nil {
			return err
		}
	}
	if !taken {
		return nil
	}
	return s.Tidy(ctx, s.p.Doors.Clock().Now())
}

// Tidy destroys the files that were replaced until an instant, and what the query
// engine holds of them.
func (s *Service) Tidy(ctx context.Context, until time.Time) error {
	var list []old
	err := s.p.Doors.Read(ctx, access.System("gather"), func(tx access.Tx) (err error) {
		list, err = replacedUntil(ctx, tx, until)
		return err
	})
	if err != nil || len(list) == 0 {
		return err
	}
	current := map[string]bool{}
	err = s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		states, err := List(ctx, tx)
		for _, g := range states {
			current[g.Parquet] = true
		}
		return err
	})
	for _, o := range list {
		if err == nil && o.parquet && !current[o.digest] {
			err = s.p.Tables.Forget(ctx, o.digest)
		}
		err = errors.Join(err, s.p.Files.Free(ctx, o.member, []string{o.digest}))
	}
	if err != nil {
		return err
	}
	return s.p.Doors.Write(ctx, access.System("gather"), func(tx access.Tx) error {
		for _, o := range list {
			if _, err := database.Exec(ctx, tx, "gather.Tidy", `delete from gather_replaced where member_id = $1 and digest = $2`, o.member, o.digest); err != nil {
				return err
			}
		}
		return nil
	})
}
