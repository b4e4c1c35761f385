package datagouv

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

// errStopped ends a member's work without failing the job: its account does not
// go on.
var errStopped = errors.New("datagouv: the account is off")

// work does what waits for a member, one dataset after the other, each with its
// own transaction: runs that were asked for, then datasets of which something
// was heard. It may stop anywhere and begin again.
func (s *Service) work(ctx context.Context, job jobs.Job) error {
	var member string
	if err := job.Decode(&member); err != nil {
		return jobs.Cancel(err)
	}
	err := s.Work(ctx, member)
	if r := refused(err); r != nil && r.Status == http.StatusTooManyRequests {
		after := r.After
		if after == 0 {
			after = time.Minute
		}
		return jobs.Later(s.Doors.Clock().Now().Add(after))
	}
	return err
}

// Work is what the job does. An answer of data.gouv.fr that stops it is a
// Refusal.
func (s *Service) Work(ctx context.Context, member string) error {
	if !s.On() {
		return nil
	}
	w, err := s.worker(ctx, member)
	if err == nil {
		err = w.runs(ctx)
	}
	if err == nil {
		err = w.pending(ctx)
	}
	if errors.Is(err, errStopped) || fault.Is(err, fault.NotFound) {
		return nil
	}
	if r := refused(err); r != nil && r.Status == http.StatusUnauthorized {
		return s.write(ctx, func(tx access.Tx) error { return refuse(ctx, tx, member, r.Words) })
	}
	return err
}

func (s *Service) write(ctx context.Context, fn func(access.Tx) error) error {
	return s.Doors.Write(ctx, access.System("datagouv"), fn)
}

// worker works for one member.
type worker struct {
	*Service
	account Account
	client  *client
	find    func() (*index, error) // reads the index once
}

func (s *Service) worker(ctx context.Context, member string) (*worker, error) {
	w := &worker{Service: s}
	err := s.Doors.Read(ctx, access.System("datagouv"), func(tx access.Tx) (err error) {
		w.account, err = account(ctx, tx, member)
		return err
	})
	if err != nil {
		return nil, err
	}
	if w.account.State != On {
		return nil, errStopped
	}
	token, err := s.unseal(w.account.sealed)
	if err != nil { // sealed by another installation
		return nil, errors.Join(errStopped, s.write(ctx, func(tx access.Tx) error { return refuse(ctx, tx, member, "") }))
	}
	w.client = s.client(token)
	w.find = sync.OnceValues(func() (*index, error) { return w.client.index(ctx, w.account.Organisation) })
	return w, nil
}

// runs goes through the runs that wait.
func (w *worker) runs(ctx context.Context) error {
	for {
		var run Run
		var ids []string
		err := w.Doors.Read(ctx, access.System("datagouv"), func(tx access.Tx) (err error) {
			run, err = database.One(ctx, tx, "datagouv.runs", scanRun, `select `+runColumns+` from datagouv_run where member_id = $1 and state = 'waiting' order by asked_at, id limit 1`, w.account.MemberID)
			if err == nil {
				ids, err = w.subjects(ctx, tx, run)
			}
			return err
		})
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := w.one(ctx, id, run.Kind == Push, &run); err != nil {
				return errors.Join(err, w.tellRun(ctx, run, err))
			}
		}
		if err := w.endRun(ctx, run, "done", ""); err != nil {
			return err
		}
	}
}

// tellRun says in the report why a run does not go on; it ends it where it never
// will.
func (w *worker) tellRun(ctx context.Context, run Run, err error) error {
	r := refused(err)
	if r != nil && r.Status == http.StatusUnauthorized {
		return w.endRun(ctx, run, "failed", r.Words)
	}
	return nil
}

func (w *worker) endRun(ctx context.Context, run Run, state, problem string) error {
	return w.write(context.WithoutCancel(ctx), func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "datagouv.endRun", `update datagouv_run set state = $1, problem = $2, ended_at = $3 where id = $4`, state, problem, tx.Micros(), run.ID)
		return err
	})
}

// subjects are the datasets of a run that it has not told of yet: what is
// public, and what has a link.
func (w *worker) subjects(ctx context.Context, tx access.Tx, run Run) ([]string, error) {
	public, err := w.Catalogue.Published(ctx, tx, run.MemberID)
	if err != nil {
		return nil, err
	}
	skip := map[string]bool{}
	note := func(r database.Row) error {
		var id string
		err := r.Scan(&id)
		skip[id] = true
		return err
	}
	const op = "datagouv.subjects"
	err = database.Each(ctx, tx, op, note, `select dataset_id from datagouv_line where run_id = $1 union select dataset_id from datagouv_link where member_id = $2 and excluded = 1`, run.ID, run.MemberID)
	var out []string
	add := func(id string) {
		if !skip[id] {
			skip[id] = true
			out = append(out, id)
		}
	}
	for _, id := range public {
		add(id)
	}
	if err == nil {
		err = database.Each(ctx, tx, op, func(r database.Row) error {
			var id string
			err := r.Scan(&id)
			add(id)
			return err
		}, `select dataset_id from datagouv_link where member_id = $1 and remote_id <> '' order by dataset_id`, run.MemberID)
	}
	return out, err
}

