package help

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/here"
	"airial/internal/platform/web/ui"
)

// The addresses of this room.
const (
	Path      = console.Home + "/help"
	queuePath = console.Home + "/operator/help"
)

const pageSize = 50

// Parts are what the pages stand on.
type Parts struct {
	Doors   *access.Doors
	Desk    *console.Console
	Letters *mail.Queue // nil sends none
	// Officer is the address that asks the data-protection officer about a page
	// instead; nil where nobody answers there.
	Officer func(page string) string
}

// Pages are the pages of this room.
type Pages struct{ Parts }

// New returns the pages, with their entries in the rail and the link on every
// page of the console.
func New(p Parts) *Pages {
	p.Desk.Add(
		console.Entry{Icon: ui.IconHelp, Label: i18n.T("Demandes d’aide", "Requests for help"), Href: queuePath, Order: 830,
			Visible: access.Scope.OfOperator, Count: countQueue, CountOf: i18n.T("demandes attendent une réponse", "requests wait for an answer")},
		console.Entry{Icon: ui.IconHelp, Label: i18n.T("Aide", "Help"), Href: Path, Order: 900,
			Visible: func(s access.Scope) bool { return !s.OfOperator() }, Count: countUnread,
			CountOf: i18n.T("réponses à lire", "answers to read")},
	)
	p.Desk.AskAt(Link)
	return &Pages{p}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, operator := p.Desk.SignedIn(), p.Desk.OperatorOnly()
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: Path, Guard: anyone, Handler: p.mine},
		{Method: get, Pattern: Path + "/new", Guard: anyone, Handler: p.form},
		{Method: post, Pattern: Path + "/new", Guard: anyone, Handler: p.ask},
		{Method: get, Pattern: Path + "/{id}", Guard: anyone, Handler: p.thread},
		{Method: post, Pattern: Path + "/{id}", Guard: anyone, Handler: p.reply},
		{Method: post, Pattern: Path + "/{id}/close", Guard: anyone, Handler: p.close},
		{Method: post, Pattern: Path + "/{id}/reopen", Guard: anyone, Handler: p.reopen},
		{Method: get, Pattern: queuePath, Guard: operator, Handler: p.queue},
		{Method: post, Pattern: queuePath + "/{id}/take", Guard: operator, Handler: p.take},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

// Link is the address that asks for help about the page of a context: it carries
// the page and the number of its request.
func Link(ctx context.Context) string {
	at := here.From(ctx)
	if at.Path == Path || strings.HasPrefix(at.Path, Path+"/") {
		return Path + "/new"
	}
	from := at.Path
	if at.Query != "" {
		from += "?" + at.Query
	}
	return Path + "/new?" + url.Values{"from": {head(from, 500)}, "request": {at.RequestID}}.Encode()
}

func head(s string, most int) string { return strings.ToValidUTF8(s[:min(most, len(s))], "") }

// about is what a question is about, as far as its asker may see it.
type about struct {
	Page    string
	Member  organisation.Member
	Piece   piece.Piece
	Request string
}

var (
	uuid    = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	siren   = regexp.MustCompile(`^/console/members/([0-9]{9})(?:/|$)`)
	request = regexp.MustCompile(`^[0-9A-Za-z-]{1,64}$`)
)

// aboutPage works out, from the address of a page, what it was about. What the
// scope does not see is left out.
func aboutPage(ctx context.Context, tx access.Tx, page, number string) (a about, err error) {
	u, err := url.Parse(page)
	if err != nil || !strings.HasPrefix(u.Path, console.Home) || u.Host != "" || u.Scheme != "" {
		page, u = "", &url.URL{}
	}
	a.Page = page
	if request.MatchString(number) {
		a.Request = number
	}
	if id := uuid.FindString(u.Path); id != "" {
		if a.Piece, err = piece.Get(ctx, tx, id); err == nil {
			err = tx.Sees("help.about", a.Piece.MemberID)
		}
		if hidden(err) {
			a.Piece, err = piece.Piece{}, nil
		}
		if err != nil {
			return a, err
		}
	}
	key := u.Query().Get("member")
	if m := siren.FindStringSubmatch(u.Path); m != nil {
		key = m[1]
	}
	switch {
	case a.Piece.ID != "":
		a.Member, err = organisation.Get(ctx, tx, a.Piece.MemberID)
	case key != "":
		a.Member, err = organisation.BySiren(ctx, tx, key)
	default:
		if own := tx.Scope().Members(); len(own) == 1 {
			a.Member, err = organisation.Get(ctx, tx, own[0])
		}
	}
	if err == nil && a.Member.ID != "" {
		err = tx.Sees("help.about", a.Member.ID)
	}
	if hidden(err) {
		a.Member, err = organisation.Member{}, nil
	}
	return a, err
}

