package label

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

const jobHosts = "label.hosts"

// lookEvery is how often a host that is served is looked for in the DNS.
const lookEvery = 24 * time.Hour

// Handle registers the job that looks whether hosts are still their members'.
func (s *Service) Handle(r *jobs.Runner) {
	if s.p.OwnHosts {
		r.Every(jobHosts, jobs.Each(6*time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.Look(ctx) })
	}
}

// Look looks again for the hosts that were not looked for since a day. One whose
// record is gone is served for a while yet, and then no more, until its record is
// seen again. It may be called again.
func (s *Service) Look(ctx context.Context) error {
	scope := access.System("label")
	var list []Host
	err := s.p.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		list, err = verified(ctx, tx, tx.Clock().Now().Add(-lookEvery), 1000)
		return err
	})
	for _, h := range list {
		if err != nil || ctx.Err() != nil {
			break
		}
		owned, problem := s.look(ctx, h)
		err = s.p.Doors.Write(ctx, scope, func(tx access.Tx) error {
			now, err := hostByID(ctx, tx, h.MemberID, h.ID)
			if fault.Is(err, fault.NotFound) {
				return nil // given back in the meantime
			} else if err != nil {
				return err
			}
			if taken, err := takenBy(ctx, tx, now.Host); err != nil || taken != "" && taken != now.MemberID {
				return err // lapsed, and another's by now
			}
			at := tx.Clock().Now()
			before := now.Checked
			now = now.looked(at, owned, problem)
			if err := updateHost(ctx, tx, now); err != nil {
				return err
			}
			if now.State(at) == Lapsed && before.Before(now.Ends()) {
				return tx.Record(ctx, EventLapsed, now.MemberID, now.MemberID, map[string]any{"host": now.Host})
			}
			return nil
		})
	}
	s.forget()
	return err
}
