package webhook

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type hookView struct {
	Hook       Hook
	Member     organisation.Member
	Form       *form.Form
	Events     []Event
	Deliveries []Delivery
	Pages      ui.Pages
	Now        time.Time
	// Secret is the one that was just made: shown in the answer to the form, and
	// nowhere else.
	Secret string
	label  func(string) i18n.Text
}

func (p *Pages) hook(w http.ResponseWriter, r *http.Request) error {
	return p.showHook(w, r, http.StatusOK, r.PathValue("id"), nil, "")
}

func (p *Pages) showHook(w http.ResponseWriter, r *http.Request, status int, id string, f *form.Form, secret string) error {
	var v hookView
	err := p.Doors.Read(r.Context(), access.From(r.Context()), func(tx access.Tx) (err error) {
		v, err = p.load(tx, r, id)
		return err
	})
	if err != nil {
		return err
	}
	if f != nil {
		v.Form = f
	}
	return p.writeHook(w, r, status, v, secret)
}

// load reads what the page of a hook shows.
func (p *Pages) load(tx access.Tx, r *http.Request, id string) (v hookView, err error) {
	ctx := r.Context()
	page, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || page < 1 || page > 10_000 {
		page = 1
	}
	v = hookView{Events: p.Events, label: p.Label, Now: tx.Clock().Now(), Pages: ui.Pages{Page: page, Size: PageSize, Total: -1}}
	if v.Hook, v.Member, err = p.found(ctx, tx, id); err != nil {
		return v, err
	}
	v.Form = form.New("name", v.Hook.Name, "url", v.Hook.URL)
	if !v.Hook.Everyone {
		v.Events = p.offered(v.Member)
	}
	v.Form.Values["event"] = v.Hook.Events
	v.Deliveries, v.Pages.More, err = Deliveries(ctx, tx, id, page)
	return v, err
}

// writeHook writes the page of a hook, with its secret when it was just made.
func (p *Pages) writeHook(w http.ResponseWriter, r *http.Request, status int, v hookView, secret string) error {
	v.Secret = secret
	if secret != "" {
		w.Header().Set("Cache-Control", "no-store")
	}
	return p.desk.ShowStatus(w, r, status, p.page(r.Context(), v.Hook, v.Member), hookBody(v))
}

func (p *Pages) found(ctx context.Context, tx access.Tx, id string) (h Hook, m organisation.Member, err error) {
	if h, err = Get(ctx, tx, id); err != nil {
		return h, m, err
	}
	m, err = organisation.Get(ctx, tx, h.MemberID)
	return h, m, err
}

// page says where a hook's page is.
func (p *Pages) page(ctx context.Context, h Hook, m organisation.Member, more ...ui.Link) console.Page {
	crumbs := []ui.Link{{Label: i18n.Say(ctx, "Webhooks de toutes les collectivités", "Webhooks for all members"), Href: operatorPath}}
	if !h.Everyone {
		crumbs = []ui.Link{{Label: m.Name, Href: console.MemberPath(m.Siren)}, {Label: "Webhooks", Href: console.MemberPath(m.Siren) + "/webhooks"}}
	}
	crumbs = append(crumbs, ui.Link{Label: h.Name, Href: hookPath(h.ID)})
	return console.Page{Title: h.Name, Crumbs: append(crumbs, more...)}
}

func (p *Pages) write(r *http.Request, fn func(context.Context, access.Tx, string) error) error {
	ctx := r.Context()
	return p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx, r.PathValue("id")) })
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	err = p.Doors.Read(r.Context(), access.From(r.Context()), func(tx access.Tx) error {
		_, err := Get(r.Context(), tx, r.PathValue("id"))
		return err
	})
	if err != nil {
		return err
	}
	d := p.draft(f)
	if !f.OK() {
		return p.showHook(w, r, http.StatusUnprocessableEntity, r.PathValue("id"), f, "")
	}
	err = p.write(r, func(ctx context.Context, tx access.Tx, id string) error {
		_, err := p.Change(ctx, tx, id, d)
		return err
	})
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("Webhook enregistré.", "Webhook saved."))
	return web.Redirect(w, r, hookPath(r.PathValue("id")))
}

func (p *Pages) rotate(w http.ResponseWriter, r *http.Request) error {
	var secret string
	err := p.write(r, func(ctx context.Context, tx access.Tx, id string) (err error) {
		_, secret, err = p.Rotate(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return p.showHook(w, r, http.StatusOK, r.PathValue("id"), nil, secret)
}

// turn switches a hook on or off.
func (p *Pages) turn(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	on := f.Raw("act") == "on"
	err = p.write(r, func(ctx context.Context, tx access.Tx, id string) error {
		_, err := p.Switch(ctx, tx, id, on)
		return err
	})
	if err != nil {
		return err
	}
	say := i18n.T("Le webhook est arrêté\u202f: il n’envoie plus rien.", "The webhook is off: it sends nothing any more.")
	if on {
		say = i18n.T("Le webhook est en marche. Ce qui n’est pas parti pendant l’arrêt peut être renvoyé à la main.", "The webhook is on. What did not go out meanwhile can be sent again by hand.")
	}
	p.desk.Flash(r.Context(), ui.Good, say)
	return web.Redirect(w, r, hookPath(r.PathValue("id")))
}

func (p *Pages) test(w http.ResponseWriter, r *http.Request) error {
	err := p.write(r, func(ctx context.Context, tx access.Tx, id string) error {
		_, err := p.Test(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Info, i18n.T("L’essai est en route\u202f: son résultat s’affiche dans la liste.", "The test is on its way: its result shows in the list."))
	return web.Redirect(w, r, hookPath(r.PathValue("id")))
}

func (p *Pages) askDelete(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var h Hook
	var m organisation.Member
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		h, m, err = p.found(ctx, tx, r.PathValue("id"))
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, p.page(ctx, h, m, ui.Link{Label: i18n.Say(ctx, "Supprimer", "Delete")}), deleteBody(h))
}

func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	to := operatorPath
	err := p.write(r, func(ctx context.Context, tx access.Tx, id string) error {
		h, m, err := p.found(ctx, tx, id)
		if err != nil {
			return err
		}
		if !h.Everyone {
			to = console.MemberPath(m.Siren) + "/webhooks"
		}
		_, err = Delete(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("Webhook supprimé.", "Webhook deleted."))
	return web.Redirect(w, r, to)
}

type deliveryView struct {
	hookView
	Delivery Delivery
}

func (p *Pages) delivery(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := deliveryView{hookView: hookView{label: p.Label}}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Hook, v.Member, err = p.found(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		v.Delivery, err = GetDelivery(ctx, tx, v.Hook.ID, r.PathValue("delivery"))
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Read(ctx, p.Label(v.Delivery.Event))
	page := p.page(ctx, v.Hook, v.Member, ui.Link{Label: title})
	page.Title = title + ", " + v.Hook.Name
	return p.desk.Show(w, r, page, deliveryBody(v))
}

func (p *Pages) replay(w http.ResponseWriter, r *http.Request) error {
	err := p.write(r, func(ctx context.Context, tx access.Tx, id string) error {
		_, err := p.Replay(ctx, tx, id, r.PathValue("delivery"))
		return err
	})
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Info, i18n.T("Le renvoi est en route\u202f: son résultat s’affiche dans la liste.", "The replay is on its way: its result shows in the list."))
	return web.Redirect(w, r, hookPath(r.PathValue("id")))
}
