package handover

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

// EventExported is what the journal says of an export that was asked for in
// the console.
const EventExported = "member.exported"

// keep is how long the file of an export stays to be fetched.
const keep = 7 * 24 * time.Hour

const (
	jobExport = "handover.export"
	jobSweep  = "handover.sweep"
)

// Order is an export that was asked for in the console.
type Order struct {
	ID       string
	MemberID string
	State    string // "asked", "ready", "failed"
	By       string
	Asked    time.Time
	Ready    time.Time
	Expires  time.Time
	Digest   string
	Size     int64
}

const orderColumns = `id, member_id, state, asked_by, asked_at, ready_at, expires_at, digest, size`

func scanOrder(r database.Row) (o Order, err error) {
	var asked, ready, expires int64
	err = r.Scan(&o.ID, &o.MemberID, &o.State, &o.By, &asked, &ready, &expires, &o.Digest, &o.Size)
	o.Asked, o.Ready, o.Expires = clock.FromMicros(asked), clock.FromMicros(ready), clock.FromMicros(expires)
	return o, err
}

// Ask asks for an export of all that a member owns. Who manages the member may.
func (s *Service) Ask(ctx context.Context, tx access.Tx, queue *jobs.Queue, member string) (Order, error) {
	const op = "handover.Ask"
	o := Order{ID: tx.NewID(), MemberID: member, State: "asked", By: tx.Scope().Actor().Name, Asked: tx.Clock().Now()}
	if err := tx.May(ctx, access.Manage, member); err != nil {
		return o, err
	}
	waiting, err := database.Value[int](ctx, tx, op, `select count(*) from handover where member_id = $1 and state = 'asked'`, member)
	if err != nil {
		return o, err
	}
	if waiting > 0 {
		return o, fault.New(fault.Conflict, op, "Un export est déjà en préparation.", "An export is being made already.")
	}
	if _, err := database.Exec(ctx, tx, op, `insert into handover (`+orderColumns+`, problem, asked_by_id) values ($1,$2,'asked',$3,$4,0,0,'',0,'',$5)`,
		o.ID, member, o.By, clock.Micros(o.Asked), tx.Scope().Actor().ID); err != nil {
		return o, err
	}
	if _, err := queue.Insert(ctx, tx, jobs.Job{Kind: jobExport, Args: o.ID, UniqueKey: o.ID, Fair: member}); err != nil {
		return o, err
	}
	return o, tx.Record(ctx, EventExported, member, o.ID, nil)
}

// Orders lists the exports of a member that can be fetched or are being made,
// the latest first. Who manages the member may ask.
func Orders(ctx context.Context, tx access.Tx, member string) ([]Order, error) {
	if err := tx.May(ctx, access.Manage, member); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, "handover.Orders", scanOrder, `select `+orderColumns+` from handover where member_id = $1 order by asked_at desc, id desc`, member)
}

// Handle gives the room's jobs to a runner.
func (s *Service) Handle(runner *jobs.Runner, log *slog.Logger) {
	runner.Handle(jobExport, func(ctx context.Context, job jobs.Job) error {
		var id string
		if err := job.Decode(&id); err != nil {
			return jobs.Cancel(err)
		}
		return s.make(ctx, id)
	})
	runner.HandleFailure(jobExport, func(ctx context.Context, tx database.Tx, job jobs.Job, cause error) error {
		var id string
		if err := job.Decode(&id); err != nil {
			return nil
		}
		log.ErrorContext(ctx, "export failed", "id", id, "error", cause)
		_, err := database.Exec(ctx, tx, "handover.fail", `update handover set state = 'failed', problem = $1 where id = $2`, fault.Message(cause).Fr, id)
		return err
	})
	runner.Every(jobSweep, jobs.Each(time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.Sweep(ctx) })
}

// make makes the zip of an order, and keeps it among the member's files.
func (s *Service) make(ctx context.Context, id string) error {
	const op = "handover.make"
	var o Order
	err := s.p.Doors.Read(ctx, access.System("export"), func(tx access.Tx) (err error) {
		o, err = database.One(ctx, tx, op, scanOrder, `select `+orderColumns+` from handover where id = $1`, id)
		return err
	})
	if err != nil || o.State == "ready" {
		return err
	}
	r, w := io.Pipe()
	go func() { w.CloseWithError(s.Zip(ctx, o.MemberID, o.Asked, w)) }()
	ref, err := s.p.Blobs.Put(ctx, o.MemberID, r)
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	return s.p.Doors.Write(ctx, access.System("export"), func(tx access.Tx) error {
		now := tx.Clock().Now()
		_, err := database.Exec(ctx, tx, op, `update handover set state = 'ready', digest = $1, size = $2, ready_at = $3, expires_at = $4 where id = $5`,
			ref.Digest, ref.Size, clock.Micros(now), clock.Micros(now.Add(keep)), id)
		return err
	})
}

// Sweep destroys the files of exports whose time is over.
func (s *Service) Sweep(ctx context.Context) error {
	const op = "handover.Sweep"
	var old []Order
	err := s.p.Doors.Read(ctx, access.System("export"), func(tx access.Tx) (err error) {
		old, err = database.All(ctx, tx, op, scanOrder, `select `+orderColumns+` from handover where expires_at <> 0 and expires_at <= $1`, tx.Micros())
		return err
	})
	for _, o := range old {
		if err == nil {
			err = s.p.Blobs.Delete(ctx, o.MemberID, o.Digest)
		}
		if err == nil {
			err = s.p.Doors.Write(ctx, access.System("export"), func(tx access.Tx) error {
				_, err := database.Exec(ctx, tx, op, `delete from handover where id = $1`, o.ID)
				return err
			})
		}
	}
	return err
}

// Forget has the exports destroyed at the next sweep in which a person is
// listed whose account is erased: those of members at which she has a role.
func Forget(ctx context.Context, tx access.Tx, account string) error {
	_, err := database.Exec(ctx, tx, "handover.Forget", `update handover set expires_at = $1 where state = 'ready'
		and member_id in (select member_id from role_grant where user_id = $2)`, tx.Micros(), account)
	return err
}