func hidden(err error) bool { return fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) }

func (p *Pages) form(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return p.showForm(w, r, http.StatusOK, form.New("from", q.Get("from"), "request", q.Get("request")))
}

func (p *Pages) showForm(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	var a about
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		a, err = aboutPage(ctx, tx, f.Raw("from"), f.Raw("request"))
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowStatus(w, r, status, helpPage(ctx, i18n.Say(ctx, "Demander de l’aide", "Ask for help")), formBody(f, a, p.officerLink(access.From(ctx), a.Page)))
}

// officerLink leads to the data-protection officer, whom the operator's own
// people do not ask this way.
func (p *Pages) officerLink(s access.Scope, page string) string {
	if p.Officer == nil || s.OfOperator() || len(s.Members()) == 0 {
		return ""
	}
	return p.Officer(page)
}

func helpPage(ctx context.Context, title string) console.Page {
	return console.Page{Title: title, Crumbs: []ui.Link{{Label: i18n.Say(ctx, "Aide", "Help"), Href: Path}, {Label: title}}}
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	words := f.Long("words", MaxWords)
	if words == "" {
		f.Fail("words", i18n.T("Dites en quelques mots ce que vous cherchez à faire et ce qui se passe.", "Say in a few words what you want to do and what happens."))
	}
	var q Question
	if f.OK() {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			a, err := aboutPage(ctx, tx, f.Text("from", 500), f.Text("request", 64))
			if err != nil {
				return err
			}
			q, err = Ask(ctx, tx, Question{MemberID: a.Member.ID, Page: a.Page, PieceID: a.Piece.ID, PieceTitle: a.Piece.Title, RequestID: a.Request}, words)
			return err
		})
		if fault.Is(err, fault.Invalid) {
			f.Fail("words", fault.Message(err))
		} else if err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showForm(w, r, http.StatusUnprocessableEntity, f)
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("Votre demande n°\u00a0%[1]d est envoyée. La réponse arrivera ici.", "Your request no. %[1]d is sent. The answer will come here.", int(q.Number)))
	return web.Redirect(w, r, Path+"/"+q.ID)
}

type mineView struct{ Questions []Question }

func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v mineView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Questions, err = Mine(ctx, tx, 200)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Aide", "Help")}, mineBody(v))
}

type threadView struct {
	Question Question
	Messages []Message
	Member   organisation.Member
	Asker    user.User
	Form     *form.Form
	Operator bool // the reader answers
	Mine     bool // she looks after it
	Letters  bool // the answer goes out by mail too
}

func (p *Pages) thread(w http.ResponseWriter, r *http.Request) error {
	return p.showThread(w, r, http.StatusOK, nil)
}

func (p *Pages) showThread(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	scope := access.From(ctx)
	v := threadView{Form: f}
	err := p.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		if v.Question, v.Messages, err = Get(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.Question.MemberID != "" {
			if v.Member, err = organisation.Get(ctx, tx, v.Question.MemberID); err != nil && !hidden(err) {
				return err
			}
		}
		v.Operator = scope.OfOperator() && scope.Actor().ID != v.Question.AskerID
		v.Mine = v.Question.TakerID == scope.Actor().ID
		if v.Asker, err = user.Get(ctx, tx, v.Question.AskerID); hidden(err) {
			err = nil
		}
		v.Letters = p.Letters.On() && v.Asker.Email != ""
		return err
	})
	if err != nil {
		return err
	}
	if v.Question.Unread && !v.Operator {
		if err := p.Doors.Write(ctx, scope, func(tx access.Tx) error { return Seen(ctx, tx, v.Question.ID) }); err != nil {
			return err
		}
	}
	title := i18n.Sayf(ctx, "Demande n°\u00a0%s", "Request no. %s", strconv.FormatInt(v.Question.Number, 10))
	page := helpPage(ctx, title)
	if v.Operator {
		page.Crumbs[0] = ui.Link{Label: i18n.Say(ctx, "Demandes d’aide", "Requests for help"), Href: queuePath}
	}
	return p.Desk.ShowStatus(w, r, status, page, threadBody(v, title))
}

