package named

import (
	"context"
	"net/http"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const (
	section      = "rgpd"
	tab          = section + "/person"
	pattern      = console.MemberPattern + "/" + tab
	operatorPath = console.Home + "/operator/rgpd/person"
	pastShown    = 20
)

// Path is the address of the search at a member.
func Path(siren string) string { return console.MemberPath(siren) + "/" + tab }

// OperatorPath is the address of the search at all members.
func OperatorPath() string { return operatorPath }

// Works is MaySearch for a page that shows or hides a link.
func Works(s access.Scope, member string) bool {
	if s.Has(access.ProtectionOfficer) {
		return true
	}
	for _, id := range s.MembersWith(access.Decide) {
		if id == member {
			return true
		}
	}
	return false
}

// Register adds the pages to the list of routes. What is looked for stands in no
// address: addresses are kept in logs.
func (s *Service) Register(routes *web.Routes) {
	s.Desk.Add(console.Entry{Icon: ui.IconSearch, Label: i18n.T("Chercher une personne", "Look for a person"), Href: operatorPath, Order: 611,
		Visible: func(sc access.Scope) bool { return sc.Has(access.ProtectionOfficer) }})
	anyone, officer := s.Desk.SignedIn(), s.Desk.OperatorOnly(access.ProtectionOfficer)
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: pattern, Guard: anyone, Handler: s.ask},
		{Method: http.MethodPost, Pattern: pattern, Guard: anyone, Handler: s.search},
		{Method: http.MethodPost, Pattern: pattern + "/confirm", Guard: anyone, Handler: s.confirm, MaxBody: 1 << 20},
		{Method: http.MethodPost, Pattern: pattern + "/erase", Guard: anyone, Handler: s.erase, MaxBody: 1 << 20},
		{Method: http.MethodGet, Pattern: operatorPath, Guard: officer, Handler: s.ask},
		{Method: http.MethodPost, Pattern: operatorPath, Guard: officer, Handler: s.search},
		{Method: http.MethodPost, Pattern: operatorPath + "/confirm", Guard: officer, Handler: s.confirm, MaxBody: 1 << 20},
		{Method: http.MethodPost, Pattern: operatorPath + "/erase", Guard: officer, Handler: s.erase, MaxBody: 1 << 20},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

// view is what all these pages show.
type view struct {
	console.Face // of a member's page
	All          bool
	Form         *form.Form
	Searched     bool
	Found        Found
	Authors      int
	Accounts     string // "" for who may not open it
	Past         []Forgotten
	Members      map[string]organisation.Member
	MayErase     bool
	Chosen       []Hit // of the page that asks once more
}

// choose takes the hits that were ticked, of those that may be erased.
func (v *view) choose(places []string) {
	for _, h := range v.Found.Hits {
		if h.Keep == "" && slices.Contains(places, h.Key) {
			v.Chosen = append(v.Chosen, h)
		}
	}
}

func (v view) path() string {
	if v.All {
		return operatorPath
	}
	return Path(v.Member.Siren)
}

// href is the page on which a hit stands; "" for none.
func (v view) href(h Hit) string {
	siren := v.Members[h.MemberID].Siren
	if h.Table.Href == nil || h.Table.Member != "" && siren == "" {
		return ""
	}
	return h.Table.Href(siren, h.Kind, h.Record)
}

// begin reads who asks, and for which member.
func (s *Service) begin(ctx context.Context, tx access.Tx, r *http.Request, f *form.Form) (v view, member string, err error) {
	v.Form = f
	if r.PathValue("siren") == "" {
		v.All = true
		return v, "", MaySearch(ctx, tx, "")
	}
	if v.Face, err = s.Desk.FaceOf(ctx, tx, r, section); err != nil {
		return v, "", err
	}
	return v, v.Member.ID, MaySearch(ctx, tx, v.Member.ID)
}

func (s *Service) finish(ctx context.Context, tx access.Tx, v *view, member string) (err error) {
	if v.Past, err = Past(ctx, tx, member, pastShown); err != nil {
		return err
	}
	var ids []string
	for _, h := range v.Found.Hits {
		ids = append(ids, h.MemberID)
	}
	for _, p := range v.Past {
		ids = append(ids, p.MemberID)
	}
	if tx.Scope().Has(access.Administrator) {
		v.Accounts = s.Accounts
	}
	v.Members, err = organisation.ByIDs(ctx, tx, ids)
	return err
}

func (s *Service) show(w http.ResponseWriter, r *http.Request, status int, v view) error {
	if v.All {
		return s.Desk.ShowStatus(w, r, status, console.Page{Title: i18n.Say(r.Context(), "Chercher une personne", "Look for a person")}, searchBody(v))
	}
	return s.Desk.ShowMember(w, r, status, v.Face, searchBody(v))
}

func (s *Service) ask(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v view
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		var member string
		var err error
		if v, member, err = s.begin(ctx, tx, r, form.New()); err != nil {
			return err
		}
		return s.finish(ctx, tx, &v, member)
	})
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, v)
}

