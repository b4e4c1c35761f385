package letterbox

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
	"airial/internal/services/register/advice"
	"airial/internal/services/register/request"
)

const (
	lettersPath = console.Home + "/operator/rgpd/mail"
	pageSize    = 50
	mostMembers = 100_000
)

// Path is the address of a letter's page.
func Path(id string) string { return lettersPath + "/" + id }

// Register adds the pages to the list of routes.
func (s *Service) Register(routes *web.Routes) {
	s.Desk.Add(console.Entry{Icon: ui.IconInbox, Label: i18n.T("Courriels reçus", "E-mails received"), Href: lettersPath, Order: 609,
		Visible: func(sc access.Scope) bool { return sc.Has(access.ProtectionOfficer) }, Count: CountWaiting,
		CountOf: i18n.T("courriels à trier", "e-mails to sort")})
	officer := s.Desk.OperatorOnly(access.ProtectionOfficer)
	const one = lettersPath + "/{mail}"
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: lettersPath, Guard: officer, Handler: s.list},
		{Method: http.MethodGet, Pattern: one, Guard: officer, Handler: s.one},
		{Method: http.MethodPost, Pattern: one + "/request", Guard: officer, Handler: s.makeRequest},
		{Method: http.MethodPost, Pattern: one + "/question", Guard: officer, Handler: s.makeQuestion},
		{Method: http.MethodPost, Pattern: one + "/join", Guard: officer, Handler: s.join},
		{Method: http.MethodPost, Pattern: one + "/throw", Guard: officer, Handler: s.throw},
		{Method: http.MethodGet, Pattern: one + "/files/{file}", Guard: officer, Handler: s.file, Kind: web.Download},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

type listView struct {
	State   State
	Letters []Letter
	Counts  map[State]int
	Members map[string]organisation.Member
	Pages   ui.Pages
	Box     string // the mailbox that is looked into; "" for none
}

func (s *Service) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := listView{State: State(r.URL.Query().Get("view")), Counts: map[State]int{}}
	if v.State != Sorted && v.State != Thrown {
		v.State = Waiting
	}
	if s.Box != nil {
		v.Box = s.Box.User
	}
	page := max(1, number(r.URL.Query().Get("page")))
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		for _, state := range []State{Waiting, Sorted, Thrown} {
			_, n, err := List(ctx, tx, state, 0, 0)
			if err != nil {
				return err
			}
			v.Counts[state] = n
		}
		list, total, err := List(ctx, tx, v.State, pageSize, (page-1)*pageSize)
		if err != nil {
			return err
		}
		v.Letters = list
		v.Pages = ui.Pages{Page: page, Total: int64(total), Size: pageSize}
		var ids []string
		for _, l := range list {
			ids = append(ids, l.ForMember, l.TargetMember)
		}
		v.Members, err = organisation.ByIDs(ctx, tx, ids)
		return err
	})
	if err != nil {
		return err
	}
	return s.Desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Courriels reçus", "E-mails received")}, listBody(v))
}

func number(s string) int { n, _ := strconv.Atoi(s); return n }

// letterView is one letter, with the forms by which it is sorted.
type letterView struct {
	Letter   Letter
	Files    []File
	Members  []organisation.Member
	Proposed organisation.Member
	Reply    request.Request // the one that it seems to reply to
	ReplyOf  organisation.Member
	Target   organisation.Member
	Request  *form.Form
	Question *form.Form
	Join     *form.Form
	Today    string
}

func (s *Service) one(w http.ResponseWriter, r *http.Request) error {
	return s.showOne(w, r, http.StatusOK, letterView{})
}

func letterID(r *http.Request) (string, error) {
	if id := r.PathValue("mail"); ident.Valid(id) {
		return id, nil
	}
	return "", fault.Missing("letterbox.letter")
}