func (p *Pages) reply(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	words := f.Long("words", MaxWords)
	if words == "" {
		f.Fail("words", i18n.T("Écrivez votre message.", "Write your message."))
	}
	var q Question
	if f.OK() {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			if q, err = Reply(ctx, tx, r.PathValue("id"), words); err != nil || q.State != Answered {
				return err
			}
			return p.write(ctx, tx, q, words)
		})
		if err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showThread(w, r, http.StatusUnprocessableEntity, f)
	}
	say := i18n.T("Votre message est ajouté.", "Your message is added.")
	if q.State == Answered {
		say = i18n.T("Votre réponse est envoyée.", "Your answer is sent.")
	}
	p.Desk.Flash(ctx, ui.Good, say)
	return web.Redirect(w, r, Path+"/"+q.ID)
}

// write sends the answer by mail, where there is a mail server and the asker
// has an address.
func (p *Pages) write(ctx context.Context, tx access.Tx, q Question, words string) error {
	u, err := user.Get(ctx, tx, q.AskerID)
	if err != nil || u.Email == "" || !p.Letters.On() {
		return ignoreHidden(err)
	}
	lang := u.Locale
	if lang == "" {
		lang = i18n.French
	}
	number := strconv.FormatInt(q.Number, 10)
	subject := i18n.T("Réponse à votre demande n°\u00a0%[1]s", "Answer to your request no. %[1]s", number).In(lang)
	foot := i18n.T("Pour répondre\u00a0: %[1]s", "To reply: %[1]s", web.URL(ctx, Path+"/"+q.ID)).In(lang)
	m := mail.Message{To: u.Email, Subject: subject, Text: words + "\n\n-- \n" + foot + "\n"}
	if m.Check() != nil { // an address that is none: the answer stands on the page
		return nil
	}
	return mail.Post(ctx, tx, p.Letters, m)
}

func ignoreHidden(err error) error {
	if hidden(err) {
		return nil
	}
	return err
}

func (p *Pages) close(w http.ResponseWriter, r *http.Request) error {
	return p.turn(w, r, func(ctx context.Context, tx access.Tx, id string) (Question, error) { return Close(ctx, tx, id, false) })
}

func (p *Pages) reopen(w http.ResponseWriter, r *http.Request) error {
	return p.turn(w, r, func(ctx context.Context, tx access.Tx, id string) (Question, error) { return Close(ctx, tx, id, true) })
}

func (p *Pages) take(w http.ResponseWriter, r *http.Request) error { return p.turn(w, r, Take) }

func (p *Pages) turn(w http.ResponseWriter, r *http.Request, change func(context.Context, access.Tx, string) (Question, error)) error {
	ctx := r.Context()
	id := r.PathValue("id")
	var q Question
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		q, err = change(ctx, tx, id)
		return err
	})
	switch {
	case fault.Is(err, fault.Conflict):
		p.Desk.Flash(ctx, ui.Bad, fault.Message(err))
	case err != nil:
		return err
	case q.State == Closed:
		p.Desk.FlashUndo(ctx, ui.Good, i18n.T("La demande est close.", "The request is closed."), Path+"/"+id+"/reopen")
	}
	return web.Redirect(w, r, Path+"/"+id)
}

type queueView struct {
	Questions []Question
	Members   map[string]organisation.Member
	Pages     ui.Pages
	Query     string
	State     string // "", a state, "mine" or "all"
}

func (p *Pages) queue(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q := r.URL.Query()
	v := queueView{Query: q.Get("q"), State: q.Get("state")}
	f := Filter{Query: v.Query}
	switch v.State {
	case "mine":
		f.Taker = access.From(ctx).Actor().ID
	case "all":
		f.All = true
	case string(Open), string(Taken), string(Answered), string(Closed):
		f.State = State(v.State)
	default:
		v.State = ""
	}
	page, _ := strconv.Atoi(q.Get("page"))
	page = min(max(page, 1), 100_000)
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		if at := q.Get("member"); at != "" {
			m, err := organisation.BySiren(ctx, tx, at)
			if err != nil {
				return err
			}
			f.Member = m.ID
		}
		list, total, err := Queue(ctx, tx, f, pageSize, (page-1)*pageSize)
		if err != nil {
			return err
		}
		v.Questions, v.Pages = list, ui.Pages{Page: page, Size: pageSize, Total: int64(total)}
		var ids []string
		for _, one := range list {
			ids = append(ids, one.MemberID)
		}
		v.Members, err = organisation.ByIDs(ctx, tx, ids)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Demandes d’aide", "Requests for help")}, queueBody(v))
}
