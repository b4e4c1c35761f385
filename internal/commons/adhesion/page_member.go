package adhesion

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type memberView struct {
	console.Face
	Conventions []Convention
	Subs        []Subscription
	Prestations []Prestation
	Names       map[string]string // of prestations
	Statement   Statement
	Next        Statement
	MayEdit     bool
	Today       string
	Form        *form.Form
}

func (p *Pages) member(w http.ResponseWriter, r *http.Request) error {
	return p.showMember(w, r, http.StatusOK, nil)
}

func (p *Pages) showMember(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	year := p.year(r.URL.Query().Get("year"))
	v := memberView{Form: f, Names: map[string]string{}, Today: access.Today(p.desk.Clock)}
	if f == nil {
		v.Form = form.New("signed_on", v.Today, "from", fmt.Sprintf("%d-01-01", year))
	}
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		v.MayEdit = tx.Scope().Has(access.Administrator)
		if v.Conventions, err = Conventions(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		if v.Subs, err = Subscriptions(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		if v.Prestations, err = Prestations(ctx, tx); err != nil {
			return err
		}
		for _, q := range v.Prestations {
			v.Names[q.ID] = q.Name
		}
		v.Statement, err = Reckon(ctx, tx, v.Member.ID, year, year)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, status, v.Face, memberBody(v))
}

// edit reads one of the member's forms and does what it asks.
func (p *Pages) edit(w http.ResponseWriter, r *http.Request, field string, done i18n.Text, do func(ctx context.Context, tx access.Tx, f *form.Form, member string) error) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	err = p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, tab)
		if err != nil {
			return err
		}
		return do(ctx, tx, f, face.Member.ID)
	})
	if err = refused(f, err, field); err != nil {
		return err
	}
	if !f.OK() {
		return p.showMember(w, r, http.StatusUnprocessableEntity, f)
	}
	p.desk.Flash(ctx, ui.Good, done)
	return web.Redirect(w, r, console.MemberPath(r.PathValue("siren"))+"/"+tab)
}

func (p *Pages) agree(w http.ResponseWriter, r *http.Request) error {
	return p.edit(w, r, "number", i18n.T("La convention est enregistrée.", "The convention is recorded."), func(ctx context.Context, tx access.Tx, f *form.Form, member string) error {
		_, err := Agree(ctx, tx, Convention{MemberID: member, Number: f.Text("number", 100), SignedOn: f.Text("signed_on", 10),
			File: f.Text("file", 300), Deliberation: f.Text("deliberation", 300), Siret: digits(f.Text("siret", 40))})
		return err
	})
}

func (p *Pages) subscribe(w http.ResponseWriter, r *http.Request) error {
	return p.edit(w, r, "from", i18n.T("La prestation est ajoutée.", "The prestation is added."), func(ctx context.Context, tx access.Tx, f *form.Form, member string) error {
		alone, err := ReadMoney(f.Text("alone", 30), 2)
		if err != nil {
			return err
		}
		_, err = Subscribe(ctx, tx, Subscription{MemberID: member, PrestationID: f.Raw("prestation"), From: f.Text("from", 10), Until: f.Text("until", 10), Alone: alone})
		return err
	})
}

func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	return p.edit(w, r, "", i18n.T("La fin est enregistrée. Lecture et export restent ouverts.", "The end is recorded. Reading and export stay open."), func(ctx context.Context, tx access.Tx, f *form.Form, member string) error {
		list, err := Subscriptions(ctx, tx, member)
		if err != nil {
			return err
		}
		for _, s := range list {
			if s.ID == f.Raw("subscription") {
				return End(ctx, tx, s.ID, f.Text("last", 10))
			}
		}
		return fault.Missing("adhesion.end")
	})
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u00a0\u202f.", r) {
			return -1
		}
		return r
	}, s)
}
