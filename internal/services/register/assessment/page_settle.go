package assessment

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

type settleView struct {
	oneView
	Shown    model.Shown
	Proposal model.Proposal
	Next     model.Record
	Form     *form.Form
}

func (p *Pages) askSettle(w http.ResponseWriter, r *http.Request) error {
	return p.showSettle(w, r, http.StatusOK, form.New())
}

func (p *Pages) showSettle(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := settleView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.oneView, err = p.oneView(ctx, tx, r); err != nil {
			return err
		}
		if v.Proposal, err = model.ReadProposal(ctx, tx, v.Full.Full); err != nil || v.Full.ModelID == "" {
			return err
		}
		next, err := model.ReadVersion(ctx, tx, v.Full.ModelID, v.Proposal.Version)
		if fault.Is(err, fault.NotFound) {
			err = nil
		}
		v.Next = next.Record
		return err
	})
	if err != nil {
		return err
	}
	v.Shown = model.Shown{Spec: Spec, Record: v.Full.Record, HasBase: v.Full.ModelID != "", Own: v.Full.Own}
	return p.Desk.ShowMember(w, r, status, v.Face, settleBody(v))
}

func (p *Pages) settle(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	choices := map[string]string{}
	for name := range f.Values {
		if path, ok := strings.CutPrefix(name, "choice."); ok {
			choices[path] = f.Raw(name)
		}
	}
	for _, path := range f.All("keep") {
		choices[path] = model.Mine
	}
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		f.Errors = nil
		v, err := p.oneView(ctx, tx, r)
		if err != nil {
			return err
		}
		path = v.path()
		if v.Full.Assessment.State != Draft {
			return fault.New(fault.Conflict, "assessment.settle", "Reprenez d’abord l’analyse.", "Take the assessment up again first.")
		}
		_, err = model.SettleOne(ctx, tx, Spec, v.Full.ID, rev, choices)
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.showSettle(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("Les différences sont réglées.", "The differences are settled."))
	return web.Redirect(w, r, path)
}

func keepOptions(ctx context.Context, v settleView) []ui.Option {
	out := make([]ui.Option, len(v.Proposal.New))
	for i, c := range v.Proposal.New {
		r := v.Next
		if c.After == "" {
			r = v.Full.Base
		}
		out[i] = ui.Option{Value: c.Path, Label: Spec.Words(lang(ctx), c.Path, r, nil)}
	}
	return out
}

func writingWords(ctx context.Context, d model.Deed) string {
	switch {
	case d.Deed == "created":
		return i18n.Say(ctx, "Commencée", "Begun")
	case d.Deed == "edited":
		return i18n.Say(ctx, "Modifiée", "Changed")
	case d.Deed == "settled":
		return i18n.Say(ctx, "Différences avec le modèle réglées", "Differences with the model settled")
	case strings.HasPrefix(d.Deed, "batch:"):
		return i18n.Say(ctx, "Envoi de l’opérateur", "Batch of the operator")
	}
	return d.Deed
}

func activityPath(v summaryView) string {
	return activity.Base(v.Member.Siren) + "/activities/" + v.Activity.ID
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