// showOne shows a letter; forms that were refused are given.
func (s *Service) showOne(w http.ResponseWriter, r *http.Request, status int, v letterView) error {
	ctx := r.Context()
	id, err := letterID(r)
	if err != nil {
		return err
	}
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Letter, v.Files, err = Get(ctx, tx, id); err != nil {
			return err
		}
		v.Today = access.Today(tx.Clock())
		if v.Members, err = organisation.Page(ctx, tx, organisation.Filter{}, mostMembers, 0); err != nil {
			return err
		}
		byID, err := organisation.ByIDs(ctx, tx, []string{v.Letter.ForMember, v.Letter.TargetMember})
		if err != nil {
			return err
		}
		v.Proposed, v.Target = byID[v.Letter.ForMember], byID[v.Letter.TargetMember]
		if v.Letter.RepliesTo == "" {
			return nil
		}
		v.Reply, _, _, err = request.Get(ctx, tx, v.Letter.RepliesTo)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err == nil {
			v.ReplyOf, err = organisation.Get(ctx, tx, v.Reply.MemberID)
		}
		return err
	})
	if err != nil {
		return err
	}
	v.fill()
	title := i18n.Say(ctx, "Courriel", "E-mail")
	crumbs := []ui.Link{{Label: i18n.Say(ctx, "Courriels reçus", "E-mails received"), Href: lettersPath}, {Label: title}}
	return s.Desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: crumbs}, letterBody(v))
}

// fill puts what is proposed into the forms that nobody has written in.
func (v *letterView) fill() {
	l := v.Letter
	if v.Request == nil {
		v.Request = form.New("member", v.Proposed.Siren, "name", l.FromName, "email", l.From, "words", l.Words, "received_on", access.Day(l.Received))
		v.Request.Values["kinds"] = l.Rights
	}
	if v.Question == nil {
		v.Question = form.New("body", v.Proposed.Siren, "words", l.Subject+"\n\n"+l.Words)
	}
	if v.Join == nil {
		v.Join = form.New("reference", v.Reply.Reference)
	}
}

// memberOf finds the member that a form chooses.
func memberOf(ctx context.Context, tx access.Tx, siren string) (organisation.Member, error) {
	m, err := organisation.BySiren(ctx, tx, siren)
	if fault.Is(err, fault.NotFound) {
		return m, fault.New(fault.Invalid, "letterbox.member", "Choisissez la collectivité.", "Choose the body.")
	}
	return m, err
}

// begun reads what all forms of a letter have.
func begun(r *http.Request) (*form.Form, string, int64, error) {
	f, err := form.Parse(r)
	if err != nil {
		return nil, "", 0, err
	}
	id, err := letterID(r)
	rev, _ := strconv.ParseInt(f.Raw("rev"), 10, 64)
	return f, id, rev, err
}

// refused puts a refusal beside its field, and tells whether it could.
func refused(f *form.Form, err error, member string) bool {
	fields := map[string]string{"letterbox.member": member, "request.kinds": "kinds", "request.name": "name", "request.contact": "email", "request.email": "email",
		"request.received": "received_on", "advice.words": "words", "letterbox.reference": "reference", "advice.asker": "words"}
	var e *fault.Error
	if !fault.Is(err, fault.Invalid) || !asFault(err, &e) {
		return false
	}
	field, ok := fields[e.Op]
	if ok {
		f.Fail(field, fault.Message(err))
	}
	return ok
}

