package portal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/label"
)

// frame is the shell of a page of the whole site. at is the menu entry that
// stands for the page.
func (s *Service) frame(ctx context.Context, page ui.Page, at string) ui.Portal {
	return s.frameWith(ctx, page, at, s.face(ctx, s.p.Operator))
}

func (s *Service) frameWith(ctx context.Context, page ui.Page, at string, f label.Face) ui.Portal {
	if page.Feeds == nil { // a page has nearer ones, or those of everything
		page.Feeds = feedsOf(ctx, i18n.Say(ctx, "Publications", "Publications"), "/datasets", "")
	}
	page.Feeds = append(page.Feeds, feeds(ctx, "", i18n.Say(ctx, "Catalogue", "Catalogue"))...)
	shell := ui.Portal{
		Page:  page,
		Brand: ui.Brand{Name: s.siteName(ctx, f), Href: "/"},
		Nav: []ui.NavItem{
			{Label: i18n.Say(ctx, "Données", "Data"), Href: "/datasets", Current: at == "data"},
			{Label: i18n.Say(ctx, "Collectivités", "Public bodies"), Href: "/members", Current: at == "members"},
			{Label: i18n.Say(ctx, "Schémas", "Schemas"), Href: "/schemas", Current: at == "schemas"},
		},
		Footer: s.footer(ctx, ""),
		Note:   s.note(ctx),
	}
	if s.p.Checks {
		shell.Nav = append(shell.Nav, ui.NavItem{Label: i18n.Say(ctx, "Vérifier", "Check"), Href: "/check", Current: at == "check"})
	}
	wear(ctx, &shell, f, "")
	return shell
}

// memberFrame is the shell of a member's own portal: its name stands over it.
func (s *Service) memberFrame(ctx context.Context, page ui.Page, m organisation.Member, at string) ui.Portal {
	return s.memberFrameWith(ctx, page, m, at, s.face(ctx, m))
}

func (s *Service) memberFrameWith(ctx context.Context, page ui.Page, m organisation.Member, at string, f label.Face) ui.Portal {
	base := memberPath(m)
	if page.Feeds == nil {
		page.Feeds = feedsOf(ctx, i18n.Say(ctx, "Publications – ", "Publications – ")+m.Name, base+"/datasets", "")
	}
	page.Feeds = append(page.Feeds, feeds(ctx, base, i18n.Say(ctx, "Catalogue – ", "Catalogue – ")+m.Name)...)
	shell := ui.Portal{
		Page:  page,
		Brand: ui.Brand{Name: f.Name(ctx, m), Href: base},
		Nav: []ui.NavItem{
			{Label: i18n.Say(ctx, "Nos données", "Our data"), Href: base + "/datasets", Current: at == "data"},
		},
		Footer: s.footer(ctx, base),
		Note:   s.note(ctx),
	}
	wear(ctx, &shell, f, base)
	shell.Nav = append(shell.Nav, ui.NavItem{Label: i18n.Say(ctx, "Tout le territoire", "The whole territory"), Href: "/"})
	return shell
}

func feeds(ctx context.Context, base, label string) []ui.Link {
	return []ui.Link{
		{Label: label + " (DCAT, JSON-LD)", Href: web.URL(ctx, base+"/catalog.jsonld"), Kind: "application/ld+json"},
		{Label: label + " (DCAT, Turtle)", Href: web.URL(ctx, base+"/catalog.ttl"), Kind: "text/turtle"},
		{Label: label + " (DCAT, RDF/XML)", Href: web.URL(ctx, base+"/catalog.rdf"), Kind: "application/rdf+xml"},
	}
}

