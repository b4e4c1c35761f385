package cockpit

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
)

// visit plans the visit of the nth member of an act, on working days.
func (a Act) visit(ctx context.Context, tx access.Tx, m organisation.Member, n int) (outcome, before string, err error) {
	agent, err := agentOf(ctx, tx, a.Order.Agent)
	if err != nil {
		return "", "", err
	}
	v, err := Plan(ctx, tx, Visit{MemberID: m.ID, Agent: agent, State: Planned, Day: workday(a.Order.From, n/max(a.Order.PerDay, 1)), ActID: a.ID})
	return Changed, v.ID, err
}

// workday is the nth working day from a day on, Monday to Friday.
func workday(from string, n int) string {
	t, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return from
	}
	for {
		if d := t.Weekday(); d != time.Saturday && d != time.Sunday {
			if n == 0 {
				return t.Format(time.DateOnly)
			}
			n--
		}
		t = t.AddDate(0, 0, 1)
	}
}
