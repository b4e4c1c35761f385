package alert

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// Pages are the room's public pages.
type Pages struct {
	*Service
	// Frame dresses a page in the site's frame.
	Frame func(ctx context.Context, page ui.Page, body templ.Component) templ.Component
}

// Register adds the pages.
func (p *Pages) Register(routes *web.Routes) {
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: "/alerts", Handler: p.ask},
		{Method: http.MethodPost, Pattern: "/alerts", Handler: p.send},
		{Method: http.MethodGet, Pattern: "/alerts/{token}", Handler: p.one},
		{Method: http.MethodPost, Pattern: "/alerts/{token}/confirm", Handler: p.confirmed},
		{Method: http.MethodPost, Pattern: "/alerts/{token}/end", Handler: p.ended},
	} {
		r.Kind, r.Guard = web.Page, web.Everyone
		routes.Add(r)
	}
}

// carried are the parameters of a search that an alert keeps.
var carried = []string{"q", "theme", "schema", "area", "member", "year", "format", "licence", "dataset"}

func searchOf(values url.Values) url.Values {
	out := url.Values{}
	for _, name := range carried {
		if v := values.Get(name); v != "" && len(v) <= 400 {
			out.Set(name, v)
		}
	}
	return out
}

type askView struct {
	Title  string
	Search url.Values
	Form   *form.Form
	On     bool
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	return p.showAsk(w, r, http.StatusOK, searchOf(r.URL.Query()), nil)
}

func (p *Pages) showAsk(w http.ResponseWriter, r *http.Request, status int, search url.Values, f *form.Form) error {
	ctx := r.Context()
	news, err := p.Site.News(ctx, search, p.Clock.Now(), 1)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	head := ui.Page{Title: i18n.Say(ctx, "Être averti par courriel", "Be told by mail"), NoIndex: true}
	return web.RenderStatus(w, r, status, p.Frame(ctx, head, askBody(askView{Title: news.Title, Search: search, Form: f, On: p.Letters.On()})))
}

func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	search := searchOf(f.Values)
	a := Alert{Mailbox: f.Raw("email"), Search: search, Language: i18n.From(ctx).Lang, Pace: Daily}
	if f.Raw("pace") == string(Weekly) {
		a.Pace = Weekly
	}
	if !mail.Plausible(a.Mailbox) {
		f.Fail("email", i18n.T("Écrivez une adresse de la forme nom@domaine.fr.", "Write an address like name@domain.fr."))
	}
	if !p.Letters.On() {
		f.Fail("", i18n.T("Ce site n’envoie pas de courriels. Suivez plutôt le flux de la recherche.", "This site sends no letters. Follow the feed of the search instead."))
	}
	if !f.OK() {
		return p.showAsk(w, r, http.StatusUnprocessableEntity, search, f)
	}
	if wait, ok := p.limiter.Allow(web.Address(r)); !ok {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		f.Fail("", i18n.T("Plusieurs alertes viennent d’être demandées d’ici. Attendez quelques minutes.", "Several alerts have just been asked for from here. Wait some minutes."))
		return p.showAsk(w, r, http.StatusTooManyRequests, search, f)
	}
	if f.Raw("website") == "" { // people do not see that field, programs fill it in
		if err := p.Service.ask(ctx, a); err != nil {
			return err
		}
	}
	head := ui.Page{Title: i18n.Say(ctx, "Ouvrez votre messagerie", "Open your mailbox"), NoIndex: true}
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, p.Frame(ctx, head, sentBody()))
}

type oneView struct {
	Title, Path, Token string
	Pace               Pace
	Confirmed, Ended   bool
}

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := p.idOf(r.PathValue("token"))
	if err != nil {
		return err
	}
	var a Alert
	err = p.Doors.Read(ctx, inside, func(tx access.Tx) (err error) {
		a, err = p.get(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	news, err := p.Site.News(ctx, a.Search, p.Clock.Now(), 1)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		news, err = News{Title: i18n.Say(ctx, "Ce qui n’est plus public", "What is no longer public"), Path: "/datasets"}, nil
	}
	if err != nil {
		return err
	}
	return p.showOne(w, r, oneView{Title: news.Title, Path: news.Path, Token: r.PathValue("token"), Pace: a.Pace, Confirmed: !a.Confirmed.IsZero()})
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, v oneView) error {
	ctx := r.Context()
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, p.Frame(ctx, ui.Page{Title: i18n.Say(ctx, "Votre alerte", "Your alert"), NoIndex: true}, oneBody(v)))
}

func (p *Pages) confirmed(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := p.idOf(r.PathValue("token"))
	if err == nil {
		err = p.Doors.Write(ctx, inside, func(tx access.Tx) error {
			if _, err := p.get(ctx, tx, id); err != nil {
				return err
			}
			return p.confirm(ctx, tx, id)
		})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/alerts/"+r.PathValue("token"))
}

// ended is one click, in the page or in the reader's mail program (RFC 8058),
// as often as she likes.
func (p *Pages) ended(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := p.idOf(r.PathValue("token"))
	if err == nil {
		err = p.Doors.Write(ctx, inside, func(tx access.Tx) error { return p.end(ctx, tx, id) })
	}
	if err != nil {
		return err
	}
	return p.showOne(w, r, oneView{Ended: true})
}
