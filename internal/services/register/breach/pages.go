package breach

import (
	"context"
	"net/http"
	"strconv"
	"time"

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
	tab          = section + "/breaches"
	pattern      = console.MemberPattern + "/" + tab
	operatorPath = console.Home + "/operator/rgpd/breaches"
	pageSize     = 50
	maxWords     = 5000
)

// ListPath is the address of a member's register of breaches.
func ListPath(siren string) string { return console.MemberPath(siren) + "/" + tab }

// Path is the address of a breach.
func Path(siren, id string) string { return ListPath(siren) + "/" + id }

// Pages are the pages of the console.
type Pages struct {
	*Service
	desk *console.Console
}

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console) *Pages {
	desk.Add(console.Entry{Icon: ui.IconWarn, Label: i18n.T("Violations de données", "Personal-data breaches"), Href: operatorPath, Order: 611,
		Visible: func(s access.Scope) bool { return s.Has(responders...) }, Count: countOpen,
		CountOf: i18n.T("violations attendent une décision ou une notification", "breaches wait for a decision or a notification")})
	return &Pages{s, desk}
}

func countOpen(ctx context.Context, tx access.Tx) (int, error) {
	_, n, err := List(ctx, tx, Filter{View: "open"}, 0, 0)
	return n, err
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, officers := p.desk.SignedIn(), p.desk.OperatorOnly(responders...)
	get, post := http.MethodGet, http.MethodPost
	const one = pattern + "/{breach}"
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Guard: anyone, Handler: p.list},
		{Method: get, Pattern: pattern + "/new", Guard: anyone, Handler: p.askNew},
		{Method: post, Pattern: pattern + "/new", Guard: anyone, Handler: p.enter},
		{Method: get, Pattern: pattern + "/export", Guard: anyone, Handler: p.export, Kind: web.Download},
		{Method: get, Pattern: pattern + "/contacts", Guard: anyone, Handler: p.contacts},
		{Method: post, Pattern: pattern + "/contacts", Guard: anyone, Handler: p.setContacts},
		{Method: get, Pattern: one, Guard: anyone, Handler: p.show},
		{Method: get, Pattern: one + "/step/{step}", Guard: anyone, Handler: p.step},
		{Method: post, Pattern: one + "/step/{step}", Guard: anyone, Handler: p.answer},
		{Method: post, Pattern: one + "/decide", Guard: anyone, Handler: p.decide},
		{Method: post, Pattern: one + "/done", Guard: anyone, Handler: p.done},
		{Method: post, Pattern: one + "/note", Guard: anyone, Handler: p.note},
		{Method: post, Pattern: one + "/files", Guard: anyone, Handler: p.addFile, MaxBody: enclosure.Max + 1<<20},
		{Method: get, Pattern: one + "/files/{file}", Guard: anyone, Handler: p.sendFile, Kind: web.Download},
		{Method: post, Pattern: one + "/files/{file}/enclose", Guard: anyone, Handler: p.enclose},
		{Method: post, Pattern: one + "/files/{file}/destroy", Guard: anyone, Handler: p.destroyFile},
		{Method: get, Pattern: one + "/summary", Guard: anyone, Handler: p.summary},
		{Method: get, Pattern: one + "/message", Guard: anyone, Handler: p.message},
		{Method: get, Pattern: operatorPath, Guard: officers, Handler: p.all},
		{Method: get, Pattern: operatorPath + "/export", Guard: officers, Handler: p.exportAll, Kind: web.Download},
		{Method: get, Pattern: operatorPath + "/new", Guard: officers, Handler: p.askSpread},
		{Method: post, Pattern: operatorPath + "/new", Guard: officers, Handler: p.spread},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

func (p *Pages) member(ctx context.Context, tx access.Tx, r *http.Request) (console.Face, error) {
	face, err := p.desk.FaceOf(ctx, tx, r, section)
	if err == nil {
		err = May(ctx, tx, face.Member.ID)
	}
	return face, err
}

func page(ctx context.Context, m organisation.Member, title string) console.Page {
	crumbs := []ui.Link{{Label: m.Name, Href: console.MemberPath(m.Siren)}, {Label: i18n.Say(ctx, "RGPD", "GDPR"), Href: console.MemberPath(m.Siren) + "/" + section},
		{Label: i18n.Say(ctx, "Violations", "Breaches"), Href: ListPath(m.Siren)}}
	return console.Page{Title: title + " – " + m.Name, Crumbs: append(crumbs, ui.Link{Label: title})}
}

type listView struct {
	console.Face
	Breaches []Breach
	Pages    ui.Pages
	View     string
	Counts   map[string]int
	Members  map[string]organisation.Member // of the operator's list
	Now      time.Time
}

var views = []struct {
	name  string
	label i18n.Text
}{
	{"open", i18n.T("En cours", "Open")}, {"late", i18n.T("72 heures passées", "72 hours over")}, {"closed", i18n.T("Closes", "Closed")},
	{"exercise", i18n.T("Exercices", "Exercises")},
}

func (p *Pages) fillList(ctx context.Context, tx access.Tx, r *http.Request, v *listView, member string) error {
	q := r.URL.Query()
	v.Now, v.Counts, v.View = tx.Clock().Now(), map[string]int{}, "open"
	for _, one := range views {
		_, n, err := List(ctx, tx, Filter{Member: member, View: one.name}, 0, 0)
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
	list, total, err := List(ctx, tx, Filter{Member: member, View: v.View}, pageSize, (n-1)*pageSize)
	v.Breaches, v.Pages = list, ui.Pages{Page: n, Size: pageSize, Total: int64(total)}
	return err
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

// all is the operator's list over all members.
func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v listView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if err = p.fillList(ctx, tx, r, &v, ""); err != nil {
			return err
		}
		v.Members, err = organisation.ByIDs(ctx, tx, memberIDs(v.Breaches))
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Violations de données", "Personal-data breaches")}, allBody(v))
}

func memberIDs(list []Breach) []string {
	seen := map[string]bool{}
	var ids []string
	for _, b := range list {
		if !seen[b.MemberID] {
			seen[b.MemberID] = true
			ids = append(ids, b.MemberID)
		}
	}
	return ids
}

// refused puts what is wrong beside its field, when the person can mend it.
func refused(f *form.Form, err error) bool {
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Forbidden) {
		return false
	}
	field := ""
	if e, ok := err.(*fault.Error); ok && fault.Is(err, fault.Invalid) && len(e.Op) > len("breach.") {
		field = e.Op[len("breach."):]
	}
	f.Fail(field, fault.Message(err))
	return true
}

func breachID(r *http.Request) (string, error) {
	id := r.PathValue("breach")
	if !ident.Valid(id) {
		return "", fault.Missing("breach.id")
	}
	return id, nil
}
