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

type oneView struct {
	view
	Action  Action
	Full    model.Full
	Shown   model.Shown
	MayMove bool
	Links   []Linked
	Offered []offered // what it may be linked to
	Proofs  []Proof
	Steps   []Step
	Deeds   []model.Deed
	Form    *form.Form
}

// offered are the things of a kind to which an action may be linked.
type offered struct {
	Linkable
	Targets []Target
}

func (v oneView) path() string { return v.view.path(v.Action) }

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := oneView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if v.Action, err = v.found(ctx, tx, r); err != nil {
			return err
		}
		return p.fillOne(ctx, tx, &v)
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, oneBody(v))
}

func (p *Pages) fillOne(ctx context.Context, tx access.Tx, v *oneView) (err error) {
	v.MayMove = MayMove(ctx, tx, v.Action) == nil
	if v.Full, err = model.Read(ctx, tx, v.Action.ID); err != nil {
		return err
	}
	v.Shown = shown(v.Full)
	links, err := Links(ctx, tx, v.Member.ID, v.Action.ID)
	if err != nil {
		return err
	}
	if v.Links, err = p.linked(ctx, tx, v.Member, links[v.Action.ID]); err != nil {
		return err
	}
	if v.MayWrite {
		for _, kind := range p.Service.Links {
			list, err := kind.Of(ctx, tx, v.Member)
			if err != nil {
				return err
			}
			if len(list) > 0 {
				v.Offered = append(v.Offered, offered{kind, list})
			}
		}
	}
	if v.Proofs, err = Proofs(ctx, tx, v.Action.ID); err != nil {
		return err
	}
	if v.Steps, err = Steps(ctx, tx, v.Action.ID); err != nil {
		return err
	}
	v.Deeds, err = model.Deeds(ctx, tx, v.Full)
	return err
}

func shown(f model.Full) model.Shown {
	return model.Shown{Spec: Spec, Record: f.Record, HasBase: f.ModelID != "", Own: f.Own}
}

// act does something to the action of the address, and shows its page again.
func (p *Pages) act(w http.ResponseWriter, r *http.Request, say i18n.Text, do func(ctx context.Context, tx access.Tx, a Action, f *form.Form) error) error {
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
		a, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		path = v.path(a)
		return do(ctx, tx, a, f)
	})
	if err != nil {
		if refused(f, err) {
			return p.showOne(w, r, fault.Status(err), f)
		}
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, say)
	return web.Redirect(w, r, path)
}

func (p *Pages) move(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, i18n.T("L’état est noté.", "The state is noted."), func(ctx context.Context, tx access.Tx, a Action, f *form.Form) error {
		_, err := Move(ctx, tx, a.ID, State(f.Raw("state")))
		return err
	})
}

func (p *Pages) link(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, i18n.T("Les liens sont à jour.", "The links are up to date."), func(ctx context.Context, tx access.Tx, a Action, f *form.Form) error {
		kind, target, _ := strings.Cut(f.Raw("link"), ":")
		l := Link{Kind: kind, Target: target}
		if !f.Checked("remove") {
			v, err := p.writer(ctx, tx, r)
			if err != nil {
				return err
			}
			// Only what she may see can be linked.
			known, err := p.linked(ctx, tx, v.Member, []Link{l})
			if err != nil {
				return err
			}
			if len(known) == 0 || known[0].Target.ID == "" {
				return wrong("link", "Choisissez ce à quoi relier l’action.", "Choose what to link the action to.")
			}
		}
		return SetLink(ctx, tx, a.ID, l, !f.Checked("remove"))
	})
}

// prove takes a file, or the address of a paper.
func (p *Pages) prove(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return p.act(w, r, proved, func(ctx context.Context, tx access.Tx, a Action, f *form.Form) error {
			return ProveBy(ctx, tx, a.ID, f.Text("name", 120), f.Text("href", 500))
		})
	}
	var a Action
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err == nil {
			a, err = v.found(ctx, tx, r)
		}
		return err
	})
	if err != nil {
		return err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: "plan.prove", Cause: err, Say: i18n.T("L’envoi a été interrompu. Recommencez.", "The upload was cut off. Try again.")}
	}
	f, added := form.New(), false
	for range 10 {
		part, err := parts.NextPart()
		if err != nil {
			break
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		if _, err = p.Prove(ctx, access.From(ctx), a.ID, part.FileName(), part); err != nil {
			if refused(f, err) {
				return p.showOne(w, r, fault.Status(err), f)
			}
			return err
		}
		added = true
	}
	if !added {
		f.Fail("file", i18n.T("Choisissez un fichier.", "Choose a file."))
		return p.showOne(w, r, http.StatusUnprocessableEntity, f)
	}
	p.Desk.Flash(ctx, ui.Good, proved)
	return web.Redirect(w, r, Path(r.PathValue("siren"), a.ID))
}

var proved = i18n.T("La preuve est gardée.", "The proof is kept.")

func (p *Pages) sendProof(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var proof Proof
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		a, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		if proof, err = proofOf(ctx, tx, a.ID, r.PathValue("proof")); err == nil && proof.Digest == "" {
			err = fault.Missing("plan.sendProof")
		}
		return err
	})
	if err != nil {
		return err
	}
	b, err := p.Files.Open(ctx, proof.MemberID, proof.Digest)
	if err != nil {
		return err
	}
	defer b.Close()
	web.Attachment(w, proof.Name, "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	http.ServeContent(w, r, "", proof.At, b)
	return nil
}

func (p *Pages) unprove(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var path string
	var a Action
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		a, err = v.found(ctx, tx, r)
		path = v.path(a)
		return err
	})
	if err == nil {
		err = p.Unprove(ctx, access.From(ctx), a.ID, r.PathValue("proof"))
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("La preuve est retirée.", "The proof is removed."))
	return web.Redirect(w, r, path)
}
