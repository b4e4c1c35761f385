package access

import (
	"context"
	"strconv"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// NoticeDays is how many days before its end a mandate is brought to the
// operator's notice: time for a council to meet.
const NoticeDays = 60

// MandateFilter narrows the mandates of all members.
type MandateFilter string

// The filters: those in force, those whose end is near and which no other
// follows, those that ended, all.
const (
	MandatesInForce MandateFilter = "in-force"
	MandatesEnding  MandateFilter = "ending"
	MandatesEnded   MandateFilter = "ended"
	MandatesAll     MandateFilter = "all"
)

// noticeUntil is the last day of which the end of a mandate is near.
func noticeUntil(c clock.Clock) string {
	return i18n.Local(c.Now()).AddDate(0, 0, NoticeDays).Format(time.DateOnly)
}

// where is the condition of a filter on mandate m, with its arguments.
func (f MandateFilter) where(c clock.Clock) (string, []any) {
	today := Today(c)
	switch f {
	case MandatesInForce:
		return `m.from_date <= $1 and (m.until_date = '' or m.until_date >= $2)`, []any{today, today}
	case MandatesEnding:
		soon := noticeUntil(c)
		return `m.until_date >= $1 and m.until_date <= $2 and not exists (select 1 from mandate n where n.member_id = m.member_id
			and n.id <> m.id and n.from_date <= $3 and (n.until_date = '' or n.until_date > m.until_date))`, []any{today, soon, soon}
	case MandatesEnded:
		return `m.until_date <> '' and m.until_date < $1`, []any{today}
	}
	return "1=1", nil
}

// AllMandates lists the mandates that members gave the operator: those that end
// first, first. The operator's people may ask.
func AllMandates(ctx context.Context, tx Tx, f MandateFilter, limit, offset int) ([]Mandate, int, error) {
	const op = "access.AllMandates"
	if s := tx.Scope(); !s.IsSystem() && !s.OfOperator() {
		return nil, 0, fault.Missing(op)
	}
	where, args := f.where(tx.doors.clock)
	total, err := database.Value[int](ctx, tx, op, `select count(*) from mandate m where `+where, args...)
	if err != nil || total == 0 || limit == 0 {
		return nil, total, err
	}
	list, err := database.All(ctx, tx, op, scanMandate, `select `+mandateColumns+` from mandate m where `+where+
		` order by case when until_date = '' then 1 else 0 end, until_date, from_date, id limit $`+strconv.Itoa(len(args)+1)+` offset $`+strconv.Itoa(len(args)+2),
		append(args, limit, offset)...)
	return list, total, err
}
