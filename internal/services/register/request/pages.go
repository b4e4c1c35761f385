package request

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/enclosure"
)

const (
	section      = "rgpd" // the tab under which a member has all of it
	tab          = section + "/requests"
	pattern      = console.MemberPattern + "/" + tab
	operatorPath = console.Home + "/operator/rgpd/requests"
	lettersPath  = operatorPath + "/letters"
	pageSize     = 50
)

// ListPath is the address of a member's requests.
func ListPath(siren string) string { return console.MemberPath(siren) + "/" + tab }

// Path is the address of a request.
func Path(siren, id string) string { return ListPath(siren) + "/" + id }

// Pages are the pages of the console.
type Pages struct {
	*Service
	desk *console.Console
}

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console) *Pages {
	desk.Add(console.Entry{Icon: ui.IconUser, Label: i18n.T("Demandes de droits", "Rights requests"), Href: operatorPath, Order: 610,
		Visible: func(s access.Scope) bool { return s.Has(access.ProtectionOfficer) }, Count: CountLate,
		CountOf: i18n.T("demandes sont en retard", "requests are late")})
	return &Pages{s, desk}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, officer := p.desk.SignedIn(), p.desk.OperatorOnly(access.ProtectionOfficer, access.Administrator)
	get, post := http.MethodGet, http.MethodPost
	const one = pattern + "/{request}"
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Guard: anyone, Handler: p.list},
		{Method: get, Pattern: pattern + "/new", Guard: anyone, Handler: p.intake},
		{Method: post, Pattern: pattern + "/new", Guard: anyone, Handler: p.take},
		{Method: get, Pattern: pattern + "/export", Guard: anyone, Handler: p.export, Kind: web.Download},
		{Method: get, Pattern: one, Guard: anyone, Handler: p.show},
		{Method: get, Pattern: one + "/edit", Guard: anyone, Handler: p.edit},
		{Method: post, Pattern: one + "/edit", Guard: anyone, Handler: p.change},
		{Method: post, Pattern: one + "/move", Guard: anyone, Handler: p.move},
		{Method: post, Pattern: one + "/doubt", Guard: anyone, Handler: p.doubt},
		{Method: post, Pattern: one + "/extend", Guard: anyone, Handler: p.extend},
		{Method: post, Pattern: one + "/answer", Guard: anyone, Handler: p.answer},
		{Method: get, Pattern: one + "/letter/{letter}", Guard: anyone, Handler: p.letter},
		{Method: post, Pattern: one + "/files", Guard: anyone, Handler: p.addFile, MaxBody: enclosure.Max + 1<<20},
		{Method: get, Pattern: one + "/files/{file}", Guard: anyone, Handler: p.sendFile, Kind: web.Download},
		{Method: post, Pattern: one + "/files/{file}/destroy", Guard: anyone, Handler: p.destroyFile},
		{Method: get, Pattern: operatorPath, Guard: p.desk.OperatorOnly(access.ProtectionOfficer), Handler: p.all},
		{Method: get, Pattern: operatorPath + "/export", Guard: p.desk.OperatorOnly(access.ProtectionOfficer), Handler: p.exportAll, Kind: web.Download},
		{Method: get, Pattern: lettersPath, Guard: officer, Handler: p.letters},
		{Method: post, Pattern: lettersPath + "/{letter}", Guard: officer, Handler: p.setLetter},
		{Method: get, Pattern: publicPattern, Guard: web.Everyone, Handler: p.publicForm},
		{Method: post, Pattern: publicPattern, Guard: web.Everyone, Handler: p.publicSend},
		{Method: get, Pattern: publicPattern + "/sent", Guard: web.Everyone, Handler: p.publicSent},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

// CountLate is how many requests that the scope works on are late.
func CountLate(ctx context.Context, tx access.Tx) (int, error) {
	_, n, err := List(ctx, tx, Filter{View: "late"}, 0, 0)
	return n, err
}

