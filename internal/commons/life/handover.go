package life

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
)

// GoOn gives the lives of a member that are under way, or wait for a date,
// their next turn: they came from elsewhere with their records.
func (e *Engine) GoOn(ctx context.Context, tx access.Tx, member string) error {
	list, err := lives(ctx, tx, `member_id = $1 and (outcome = 'running' or outcome = 'waiting' and due_at <> 0) order by version_id`, member)
	for _, l := range list {
		if err == nil {
			err = e.enqueue(ctx, tx, l)
		}
	}
	return fault.Wrap("life.GoOn", err)
}
