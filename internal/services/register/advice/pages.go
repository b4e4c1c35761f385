package advice

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/post"
)

const (
	base          = console.Home + "/rgpd"
	questionsPath = base + "/questions"
	opinionsPath  = base + "/opinions"
	documentsPath = base + "/documents"
	queuePath     = console.Home + "/operator/rgpd/questions"
	sharePath     = console.Home + "/operator/rgpd/documents"
	pageSize      = 50
	maxFile       = 20 << 20
)

// AskPath is the address of the form that asks the officer about a page.
func AskPath(page string) string {
	return questionsPath + "/new?" + url.Values{"from": {page}}.Encode()
}

// Files is where shared files are kept.
type Files interface {
	Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	Claim(ctx context.Context, tx access.Tx, member, digest string) error
	Open(ctx context.Context, member, digest string) (blob.Blob, error)
	Destroy(ctx context.Context, member string, digests []string) error
}

// Parts is what the room is made with.
type Parts struct {
	Doors *access.Doors
	Desk  *console.Console
	Files Files
	Post  post.Post
	// Days is within how many days the officer promises an opinion; 0 for no such
	// promise.
	Days int
	// AddressOf finds where whoever asked by e-mail is answered, "" for nobody; nil
	// where none comes in.
	AddressOf func(ctx context.Context, tx access.Tx, question string) (string, error)
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together, with its entries in the rail.
func New(p Parts) *Service {
	isOfficer := func(s access.Scope) bool { return s.Has(access.ProtectionOfficer) }
	member := func(s access.Scope) bool { return !s.OfOperator() && len(s.Members()) > 0 }
	p.Desk.Add(
		console.Entry{Icon: ui.IconHelp, Label: i18n.T("Questions au DPO", "Questions to the DPO"), Href: questionsPath, Order: 620, Visible: member},
		console.Entry{Icon: ui.IconFile, Label: i18n.T("Espace documentaire", "Document space"), Href: documentsPath, Order: 621,
			Visible: func(s access.Scope) bool { return member(s) || isOfficer(s) }, Count: countNew, CountOf: i18n.T("documents nouveaux", "new documents")},
		console.Entry{Icon: ui.IconHelp, Label: i18n.T("Questions au DPO", "Questions to the DPO"), Href: queuePath, Order: 612, Visible: isOfficer,
			Count: countOpen, CountOf: i18n.T("questions attendent un avis", "questions wait for an opinion")})
	return &Service{p}
}

// Register adds the pages to the list of routes.
func (s *Service) Register(routes *web.Routes) {
	anyone, officers := s.Desk.SignedIn(), s.Desk.OperatorOnly(access.ProtectionOfficer)
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: questionsPath, Guard: anyone, Handler: s.mine},
		{Method: get, Pattern: questionsPath + "/new", Guard: anyone, Handler: s.form},
		{Method: post, Pattern: questionsPath + "/new", Guard: anyone, Handler: s.ask},
		{Method: get, Pattern: questionsPath + "/{question}", Guard: anyone, Handler: s.show},
		{Method: post, Pattern: questionsPath + "/{question}", Guard: officers, Handler: s.answer},
		{Method: get, Pattern: opinionsPath, Guard: anyone, Handler: s.opinions},
		{Method: get, Pattern: opinionsPath + "/{opinion}", Guard: anyone, Handler: s.opinion},
		{Method: get, Pattern: queuePath, Guard: officers, Handler: s.queue},
		{Method: get, Pattern: documentsPath, Guard: anyone, Handler: s.documents},
		{Method: post, Pattern: documentsPath + "/{document}/star", Guard: anyone, Handler: s.star},
		{Method: get, Pattern: documentsPath + "/{document}/file", Guard: anyone, Handler: s.file, Kind: web.Download},
		{Method: post, Pattern: sharePath, Guard: officers, Handler: s.share, MaxBody: maxFile + 1<<20},
		{Method: post, Pattern: sharePath + "/{document}/remove", Guard: officers, Handler: s.remove},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

func titled(ctx context.Context, title string) console.Page {
	crumbs := []ui.Link{{Label: i18n.Say(ctx, "Questions au DPO", "Questions to the DPO"), Href: questionsPath}, {Label: title}}
	return console.Page{Title: title, Crumbs: crumbs}
}

type mineView struct {
	Questions []Question
	Opinions  []Opinion
	Query     string
	Members   map[string]organisation.Member
	Pages     ui.Pages
	Days      int // promised
	Today     string
	MayAsk    bool // for a member that she serves
}

func (s *Service) mine(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := mineView{Days: s.Days, MayAsk: len(access.From(ctx).Members()) > 0}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Today = access.Today(tx.Clock())
		if v.Questions, err = Mine(ctx, tx, 200); err == nil {
			v.Members, err = membersOf(ctx, tx, v.Questions)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Questions au DPO", "Questions to the DPO")}, mineBody(v))
}

func membersOf(ctx context.Context, tx access.Tx, list []Question) (map[string]organisation.Member, error) {
	var ids []string
	for _, q := range list {
		if !slices.Contains(ids, q.MemberID) {
			ids = append(ids, q.MemberID)
		}
	}
	return organisation.ByIDs(ctx, tx, ids)
}

func (s *Service) queue(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	n = min(max(n, 1), 100_000)
	v := mineView{Days: s.Days}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		total := 0
		v.Today = access.Today(tx.Clock())
		if v.Questions, total, err = Queue(ctx, tx, pageSize, (n-1)*pageSize); err == nil {
			v.Members, err = membersOf(ctx, tx, v.Questions)
		}
		v.Pages = ui.Pages{Page: n, Size: pageSize, Total: int64(total)}
		return err
	})
	if err != nil {
		return err
	}
	return s.Desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Questions au DPO", "Questions to the DPO")}, queueBody(v))
}

