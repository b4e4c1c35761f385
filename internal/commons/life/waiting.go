package life

import (
	"context"
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
)

// waitable are the rights that a life may wait for.
var waitable = []access.Right{access.Deposit, access.Publish, access.Decide, access.Approve}

// For the operator's people only decisions wait: what a member's own people
// are to press or to correct is theirs, mandate or not.
var delegated = map[access.Right]bool{access.Decide: true, access.Approve: true}

// For lists the lives that wait for something that the scope may do, the
// oldest first, and how many there are: "what waits for you".
func For(ctx context.Context, tx access.Tx, limit int) ([]Life, int, error) {
	const op = "life.For"
	var conditions []string
	var args []any
	for _, right := range waitable {
		if tx.Scope().OfOperator() && !delegated[right] && len(tx.Scope().MembersWith(right)) == 0 {
			continue
		}
		where, with := tx.OnlyWith(right, "member_id", args)
		args = with
		if where == "1=0" {
			continue
		}
		args = append(args, string(right))
		conditions = append(conditions, fmt.Sprintf("wait_right = $%d and %s", len(args), where))
	}
	if len(conditions) == 0 {
		return nil, 0, nil
	}
	where := "(" + strings.Join(conditions, " or ") + ")"
	var total int
	if err := tx.QueryRow(ctx, `select count(*) from life where `+where, args...).Scan(&total); err != nil {
		return nil, 0, fault.Wrap(op, err)
	}
	args = append(args, limit)
	found, err := lives(ctx, tx, fmt.Sprintf(`%s order by case when due_at = 0 then 1 else 0 end, due_at, updated_at, version_id limit $%d`,
		where, len(args)), args...)
	return found, total, fault.Wrap(op, err)
}
