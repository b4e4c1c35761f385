package opendata

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// activityView is the page on which it is said what activity a dataset comes
// from.
type activityView struct {
	removalView
	Activity Activity
	Options  []ui.Option
}

func (p *Pages) activityView(r *http.Request) (activityView, error) {
	ctx := r.Context()
	var v activityView
	var err error
	if v.removalView, err = p.removal(r, access.Deposit); err != nil {
		return v, err
	}
	err = p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		if v.Activity, err = p.ActivityOf(ctx, tx, v.Dataset.ID); err != nil {
			return err
		}
		all, err := p.activitiesOf(ctx, tx, v.Dataset.MemberID)
		if err == nil && len(all) == 0 {
			err = fault.Missing("opendata.activity")
		}
		v.Options = activityOptions(ctx, all)
		return err
	})
	return v, err
}

// askActivity asks which activity a dataset comes from.
func (p *Pages) askActivity(w http.ResponseWriter, r *http.Request) error {
	v, err := p.activityView(r)
	if err != nil {
		return err
	}
	chosen := v.Activity.ID
	if chosen == "" || v.Activity.Gone {
		chosen = NoActivity
	}
	v.Form = form.New("activity", chosen)
	return p.showActivity(w, r, http.StatusOK, v)
}

func (p *Pages) showActivity(w http.ResponseWriter, r *http.Request, status int, v activityView) error {
	ctx := r.Context()
	title := i18n.Say(ctx, "Traitement d’origine", "Processing activity")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: v.crumbs(ctx, title)}, activityBody(v))
}

func (p *Pages) setActivity(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.activityView(r)
	if err != nil {
		return err
	}
	if v.Form, err = form.Parse(r); err != nil {
		return err
	}
	chosen := v.Form.Raw("activity")
	if chosen == "" {
		v.Form.Fail("activity", i18n.T("Choisissez dans la liste.", "Choose from the list."))
	}
	if v.Form.OK() {
		err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.SetActivity(ctx, tx, v.Dataset.ID, chosen) })
		if fault.Is(err, fault.Invalid) {
			v.Form.Fail("activity", fault.Message(err))
			err = nil
		}
	}
	if err != nil {
		return p.changed(w, r, v.Dataset.ID, err)
	}
	if !v.Form.OK() {
		return p.showActivity(w, r, http.StatusUnprocessableEntity, v)
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Traitement d’origine enregistré.", "Processing activity saved."))
	return web.Redirect(w, r, piecePath(v.Dataset.ID))
}

// proposeActivity has a received file's form ask what activity it comes from.
func (p *Pages) proposeActivity(ctx context.Context, tx access.Tx, b *confirmBlock, all []Activity) error {
	if len(all) == 0 {
		return nil
	}
	id, err := p.activities.Propose(ctx, tx, b.Member.ID, b.Schema, b.Title)
	b.Activities, b.Activity, b.Proposed = activityOptions(ctx, all), id, id != ""
	if id == "" {
		b.Activity = NoActivity
	}
	return err
}

// activityHelp says what a choice of activity is for, and that one is proposed.
func activityHelp(ctx context.Context, b confirmBlock) string {
	say := i18n.Say(ctx, "D’où viennent ces données, dans votre registre RGPD. La vérification saura quelles données personnelles attendre ; le public ne le voit pas.",
		"Where these data come from, in your GDPR register. The check will know which personal data to expect; the public does not see it.")
	if b.Proposed {
		say = i18n.Say(ctx, "Proposé d’après le schéma et le titre. ", "Proposed from schema and title. ") + say
	}
	return say
}

// activityOptions are the activities to choose from, none first.
func activityOptions(ctx context.Context, all []Activity) []ui.Option {
	out := []ui.Option{{Value: NoActivity, Label: i18n.Say(ctx, "Aucun, ou je ne sais pas", "None, or I do not know")}}
	for _, a := range all {
		o := ui.Option{Value: a.ID, Label: i18n.Read(ctx, a.Name)}
		if a.Sensitive {
			o.Label += i18n.Say(ctx, " (données sensibles)", " (sensitive data)")
		}
		out = append(out, o)
	}
	return out
}
