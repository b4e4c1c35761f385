package request

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/post"
	"airial/internal/services/register/term"
)

const publicPattern = "/p/{member}/rights"

// PublicPath is the address of a member's public form.
func PublicPath(slug string) string { return "/p/" + url.PathEscape(slug) + "/rights" }

// The public form asks for no account. Against programs that fill in forms: a
// field that people do not see, a form that was open for some seconds, few
// requests from one address, and no more than a body can read in a day.
const (
	openLeast = 3 * time.Second
	openMost  = 24 * time.Hour
	mostDaily = 100
)

type publicView struct {
	Member  organisation.Member
	Form    *form.Form
	Shown   string // when the form was shown, sealed
	Officer string // whom one may write to instead; "" where nobody is designated
}

type sentView struct {
	Member    organisation.Member
	Reference string
	Due       string
}

func (s *Service) body(r *http.Request) (m organisation.Member, err error) {
	ctx := r.Context()
	err = s.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		m, err = organisation.ByAddress(ctx, tx, r.PathValue("member"))
		return err
	})
	if err == nil && !m.Closed.IsZero() {
		err = fault.New(fault.Gone, "request.body", "%[1]s n’est plus servie ici. Écrivez-lui directement.", "%[1]s is no longer served here. Write to it directly.", m.Name)
	}
	return m, err
}

func (p *Pages) publicForm(w http.ResponseWriter, r *http.Request) error {
	m, err := p.body(r)
	if err != nil {
		return err
	}
	if m.Slug != r.PathValue("member") {
		return web.Moved(w, r, PublicPath(m.Slug), false)
	}
	return p.showPublic(w, r, http.StatusOK, m, nil)
}

func (p *Pages) showPublic(w http.ResponseWriter, r *http.Request, status int, m organisation.Member, f *form.Form) error {
	ctx := r.Context()
	head := ui.Page{Title: i18n.Sayf(ctx, "Exercer vos droits – %s", "Use your rights – %s", m.Name), Description: i18n.Sayf(ctx,
		"Demander à %s l’accès à vos données, leur rectification ou leur effacement.", "Ask %s for access to your data, their rectification or erasure.", m.Name)}
	w.Header().Set("Cache-Control", "no-store")
	v := publicView{Member: m, Form: f, Shown: p.seal(m.ID, p.Clock.Now())}
	err := p.Doors.Read(ctx, access.System("rights-form"), func(tx access.Tx) (err error) {
		v.Officer, err = designation.ContactOf(ctx, tx, m.ID)
		return err
	})
	if err != nil {
		return err
	}
	return web.RenderStatus(w, r, status, p.Frame(ctx, head, m, publicBody(v)))
}

