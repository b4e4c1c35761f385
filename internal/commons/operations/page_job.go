package operations

import (
	"context"
	"encoding/json"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// What this room tells the journal.
const (
	EventRetried = "job.retried"
	EventGivenUp = "job.given-up"
)

const (
	maxReason = 300  // characters
	maxArgs   = 2000 // bytes that the page shows; letters are sealed, and long
)

// jobView is one job.
type jobView struct {
	jobRow
	Label string
	Form  *form.Form // of who gives it up
}

// retryable tells whether it can be put back to run now.
func (v jobRow) retryable() bool { return v.State != jobs.Running }

// ended tells whether it no longer runs by itself.
func (v jobRow) ended() bool { return v.State == jobs.Failed || v.State == jobs.Cancelled }

// stoppable tells whether it can be given up: what repeats comes again anyway.
func (v jobRow) stoppable() bool { return !v.ended() && v.Schedule == "" }

func (v jobRow) args() string {
	raw, _ := v.Args.(json.RawMessage)
	if len(raw) > maxArgs {
		return string(raw[:maxArgs]) + "…"
	}
	return string(raw)
}

// gone says that a job is no longer there: most are done, and leave nothing.
func gone(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "operations.job", "Cette tâche n’est plus là\u202f: elle est terminée, ou quelqu’un l’a retirée. Revenez à la liste.",
			"This job is no longer there: it is done, or somebody took it away. Go back to the list.")
	}
	return err
}

// find reads the job of the address, and whose it is.
func (p *Pages) find(ctx context.Context, tx access.Tx, r *http.Request) (v jobView, err error) {
	j, err := p.Queue.Get(ctx, tx, r.PathValue("id"))
	if err != nil {
		return v, gone(err)
	}
	rows, err := withMembers(ctx, tx, []jobs.Status{j})
	if err != nil {
		return v, err
	}
	return jobView{jobRow: rows[0], Label: p.says(ctx, j.Kind)}, nil
}

func (p *Pages) read(r *http.Request) (v jobView, err error) {
	ctx := r.Context()
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v, err = p.find(ctx, tx, r)
		return err
	})
	return v, err
}

func (p *Pages) job(w http.ResponseWriter, r *http.Request) error {
	v, err := p.read(r)
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, page(r.Context(), jobsCrumb(r.Context()), ui.Link{Label: v.Label}), jobBody(v))
}

func (p *Pages) retry(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v jobView
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.find(ctx, tx, r); err != nil {
			return err
		}
		if !v.retryable() {
			return fault.New(fault.Conflict, "operations.retry", "Cette tâche est déjà en cours.", "This job runs already.")
		}
		if err := p.Queue.Retry(ctx, tx, v.ID); err != nil {
			return gone(err)
		}
		return tx.Record(ctx, EventRetried, v.Member.ID, v.ID, map[string]string{"kind": v.Kind})
	})
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("La tâche «\u00a0%[1]s\u00a0» repart. Quand elle a réussi, elle quitte la liste.",
		"The job “%[1]s” runs again. Once it has succeeded it leaves the list.", v.Label))
	return web.Redirect(w, r, jobsPath)
}

func (p *Pages) askGiveUp(w http.ResponseWriter, r *http.Request) error {
	v, err := p.read(r)
	if err == nil {
		err = v.mayStop()
	}
	if err != nil {
		return err
	}
	return p.showGiveUp(w, r, http.StatusOK, v, form.New())
}

func (v jobView) mayStop() error {
	if v.stoppable() {
		return nil
	}
	return fault.New(fault.Conflict, "operations.giveUp", "Cette tâche ne peut pas être abandonnée\u202f: elle est déjà arrêtée, ou elle revient d’elle-même à heure fixe.",
		"This job cannot be given up: it has stopped already, or it comes back by itself at set times.")
}

func (p *Pages) showGiveUp(w http.ResponseWriter, r *http.Request, status int, v jobView, f *form.Form) error {
	ctx := r.Context()
	v.Form = f
	at := page(ctx, jobsCrumb(ctx), ui.Link{Label: v.Label, Href: jobsPath + "/" + v.ID}, ui.Link{Label: i18n.Say(ctx, "Abandonner", "Give up")})
	return p.Desk.ShowStatus(w, r, status, at, giveUpBody(v))
}

func (p *Pages) giveUp(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	reason := f.Required("reason", maxReason, i18n.T("Dites pourquoi\u202f: la raison reste avec la tâche.", "Say why: the reason stays with the job."))
	if !f.OK() {
		v, err := p.read(r)
		if err != nil {
			return err
		}
		return p.showGiveUp(w, r, http.StatusUnprocessableEntity, v, f)
	}
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := p.find(ctx, tx, r)
		if err == nil {
			err = v.mayStop()
		}
		if err != nil {
			return err
		}
		if err := p.Queue.Cancel(ctx, tx, v.ID, reason); err != nil {
			return gone(err)
		}
		return tx.Record(ctx, EventGivenUp, v.Member.ID, v.ID, map[string]string{"kind": v.Kind})
	})
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("La tâche est abandonnée. Vous pouvez la relancer depuis sa page.", "The job is given up. You can run it again from its page."))
	return web.Redirect(w, r, jobsPath+"/"+r.PathValue("id"))
}
