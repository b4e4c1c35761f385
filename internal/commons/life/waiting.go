package life

import (
	"context"
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// waitable are the rights that a life may wait for.
var waitable = []access.Right{access.Deposit, access.Publish, access.Advise, access.Decide, access.Approve}

// For the operator's people only decisions wait: what a member's own people
// are to press or to correct is theirs, mandate or not.
var delegated = map[access.Right]bool{access.Advise: true, access.Decide: true, access.Approve: true}

// Asked narrows what waits: to one member, to one right. Both may be "".
type Asked struct {
	Member string
	Right  access.Right
}

// For lists the lives that wait for something that the scope may do, the
// oldest first, and how many there are: "what waits for you".
func For(ctx context.Context, tx access.Tx, limit int) ([]Life, int, error) {
	return Waits(ctx, tx, Asked{}, limit, 0)
}

// Waits is For, narrowed, a page at a time. What has a date comes first, by
// that date; the rest by how long it has waited.
func Waits(ctx context.Context, tx access.Tx, asked Asked, limit, offset int) ([]Life, int, error) {
	const op = "life.Waits"
	where, args := awaited(tx, nil, asked.Right)
	if asked.Member != "" {
		args = append(args, asked.Member)
		where = fmt.Sprintf("%s and member_id = $%d", where, len(args))
	}
	total, err := database.Value[int](ctx, tx, op, `select count(*) from life where `+where, args...)
	if err != nil {
		return nil, 0, err
	}
	args = append(args, limit, offset)
	found, err := lives(ctx, tx, fmt.Sprintf(`%s order by case when due_at = 0 then 1 else 0 end, due_at, updated_at, version_id
		limit $%d offset $%d`, where, len(args)-1, len(args)), args...)
	return found, total, fault.Wrap(op, err)
}

// WaitsByMember counts what waits for the scope, by member id.
func WaitsByMember(ctx context.Context, tx access.Tx) (map[string]int, error) {
	const op = "life.WaitsByMember"
	where, args := awaited(tx, nil, "")
	out := map[string]int{}
	err := database.Each(ctx, tx, op, func(r database.Row) error {
		var member string
		var n int
		err := r.Scan(&member, &n)
		out[member] = n
		return err
	}, `select member_id, count(*) from life where `+where+` group by member_id`, args...)
	return out, err
}

// Moving lists the lives that the scope sees and that do not wait for it, the
// latest to move first. member "" stands for all.
func Moving(ctx context.Context, tx access.Tx, member string, limit int) ([]Life, error) {
	mine, args := awaited(tx, nil, "")
	where, args := tx.Only("member_id", args)
	if member != "" {
		args = append(args, member)
		where = fmt.Sprintf("%s and member_id = $%d", where, len(args))
	}
	args = append(args, limit)
	found, err := lives(ctx, tx, fmt.Sprintf(`%s and not %s order by updated_at desc, version_id desc limit $%d`,
		where, mine, len(args)), args...)
	return found, fault.Wrap("life.Moving", err)
}

// awaited returns the condition that a life waits for something that the scope
// may do; with a right, for that right alone.
func awaited(tx access.Tx, args []any, only access.Right) (string, []any) {
	var conditions []string
	for _, right := range waitable {
		if only != "" && right != only {
			continue
		}
		var where string
		if tx.Scope().OfOperator() && !delegated[right] {
			where, args = tx.OnlyOwn(right, "member_id", args)
		} else {
			where, args = tx.OnlyWith(right, "member_id", args)
		}
		if where == "1=0" {
			continue
		}
		args = append(args, string(right))
		conditions = append(conditions, fmt.Sprintf("wait_right = $%d and %s", len(args), where))
	}
	if len(conditions) == 0 {
		return "(1=0)", args
	}
	return "(" + strings.Join(conditions, " or ") + ")", args
}