// seal signs the instant at which a member's form was shown.
func (s *Service) seal(member string, t time.Time) string {
	at := strconv.FormatInt(t.Unix(), 36)
	mac := hmac.New(sha256.New, s.Key)
	mac.Write([]byte(member + " " + at))
	return at + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// opened tells since when a form was open, from what seal gave.
func (s *Service) opened(member, sealed string) (time.Time, bool) {
	at, _, _ := strings.Cut(sealed, ".")
	n, err := strconv.ParseInt(at, 36, 64)
	t := time.Unix(n, 0)
	return t, err == nil && hmac.Equal([]byte(s.seal(member, t)), []byte(sealed))
}

func (p *Pages) publicSend(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := p.body(r)
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	now := p.Clock.Now()
	at, sealed := p.opened(m.ID, f.Raw("shown"))
	switch {
	case f.Raw("website") != "" || !sealed || now.Sub(at) < openLeast:
		f.Fail("", i18n.T("Votre demande n’a pas été envoyée. Relisez-la, puis envoyez-la de nouveau.", "Your request was not sent. Read it again, then send it once more."))
	case now.Sub(at) > openMost:
		f.Fail("", i18n.T("Cette page était ouverte depuis plus d’un jour. Envoyez votre demande de nouveau.", "This page was open for more than a day. Send your request again."))
	}
	in := Intake{MemberID: m.ID, Channel: ByForm, Kinds: f.All("kinds"), Requester: requesterOf(f), Words: f.Long("words", 5000)}
	if !f.OK() {
		return p.showPublic(w, r, http.StatusUnprocessableEntity, m, f)
	}
	// What is wrong in the form costs nobody a try.
	if err := errorsOf(in); err != nil {
		refused(f, err, fields, "")
		return p.showPublic(w, r, http.StatusUnprocessableEntity, m, f)
	}
	if wait, ok := p.limiter.Allow(web.Address(r)); !ok {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		f.Fail("", i18n.T("Plusieurs demandes viennent d’être envoyées d’ici. Attendez un quart d’heure, ou écrivez à la mairie\u202f: une lettre vaut autant.",
			"Several requests have just been sent from here. Wait a quarter of an hour, or write to the town hall: a letter counts as much."))
		return p.showPublic(w, r, http.StatusTooManyRequests, m, f)
	}
	var q Request
	err = p.Doors.Write(ctx, access.System("rights-form"), func(tx access.Tx) (err error) {
		n, err := database.Value[int](ctx, tx, "request.publicSend", `select count(*) from register_request where member_id = $1 and channel = 'form' and received_on = $2`,
			m.ID, access.Today(tx.Clock()))
		if err == nil && n >= mostDaily {
			err = fault.New(fault.TooMany, "request.publicSend", "Trop de demandes sont arrivées aujourd’hui. Revenez demain, ou écrivez à la mairie\u202f: une lettre vaut autant.",
				"Too many requests have come in today. Come back tomorrow, or write to the town hall: a letter counts as much.")
		}
		if err != nil {
			return err
		}
		if q, err = Receive(ctx, tx, in); err != nil {
			return err
		}
		return p.tellReceived(ctx, tx, q, m)
	})
	if fault.Is(err, fault.TooMany) {
		f.Fail("", fault.Message(err))
		return p.showPublic(w, r, http.StatusTooManyRequests, m, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, PublicPath(m.Slug)+"/sent?reference="+q.Reference+"&due="+q.DueOn)
}

func errorsOf(in Intake) error {
	if err := checkKinds(in.Kinds); err != nil {
		return err
	}
	return in.Requester.check()
}

// tellReceived writes to the member that a request has come, and to its maker
// that it was received.
func (s *Service) tellReceived(ctx context.Context, tx access.Tx, q Request, m organisation.Member) error {
	l := post.Letter{Path: Path(m.Siren, q.ID),
		Subject: i18n.T("Nouvelle demande de droits %[1]s", "New rights request %[1]s", q.Name()),
		Text: i18n.T("Bonjour,\n\nUne demande d’exercice de droits est arrivée par le formulaire public de %[1]s. Elle attend une réponse au plus tard le %[2]s.",
			"Hello,\n\nA request about rights has come in by the public form of %[1]s. It waits for an answer by %[2]s.", m.Name, dayOf(q.DueOn))}
	if err := s.Post.Tell(ctx, tx, m.ID, l, access.ProtectionOfficer); err != nil {
		return err
	}
	_, err := s.sendLetter(ctx, tx, q, m.Name, "acknowledge")
	return err
}

// publicSent says that the request was received, and what comes next.
func (p *Pages) publicSent(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := p.body(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	v := sentView{Member: m}
	if ref := q.Get("reference"); len(ref) == 8 && strings.Trim(ref, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == "" {
		v.Reference = ref
	}
	if term.Valid(q.Get("due")) {
		v.Due = q.Get("due")
	}
	head := ui.Page{Title: i18n.Sayf(ctx, "Demande reçue – %s", "Request received – %s", m.Name), NoIndex: true}
	return web.Render(w, r, p.Frame(ctx, head, m, sentBody(v)))
}
