package jobs

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"strings"

	"airial/internal/platform/bell"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
)

//go:embed schema
var files embed.FS

// Schema is the room's tables.
var Schema = database.Schema{Room: "jobs", Files: files, Tables: []database.Table{
	{Name: "job", Kind: database.Passing},
	{Name: "job_run", Closed: true, Kind: database.Passing},
	{Name: "job_ended", Closed: true, Kind: database.Passing},
}}

// A Queue is where jobs are put. It holds nothing but the wish to wake the
// runners of its process, and is safe for concurrent use.
type Queue struct {
	clock clock.Clock
	ids   *ident.Source
	bell  bell.Bell
}

// NewQueue returns a queue. A process needs one.
func NewQueue(c clock.Clock, ids *ident.Source) *Queue {
	return &Queue{clock: c, ids: ids}
}

// Insert asks for a job, which exists if and when the transaction commits, and
// returns its identifier: that of the one that waits already if it has the same
// kind and unique key. It reads nothing, so that it gets in nobody's way.
func (q *Queue) Insert(ctx context.Context, tx database.Tx, j Job) (id string, err error) {
	const op = "jobs.Insert"
	args, err := json.Marshal(j.Args)
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	err = j.check()
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	now := q.clock.Now()
	r := row{
		id: q.ids.New(), kind: j.Kind, args: string(args), uniqueKey: j.UniqueKey, fair: j.Fair,
		priority: j.Priority, maxAttempts: j.MaxAttempts, insertedAt: clock.Micros(now),
	}
	if r.maxAttempts == 0 {
		r.maxAttempts = DefaultMaxAttempts
	}
	if j.RunAt.After(now) {
		r.runAt = clock.Micros(j.RunAt)
	}
	return q.put(ctx, tx, op, r)
}

func (j Job) check() error {
	if j.Kind == "" {
		return errors.New("a job needs a kind")
	}
	if j.MaxAttempts < 0 {
		return errors.New("a job cannot have a negative number of attempts")
	}
	for _, s := range []string{j.Kind, j.UniqueKey, j.Fair} {
		if len(s) > 500 || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '\uFFFD' }) {
			return errors.New("kind, unique key and fairness key are at most 500 bytes of printable text")
		}
	}
	return nil
}

// put writes a job that waits, merges it with the one that waits under the
// same unique key, and wakes the runners at commit. run_at 0 is now, whatever
// the clock does.
func (q *Queue) put(ctx context.Context, tx database.Tx, op string, r row) (id string, err error) {
	const insert = `insert into job (` + columns + `, ready)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`
	const merge = ` on conflict (kind, unique_key) where unique_key <> '' do update set
			ready = case when excluded.ready = 1 then 1 else job.ready end,
			run_at = case when excluded.run_at < job.run_at then excluded.run_at else job.run_at end,
			every = case when excluded.every <> '' then excluded.every else job.every end,
			lost = case when excluded.lost > job.lost then excluded.lost else job.lost end
		returning id`
	args := []any{r.id, r.kind, r.args, r.uniqueKey, r.fair, r.priority,
		r.runAt, r.attempt, r.maxAttempts, r.every, r.err, r.insertedAt, r.lost, database.Bool(r.runAt == 0)}
	id = r.id
	if r.uniqueKey == "" {
		err = database.Later(ctx, tx, op, insert, args...)
	} else {
		id, err = database.Value[string](ctx, tx, op, insert+merge, args...)
	}
	if err != nil {
		return "", err
	}
	tx.AfterCommit(q.bell.Ring)
	return id, nil
}
