package alert

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

// StaffPath is the operator's page.
const StaffPath = console.Home + "/operator/alerts"

// Staff are the operator's pages of the room.
type Staff struct {
	*Service
	desk *console.Console
}

// RegisterStaff adds the operator's pages. An address that is looked for stands in
// no address of a page: those are kept in logs.
func (s *Service) RegisterStaff(routes *web.Routes, desk *console.Console) {
	p := &Staff{s, desk}
	desk.Add(console.Entry{Icon: ui.IconInbox, Label: i18n.T("Alertes par courriel", "Alerts by mail"), Href: StaffPath, Order: 849, Visible: access.Scope.OfOperator})
	readers := desk.OperatorOnly(access.Administrator, access.ProtectionOfficer, access.OpenDataOfficer)
	erasers := desk.OperatorOnly(access.Administrator, access.ProtectionOfficer)
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: StaffPath, Guard: readers, Handler: p.look},
		{Method: http.MethodPost, Pattern: StaffPath, Guard: erasers, Handler: p.search},
		{Method: http.MethodPost, Pattern: StaffPath + "/erase", Guard: erasers, Handler: p.erase},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

type staffView struct {
	Form     *form.Form
	Counts   Counts
	Most     []Wanted
	On       bool // letters go out
	May      bool // look an address up
	Searched bool
	Found    []foundAlert
}

type foundAlert struct {
	Alert
	Title, Path string
}

// mostWanted is how many searches the page lists.
const mostWanted = 50

func (p *Staff) look(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, http.StatusOK, form.New(), nil)
}

// show shows the page; found, when not nil, are the alerts of the address that was
// looked for.
func (p *Staff) show(w http.ResponseWriter, r *http.Request, status int, f *form.Form, found []Alert) error {
	ctx := r.Context()
	v := staffView{Form: f, On: p.Letters.On(), Searched: found != nil}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if err = p.may(ctx, tx, false); err != nil {
			return err
		}
		v.May = p.may(ctx, tx, true) == nil
		if v.Counts, err = Count(ctx, tx.Elevated("alerts")); err != nil {
			return err
		}
		v.Most, err = p.Most(ctx, tx.Elevated("alerts"), mostWanted)
		return err
	})
	if err != nil {
		return err
	}
	for i, one := range v.Most {
		if v.Most[i].Title, v.Most[i].Path, err = p.titled(ctx, one.Search); err != nil {
			return err
		}
	}
	for _, a := range found {
		one := foundAlert{Alert: a}
		if one.Title, one.Path, err = p.titled(ctx, a.Search); err != nil {
			return err
		}
		v.Found = append(v.Found, one)
	}
	title := i18n.Say(ctx, "Alertes par courriel", "Alerts by mail")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: []ui.Link{{Label: title}}}, staffBody(v))
}

func (p *Staff) of(ctx context.Context, mailbox string) (list []Alert, err error) {
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		list, err = p.Of(ctx, tx, mailbox)
		return err
	})
	if list == nil {
		list = []Alert{}
	}
	return list, err
}

func (p *Staff) search(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	list, err := p.of(r.Context(), f.Raw("email"))
	if fault.Is(err, fault.Invalid) {
		f.Fail("email", fault.Message(err))
		return p.show(w, r, http.StatusUnprocessableEntity, f, nil)
	}
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, f, list)
}

func (p *Staff) erase(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	if !f.Checked("sure") {
		list, err := p.of(ctx, f.Raw("email"))
		if err != nil {
			return err
		}
		f.Fail("sure", i18n.T("Cochez la case\u202f: l’effacement ne peut pas être annulé.", "Tick the box: erasure cannot be undone."))
		return p.show(w, r, http.StatusUnprocessableEntity, f, list)
	}
	n := 0
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		n, err = p.Erase(ctx, tx, f.Raw("email"))
		return err
	})
	if err != nil {
		return err
	}
	if n == 0 {
		p.desk.Flash(ctx, ui.Info, i18n.T("Cette adresse ne suit rien.", "This address follows nothing."))
	} else {
		p.desk.Flash(ctx, ui.Good, i18n.T("L’adresse est oubliée, avec ce qu’elle suivait.", "The address is forgotten, with what it followed."))
	}
	return web.Redirect(w, r, StaffPath)
}