// member is the member of the address, for those who work on its requests.
func (p *Pages) member(ctx context.Context, tx access.Tx, r *http.Request) (console.Face, error) {
	face, err := p.desk.FaceOf(ctx, tx, r, section)
	if err == nil {
		err = May(ctx, tx, face.Member.ID)
	}
	return face, err
}

// page is a page of one member's requests.
func page(ctx context.Context, m organisation.Member, title string) console.Page {
	crumbs := []ui.Link{{Label: m.Name, Href: console.MemberPath(m.Siren)}, {Label: i18n.Say(ctx, "RGPD", "GDPR"), Href: console.MemberPath(m.Siren) + "/" + section},
		{Label: i18n.Say(ctx, "Demandes de droits", "Rights requests"), Href: ListPath(m.Siren)}}
	return console.Page{Title: title + " – " + m.Name, Crumbs: append(crumbs, ui.Link{Label: title})}
}

type listView struct {
	console.Face
	Requests []Request
	Pages    ui.Pages
	View     string
	Counts   map[string]int
	Members  map[string]organisation.Member // of the operator's list
	Query    string
	Today    string
}

// views are those of a list, in the order of their tabs.
var views = []struct {
	name  string
	label i18n.Text
}{
	{"open", i18n.T("En cours", "Open")}, {"late", i18n.T("En retard", "Late")}, {"week", i18n.T("Dues sous 7 jours", "Due within 7 days")},
	{"closed", i18n.T("Closes", "Closed")},
}

func (p *Pages) fillList(ctx context.Context, tx access.Tx, r *http.Request, v *listView, member string) error {
	q := r.URL.Query()
	v.Today, v.Counts, v.View, v.Query = access.Today(tx.Clock()), map[string]int{}, "open", q.Get("q")
	for _, one := range views {
		n, err := countOf(ctx, tx, Filter{Member: member, View: one.name})
		if err != nil {
			return err
		}
		v.Counts[one.name] = n
		if q.Get("view") == one.name {
			v.View = one.name
		}
	}
	n, _ := strconv.Atoi(q.Get("page"))
	n = min(max(n, 1), 100_000)
	f := Filter{Member: member, View: v.View, Query: v.Query}
	if v.Query != "" {
		f.View = ""
	}
	list, total, err := List(ctx, tx, f, pageSize, (n-1)*pageSize)
	v.Requests, v.Pages = list, ui.Pages{Page: n, Size: pageSize, Total: int64(total)}
	return err
}

func countOf(ctx context.Context, tx access.Tx, f Filter) (int, error) {
	_, n, err := List(ctx, tx, f, 0, 0)
	return n, err
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v listView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.member(ctx, tx, r); err != nil {
			return err
		}
		return p.fillList(ctx, tx, r, &v, v.Member.ID)
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, listBody(v))
}

// all is the operator's list over all members: what is late first.
func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v listView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if err = p.fillList(ctx, tx, r, &v, ""); err != nil {
			return err
		}
		ids := make([]string, len(v.Requests))
		for i, one := range v.Requests {
			ids[i] = one.MemberID
		}
		v.Members, err = organisation.ByIDs(ctx, tx, ids)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Demandes de droits", "Rights requests")}, allBody(v))
}

// refused puts what is wrong beside its field, when the person can mend it.
func refused(f *form.Form, err error, fields map[string]string, otherwise string) bool {
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.TooLarge) {
		return false
	}
	field := otherwise
	if e, ok := err.(*fault.Error); ok && len(e.Op) > len("request.") {
		if at, known := fields[e.Op[len("request."):]]; known {
			field = at
		}
	}
	f.Fail(field, fault.Message(err))
	return true
}

// requestID is the request of the address.
func requestID(r *http.Request) (string, error) {
	id := r.PathValue("request")
	if !ident.Valid(id) {
		return "", fault.Missing("request.id")
	}
	return id, nil
}
