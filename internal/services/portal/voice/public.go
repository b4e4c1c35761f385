package voice

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

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const (
	askPattern   = "/p/{member}/datasets/{slug}/ask/{kind}"
	sentPattern  = "/p/{member}/datasets/{slug}/asked"
	provePattern = "/p/{member}/voices/{voice}/{secret}"
)

func askPath(d Dataset, k Kind) string { return d.Path + "/ask/" + string(k) }

func provePath(slug, id, secret string) string {
	return "/p/" + url.PathEscape(slug) + "/voices/" + id + "/" + secret
}

// Against programs: for how long a form is open at least and at most.
const (
	openLeast = 3 * time.Second
	openMost  = 24 * time.Hour
)

// stamp signs the instant at which a form was shown.
func (s *Service) stamp(dataset string, t time.Time) string {
	at := strconv.FormatInt(t.Unix(), 36)
	mac := hmac.New(sha256.New, s.Key)
	mac.Write([]byte("form " + dataset + " " + at))
	return at + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// opened tells since when a form was open, from its stamp.
func (s *Service) opened(dataset, stamped string) (time.Time, bool) {
	at, _, _ := strings.Cut(stamped, ".")
	n, err := strconv.ParseInt(at, 36, 64)
	t := time.Unix(n, 0)
	return t, err == nil && hmac.Equal([]byte(s.stamp(dataset, t)), []byte(stamped))
}

type askView struct {
	Dataset Dataset
	Kind    Kind
	On      bool
	Form    *form.Form
	Shown   string // the form's stamp
}

func (p *Pages) asked(r *http.Request) (d Dataset, k Kind, err error) {
	if k = Kind(r.PathValue("kind")); !k.Known() {
		return d, k, fault.Missing("voice.asked")
	}
	d, err = p.Catalogue.Public(r.Context(), r.PathValue("member"), r.PathValue("slug"))
	return d, k, err
}

func (p *Pages) askForm(w http.ResponseWriter, r *http.Request) error {
	d, k, err := p.asked(r)
	if err != nil {
		return err
	}
	return p.showAsk(w, r, http.StatusOK, d, k, nil)
}

func (p *Pages) showAsk(w http.ResponseWriter, r *http.Request, status int, d Dataset, k Kind, f *form.Form) error {
	ctx := r.Context()
	w.Header().Set("Cache-Control", "no-store")
	v := askView{Dataset: d, Kind: k, On: p.On(), Form: f, Shown: p.stamp(d.ID, p.Clock.Now())}
	return web.RenderStatus(w, r, status, p.Frame(ctx, ui.Page{Title: kindTitle(ctx, k) + " – " + d.Title, NoIndex: true}, d.Member, askBody(v)))
}

func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, k, err := p.asked(r)
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	now := p.Clock.Now()
	at, good := p.opened(d.ID, f.Raw("shown"))
	switch {
	case f.Raw("website") != "" || !good || now.Sub(at) < openLeast:
		f.Fail("", i18n.T("Votre message n’a pas été envoyé. Relisez-le, puis envoyez-le de nouveau.", "Your message was not sent. Read it again, then send it once more."))
	case now.Sub(at) > openMost:
		f.Fail("", i18n.T("Cette page était ouverte depuis plus d’un jour. Envoyez votre message de nouveau.", "This page was open for more than a day. Send your message again."))
	}
	draft := Draft{Kind: k, Title: f.Text("title", maxTitle), Body: f.Long("body", maxBody), Name: f.Text("name", maxName), Shown: f.Checked("show"), Email: f.Raw("email"), Lang: i18n.From(ctx).Lang}
	if k == Reuse {
		draft.Link, draft.Reuse = f.Raw("link"), f.Raw("reuse")
	}
	for field, say := range draft.check() {
		f.Fail(field, say)
	}
	if !f.OK() { // what is wrong in the form costs nobody a try
		return p.showAsk(w, r, http.StatusUnprocessableEntity, d, k, f)
	}
	if wait, ok := p.limiter.Allow(web.Address(r)); !ok {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		f.Fail("", i18n.T("Plusieurs messages viennent d’être envoyés d’ici. Attendez un quart d’heure.", "Several messages have just been sent from here. Wait a quarter of an hour."))
		return p.showAsk(w, r, http.StatusTooManyRequests, d, k, f)
	}
	err = p.Doors.Write(ctx, access.System("voice"), func(tx access.Tx) error { return p.Submit(ctx, tx, d, draft) })
	if fault.Is(err, fault.TooMany) || fault.Is(err, fault.Unavailable) || fault.Is(err, fault.Forbidden) {
		f.Fail("", fault.Message(err))
		return p.showAsk(w, r, fault.Status(err), d, k, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, d.Path+"/asked")
}

func (p *Pages) sent(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := p.Catalogue.Public(ctx, r.PathValue("member"), r.PathValue("slug"))
	if err != nil {
		return err
	}
	return web.Render(w, r, p.Frame(ctx, ui.Page{Title: i18n.Say(ctx, "Confirmez votre adresse", "Confirm your address"), NoIndex: true}, d.Member, sentBody(d)))
}

type proveView struct {
	Thread  Thread
	Dataset Dataset
	Action  string
	Done    bool
}

// linked finds what the link in a letter leads to.
func (p *Pages) linked(ctx context.Context, tx access.Tx, r *http.Request) (v proveView, err error) {
	if v.Thread, err = p.proven(ctx, tx, r.PathValue("voice"), r.PathValue("secret")); err != nil {
		return v, err
	}
	v.Dataset, err = p.Catalogue.Dataset(ctx, tx, v.Thread.DatasetID)
	v.Action = provePath(v.Dataset.Member.Slug, v.Thread.ID, r.PathValue("secret"))
	v.Done = v.Thread.State != Unproven
	return v, err
}

// askProve shows a button: programs that look at mail follow links.
func (p *Pages) askProve(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v proveView
	err := p.Doors.Read(ctx, access.System("voice"), func(tx access.Tx) (err error) {
		v, err = p.linked(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	return p.showProve(w, r, v)
}

func (p *Pages) showProve(w http.ResponseWriter, r *http.Request, v proveView) error {
	ctx := r.Context()
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	return web.Render(w, r, p.Frame(ctx, ui.Page{Title: i18n.Say(ctx, "Confirmer votre message", "Confirm your message"), NoIndex: true}, v.Dataset.Member, proveBody(v)))
}

func (p *Pages) prove(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v proveView
	err := p.Doors.Write(ctx, access.System("voice"), func(tx access.Tx) (err error) {
		if v, err = p.linked(ctx, tx, r); err != nil {
			return err
		}
		_, err = p.Prove(ctx, tx, v.Thread.ID, r.PathValue("secret"))
		v.Done = true
		return err
	})
	if err != nil {
		return err
	}
	return p.showProve(w, r, v)
}

// Block is what the page of a dataset shows of what the public has written.
func (s *Service) Block(ctx context.Context, id, path string, m organisation.Member) (templ.Component, error) {
	var list []Thread
	err := s.Doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		list, err = Shown(ctx, tx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return block(Dataset{ID: id, Path: path, Member: m}, list, s.On() && m.Closed.IsZero()), nil
}
