package console

import (
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type mandatesView struct {
	memberFace
	Mandates []access.Mandate
	Today    string
	Form     *form.Form
}

func (c *Console) mandates(w http.ResponseWriter, r *http.Request) error {
	return c.showMandates(w, r, http.StatusOK, form.New("from", access.Today(c.Clock)))
}

func (c *Console) showMandates(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := mandatesView{Form: f, Today: access.Today(c.Clock)}
	err := c.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.memberFace, err = face(ctx, tx, r, "mandates"); err != nil {
			return err
		}
		v.Mandates, err = access.Mandates(ctx, tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	return c.showMember(w, r, status, v.memberFace, mandatesBody(v))
}

func (c *Console) addMandate(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	m := access.Mandate{
		From:      f.Required("from", 10, i18n.T("Indiquez le premier jour du mandat.", "Give the mandate’s first day.")),
		Until:     f.Text("until", 10),
		Signatory: f.Required("signatory", 200, i18n.T("Indiquez qui a signé le mandat pour la collectivité.", "Say who signed the mandate for the body.")),
		Reference: f.Text("reference", 300),
	}
	if m.Until != "" && m.From != "" && m.Until < m.From {
		f.Fail("until", i18n.T("Le dernier jour vient avant le premier. Corrigez l’une des deux dates.", "The last day comes before the first. Correct one of the two dates."))
	}
	if f.OK() {
		err = c.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			v, err := face(ctx, tx, r, "mandates")
			if err != nil {
				return err
			}
			m.MemberID = v.Member.ID
			_, err = access.AddMandate(ctx, tx, m)
			return err
		})
		if err = refused(f, err, "from"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return c.showMandates(w, r, http.StatusUnprocessableEntity, f)
	}
	c.Flash(ctx, ui.Good, i18n.T("Le mandat est enregistré.", "The mandate is recorded."))
	return web.Redirect(w, r, memberPath(r.PathValue("siren"))+"/mandates")
}

type endView struct {
	memberFace
	Mandate access.Mandate
	Form    *form.Form
}

func (c *Console) askEndMandate(w http.ResponseWriter, r *http.Request) error {
	return c.showEndMandate(w, r, http.StatusOK, form.New("until", access.Today(c.Clock)))
}

func (c *Console) showEndMandate(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := endView{Form: f}
	err := c.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.memberFace, v.Mandate, err = mandateOf(tx, r)
		return err
	})
	if err != nil {
		return err
	}
	return c.showMember(w, r, status, v.memberFace, endMandateBody(v))
}

// mandateOf finds the mandate of the address, for somebody who may end it.
func mandateOf(tx access.Tx, r *http.Request) (v memberFace, m access.Mandate, err error) {
	ctx := r.Context()
	if v, err = face(ctx, tx, r, "mandates"); err != nil {
		return v, m, err
	}
	if err = tx.May(ctx, access.Manage, v.Member.ID); err != nil {
		return v, m, err
	}
	list, err := access.Mandates(ctx, tx, v.Member.ID)
	for _, m := range list {
		if m.ID == r.PathValue("id") {
			return v, m, err
		}
	}
	if err == nil {
		err = fault.Missing("console.mandateOf")
	}
	return v, m, err
}

func (c *Console) endMandate(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	until := f.Required("until", 10, i18n.T("Indiquez le dernier jour du mandat.", "Give the mandate’s last day."))
	if f.OK() {
		err = c.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			_, m, err := mandateOf(tx, r)
			if err != nil {
				return err
			}
			return access.EndMandate(ctx, tx, m.ID, until)
		})
		if err = refused(f, err, "until"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return c.showEndMandate(w, r, http.StatusUnprocessableEntity, f)
	}
	c.Flash(ctx, ui.Good, i18n.T("La fin du mandat est enregistrée. Il reste dans la liste.", "The end of the mandate is recorded. It stays in the list."))
	return web.Redirect(w, r, memberPath(r.PathValue("siren"))+"/mandates")
}
