package plan

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/services/register/model"
)

// meet brings a form together with what somebody else has written since it was
// opened: what only one of both changed is taken; where both did, the writer
// sees it first, and then decides by saving again.
func (p *Pages) meet(ctx context.Context, tx access.Tx, f *form.Form, a Action, seen, record model.Record, was, mine Plan) (*model.Clash, []planChange, model.Record, Plan, string, error) {
	full, err := model.Read(ctx, tx, a.ID)
	if err != nil {
		return nil, nil, record, mine, "", err
	}
	by, err := lastWriter(ctx, tx, a.ID)
	if err != nil {
		return nil, nil, record, mine, by, err
	}
	met := f.Checked("met")
	clash, record, err := model.Meet(f, seen, record, full.Record, by)
	if err != nil {
		return nil, nil, record, mine, by, err
	}
	theirs := planChanges(ctx, was, a.Plan, mine)
	if met {
		theirs = nil
	}
	return clash, theirs, record, merged(was, a.Plan, mine), by, nil
}

func planChanges(ctx context.Context, was, is, mine Plan) []planChange {
	var out []planChange
	add := func(what i18n.Text, a, b, c string) {
		if a != b {
			out = append(out, planChange{what, orNothing(ctx, a), orNothing(ctx, b), c != a && c != b})
		}
	}
	state := func(s State) string { return i18n.Read(ctx, s.Label()) }
	add(i18n.T("État", "State"), state(was.State), state(is.State), state(mine.State))
	add(i18n.T("Échéance", "Due"), was.Due, is.Due, mine.Due)
	add(i18n.T("Responsable", "Who does it"), was.OwnerID+was.OwnerName, is.OwnerID+is.OwnerName, mine.OwnerID+mine.OwnerName)
	if n := len(out); n > 0 && was.OwnerID+was.OwnerName != is.OwnerID+is.OwnerName {
		out[n-1].Was, out[n-1].Is = orNothing(ctx, was.OwnerName), orNothing(ctx, is.OwnerName)
	}
	add(i18n.T("Coût", "Cost"), costText(was.Cost), costText(is.Cost), costText(mine.Cost))
	add(i18n.T("Commentaire", "Remark"), was.Remark, is.Remark, mine.Remark)
	return out
}

// merged takes what only one of both has changed; where both did, what is in
// the form, whose writer has seen the other.
func merged(was, is, mine Plan) Plan {
	if mine.State == was.State {
		mine.State = is.State
	}
	if mine.Due == was.Due {
		mine.Due = is.Due
	}
	if mine.OwnerID == was.OwnerID && (mine.OwnerID != "" || mine.OwnerName == was.OwnerName) {
		mine.OwnerID, mine.OwnerName = is.OwnerID, is.OwnerName
	}
	if mine.Cost == was.Cost {
		mine.Cost = is.Cost
	}
	if mine.Remark == was.Remark {
		mine.Remark = is.Remark
	}
	return mine
}

func orNothing(ctx context.Context, s string) string {
	if s == "" {
		return i18n.Say(ctx, "rien", "nothing")
	}
	return s
}

func lastWriter(ctx context.Context, tx access.Tx, id string) (string, error) {
	steps, err := Steps(ctx, tx, id)
	if err != nil {
		return "", err
	}
	name, err := model.LastWriter(ctx, tx, id)
	if len(steps) > 0 && steps[0].By != "" {
		name = steps[0].By
	}
	return name, err
}
