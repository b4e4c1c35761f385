package breach

import (
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// mostContacts is how many lines a sheet has: it is one page of paper.
const mostContacts = 16

type contactsView struct {
	console.Face
	Contacts []Contact
	Own      bool
	Version  string
	Today    string
}

func (p *Pages) contacts(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := contactsView{Version: known.Version}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.member(ctx, tx, r); err != nil {
			return err
		}
		v.Today = i18n.Date(ctx, tx.Clock().Now())
		v.Contacts, v.Own, err = Contacts(ctx, tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, page(ctx, v.Member, i18n.Say(ctx, "Le jour où les écrans sont noirs", "The day the screens are dark")), contactsBody(v))
}

// setContacts keeps the lines of the form that have somebody to call.
func (p *Pages) setContacts(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var list []Contact
	at := func(name string, i int) string { return f.Text(line(name, i), 0) }
	for i := range mostContacts {
		c := Contact{Who: clip(at("who", i), 120), Phone: clip(at("phone", i), 40), Mail: clip(at("mail", i), 120), Words: clip(at("words", i), 200)}
		if c.Who != "" {
			list = append(list, c)
		}
	}
	if f.Raw("do") == "default" {
		list = nil
	}
	var face console.Face
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if face, err = p.member(ctx, tx, r); err != nil {
			return err
		}
		return SetContacts(ctx, tx, face.Member.ID, list)
	})
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("La fiche est enregistrée. Imprimez-la de nouveau.", "The sheet is kept. Print it again."))
	return web.Redirect(w, r, ListPath(face.Member.Siren)+"/contacts")
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
