package advice

import (
	"context"
	"fmt"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// DueOn is the last day on which a question is to be answered that was promised
// an answer within so many days; "" where none was promised.
func (q Question) DueOn(days int) string {
	if days <= 0 {
		return ""
	}
	return i18n.Local(q.Asked).AddDate(0, 0, days).Format(time.DateOnly)
}

// Waiting lists the questions without an answer that the scope may read, of a
// member or ("") of all, the oldest first.
func Waiting(ctx context.Context, tx access.Tx, member string) ([]Question, error) {
	var where string
	var args []any
	if officer(tx.Scope()) {
		where, args = tx.Only("member_id", nil)
	} else {
		where, args = tx.OnlyOwn(access.Decide, "member_id", []any{person(tx.Scope())})
		where = `(asker_id <> '' and asker_id = $1 or ` + where + `)`
	}
	if member != "" {
		args = append(args, member)
		where += fmt.Sprintf(" and member_id = $%d", len(args))
	}
	return database.All(ctx, tx, "advice.Waiting", scanQuestion, `select `+questionColumns+` from register_question where state = 'open' and `+where+
		` order by asked_at, id`, args...)
}

// dueWords says by when a question is answered, and whether that day is over.
func dueWords(ctx context.Context, q Question, days int, today string) (words string, late bool) {
	on := q.DueOn(days)
	if on == "" || q.State != Open {
		return "", false
	}
	day, _ := time.Parse(time.DateOnly, on)
	if late = on < today; late {
		return i18n.Sayf(ctx, "attendu depuis le %s", "expected since %s", i18n.ShortDate(ctx, day)), true
	}
	return strings.TrimSpace(i18n.Sayf(ctx, "attendu pour le %s", "expected by %s", i18n.ShortDate(ctx, day))), false
}
