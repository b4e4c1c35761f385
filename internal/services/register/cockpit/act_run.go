package cockpit

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

// Handle gives the room's job to a runner.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Handle(jobAct, func(ctx context.Context, job jobs.Job) error {
		var id string
		if err := job.Decode(&id); err != nil {
			return jobs.Cancel(err)
		}
		return s.Run(ctx, id)
	})
}

// Ask gives an order: it is carried out by a durable job.
func (s *Service) Ask(ctx context.Context, tx access.Tx, o Order) (Act, error) {
	const op = "cockpit.Ask"
	a := Act{ID: tx.NewID(), Deed: o.Deed, Order: o, State: "running"}
	if err := officer(tx, op); err != nil {
		return a, err
	}
	if err := o.check(ctx, tx); err != nil {
		return a, err
	}
	detail, err := json.Marshal(o)
	if err != nil {
		return a, fault.Wrap(op, err)
	}
	by := tx.Scope().Actor()
	if _, err := database.Exec(ctx, tx, op, `insert into register_act (id, deed, detail, note, state, total, done, asked_at, ended_at, undone_at, by_id, by_name)
		values ($1,$2,$3,'','running',0,0,$4,0,0,$5,$6)`, a.ID, string(o.Deed), string(detail), tx.Micros(), by.ID, by.Name); err != nil {
		return a, err
	}
	seen := map[string]bool{}
	for _, m := range o.Members {
		if seen[m] {
			continue
		}
		seen[m] = true
		if _, err := database.Exec(ctx, tx, op, `insert into register_act_item (act_id, member_id, outcome, before)
			select $1, id, '', '' from member where id = $2 and is_operator = 0`, a.ID, m); err != nil {
			return a, err
		}
	}
	if _, err := database.Exec(ctx, tx, op, `update register_act set total = (select count(*) from register_act_item where act_id = $1) where id = $1`, a.ID); err != nil {
		return a, err
	}
	if err := tx.Record(ctx, EventAct, "", a.ID, map[string]any{"deed": o.Deed, "members": len(seen)}); err != nil {
		return a, err
	}
	if s.Queue == nil {
		return a, nil
	}
	_, err = s.Queue.Insert(ctx, tx, jobs.Job{Kind: jobAct, Args: a.ID, UniqueKey: a.ID})
	return a, err
}

// chunk is how many members one transaction does.
const chunk = 50

// Run carries an act out, some members in each transaction. Called again, it goes
// on where it was.
func (s *Service) Run(ctx context.Context, id string) error {
	system := access.System("register-cockpit")
	for more := true; more; {
		if err := s.Doors.Write(ctx, system, func(tx access.Tx) (err error) {
			more, err = s.some(ctx, tx, id)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) some(ctx context.Context, tx access.Tx, id string) (more bool, err error) {
	const op = "cockpit.some"
	a, err := GetAct(ctx, tx, id)
	if fault.Is(err, fault.NotFound) || err == nil && a.State == "done" {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	list, err := database.All(ctx, tx, op, func(r database.Row) (m organisation.Member, err error) {
		var closed int64
		err = r.Scan(&m.ID, &m.Siren, &m.Name, &closed)
		m.Closed = clock.FromMicros(closed)
		return m, err
	}, `select m.id, m.siren, m.name, m.closed_at from register_act_item i join member m on m.id = i.member_id
		where i.act_id = $1 and i.outcome = '' order by m.sort_key, m.id limit $2`, id, chunk)
	if err != nil {
		return false, err
	}
	var waits []map[string]Waits
	if a.Deed == Remind {
		now := tx.Clock().Now()
		for _, source := range s.Sources {
			w, err := source.Count(ctx, tx, access.Day(now), access.Day(now.AddDate(0, 0, week)))
			if err != nil {
				return false, err
			}
			waits = append(waits, w)
		}
	}
	for n, m := range list {
		outcome, before := Gone, ""
		if m.Closed.IsZero() {
			switch a.Deed {
			case Assign:
				outcome, before, err = a.assign(ctx, tx, m)
			case PlanVisits:
				outcome, before, err = a.visit(ctx, tx, m, a.Done+n)
			case Remind:
				outcome, err = s.remind(ctx, tx, a, m, waits)
			}
		}
		if err != nil {
			return false, err
		}
		if _, err := database.Exec(ctx, tx, op, `update register_act_item set outcome = $1, before = $2 where act_id = $3 and member_id = $4`, outcome, before, id, m.ID); err != nil {
			return false, err
		}
	}
	state, ended := "running", int64(0)
	if len(list) < chunk {
		state, ended = "done", tx.Micros()
	}
	_, err = database.Exec(ctx, tx, op, `update register_act set done = done + $1, state = $2, ended_at = $3 where id = $4`, len(list), state, ended, id)
	return state == "running", err
}