// query reads whom a form looks for; a mistake is the form's.
func query(f *form.Form) Query {
	q, err := Ask(f.Long("who", MaxSpellings*(maxSpelling+2)))
	if err != nil {
		f.Fail("who", fault.Message(err))
	}
	return q
}

func (s *Service) search(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	v, status, err := s.look(r, f)
	if err != nil {
		return err
	}
	return s.show(w, r, status, v)
}

// look carries out the search of a form.
func (s *Service) look(r *http.Request, f *form.Form) (v view, status int, err error) {
	ctx := r.Context()
	q := query(f)
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		var member string
		if v, member, err = s.begin(ctx, tx, r, f); err != nil {
			return err
		}
		if f.OK() {
			v.Searched = true
			if v.Found, err = s.Search(ctx, tx, q, member); err != nil {
				return err
			}
			if v.Authors, err = Authors(ctx, tx, s.Tables, q, member); err != nil {
				return err
			}
		}
		return s.finish(ctx, tx, &v, member)
	})
	if status = http.StatusOK; !f.OK() {
		status = http.StatusUnprocessableEntity
	}
	return v, status, err
}

// confirm asks once more: there is no way back.
func (s *Service) confirm(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	v, status, err := s.look(r, f)
	if err != nil {
		return err
	}
	if v.choose(f.All("place")); status == http.StatusOK && len(v.Chosen) == 0 {
		f.Fail("place", i18n.T("Cochez au moins un endroit à effacer.", "Tick at least one place to erase."))
		status = http.StatusUnprocessableEntity
	}
	if status != http.StatusOK {
		return s.show(w, r, status, v)
	}
	return s.showConfirm(w, r, status, v)
}

func (s *Service) showConfirm(w http.ResponseWriter, r *http.Request, status int, v view) error {
	if v.All {
		ctx := r.Context()
		title := i18n.Say(ctx, "Effacer une personne", "Erase a person")
		crumbs := []ui.Link{{Label: i18n.Say(ctx, "Chercher une personne", "Look for a person"), Href: operatorPath}, {Label: title}}
		return s.Desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: crumbs}, confirmBody(v))
	}
	return s.Desk.ShowMember(w, r, status, v.Face, confirmBody(v))
}

func (s *Service) erase(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	if !f.Checked("sure") {
		v, status, err := s.look(r, f)
		if err != nil {
			return err
		}
		if v.choose(f.All("place")); status != http.StatusOK || len(v.Chosen) == 0 {
			return s.show(w, r, http.StatusUnprocessableEntity, v)
		}
		f.Fail("sure", i18n.T("Cochez la case\u202f: l’effacement ne peut pas être annulé.", "Tick the box: erasure cannot be undone."))
		return s.showConfirm(w, r, http.StatusUnprocessableEntity, v)
	}
	q := query(f)
	if !f.OK() {
		return fault.New(fault.Invalid, "named.erase", "Recommencez la recherche.", "Search again.")
	}
	out, err := s.Erase(r.Context(), access.From(r.Context()), q, f.All("place"))
	if err != nil {
		return err
	}
	s.Desk.Flash(r.Context(), ui.Good, i18n.T("Effacé en %[1]d endroits, gardé en %[2]d. Cherchez encore une fois, sous une autre graphie\u202f: il ne doit rien rester.",
		"Erased in %[1]d places, kept in %[2]d. Search once more, in another spelling: nothing should be left.", out.Rows, out.Kept))
	to := operatorPath
	if siren := r.PathValue("siren"); siren != "" {
		to = Path(siren)
	}
	return web.Redirect(w, r, to)
}
