package madis

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	register "airial/internal/services/register/activity"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/model"
)

func (t *taking) activities() error {
	for _, a := range t.plan.activities {
		key := tTreatment + ":" + a.id
		id, err := t.known(intake.Activities, key)
		if err != nil {
			return err
		}
		if id != "" {
			t.ids[a.id] = model.Instance{ID: id, Name: both(a.name)}
			continue
		}
		t.choose(a)
		from, err := t.modelOf(a)
		if err != nil {
			return err
		}
		got, finished, err := model.Bring(t.ctx, t.tx, register.Spec, model.Brought{MemberID: t.part.TargetID, ModelID: from, Record: a.record, Complete: a.complete,
			Made: a.made, Changed: a.changed, Shown: a.shown, Retired: a.retired})
		if err != nil {
			return err
		}
		if a.complete && !finished {
			t.plan.left = append(t.plan.left, leftover{tTreatment, a.id, a.name, i18n.T("terminé dans Madis, il manque ici des champs obligatoires\u202f: il redevient un brouillon",
				"finished in Madis, fields are missing here: it is a draft again"), nil})
		}
		got.Name = both(a.name)
		t.ids[a.id] = got
		if err := t.made(intake.Activities, got.ID, key, a.name); err != nil {
			return err
		}
	}
	return nil
}

// choose has the lines of an activity name the products of the list that they
// were in Madis.
func (t *taking) choose(a activity) {
	for _, l := range a.products {
		if row, ok := a.record.Row(l.list, l.key); ok && t.targets[l.table+":"+l.id] != "" {
			row.Cells[register.CellProduct] = model.V(t.targets[l.table+":"+l.id])
		}
	}
}

// modelOf is the model that a clone follows, unless the member has it already.
func (t *taking) modelOf(a activity) (string, error) {
	id, err := modelFor(t.ctx, t.tx, t.i.MemberID, a.root)
	if err != nil || id == "" {
		return "", err
	}
	have, err := model.All(t.ctx, t.tx, model.Ask{Kind: register.Kind, Member: t.part.TargetID})
	if err != nil || slices.ContainsFunc(have, func(f model.Full) bool { return f.ModelID == id }) {
		return "", err
	}
	return id, nil
}

// modelFor is the model that was made of a treatment, if it stands.
func modelFor(ctx context.Context, tx access.Tx, operator, root string) (string, error) {
	id, err := intake.Known(ctx, tx, operator, intake.Models, tTreatment+":"+root)
	if err != nil {
		return "", err
	}
	return standing(ctx, tx, id)
}

// standing is a model that is there and offered; "" otherwise.
func standing(ctx context.Context, tx access.Tx, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	m, err := model.GetModel(ctx, tx, id)
	if fault.Is(err, fault.NotFound) || err == nil && !m.Retired.IsZero() {
		return "", nil
	}
	return id, err
}
