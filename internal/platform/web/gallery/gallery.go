// Package gallery shows every component of the look, in pages made of samples:
// for those who work on the look, and for the browser tests that look at it.
// It is no part of what is served in production.
package gallery

import (
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// Add puts the pages of the gallery on the list of routes, under /style.
func Add(routes *web.Routes) {
	for pattern, page := range map[string]func(r *http.Request) templ.Component{
		"/style":         func(*http.Request) templ.Component { return partsPage() },
		"/style/list":    func(r *http.Request) templ.Component { return listPage(r.URL.Query().Get("sort")) },
		"/style/form":    func(*http.Request) templ.Component { return formPage(form.New()) },
		"/style/refused": func(*http.Request) templ.Component { return formPage(refused()) },
		"/style/detail":  func(*http.Request) templ.Component { return detailPage() },
		"/style/home":    func(*http.Request) templ.Component { return homePage() },
		"/style/dataset": func(*http.Request) templ.Component { return datasetPage() },
		"/style/charts":  func(*http.Request) templ.Component { return chartsPage() },
		"/style/login":   func(*http.Request) templ.Component { return loginPage() },
	} {
		routes.Add(web.Route{Method: http.MethodGet, Pattern: pattern, Kind: web.Page, Guard: web.Everyone,
			Handler: func(w http.ResponseWriter, r *http.Request) error { return web.Render(w, r, page(r)) }})
	}
	routes.Add(
		web.Route{Method: http.MethodGet, Pattern: "/style/gone", Kind: web.Page, Guard: web.Everyone, Handler: gone},
		web.Route{Method: http.MethodGet, Pattern: "/style/sheet", Kind: web.Page, Guard: web.Everyone, Handler: sheet},
		web.Route{Method: http.MethodPost, Pattern: "/style/form", Kind: web.Page, Guard: web.Everyone, Handler: post, MaxBody: 64 << 20},
	)
}

func gone(http.ResponseWriter, *http.Request) error {
	return fault.New(fault.Gone, "gallery.Gone",
		"La commune a retiré ces données le 3 mars 2026 pour les corriger. Une nouvelle version sera publiée à cette adresse.",
		"The commune withdrew these data on 3 March 2026 to correct them. A new version will be published at this address.")
}

func sheet(w http.ResponseWriter, r *http.Request) error {
	if web.IsFragment(r) {
		return web.Render(w, r, evidence())
	}
	return web.Render(w, r, evidencePage())
}

func post(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	f.Required("title", 200, i18n.T("Donnez un titre au jeu de données.", "Give the dataset a title."))
	if !f.OK() {
		return web.RenderStatus(w, r, http.StatusUnprocessableEntity, formPage(f))
	}
	return web.Redirect(w, r, "/style/list")
}

func refused() *form.Form {
	f := form.New("title", "", "year", "20255", "note", "Subventions versées en 2025, budget principal.")
	f.Fail("title", i18n.T("Donnez un titre au jeu de données, par exemple «\u00a0Subventions 2025\u00a0».", "Give the dataset a title, such as “Grants 2025”."))
	f.Fail("year", i18n.T("L’année s’écrit avec quatre chiffres.", "A year is written with four digits."))
	return f
}

func stops(states ...ui.State) []ui.Stop {
	names := []string{"Reçu", "Vérifié", "Sans données personnelles", "Approuvé", "Publié"}
	out := make([]ui.Stop, len(names))
	for i, n := range names {
		out[i] = ui.Stop{State: ui.Future, Name: n}
		if i < len(states) {
			out[i].State = states[i]
		}
		if out[i].State == ui.Done {
			out[i].Date = "12 mars 2026"
			out[i].Href = "/style/sheet"
			out[i].Sheet = true
		}
	}
	return out
}

// noted is stops with a word about the one that matters now.
func noted(note, date string, states ...ui.State) []ui.Stop {
	out := stops(states...)
	out[len(states)-1].Note, out[len(states)-1].Date = note, date
	return out
}
