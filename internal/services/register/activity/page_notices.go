package activity

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

type noticesView struct {
	view
	Full    model.Full
	Notices []Notice
}

func (p *Pages) notices(w http.ResponseWriter, r *http.Request) error {
	var v noticesView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if v.Full, err = v.found(ctx, tx, r); err != nil {
			return err
		}
		up, err := placed(ctx, tx, v.Member.ID)
		if err != nil {
			return err
		}
		v.Notices, err = noticesOf(ctx, tx, v.Terms, v.Member, v.Full, up)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, noticesBody(v))
}

// noticeDone notes that a notice stands where people read it.
func (p *Pages) noticeDone(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		full, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		path = v.path(full.Instance) + "/notices"
		officer, err := officerOf(ctx, tx, v.Member.ID)
		if err != nil {
			return err
		}
		for _, n := range writeNotices(i18n.French, v.Terms, v.Member, officer, full.Record) {
			if n.Form == f.Raw("form") {
				return place(ctx, tx, full, n)
			}
		}
		return fault.New(fault.Invalid, "activity.noticeDone", "Cette forme de mention n’existe pas.", "There is no such form of notice.")
	})
	if err != nil {
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("C’est noté. Vous serez prévenu ici si le traitement change.", "Noted. You will be told here if the activity changes."))
	return web.Redirect(w, r, path)
}
