package plan

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

func (p *Pages) askEdit(w http.ResponseWriter, r *http.Request) error {
	var a Action
	var full model.Full
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.writer(ctx, tx, r)
		if err == nil {
			a, err = v.found(ctx, tx, r)
		}
		if err == nil {
			full, err = model.Read(ctx, tx, a.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	f := model.FillForm(formSpec, full.Record)
	plain(f)
	f.Set("seen", model.Encode(full.Record))
	f.Set("planned", encodePlan(a.Plan))
	fillPlan(f, a.Plan)
	return p.showEdit(w, r, http.StatusOK, f, nil)
}

func encodePlan(p Plan) string {
	b, err := json.Marshal(p)
	if err != nil {
		panic(err) // texts and numbers
	}
	return string(b)
}

func (p *Pages) saveEdit(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	seen, err := model.Decode(f.Raw("seen"))
	var was Plan
	if err == nil {
		err = json.Unmarshal([]byte(f.Raw("planned")), &was)
	}
	if err != nil {
		return fault.New(fault.Invalid, "plan.saveEdit", "Le formulaire est incomplet. Rouvrez l’action.", "The form is incomplete. Open the action again.")
	}
	plan := readPlan(f)
	var clash *model.Clash
	var theirs []planChange
	var path, by string
	if f.OK() {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
			clash, theirs = nil, nil
			v, err := p.writer(ctx, tx, r)
			if err != nil {
				return err
			}
			a, err := v.found(ctx, tx, r)
			if err != nil {
				return err
			}
			path = v.path(a)
			record, wanted := readRecord(f, seen, tx), plan
			if a.Rev != rev {
				f.Values.Del("met") // she has not seen this one
			}
			if a.Rev != rev || f.Checked("met") {
				if clash, theirs, record, wanted, by, err = p.meet(ctx, tx, f, a, seen, record, was, plan); err != nil || clash != nil || len(theirs) > 0 {
					return err
				}
			}
			_, err = Change(ctx, tx, a.ID, a.Rev, record, wanted)
			return err
		})
		if err != nil && !refused(f, err) {
			return err
		}
	}
	if clash != nil || len(theirs) > 0 {
		return p.showEdit(w, r, http.StatusConflict, f, func(v *editView) { v.Clash, v.Theirs, v.By = clash, theirs, by })
	}
	if !f.OK() {
		return p.showEdit(w, r, http.StatusUnprocessableEntity, f, nil)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("L’action est enregistrée.", "The action is saved."))
	return web.Redirect(w, r, path)
}
