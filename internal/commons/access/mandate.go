package access

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
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
func Today(c clock.Clock) string { return Day(c.Now()) }

// inForce returns a member's mandates that hold today, the oldest first. It
// asks for no right: it is a part of the rule itself.
func inForce(ctx context.Context, tx Tx, member string) ([]Mandate, error) {
	today := Today(tx.doors.clock)
	return database.All(ctx, tx, "access.inForce", scanMandate, `select `+mandateColumns+` from mandate
		where member_id = $1 and from_date <= $2 and (until_date = '' or until_date >= $3) order by from_date, id`,
		member, today, today)
}