func (s *Service) makeRequest(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, id, rev, err := begun(r)
	if err != nil {
		return err
	}
	in := request.Intake{Kinds: f.All("kinds"), ReceivedOn: f.Text("received_on", 10), Words: f.Long("words", advice.MaxWords),
		Requester: request.Requester{Name: f.Text("name", 200), Email: f.Text("email", 254), Phone: f.Text("phone", 40), Address: f.Long("address", 500)}}
	var m organisation.Member
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		m, err = memberOf(ctx, tx, f.Raw("member"))
		return err
	})
	var q request.Request
	if err == nil {
		in.MemberID = m.ID
		q, err = s.AsRequest(ctx, access.From(ctx), id, rev, in)
	}
	if err != nil {
		if !refused(f, err, "member") {
			return err
		}
		return s.showOne(w, r, http.StatusUnprocessableEntity, letterView{Request: f})
	}
	s.Desk.Flash(ctx, ui.Good, i18n.T("Demande %[1]s enregistrée. Réponse au plus tard le %[2]s.", "Request %[1]s recorded. Answer by %[2]s.", q.Name(), q.DueOn))
	return web.Redirect(w, r, request.Path(m.Siren, q.ID))
}

func (s *Service) makeQuestion(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, id, rev, err := begun(r)
	if err != nil {
		return err
	}
	var m organisation.Member
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		m, err = memberOf(ctx, tx, f.Raw("body"))
		return err
	})
	var q advice.Question
	if err == nil {
		q, err = s.AsQuestion(ctx, access.From(ctx), id, rev, m.ID, f.Long("words", advice.MaxWords))
	}
	if err != nil {
		if !refused(f, err, "body") {
			return err
		}
		return s.showOne(w, r, http.StatusUnprocessableEntity, letterView{Question: f})
	}
	s.Desk.Flash(ctx, ui.Good, i18n.T("Question n°\u00a0%[1]d enregistrée. L’avis partira par courriel.", "Question no. %[1]d recorded. The opinion will go out by e-mail.", q.Number))
	return web.Redirect(w, r, advice.QuestionPath(q.ID))
}

func (s *Service) join(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, id, rev, err := begun(r)
	if err != nil {
		return err
	}
	to := ""
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		to, err = request.ByReference(ctx, tx, f.Text("reference", 40))
		if err == nil && to == "" {
			err = fault.New(fault.Invalid, "letterbox.reference", "Aucune demande n’a cette référence. Elle compte huit signes.", "No request has this reference. It has eight characters.")
		}
		return err
	})
	var q request.Request
	if err == nil {
		q, err = s.Join(ctx, access.From(ctx), id, rev, to)
	}
	if err != nil {
		if !refused(f, err, "member") {
			return err
		}
		return s.showOne(w, r, http.StatusUnprocessableEntity, letterView{Join: f})
	}
	var m organisation.Member
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		m, err = organisation.Get(ctx, tx, q.MemberID)
		return err
	})
	if err != nil {
		return err
	}
	s.Desk.Flash(ctx, ui.Good, i18n.T("Le courriel est ajouté à la demande %[1]s.", "The e-mail is added to the request %[1]s.", q.Name()))
	return web.Redirect(w, r, request.Path(m.Siren, q.ID))
}

func (s *Service) throw(w http.ResponseWriter, r *http.Request) error {
	_, id, rev, err := begun(r)
	if err != nil {
		return err
	}
	if err := s.Throw(r.Context(), access.From(r.Context()), id, rev); err != nil {
		return err
	}
	s.Desk.Flash(r.Context(), ui.Good, i18n.T("Le courriel est effacé\u202f: son expéditeur, son texte et ses pièces.", "The e-mail is erased: its sender, its text and its files."))
	return web.Redirect(w, r, lettersPath)
}

func (s *Service) file(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := letterID(r)
	if err != nil {
		return err
	}
	var f File
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		_, files, err := Get(ctx, tx, id)
		for _, one := range files {
			if one.ID == r.PathValue("file") {
				f = one
			}
		}
		if err == nil && f.ID == "" {
			err = fault.Missing("letterbox.file")
		}
		return err
	})
	if err != nil {
		return err
	}
	b, err := s.Files.Open(ctx, f.MemberID, f.Digest)
	if err != nil {
		return err
	}
	defer b.Close()
	web.Attachment(w, f.Name, "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	http.ServeContent(w, r, "", s.Doors.Clock().Now(), b)
	return nil
}