type oneView struct {
	Question Question
	Opinion  Opinion
	Member   organisation.Member
	Form     *form.Form
	Officer  bool
	Days     int
	Today    string
	Like     []Opinion // shared ones that may answer it already
}

func (s *Service) show(w http.ResponseWriter, r *http.Request) error {
	return s.showOne(w, r, http.StatusOK, nil)
}

func (s *Service) showOne(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := oneView{Form: f, Days: s.Days, Officer: officer(access.From(ctx))}
	if !ident.Valid(r.PathValue("question")) {
		return fault.Missing("advice.show")
	}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Today = access.Today(tx.Clock())
		if v.Question, v.Opinion, err = Get(ctx, tx, r.PathValue("question")); err == nil {
			v.Member, err = organisation.Get(ctx, tx, v.Question.MemberID)
		}
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Sayf(ctx, "Question n°\u00a0%s", "Question no. %s", strconv.FormatInt(v.Question.Number, 10))
	page := titled(ctx, title)
	if v.Officer {
		page.Crumbs[0].Href = queuePath
	}
	return s.Desk.ShowStatus(w, r, status, page, oneBody(v, title))
}

func (s *Service) answer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	o := Opinion{Title: f.Text("title", 200), Question: f.Long("question", MaxWords), Answer: f.Long("answer", MaxWords), Shared: f.Checked("shared")}
	var q Question
	if !ident.Valid(r.PathValue("question")) {
		return fault.Missing("advice.answer")
	}
	if f.OK() {
		err = s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			if q, o, err = Answer(ctx, tx, r.PathValue("question"), o); err != nil {
				return err
			}
			if err := s.answerByMail(ctx, tx, q, o); err != nil {
				return err
			}
			return s.Post.Person(ctx, tx, q.AskerID, post.Letter{Path: questionsPath + "/" + q.ID,
				Subject: i18n.T("Avis %[1]s du délégué à la protection des données", "Opinion %[1]s of the data-protection officer", o.Name()),
				Text:    i18n.T("Bonjour,\n\nVotre question n°\u00a0%[1]d a reçu un avis.", "Hello,\n\nYour question no. %[1]d was answered by an opinion.", q.Number)})
		})
		if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
			field := ""
			if e, ok := err.(*fault.Error); ok && fault.Is(err, fault.Invalid) {
				field = strings.TrimPrefix(e.Op, "advice.")
			}
			f.Fail(field, fault.Message(err))
		} else if err != nil {
			return err
		}
	}
	if !f.OK() {
		return s.showOne(w, r, http.StatusUnprocessableEntity, f)
	}
	s.Desk.Flash(ctx, ui.Good, i18n.T("Avis %[1]s rendu.", "Opinion %[1]s given.", o.Name()))
	return web.Redirect(w, r, questionsPath+"/"+q.ID)
}

// opinions lists what was shared, for all to find before they ask.
func (s *Service) opinions(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := mineView{Query: r.URL.Query().Get("q")}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Opinions, err = Search(ctx, tx, v.Query, 100)
		return err
	})
	if err != nil {
		return err
	}
	return s.Desk.Show(w, r, titled(ctx, i18n.Say(ctx, "Avis partagés", "Shared opinions")), opinionsBody(v))
}

func (s *Service) opinion(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var o Opinion
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		o, err = OpinionOf(ctx, tx, r.PathValue("opinion"))
		return err
	})
	if err != nil {
		return err
	}
	return s.Desk.Show(w, r, titled(ctx, i18n.Sayf(ctx, "Avis %s", "Opinion %s", o.Name())), opinionBody(o))
}

// QuestionPath is the address of a question.
func QuestionPath(id string) string { return questionsPath + "/" + id }

// answerByMail sends an opinion to whoever asked by e-mail, in the same thread.
func (s *Service) answerByMail(ctx context.Context, tx access.Tx, q Question, o Opinion) error {
	if q.AskerID != "" || s.AddressOf == nil {
		return nil
	}
	to, err := s.AddressOf(ctx, tx, q.ID)
	if err != nil || to == "" {
		return err
	}
	_, err = s.Post.Write(ctx, tx, q.ID, to, o.Title, "Bonjour,\n\nVoici l’avis "+o.Name()+" du délégué à la protection des données.\n\n"+o.Title+"\n\n"+o.Answer+"\n")
	return err
}
