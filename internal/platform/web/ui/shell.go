package ui

import (
	"context"

	"github.com/a-h/templ"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/here"
)

// Page is what the head of a document says.
type Page struct {
	Title       string // of this page alone; the shell adds the site's name
	Description string // one sentence, for search engines; may be empty
	Canonical   string // path of the one true address; "" is the current one
	NoIndex     bool   // keep search engines away
	Feeds       []Link // alternate forms: catalogue, feed; Kind is the media type
	// Theme is the digest address of a white label's token stylesheet, or "".
	Theme string
	// Site is the host of its own on which the one true address of the page is;
	// zero for the public one.
	Site here.Site
}

// Link is an address with its words.
type Link struct {
	Label, Href string
	Kind        string // media type of an alternate form
}

// Brand is who the site belongs to.
type Brand struct {
	Name string // "Données des Landes"
	Href string // "/" when empty
	Logo string // address of an image on this site; "" shows the trees along a path
	// LogoAlone says that the picture holds the name: it is then read out, and
	// not written beside it.
	LogoAlone bool
	// Tagline stands under the name on the portal's home page.
	Tagline string
}

// NavItem is one entry of a menu or of the console's rail.
type NavItem struct {
	Icon    Icon
	Label   string
	Href    string
	Count   int    // what waits there; 0 shows nothing
	CountOf string // what is counted, for screen readers: "dépôts en attente"
	Current bool
}

// Search is the search box of a shell, sent by GET.
type Search struct {
	Action      string // "/datasets"
	Name        string // "q" when empty
	Value       string
	Label       string // for screen readers and as placeholder
	Placeholder string
}

// FooterGroup is a column of the portal's footer.
type FooterGroup struct {
	Title string
	Links []Link
}

// Portal is the frame of the public pages: air, and a serif for long reading.
type Portal struct {
	Page   Page
	Brand  Brand
	Nav    []NavItem
	Search *Search // nil where the page has its own
	Footer []FooterGroup
	Note   string // the last line of the footer: who runs it
	// Status is the line of the footer that the law wants on every page: how
	// accessible the site is, with the statement behind it.
	Status *Link
	// Band colours the head of the page with the site's colour.
	Band  bool
	Flash []Flash
	// Wide gives the content all the width, for tables.
	Wide bool
}

// Console is the frame of the pages where people work.
type Console struct {
	Page    Page
	Brand   Brand
	Rail    []NavItem
	Members *Switcher
	Search  *Search
	User    *User
	Crumbs  []Link
	Flash   []Flash
	// Help is the address that asks for help about this page; "" for none.
	Help string
	// Acting stands over every page of somebody who works in another's place.
	Acting *Acting
}

// Acting says in whose place a page is looked at, and ends it.
type Acting struct {
	Words string
	More  string
	End   string // address to which the form that ends it is posted
}

// Gate is the frame of what stands alone: a log-in, an invitation, an error.
type Gate struct {
	Page  Page
	Brand Brand
	Flash []Flash
}

// Switcher chooses the member one works for. Current "" stands for all of them.
type Switcher struct {
	Current string // name of the chosen member, or the words for all
	Options []NavItem
	Label   string // "Collectivité"
}

// User is the person at work, with the menu of what is hers.
type User struct {
	Name  string
	Role  string
	Links []Link
	// Logout is the address to which the form that logs out is posted.
	Logout string
}

// Flash is what the last action has to say on the next page. The console keeps
// it in the session.
type Flash struct {
	Tone Tone   `json:"tone"`
	Text string `json:"text"`
	// Undo, if any, is the address to which "Annuler" posts.
	Undo string `json:"undo,omitempty"`
}

// Tone is what a colour means. It never stands alone: a word and a shape go
// with it.
type Tone string

// The tones.
const (
	Neutral Tone = "neutral"
	Good    Tone = "good"   // pine: done, published
	Info    Tone = "info"   // ocean
	Wait    Tone = "wait"   // resin: waits for somebody, attention
	Bad     Tone = "bad"    // brick: refused, danger
	Accent  Tone = "accent" // heather: chosen
)

func (t Tone) class(base string) string {
	if t == "" {
		t = Neutral
	}
	return base + " " + base + "-" + string(t)
}

func (b Brand) href() string {
	if b.Href == "" {
		return "/"
	}
	return b.Href
}

// alone tells whether the picture stands for the name.
func (b Brand) alone() bool { return b.Logo != "" && b.LogoAlone }

func (b Brand) alt() string {
	if b.alone() {
		return b.Name
	}
	return ""
}

func (s Search) name() string {
	if s.Name == "" {
		return "q"
	}
	return s.Name
}

func (p Page) fullTitle(site string) string {
	switch {
	case p.Title == "" || p.Title == site:
		return site
	case site == "":
		return p.Title
	}
	return p.Title + " – " + site
}

func (p Page) canonical(ctx context.Context) string {
	path := p.Canonical
	if path == "" {
		path = here.From(ctx).Path
	}
	return p.absolute(ctx, i18n.Path(ctx, path))
}

// absolute is an address of the page's own site in full.
func (p Page) absolute(ctx context.Context, path string) string {
	if p.Site.Base != "" {
		if short, ok := p.Site.Short(path); ok {
			return p.Site.Base + short
		}
	}
	return here.URL(ctx, path)
}

// in is the page in another language.
func (p Page) in(ctx context.Context, lang i18n.Lang) string {
	return p.absolute(ctx, "/"+string(lang)+here.From(ctx).Path)
}

func current(on bool) string {
	if on {
		return "page"
	}
	return "false"
}

// Href is here.Href, for pages that write their own links.
func Href(ctx context.Context, path string) string { return here.Href(ctx, path) }

// PublicHref is a path of the public host in the language of the page, whatever
// host the page is read through.
func PublicHref(ctx context.Context, path string) string {
	return "/" + string(i18n.From(ctx).Lang) + path
}

// PlainPage is the frame of what stands alone, when the application gives no
// frame of its own.
func PlainPage(_ context.Context, title string, body templ.Component) templ.Component {
	return plainPage(title, body)
}
