package e2e

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// whiteLabel gives a portal its town's colours and words: a colour that cannot
// be read is refused with the nearest that can, the public sees nothing of a
// draft, and what was published is taken back.
func whiteLabel(t *testing.T, s scene) {
	const name, welcome = "Données de Cournegan", "Tout ce que la commune compte et mesure."
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open("/fr/console/members/" + s.sirens(t)["Cournegan"])
	p.follow("Portail")
	p.sees("Rien n’a encore été choisi")
	p.look("a portal’s face")
	p.expect(http.StatusUnprocessableEntity)
	p.fill("Nom du portail, en français", name)
	p.fill("Texte d’accueil, en français", welcome)
	p.fill("Couleur principale", "#ffd84d")
	p.follow("Enregistrer le brouillon")
	p.look("a colour that cannot be read")
	p.follow("Prendre #")
	p.sees("Brouillon")
	colour := ask[string](p, `%s.field("Couleur principale").value`, finders)
	if colour == "#ffd84d" || !strings.HasPrefix(colour, "#") {
		p.errorf("yellow on white was taken: %s", colour)
	}

	public := s.tab(t)
	public.open("/fr/p/cournegan")
	public.seesNot(welcome)
	p.sees("Brouillon")
	p.follow("Publier")
	p.sees("Version 1")
	p.look("a portal’s face, published")
	p.follow("Historique")
	p.look("history of a portal’s face")

	public.until("the public sees it", `(location.reload(), false) || document.body.innerText.includes("`+welcome+`")`)
	public.sees(name)
	public.look("a portal of its own")
	public.followIn("footer", "Accessibilité")
	public.sees("non conforme")
	public.look("statement of accessibility")

	p.press("Revenir à l’aspect d’origine")
	p.followIn("dialog", "Revenir à l’aspect d’origine")
	public.open("/fr/p/cournegan")
	public.until("it is as it came", `(location.reload(), false) || !document.body.innerText.includes("`+welcome+`")`)
}

// embedding puts a table of a dataset into a page of another site, as a frame
// and as an element, by the code that the dataset's page gives.
func embedding(t *testing.T, s scene) {
	p := s.tab(t)
	p.open("/fr/datasets?q=arbres")
	p.follow(trees)
	dataset := p.path()
	p.press("Intégrer cette vue dans un site")
	codes := ask[[]string](p, `[...document.querySelectorAll(".embed-box[open] .copy code")].map(e => e.innerText)`)
	if len(codes) != 2 {
		p.fatal("it gives %d codes", len(codes))
	}
	for i, code := range codes {
		site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/" {
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(`<!doctype html><html lang="fr"><title>Un autre site</title><h1>Nos arbres</h1>` + code + `</html>`))
		}))
		other := s.tab(t)
		other.base = site.URL
		other.open("/")
		other.until("the frame is there", `document.querySelector("iframe")`)
		if i == 1 { // the element grows with what it shows
			other.until("it has taken the height that it needs", `+document.querySelector("iframe").height > 500`)
		}
		other.shoot("embedded")
		frame := ask[string](other, `document.querySelector("iframe").src`)
		other.open(frame)
		other.sees("Platane")
		if ask[bool](other, `!!document.cookie || [...document.querySelectorAll("a[href]")].some(a => a.origin === location.origin && !a.pathname.includes("/embed/") && a.target !== "_blank" && a.target !== "_top")`) {
			other.errorf("it sets a cookie, or a link of it would fill the frame with the portal")
		}
		site.Close()
	}
	p.open(dataset)
}
