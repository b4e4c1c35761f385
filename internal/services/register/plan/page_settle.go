package plan

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
	"airial/internal/services/register/model"
)

type settleView struct {
	view
	Action   Action
	Full     model.Full
	Shown    model.Shown
	Proposal model.Proposal
	Next     model.Record
	Form     *form.Form
}

func (p *Pages) askSettle(w http.ResponseWriter, r *http.Request) error {
	return p.showSettle(w, r, http.StatusOK, nil)
}

func (p *Pages) showSettle(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := settleView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if v.Action, err = v.found(ctx, tx, r); err != nil {
			return err
		}
		if v.Full, err = model.Read(ctx, tx, v.Action.ID); err != nil {
			return err
		}
		v.Shown = shown(v.Full)
		if v.Proposal, err = model.ReadProposal(ctx, tx, v.Full); err != nil || v.Full.ModelID == "" {
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
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.writer(ctx, tx, r)
		if err != nil {
			return err
		}
		a, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		path = v.path(a)
		full, err := model.SettleOne(ctx, tx, Spec, a.ID, rev, choices)
		if err != nil {
			return err
		}
		_, err = replan(ctx, tx, a, full.Record, a.Plan)
		return err
	})
	if err != nil {
		if refused(f, err) {
			return p.showSettle(w, r, fault.Status(err), f)
		}
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("Les différences sont réglées.", "The differences are settled."))
	return web.Redirect(w, r, path)
}
