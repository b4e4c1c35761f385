package label

import (
	"slices"

	"airial/internal/platform/i18n"
)

// Label is the face of a portal. What is empty comes from the operator's
// defaults, and from none where those are empty too.
type Label struct {
	Title   i18n.Text `json:"title" doc:"Over every page; empty for the member’s name"`
	Heading i18n.Text `json:"heading" doc:"The strong line of the first page; empty for the title"`
	Welcome i18n.Text `json:"welcome" doc:"Under it, in Markdown"`
	// Logo is the digest of a picture that was sent before.
	Logo      string  `json:"logo" doc:"Digest of the logo, as the answer to its upload gives it; empty for none"`
	LogoAlone bool    `json:"logoAlone" doc:"The logo holds the name: it is not written beside it"`
	Colours   Colours `json:"colours"`
	Band      bool    `json:"band" doc:"The head of the page has the main colour"`
	Menu      []Item  `json:"menu" nullable:"false" doc:"Links beside those that are always there"`
	Blocks    []Block `json:"blocks" nullable:"false" doc:"The parts of the first page, in order; none for the usual ones"`
	Pages     Legal   `json:"pages"`
	// Contact is where a reader says that a page resists her.
	Contact string   `json:"contact" doc:"E-mail or https address for questions of accessibility"`
	Frames  []string `json:"frames" nullable:"false" doc:"Sites that may show its pages in theirs, such as https://www.ville.fr; none for all"`
}

// Item is a link.
type Item struct {
	Label i18n.Text `json:"label"`
	Href  string    `json:"href" doc:"An https address, a mailto: one, or a path of the site"`
}

// Block is a part of the first page.
type Block struct {
	Kind  BlockKind `json:"kind" enum:"search,text,featured,datasets,themes,latest,figures,links,places"`
	Off   bool      `json:"off" doc:"Written, and not shown"`
	Title i18n.Text `json:"title" doc:"Empty for the usual one"`
	Text  i18n.Text `json:"text" doc:"Of a text, in Markdown"`
	// Datasets are the addresses of those that are featured.
	Datasets []string `json:"datasets" nullable:"false" doc:"Of featured ones: addresses of datasets"`
	Links    []Item   `json:"links" nullable:"false" doc:"Of a list of links"`
}

// Legal are the words of the legal pages, in Markdown. What is empty is said in
// general words.
type Legal struct {
	Notice   i18n.Text `json:"notice" doc:"Legal notice"`
	Licence  i18n.Text `json:"licence" doc:"Licence of the data"`
	Personal i18n.Text `json:"personal" doc:"Personal data"`
}

// BlockKind is what a block shows.
type BlockKind string

// The kinds of block.
const (
	Search   BlockKind = "search"
	Words    BlockKind = "text"
	Featured BlockKind = "featured"
	Datasets BlockKind = "datasets"
	Themes   BlockKind = "themes"
	Latest   BlockKind = "latest"
	Figures  BlockKind = "figures"
	Links    BlockKind = "links"
	Places   BlockKind = "places" // of the operator's portal: finds a member
)

var blockWords = map[BlockKind]i18n.Text{
	Search:   i18n.T("Recherche", "Search"),
	Words:    i18n.T("Texte libre", "Free text"),
	Featured: i18n.T("Jeux de données à la une", "Featured datasets"),
	Datasets: i18n.T("Tous les jeux de données, par sujet", "All datasets, by subject"),
	Themes:   i18n.T("Thèmes", "Themes"),
	Latest:   i18n.T("Publié récemment", "Lately published"),
	Figures:  i18n.T("Chiffres", "Figures"),
	Links:    i18n.T("Liste de liens", "List of links"),
	Places:   i18n.T("Trouver sa commune", "Find one’s town"),
}

// Label names the kind on screen.
func (k BlockKind) Label() i18n.Text { return blockWords[k] }

// Known tells whether the kind exists.
func (k BlockKind) Known() bool { _, ok := blockWords[k]; return ok }

// Kinds lists the kinds that a portal can have, in the order of a form.
func Kinds(operator bool) []BlockKind {
	list := []BlockKind{Search, Words, Featured, Datasets, Themes, Latest, Figures, Links}
	if operator {
		list = []BlockKind{Search, Places, Words, Featured, Themes, Latest, Figures, Links}
	}
	return list
}

// Usual are the blocks of a portal that has not chosen any.
func Usual(operator bool) []Block {
	if operator {
		return []Block{{Kind: Search}, {Kind: Places}, {Kind: Figures}, {Kind: Themes}, {Kind: Latest}}
	}
	return []Block{{Kind: Search}, {Kind: Datasets}}
}

// Over lays a label over the defaults.
func (l Label) Over(d Label) Label {
	text := func(own *i18n.Text, other i18n.Text) {
		if own.Empty() {
			*own = other
		}
	}
	text(&l.Welcome, d.Welcome)
	text(&l.Pages.Notice, d.Pages.Notice)
	text(&l.Pages.Licence, d.Pages.Licence)
	text(&l.Pages.Personal, d.Pages.Personal)
	if l.Colours.Main == "" && l.Colours.Accent == "" {
		l.Colours, l.Band = d.Colours, l.Band || d.Band
	}
	if len(l.Blocks) == 0 {
		l.Blocks = d.Blocks
	}
	if l.Contact == "" {
		l.Contact = d.Contact
	}
	l.Menu = append(slices.Clone(l.Menu), d.Menu...)
	return l
}

// Shown are the blocks that the first page has.
func (l Label) Shown(operator bool) []Block {
	blocks := l.Blocks
	if len(blocks) == 0 {
		blocks = Usual(operator)
	}
	allowed := Kinds(operator)
	var out []Block
	for _, b := range blocks {
		if !b.Off && slices.Contains(allowed, b.Kind) {
			out = append(out, b)
		}
	}
	return out
}
