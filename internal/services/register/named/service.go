package named

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
)

// jobScrub makes unreadable what was erased, after the transaction.
const jobScrub = "register.person-scrub"

// Parts is what the room is made with.
type Parts struct {
	Doors *access.Doors
	Queue *jobs.Queue // nil in tests
	Desk  *console.Console
	Rooms Rooms
	// Outside are rooms beyond the register.
	Outside []Outside
	// Tables are those that name accounts, of the register.
	Tables []database.Table
	// Scrub has the database make what was erased unreadable.
	Scrub func(ctx context.Context, tables ...string) error
	// Accounts is the page of accounts, where a user is erased.
	Accounts string
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// Handle gives the room's job to a runner.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Handle(jobScrub, func(ctx context.Context, _ jobs.Job) error {
		tables := []string{}
		for _, t := range s.Rooms {
			tables = append(tables, t.Name)
		}
		return s.Scrub(ctx, tables...)
	})
}

// Erase takes a person out of rows that were chosen (see Rooms.Erase), and has
// what was there made unreadable.
func (s *Service) Erase(ctx context.Context, scope access.Scope, q Query, keys []string) (Outcome, error) {
	var out Outcome
	err := s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		var beyond Outcome
		rest, err := s.eraseOutside(ctx, tx, q, keys, &beyond)
		if err != nil {
			return err
		}
		if out = beyond; len(rest) == 0 && len(keys) > 0 {
			return nil
		}
		if out, err = s.Rooms.Erase(ctx, tx, q, rest); err != nil || out.Rows == 0 || s.Queue == nil {
			out.Rows += beyond.Rows
			return err
		}
		out.Rows += beyond.Rows
		_, err = s.Queue.Insert(ctx, tx.Elevated("a person was erased"), jobs.Job{Kind: jobScrub, UniqueKey: "now"})
		return err
	})
	return out, err
}