// pending puts right the datasets of which something was heard.
func (w *worker) pending(ctx context.Context) error {
	for {
		var id string
		err := w.write(ctx, func(tx access.Tx) (err error) {
			const op = "datagouv.pending"
			id, err = database.Value[string](ctx, tx, op, `select dataset_id from datagouv_link where member_id = $1 and pending = 1 order by dataset_id limit 1`, w.account.MemberID)
			if err == nil { // what is heard from now on makes it pending again
				_, err = database.Exec(ctx, tx, op, `update datagouv_link set pending = 2 where dataset_id = $1`, id)
			}
			return err
		})
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err == nil {
			err = w.one(ctx, id, true, nil)
		}
		if err != nil {
			back := w.write(context.WithoutCancel(ctx), func(tx access.Tx) error {
				_, err := database.Exec(ctx, tx, "datagouv.pending", `update datagouv_link set pending = 1 where dataset_id = $1`, id)
				return err
			})
			return errors.Join(err, back)
		}
	}
}

// stops tells whether an error is about the account or the network, and not
// about one dataset: whatever comes next would fail as well.
func stops(err error) bool {
	r := refused(err)
	if r == nil {
		return err != nil
	}
	return r.Status == http.StatusUnauthorized || r.Status == http.StatusTooManyRequests || r.Status >= 500
}

// one looks at a dataset and, if it may, makes it right there. Only an error
// that stops the work is returned.
func (w *worker) one(ctx context.Context, id string, put bool, run *Run) error {
	var d Dataset
	var l Link
	err := w.Doors.Read(ctx, access.System("datagouv"), func(tx access.Tx) (err error) {
		if d, err = w.Catalogue.Dataset(ctx, tx, id); err != nil {
			return err
		}
		if l, err = LinkOf(ctx, tx, id); fault.Is(err, fault.NotFound) {
			l, err = Link{DatasetID: id, MemberID: w.account.MemberID}, nil
		}
		return err
	})
	if err != nil {
		return err
	}
	if l.Excluded && (d.Public || l.Remote == "") { // what must be seen nowhere goes all the same
		return w.write(ctx, func(tx access.Tx) error {
			_, err := database.Exec(ctx, tx, "datagouv.one", `update datagouv_link set pending = 0 where dataset_id = $1`, id)
			return err
		})
	}
	f, err := w.examine(ctx, w.client, d, l.Remote, w.find)
	if stops(err) {
		return err
	}
	done := false
	if err == nil && put {
		done = f.Verdict == Missing || f.Verdict == Differs || f.Verdict == Surplus
		err = w.apply(ctx, w.client, w.account, d, f, func(remote, page string) error {
			f.Remote, f.Page = remote, page
			return w.write(ctx, func(tx access.Tx) error { return saveLook(ctx, tx, w.account.MemberID, id, f, "") })
		})
		if stops(err) {
			return err
		}
	}
	return w.note(ctx, d, f, err, done && err == nil, run)
}

// note writes what came of a dataset: its link, its line in the run's report,
// and the journal where something was done.
func (w *worker) note(ctx context.Context, d Dataset, f Finding, failed error, done bool, run *Run) error {
	line := Line{DatasetID: d.ID, Verdict: f.Verdict, Done: done, Differences: f.Differences}
	link, event := f, ""
	switch {
	case failed != nil:
		line.Verdict, link.Verdict, event = Failed, Failed, EventFailed
		if r := refused(failed); r != nil {
			line.Problem = numberText(int64(r.Status)) + " " + r.Words
		} else {
			line.Problem = failed.Error()
		}
	case done && f.Verdict == Surplus:
		link, event = Finding{Verdict: Absent}, EventRemoved // to be made anew if it is published again
	case done:
		link.Verdict, link.Differences, event = Same, nil, EventPushed
	case f.Verdict == Absent:
		link = Finding{Verdict: Absent}
	}
	return w.write(context.WithoutCancel(ctx), func(tx access.Tx) error {
		const op = "datagouv.note"
		before, err := LinkOf(ctx, tx, d.ID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err := saveLook(ctx, tx, w.account.MemberID, d.ID, link, line.Problem); err != nil {
			return err
		}
		set := `pending = case when pending = 2 then 0 else pending end`
		if done && f.Verdict == Surplus {
			set += `, removed_at = $2`
		} else if done {
			set += `, pushed_at = $2, removed_at = 0`
		} else {
			set += `, looked_at = $2`
		}
		if _, err := database.Exec(ctx, tx, op, `update datagouv_link set `+set+` where dataset_id = $1`, d.ID, tx.Micros()); err != nil {
			return err
		}
		if run != nil {
			if err := insertLine(ctx, tx, *run, line); err != nil {
				return err
			}
		}
		if event == "" || event == EventFailed && before.Verdict == Failed && before.Problem == line.Problem {
			return nil
		}
		return tx.Record(ctx, event, w.account.MemberID, d.ID, map[string]any{"remote": f.Remote})
	})
}
