package access

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/i18n"
)

// Mandate is a member's dated permission for the operator's people to act in
// its name (art. 28 RGPD: a processor acts on documented instructions). It is
// never deleted: it ends.
type Mandate struct {
	ID        string
	MemberID  string
	From      string // first day in force, 2026-01-31
	Until     string // last day in force, or "" while it lasts
	Signatory string // who signed for the member
	Reference string // the délibération or letter that gives it
	Recorded  time.Time
	Recorder  string // who recorded it
}

// InForce tells whether the mandate holds on a day (2026-01-31).
func (m Mandate) InForce(day string) bool {
	return m.From <= day && (m.Until == "" || m.Until >= day)
}

// Today returns the day in metropolitan France, as laws count days.
func Today(c clock.Clock) string { return i18n.Local(c.Now()).Format(time.DateOnly) }

func mandated(ctx context.Context, tx Tx, member string) (bool, error) {
	today := Today(tx.doors.clock)
	var n int
	err := tx.QueryRow(ctx, `select count(*) from mandate
		where member_id = $1 and from_date <= $2 and (until_date = '' or until_date >= $3)`,
		member, today, today).Scan(&n)
	return n > 0, err
}
