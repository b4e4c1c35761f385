package datagouv

import (
	"context"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Kind is what a run does.
type Kind string

// The kinds of run.
const (
	Compare Kind = "compare" // changes nothing
	Push    Kind = "push"    // makes all as it should be
)

// Run is one passage through all datasets of a member.
type Run struct {
	ID       string
	MemberID string
	Kind     Kind
	State    string // waiting, done, failed
	By       string
	Asked    time.Time
	Ended    time.Time
	Problem  string
}

// Line is what a run says of one dataset.
type Line struct {
	DatasetID   string
	Verdict     Verdict
	Done        bool // it was put right
	Problem     string
	Differences []Difference
}

const runColumns = `id, member_id, kind, state, asked_by, asked_at, ended_at, problem`

func scanRun(r database.Row) (v Run, err error) {
	var asked, ended int64
	err = r.Scan(&v.ID, &v.MemberID, &v.Kind, &v.State, &v.By, &asked, &ended, &v.Problem)
	v.Asked, v.Ended = clock.FromMicros(asked), clock.FromMicros(ended)
	return v, err
}

// keptRuns is how many runs of a member are kept.
const keptRuns = 30

// Ask wants a run. One of the same kind that waits already is that one.
func (s *Service) Ask(ctx context.Context, tx access.Tx, member string, kind Kind) (Run, error) {
	if err := tx.May(ctx, access.Publish, member); err != nil {
		return Run{}, err
	}
	if kind != Compare && kind != Push {
		return Run{}, fault.New(fault.Invalid, "datagouv.Ask", "Un passage compare (compare) ou met à jour (push).", "A run compares (compare) or puts right (push).")
	}
	if !s.On() {
		return Run{}, closed("datagouv.Ask")
	}
	a, err := account(ctx, tx, member)
	if err != nil {
		return Run{}, err
	}
	if a.State != On {
		return Run{}, fault.New(fault.Conflict, "datagouv.Ask", "L’envoi vers data.gouv.fr est arrêté pour cette collectivité.", "Pushing to data.gouv.fr is off for this body.")
	}
	return s.Run(ctx, tx, member, kind, tx.Scope().Actor().ID)
}

// Run enters a run; who may is asked before.
func (s *Service) Run(ctx context.Context, tx access.Tx, member string, kind Kind, by string) (Run, error) {
	const op = "datagouv.Run"
	waiting, err := database.One(ctx, tx, op, scanRun, `select `+runColumns+` from datagouv_run where member_id = $1 and kind = $2 and state = 'waiting' order by id limit 1`, member, string(kind))
	if err == nil || !fault.Is(err, fault.NotFound) {
		return waiting, err
	}
	r := Run{ID: tx.NewID(), MemberID: member, Kind: kind, State: "waiting", By: by, Asked: tx.Clock().Now()}
	if _, err := database.Exec(ctx, tx, op, `insert into datagouv_run (`+runColumns+`) values ($1,$2,$3,'waiting',$4,$5,0,'')`, r.ID, member, string(kind), by, clock.Micros(r.Asked)); err != nil {
		return r, err
	}
	old := `select id from datagouv_run where member_id = $1 order by asked_at desc, id desc limit 1000 offset ` + numberText(keptRuns)
	for _, q := range []string{`delete from datagouv_line where run_id in (` + old + `)`, `delete from datagouv_run where id in (` + old + `)`} {
		if _, err := database.Exec(ctx, tx, op, q, member); err != nil {
			return r, err
		}
	}
	return r, s.ask(ctx, tx, member)
}

// Runs lists a member's, the latest first.
func Runs(ctx context.Context, tx access.Tx, member string) ([]Run, error) {
	if err := tx.Sees("datagouv.Runs", member); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, "datagouv.Runs", scanRun, `select `+runColumns+` from datagouv_run where member_id = $1 order by asked_at desc, id desc`, member)
}

// Report returns a run with its lines, those first that say something.
func Report(ctx context.Context, tx access.Tx, id string) (Run, []Line, error) {
	const op = "datagouv.Report"
	r, err := database.One(ctx, tx, op, scanRun, `select `+runColumns+` from datagouv_run where id = $1`, id)
	if err == nil {
		err = tx.Sees(op, r.MemberID)
	}
	if err != nil {
		return r, nil, err
	}
	lines, err := database.All(ctx, tx, op, func(row database.Row) (l Line, err error) {
		var text string
		if err = row.Scan(&l.DatasetID, &l.Verdict, &l.Done, &l.Problem, &text); err == nil {
			err = json.Unmarshal([]byte(text), &l.Differences)
		}
		return l, err
	}, `select dataset_id, verdict, done, problem, differences from datagouv_line where run_id = $1
		order by case when problem <> '' then 0 when verdict = 'same' or verdict = 'absent' then 2 else 1 end, id`, id)
	return r, lines, err
}

func insertLine(ctx context.Context, tx access.Tx, run Run, l Line) error {
	if l.Differences == nil {
		l.Differences = []Difference{}
	}
	text, err := json.Marshal(l.Differences)
	if err != nil {
		return err
	}
	const op = "datagouv.insertLine"
	if _, err := database.Exec(ctx, tx, op, `delete from datagouv_line where run_id = $1 and dataset_id = $2`, run.ID, l.DatasetID); err != nil {
		return err
	}
	_, err = database.Exec(ctx, tx, op, `insert into datagouv_line (id, run_id, member_id, dataset_id, verdict, done, problem, differences)
		values ($1,$2,$3,$4,$5,$6,$7,$8)`, tx.NewID(), run.ID, run.MemberID, l.DatasetID, string(l.Verdict), database.Bool(l.Done), l.Problem, string(text))
	return err
}

// CompareAll wants a comparison of every member that pushes.
func (s *Service) CompareAll(ctx context.Context) error {
	if !s.On() {
		return nil
	}
	return s.Doors.Write(ctx, access.System("datagouv"), func(tx access.Tx) error {
		list, err := Accounts(ctx, tx)
		for _, a := range list {
			if err == nil && a.State == On {
				_, err = s.Run(ctx, tx, a.MemberID, Compare, "")
			}
		}
		return err
	})
}
