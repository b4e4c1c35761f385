package address

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type consentView struct {
	console.Face
	Form  *form.Form
	Base  Base
	Mails []string
	Say   i18n.Text // what the national base answered, when it did not list addresses
}

func (p *Pages) consent(w http.ResponseWriter, r *http.Request) error {
	return p.showConsent(w, r, http.StatusOK, nil)
}

func (p *Pages) showConsent(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := consentView{Form: f}
	err := p.p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, Tab); err != nil {
			return err
		}
		if err := tx.May(ctx, access.Publish, v.Member.ID); err != nil {
			return err
		}
		v.Base, _, err = Of(ctx, tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	if v.Base.ConsentState != "accepted" {
		v.Mails, err = p.Mails(ctx, access.From(ctx), v.Member.ID)
		if err != nil {
			v.Say = fault.Message(err)
		}
	}
	return p.desk.ShowMember(w, r, status, v.Face, consentBody(v))
}

// asked runs a step of the consent for the member of the address.
func (p *Pages) asked(w http.ResponseWriter, r *http.Request, field string, step func(f *form.Form, m organisation.Member) error, done i18n.Text) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	m, err := p.member(r, func(tx access.Tx, m organisation.Member) error { return tx.May(ctx, access.Publish, m.ID) })
	if err == nil {
		err = step(f, m)
	}
	if spoken(err) || fault.Is(err, fault.Unavailable) {
		f.Fail(field, fault.Message(err))
		return p.showConsent(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, done)
	return web.Redirect(w, r, Path(m.Siren)+"/consent")
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return p.asked(w, r, "mail", func(f *form.Form, m organisation.Member) error {
		return p.Ask(ctx, access.From(ctx), m.ID, f.Raw("mail"))
	}, i18n.T("La Base adresse nationale envoie un code à la mairie.", "The national address base mails a code to the town hall."))
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return p.asked(w, r, "code", func(f *form.Form, m organisation.Member) error {
		return p.Answer(ctx, access.From(ctx), m.ID, f.Raw("code"))
	}, i18n.T("La commune a donné son habilitation.", "The commune has given its consent."))
}

type allView struct {
	Form    *form.Form
	Lines   []Line
	Without int // communes that have not begun
	Depot   string
	Token   bool
	Admin   bool
}

func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	return p.showAll(w, r, http.StatusOK, nil)
}

func (p *Pages) showAll(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := allView{Form: f, Depot: p.p.Depot}
	err := p.p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return p.fillAll(ctx, tx, &v) })
	if err != nil {
		return err
	}
	return p.desk.ShowStatus(w, r, status, console.Page{Title: i18n.Say(ctx, "Bases adresses locales", "Local address bases")}, allBody(v))
}

func (p *Pages) fillAll(ctx context.Context, tx access.Tx, v *allView) error {
	const op = "address.all"
	v.Admin = tx.Scope().Has(access.Administrator)
	n, err := database.Value[int](ctx, tx, op, `select count(*) from address_client`)
	if err != nil {
		return err
	}
	v.Token = n > 0
	if v.Without, err = database.Value[int](ctx, tx, op, `select count(*) from member where closed_at = 0 and kind in ('commune', 'commune-nouvelle')
		and not exists (select 1 from address_base b where b.member_id = member.id)`); err != nil {
		return err
	}
	v.Lines, err = Overview(ctx, tx)
	return err
}

func (p *Pages) token(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	err = p.p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.SetToken(ctx, tx, f.Raw("token")) })
	if spoken(err) {
		f.Fail("token", fault.Message(err))
		f.Set("token", "")
		return p.showAll(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Le jeton est enregistré, scellé.", "The token is recorded, sealed."))
	return web.Redirect(w, r, OperatorPath)
}
