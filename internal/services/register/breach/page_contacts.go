package breach

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
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
	Mine     []Contact // what was typed, when somebody else has written meanwhile
}

// typed are the lines of the form.
func (v contactsView) typed() []Contact {
	if v.Mine != nil {
		return v.Mine
	}
	return v.Contacts
}

// seen names the lines as they are, so that a form can say which it began from.
func seen(list []Contact) string {
	sum := sha256.Sum256(fmt.Append(nil, list))
	return hex.EncodeToString(sum[:8])
}

func (p *Pages) contacts(w http.ResponseWriter, r *http.Request) error {
	return p.showContacts(w, r, http.StatusOK, nil)
}

func (p *Pages) showContacts(w http.ResponseWriter, r *http.Request, status int, typed []Contact) error {
	ctx := r.Context()
	v := contactsView{Version: known.Version, Mine: typed}
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
	return p.desk.ShowStatus(w, r, status, page(ctx, v.Member, i18n.Say(ctx, "Le jour où les écrans sont noirs", "The day the screens are dark")), contactsBody(v))
}

// setContacts keeps the lines of the form that have somebody to call.
func (p *Pages) setContacts(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	list := []Contact{}
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
		now, _, err := Contacts(ctx, tx, face.Member.ID)
		if was := f.Raw("seen"); err == nil && was != "" && was != seen(now) {
			return changed("breach.setContacts")
		}
		if err != nil {
			return err
		}
		return SetContacts(ctx, tx, face.Member.ID, list)
	})
	if fault.Is(err, fault.Conflict) && list != nil {
		return p.showContacts(w, r, http.StatusConflict, list)
	}
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
