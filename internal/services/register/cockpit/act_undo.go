package cockpit

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Undo takes an act back: members go back to whom they had, visits that are
// still planned go. What was changed since stays, and is counted.
func Undo(ctx context.Context, tx access.Tx, id string) (undone, kept int, err error) {
	const op = "cockpit.Undo"
	if err := officer(tx, op); err != nil {
		return 0, 0, err
	}
	a, err := GetAct(ctx, tx, id)
	if err != nil {
		return 0, 0, err
	}
	if !a.MayUndo() {
		return 0, 0, fault.New(fault.Conflict, op, "Ce geste ne peut pas être annulé\u202f: il est en cours, déjà annulé, ou des courriels sont partis.",
			"This cannot be undone: it is under way, undone already, or letters have gone out.")
	}
	type item struct{ member, before string }
	list, err := database.All(ctx, tx, op, func(r database.Row) (i item, err error) { return i, r.Scan(&i.member, &i.before) },
		`select member_id, before from register_act_item where act_id = $1 and outcome = 'changed'`, id)
	if err != nil {
		return 0, 0, err
	}
	for _, i := range list {
		var n int64
		switch a.Deed {
		case PlanVisits:
			n, err = database.Exec(ctx, tx, op, `delete from register_visit where id = $1 and state = 'planned' and revision = 1`, i.before)
		case Assign:
			n, err = unassign(ctx, tx, a, i.member, i.before)
		}
		if err != nil {
			return 0, 0, err
		}
		if n > 0 {
			undone++
		} else {
			kept++
		}
	}
	if _, err := database.Exec(ctx, tx, op, `update register_act set undone_at = $1 where id = $2`, tx.Micros(), id); err != nil {
		return 0, 0, err
	}
	return undone, kept, tx.Record(ctx, EventUndone, "", id, map[string]any{"undone": undone, "kept": kept})
}

func unassign(ctx context.Context, tx access.Tx, a Act, member, before string) (int64, error) {
	const op = "cockpit.unassign"
	var was given
	if err := json.Unmarshal([]byte(before), &was); err != nil {
		return 0, fault.Wrap(op, err)
	}
	now, err := database.All(ctx, tx, op, func(r database.Row) (act string, err error) { return act, r.Scan(&act) },
		`select act_id from register_portfolio where member_id = $1`, member)
	if err != nil {
		return 0, err
	}
	if a.Order.Agent == "none" && len(now) > 0 || a.Order.Agent != "none" && (len(now) == 0 || now[0] != a.ID) {
		return 0, nil
	}
	if was, err = standing(ctx, tx, member, was); err != nil {
		return 0, err
	}
	return 1, give(ctx, tx, member, was.Agent, was.Act)
}

// standing is to whom a member belonged, or whoever had it before that where the
// act that gave it was itself undone since: an act that was undone does not come
// back with the undoing of a later one.
func standing(ctx context.Context, tx access.Tx, member string, was given) (given, error) {
	const op = "cockpit.standing"
	for was.Act != "" {
		before, err := database.All(ctx, tx, op, func(r database.Row) (s string, err error) { return s, r.Scan(&s) },
			`select i.before from register_act_item i join register_act a on a.id = i.act_id and a.undone_at > 0
				where i.act_id = $1 and i.member_id = $2 and i.outcome = 'changed'`, was.Act, member)
		if err != nil || len(before) == 0 {
			return was, err
		}
		was = given{}
		if err := json.Unmarshal([]byte(before[0]), &was); err != nil {
			return was, fault.Wrap(op, err)
		}
	}
	return was, nil
}
