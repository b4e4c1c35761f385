package voice

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
)

const jobClock = "voice.clock"

// How long things are kept.
const (
	keepUnproven = 48 * time.Hour
	keepAsker    = 30 * 24 * time.Hour // after the matter is closed
)

// Handle registers the job that reminds and forgets.
func (s *Service) Handle(r *jobs.Runner) {
	r.Every(jobClock, jobs.Each(time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.Tick(ctx) })
}

// Subscribe has the room hear of datasets that are erased.
func (s *Service) Subscribe(f *journal.Feed) {
	f.Subscribe("voice", func(ctx context.Context, raw database.Tx, entries []journal.Numbered) error {
		tx := s.Doors.As(raw, access.System("voice"))
		for _, n := range entries {
			if n.Kind == "dataset.erased" {
				if err := erased(ctx, tx, n.Subject); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// batch is how many matters are looked at in one transaction.
const batch = 100

// Tick does what the day asks for. It may be called again.
func (s *Service) Tick(ctx context.Context) error {
	for _, do := range []func(context.Context, access.Tx) (int, error){s.forgetUnproven, s.forgetAskers, s.remind} {
		for more := true; more; {
			err := s.Doors.Write(ctx, access.System("voice"), func(tx access.Tx) error {
				n, err := do(ctx, tx)
				more = n == batch
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) forgetUnproven(ctx context.Context, tx access.Tx) (int, error) {
	return 0, remove(ctx, tx, `state = 'unproven' and created_at < $1`, clock.Micros(tx.Clock().Now().Add(-keepUnproven)))
}

// forgetAskers erases addresses and names of matters that are closed. A name
// that is shown stays with what is shown.
func (s *Service) forgetAskers(ctx context.Context, tx access.Tx) (int, error) {
	const op = "voice.forgetAskers"
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from voice_thread where state in ('answered', 'declined') and closed_at < $1
		and exists (select 1 from voice_asker a where a.thread_id = voice_thread.id) order by id limit 100`, clock.Micros(tx.Clock().Now().Add(-keepAsker)))
	for _, t := range list {
		if err != nil {
			return 0, err
		}
		if _, err = database.Exec(ctx, tx, op, `delete from voice_asker where thread_id = $1`, t.ID); err == nil {
			err = tx.Record(ctx, EventErased, t.MemberID, t.ID, nil)
		}
	}
	return len(list), err
}

// remind tells members again of what has waited for a week.
func (s *Service) remind(ctx context.Context, tx access.Tx) (int, error) {
	list, err := database.All(ctx, tx, "voice.remind", scan, `select `+columns+` from voice_thread where state = 'waiting' and reminded_at <= $1 order by reminded_at, id limit 100`,
		clock.Micros(tx.Clock().Now().Add(-patience)))
	for _, t := range list {
		if err != nil {
			return 0, err
		}
		t.Reminded = tx.Clock().Now()
		if err = save(ctx, tx, t); err != nil {
			return 0, err
		}
		if err = tx.Record(ctx, EventReminded, t.MemberID, t.ID, nil); err != nil {
			return 0, err
		}
		err = s.tell(ctx, tx, t, i18n.T("Un message du public attend votre réponse", "A message of the public waits for your answer"),
			i18n.T("Bonjour,\n\nUn message sur le jeu de données «\u00a0%[1]s\u00a0» attend une réponse depuis plus d’une semaine\u202f:", "Hello,\n\nA message about the dataset “%[1]s” has waited for an answer for more than a week:"))
	}
	return len(list), err
}

// Shelf is the room for exports and imports of members.
type Shelf struct{}

// Files implements handover.Shelf.
func (Shelf) Files(context.Context, access.Tx, string) ([]handover.File, error) { return nil, nil }

// Made implements handover.Shelf.
func (Shelf) Made(context.Context, access.Tx, string, map[string]any) (bool, error) {
	return false, nil
}

// Imported implements handover.Shelf: addresses that another installation has
// sealed cannot be read here, and the links in its letters do not lead here.
func (Shelf) Imported(ctx context.Context, tx access.Tx, member string) error {
	if err := remove(ctx, tx, `member_id = $1 and state = 'unproven'`, member); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, "voice.Imported", `update voice_asker set email = '', address = '' where member_id = $1`, member)
	return err
}
