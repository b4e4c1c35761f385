package plan

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/model"
)

// Bring takes over an action that another program kept. doneOn is the day on
// which it was done there, "" for today.
func Bring(ctx context.Context, tx access.Tx, n Wanted, doneOn string) (Action, error) {
	a, err := Create(ctx, tx, n)
	if err != nil || a.State != Done || doneOn == "" {
		return a, err
	}
	if !validDay(doneOn) {
		return a, wrong("done", "Le jour où l’action a été faite est une date.", "The day on which the action was done is a date.")
	}
	a.DoneOn = doneOn
	_, err = database.Exec(ctx, tx, "plan.Bring", `update register_action set done_on = $1 where id = $2`, doneOn, a.ID)
	return a, err
}

// Mark tells how an action is now: any change of it, step or proof changes the
// mark. It is "" for one that is gone.
func Mark(ctx context.Context, tx access.Tx, id string) (string, error) {
	mark, err := model.Mark(ctx, tx, id)
	if err != nil || mark == "" {
		return mark, err
	}
	n, err := database.Value[int](ctx, tx, "plan.Mark", `select (select count(*) from register_action_step where action_id = $1)
		+ (select count(*) from register_action_proof where action_id = $1)`, id)
	return fmt.Sprintf("%s/%d", mark, n), err
}

// Remove takes an action away that was brought. One with a proof stays.
func Remove(ctx context.Context, tx access.Tx, id string) error {
	const op = "plan.Remove"
	n, err := database.Value[int](ctx, tx, op, `select count(*) from register_action_proof where action_id = $1`, id)
	if err == nil && n > 0 {
		err = fault.New(fault.Conflict, op, "Cette action a une preuve.", "This action has a proof.")
	}
	if err != nil {
		return err
	}
	for _, table := range []string{"register_action_link where action_id", "register_action_step where action_id", "register_action where id"} {
		if _, err := database.Exec(ctx, tx, op, `delete from `+table+` = $1`, id); err != nil {
			return err
		}
	}
	return model.Remove(ctx, tx, id)
}
