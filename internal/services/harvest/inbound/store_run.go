package inbound

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const runColumns = `id, source_id, member_id, state, begun_at, ended_at, pages, size, added, changed, same, back, vanished, refused, trouble, report`

func scanRun(r database.Row) (Run, error) {
	var x Run
	var state, trouble, report string
	var begun, ended int64
	err := r.Scan(&x.ID, &x.SourceID, &x.MemberID, &state, &begun, &ended, &x.Pages, &x.Size, &x.Added, &x.Changed, &x.Same, &x.Back, &x.Vanished, &x.Refused, &trouble, &report)
	x.State, x.Begun, x.Ended = State(state), clock.FromMicros(begun), clock.FromMicros(ended)
	if err == nil {
		err = json.Unmarshal([]byte(trouble), &x.Trouble)
	}
	if err == nil {
		err = json.Unmarshal([]byte(report), &x.Report)
	}
	return x, err
}

// keptRuns is how many runs of a source are kept.
const keptRuns = 50

func insertRun(ctx context.Context, tx access.Tx, r Run) error {
	const op = "inbound.insertRun"
	// A run that was broken off by a stop of the program is over: this one takes its place.
	if _, err := database.Exec(ctx, tx, op, `delete from harvest_run where source_id = $1 and state = $2`, r.SourceID, string(Running)); err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, `delete from harvest_run where source_id = $1 and id not in
		(select id from harvest_run where source_id = $1 order by begun_at desc, id desc limit $2)`, r.SourceID, keptRuns-1); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, `insert into harvest_run (`+runColumns+`) values ($1,$2,$3,$4,$5,0,0,0,0,0,0,0,0,0,'{}','[]')`,
		r.ID, r.SourceID, r.MemberID, string(r.State), clock.Micros(r.Begun))
	return err
}

func updateRun(ctx context.Context, tx access.Tx, r Run) error {
	const op = "inbound.updateRun"
	trouble, err := json.Marshal(r.Trouble)
	if err != nil {
		return fault.Wrap(op, err)
	}
	report, err := json.Marshal(r.Report)
	if err != nil {
		return fault.Wrap(op, err)
	}
	n, err := database.Exec(ctx, tx, op, `update harvest_run set state = $1, ended_at = $2, pages = $3, size = $4, added = $5, changed = $6, same = $7,
		back = $8, vanished = $9, refused = $10, trouble = $11, report = $12 where id = $13`, string(r.State), clock.Micros(r.Ended), r.Pages, r.Size,
		r.Added, r.Changed, r.Same, r.Back, r.Vanished, r.Refused, string(trouble), string(report), r.ID)
	if err == nil && n == 0 {
		err = fault.Missing(op)
	}
	return err
}

func reschedule(ctx context.Context, tx access.Tx, source string, next time.Time) error {
	_, err := database.Exec(ctx, tx, "inbound.reschedule", `update harvest_source set next_at = $1 where id = $2 and paused = 0`, clock.Micros(next), source)
	return err
}

// Runs lists the runs of a source, the latest first.
func Runs(ctx context.Context, tx access.Tx, source string, limit int) ([]Run, error) {
	x, err := GetSource(ctx, tx, source)
	if err != nil {
		return nil, err
	}
	return database.All(ctx, tx, "inbound.Runs", scanRun, `select `+runColumns+` from harvest_run where source_id = $1 order by begun_at desc, id desc limit $2`, x.ID, limit)
}

// GetRun returns a run of a source.
func GetRun(ctx context.Context, tx access.Tx, source, id string) (Run, error) {
	const op = "inbound.GetRun"
	if _, err := GetSource(ctx, tx, source); err != nil {
		return Run{}, err
	}
	return database.One(ctx, tx, op, scanRun, `select `+runColumns+` from harvest_run where id = $1 and source_id = $2`, id, source)
}

// Latest are the latest runs of some sources, by source.
func Latest(ctx context.Context, tx access.Tx, sources []Source) (map[string]Run, error) {
	out := map[string]Run{}
	if len(sources) == 0 {
		return out, nil
	}
	args := make([]any, len(sources))
	for i, x := range sources {
		args[i] = x.ID
	}
	err := database.Each(ctx, tx, "inbound.Latest", func(r database.Row) error {
		x, err := scanRun(r)
		out[x.SourceID] = x
		return err
	}, fmt.Sprintf(`select `+runColumns+` from harvest_run h where source_id in (%s) and not exists
		(select 1 from harvest_run o where o.source_id = h.source_id and (o.begun_at > h.begun_at or o.begun_at = h.begun_at and o.id > h.id))`, database.In(len(sources), 1)), args...)
	return out, err
}
