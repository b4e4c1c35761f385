package life

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
)

// Resume gives every life that is at work or waits for a date its turn again:
// after rows were put into the database from elsewhere, without the jobs that
// stood behind them. One that has its turn already gets another, which is void
// when it comes. member "" stands for all.
func (e *Engine) Resume(ctx context.Context, tx access.Tx, member string) (int, error) {
	const op = "life.Resume"
	where, args := `(outcome = $1 or outcome = $2 and due_at <> 0)`, []any{string(Running), string(OnHold)}
	if member != "" {
		where, args = where+" and member_id = $3", append(args, member)
	}
	found, err := lives(ctx, tx.Elevated("resume"), where+" order by version_id", args...)
	if err != nil {
		return 0, fault.Wrap(op, err)
	}
	for _, l := range found {
		err = e.enqueue(ctx, tx, l)
		if err != nil {
			return 0, fault.Wrap(op, err)
		}
	}
	return len(found), nil
}
