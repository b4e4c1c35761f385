package cockpit

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// given is who looked after a member before, and the act that had said so.
type given struct {
	Agent
	Act string
}

// assign gives a member to the agent of an act, or to nobody.
func (a Act) assign(ctx context.Context, tx access.Tx, m organisation.Member) (outcome, before string, err error) {
	const op = "cockpit.assign"
	old, err := database.All(ctx, tx, op, func(r database.Row) (x given, err error) { return x, r.Scan(&x.ID, &x.Name, &x.Act) },
		`select agent_id, agent_name, act_id from register_portfolio where member_id = $1`, m.ID)
	if err != nil {
		return "", "", err
	}
	was := given{}
	if len(old) > 0 {
		was = old[0]
	}
	to := Agent{}
	if a.Order.Agent != "none" {
		if to, err = agentOf(ctx, tx, a.Order.Agent); err != nil {
			return "", "", err
		}
	}
	if was.ID == to.ID {
		return Same, "", nil
	}
	body, err := json.Marshal(was)
	if err != nil {
		return "", "", fault.Wrap(op, err)
	}
	return Changed, string(body), give(ctx, tx, m.ID, to, a.ID)
}

// give writes who looks after a member.
func give(ctx context.Context, tx access.Tx, member string, to Agent, act string) error {
	const op = "cockpit.give"
	if _, err := database.Exec(ctx, tx, op, `delete from register_portfolio where member_id = $1`, member); err != nil {
		return err
	}
	if to.ID != "" {
		if _, err := database.Exec(ctx, tx, op, `insert into register_portfolio (member_id, agent_id, agent_name, since_on, act_id) values ($1,$2,$3,$4,$5)`,
			member, to.ID, to.Name, access.Today(tx.Clock()), act); err != nil {
			return err
		}
	}
	return tx.Record(ctx, EventAssigned, member, to.ID, nil)
}
