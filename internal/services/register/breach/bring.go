package breach

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// What the journal says of breaches that another program kept.
const (
	EventBrought = "breach.brought"
	EventRemoved = "breach.removed"
)

// Bring takes over a breach that another program kept, as it stood there. It
// gets the next number of its year; answers that this form does not know are
// refused.
func Bring(ctx context.Context, tx access.Tx, b Breach) (Breach, error) {
	const op = "breach.Bring"
	if err := May(ctx, tx, b.MemberID); err != nil {
		return b, err
	}
	if strings.TrimSpace(b.Title) == "" || b.Aware.IsZero() {
		return b, fault.New(fault.Invalid, op, "Une violation a un titre et une date de constat.", "A breach has a title and a day on which it was noticed.")
	}
	for _, s := range asked.Steps {
		for _, q := range s.Questions {
			if given, ok := b.Answers[q.ID]; ok {
				clean, err := q.clean(given)
				if err != nil {
					return b, err
				}
				b.Answers[q.ID] = clean
			}
		}
	}
	b.Year, _ = strconv.Atoi(access.Day(b.Aware)[:4])
	last, err := database.Value[int](ctx, tx, op, `select coalesce(max(number), 0) from register_breach where member_id = $1 and year = $2`, b.MemberID, b.Year)
	if err != nil {
		return b, err
	}
	a := tx.Scope().Actor()
	b.ID, b.Number, b.ChangedID, b.ChangedName = tx.NewID(), last+1, a.ID, a.Name
	if a.Kind == access.Itself {
		b.ChangedName = ""
	}
	if err := insert(ctx, tx, b); err != nil {
		return b, err
	}
	return b, note(ctx, tx, b, EventBrought, "", map[string]any{"aware": b.Aware.UTC().Format("2006-01-02")})
}

// Mark tells how a breach is now: any change or note since changes it. It is ""
// for one that is gone.
func Mark(ctx context.Context, tx access.Tx, id string) (string, error) {
	n, err := database.Value[int](ctx, tx, "breach.Mark", `select count(*) from register_breach_step where breach_id = $1 and kind not in ('`+EventReminded+`','`+EventErased+`')`, id)
	if err != nil {
		return "", err
	}
	rev, err := database.Value[int64](ctx, tx, "breach.Mark", `select revision from register_breach where id = $1`, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return fmt.Sprintf("%d/%d", rev, n), err
}

// Remove takes a breach away that was brought and that nobody has worked on.
func Remove(ctx context.Context, tx access.Tx, id string) error {
	const op = "breach.Remove"
	b, err := load(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, table := range []string{"register_breach_file where breach_id", "register_breach_step where breach_id", "register_breach where id"} {
		if _, err := database.Exec(ctx, tx, op, `delete from `+table+` = $1`, id); err != nil {
			return err
		}
	}
	return tx.Record(ctx, EventRemoved, b.MemberID, id, nil)
}