func (s *Service) footer(ctx context.Context, base string) []ui.FooterGroup {
	about := []ui.Link{
		{Label: i18n.Say(ctx, "À propos de ce site", "About this site"), Href: "/about"},
		{Label: i18n.Say(ctx, "Le journal, vérifiable par tous", "The journal, for all to verify"), Href: "/journal"},
		{Label: i18n.Say(ctx, "Statistiques", "Statistics"), Href: base + "/statistics"},
		{Label: i18n.Say(ctx, "Mentions légales", "Legal notice"), Href: base + "/legal"},
		{Label: i18n.Say(ctx, "Données personnelles", "Personal data"), Href: base + "/personal-data"}}
	if base != "" && s.p.Rights != nil {
		about = append(about, ui.Link{Label: i18n.Say(ctx, "Exercer vos droits sur vos données", "Use your rights over your data"), Href: s.p.Rights(base)})
	}
	return []ui.FooterGroup{
		{Title: i18n.Say(ctx, "Trouver", "Find"), Links: []ui.Link{
			{Label: i18n.Say(ctx, "Tous les jeux de données", "All datasets"), Href: "/datasets"},
			{Label: i18n.Say(ctx, "Ce que disent les données", "What the data say"), Href: "/stories"},
			{Label: i18n.Say(ctx, "Qui a publié, et qui manque", "Who has published, and who is missing"), Href: "/coverage"},
			{Label: i18n.Say(ctx, "Les collectivités", "The public bodies"), Href: "/members"},
			{Label: i18n.Say(ctx, "Les schémas de données", "The data schemas"), Href: "/schemas"}}},
		{Title: i18n.Say(ctx, "Réutiliser", "Reuse"), Links: []ui.Link{
			{Label: i18n.Say(ctx, "Interface de programmation (API)", "Programming interface (API)"), Href: "/api"},
			{Label: i18n.Say(ctx, "Catalogue DCAT (JSON-LD)", "DCAT catalogue (JSON-LD)"), Href: web.URL(ctx, base+"/catalog.jsonld")},
			{Label: i18n.Say(ctx, "Catalogue DCAT (Turtle)", "DCAT catalogue (Turtle)"), Href: web.URL(ctx, base+"/catalog.ttl")},
			{Label: i18n.Say(ctx, "Catalogue DCAT (RDF/XML)", "DCAT catalogue (RDF/XML)"), Href: web.URL(ctx, base+"/catalog.rdf")},
			{Label: i18n.Say(ctx, "Les licences en clair", "The licences in plain words"), Href: base + "/licence"}}},
		{Title: i18n.Say(ctx, "À propos", "About"), Links: about},
		{Title: i18n.Say(ctx, "Agents", "Staff"), Links: []ui.Link{
			{Label: i18n.Say(ctx, "Se connecter", "Log in"), Href: "/console"}}},
	}
}

func (s *Service) note(ctx context.Context) string {
	if s.p.Operator.Name == "" {
		return ""
	}
	return i18n.Sayf(ctx, "Un service de %s pour les collectivités de son territoire. Ce site ne dépose aucun cookie et ne suit personne.",
		"A service of %s for the public bodies of its territory. This site sets no cookie and tracks nobody.", s.p.Operator.Name)
}

// siteName is the name over the operator's pages.
func (s *Service) siteName(ctx context.Context, f label.Face) string {
	if s.p.Operator.Name == "" {
		return "Airial"
	}
	return f.Name(ctx, s.p.Operator)
}

// Dress puts a page of another room into the site's frame; at is the menu entry
// that stands for it.
func (s *Service) Dress(ctx context.Context, page ui.Page, at string, body templ.Component) templ.Component {
	return framed(s.frame(ctx, page, at), body)
}

// DressMember puts a page of another room into the frame of a member's own site.
func (s *Service) DressMember(ctx context.Context, page ui.Page, m organisation.Member, body templ.Component) templ.Component {
	return framed(s.memberFrame(ctx, page, m, ""), body)
}

// Frame dresses a page that belongs to no service, such as an error, in the
// site's frame.
func (s *Service) Frame(ctx context.Context, title string, body templ.Component) templ.Component {
	return framed(s.frame(ctx, ui.Page{Title: title, NoIndex: true}, ""), body)
}

func memberPath(m organisation.Member) string { return "/p/" + url.PathEscape(m.Slug) }

// DatasetPath is the address of a dataset's page within the site.
func DatasetPath(d Dataset) string { return datasetPath(d) }

func datasetPath(d Dataset) string {
	return memberPath(d.Body) + "/datasets/" + url.PathEscape(d.Slug)
}

// show answers with a page and tags it with its content: who has it already
// gets 304. The tag is right whatever the page is made from, words such as
// "yesterday" included.
func show(w http.ResponseWriter, r *http.Request, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(r.Context(), &b); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	if web.Fresh(w, r, hex.EncodeToString(sum[:])) {
		return nil
	}
	return web.Render(w, r, templ.Raw(b.String()))
}

// part tells whether htmx asks for the part of the page with this id alone.
func part(r *http.Request, id string) bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Target") == id &&
		r.Header.Get("HX-History-Restore-Request") == ""
}

// elsewhere leads to the lasting address of what was asked for, with the same
// query. It is not permanent: the readable address may change.
func elsewhere(w http.ResponseWriter, r *http.Request, path string) error {
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	return web.Moved(w, r, path, false)
}

// moved leads from an old name of a member or a dataset to today's. Search
// engines take it for good; whoever keeps answers does so for an hour, for
// names of communes change back, and a merged commune may be set up again.
func moved(w http.ResponseWriter, r *http.Request, path string) error {
	w.Header().Set("Cache-Control", "public, max-age=3600")
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	return web.Moved(w, r, path, true)
}
