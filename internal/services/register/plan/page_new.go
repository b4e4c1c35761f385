package plan

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

func (p *Pages) saveNew(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	plan := readPlan(f)
	var path string
	if f.OK() {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
			v, err := p.writer(ctx, tx, r)
			if err != nil {
				return err
			}
			n := Wanted{MemberID: v.Member.ID, Record: readRecord(f, model.Record{}, tx), Plan: plan}
			if kind, target, ok := strings.Cut(f.Raw("link"), ":"); ok {
				known, err := p.linked(ctx, tx, v.Member, []Link{{kind, target}})
				if err != nil {
					return err
				}
				if known[0].Target.ID != "" {
					n.Links = []Link{{kind, target}}
				}
			}
			a, err := Create(ctx, tx, n)
			path = v.path(a)
			return err
		})
		if err != nil && !refused(f, err) {
			return err
		}
	}
	if !f.OK() {
		return p.showEdit(w, r, http.StatusUnprocessableEntity, f, nil)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("L’action est dans le plan.", "The action is in the plan."))
	return web.Redirect(w, r, path)
}

// adopt takes models of the operator's into the plan.
func (p *Pages) adopt(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	n, siren := 0, ""
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.writer(ctx, tx, r)
		if err != nil {
			return err
		}
		n, siren = 0, v.Member.Siren
		if len(f.All("model")) == 0 {
			return wrong("adopt", "Choisissez au moins un modèle.", "Choose at least one model.")
		}
		for _, id := range f.All("model") {
			if _, err := Create(ctx, tx, Wanted{MemberID: v.Member.ID, ModelID: id, Plan: Plan{Cost: Unknown}}); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		if refused(f, err) {
			return p.showEdit(w, r, fault.Status(err), f, nil)
		}
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("Actions ajoutées au plan\u202f: %[1]d.", "Actions added to the plan: %[1]d.", n))
	return web.Redirect(w, r, Base(siren))
}
