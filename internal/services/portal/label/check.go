package label

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"airial/internal/platform/i18n"
)

// Limits of what is written, in characters and entries.
const (
	maxName    = 120
	maxLine    = 200
	maxText    = 6000
	maxPage    = 30000
	maxMenu    = 6
	maxBlocks  = 16
	maxLinks   = 20
	maxFeature = 12
	maxFrames  = 20
	maxAddress = 500
)

// A Problem is what is wrong with one field of a label.
type Problem struct {
	Field string // as the forms call it: "main", "menu-2-href"
	Say   i18n.Text
	// Instead is a value that would do, where one can be proposed.
	Instead string
}

// checker gathers what is wrong, and cleans what it goes through.
type checker struct{ problems []Problem }

func (c *checker) fail(field string, say i18n.Text, instead ...string) {
	c.problems = append(c.problems, Problem{Field: field, Say: say, Instead: strings.Join(instead, "")})
}

// Check cleans a label and returns what is wrong with it.
func (l *Label) Check() []Problem {
	c := &checker{}
	c.texts("title", &l.Title, maxName, false)
	c.texts("heading", &l.Heading, maxLine, false)
	c.texts("welcome", &l.Welcome, maxText, true)
	c.texts("notice", &l.Pages.Notice, maxPage, true)
	c.texts("licence", &l.Pages.Licence, maxPage, true)
	c.texts("personal", &l.Pages.Personal, maxPage, true)
	c.colour("main", &l.Colours.Main, light)
	c.colour("main-dark", &l.Colours.MainDark, dark)
	c.colour("accent", &l.Colours.Accent, light)
	c.colour("accent-dark", &l.Colours.AccentDark, dark)
	l.Menu = c.items("menu", l.Menu, maxMenu)
	c.blocks(l)
	c.contact(&l.Contact)
	c.frames(l)
	return c.problems
}

func (c *checker) texts(field string, t *i18n.Text, most int, lines bool) {
	t.Fr, t.En = c.text(field+"-fr", t.Fr, most, lines), c.text(field+"-en", t.En, most, lines)
}

func (c *checker) text(field, s string, most int, lines bool) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !(lines && (r == '\n' || r == '\t')) {
			return -1
		}
		return r
	}, s))
	if n := utf8.RuneCountInString(s); n > most {
		c.fail(field, i18n.T("Ce texte compte %d caractères\u202f; la limite est de %d. Raccourcissez-le.",
			"This text has %d characters; the limit is %d. Shorten it.", n, most))
	}
	return s
}

func (c *checker) colour(field string, s *string, g grounds) {
	*s = strings.TrimSpace(*s)
	if *s == "" {
		return
	}
	got, ok := parseColour(*s)
	if !ok {
		c.fail(field, i18n.T("Écrivez une couleur comme #1f4d3a\u202f: un dièse et six chiffres ou lettres de a à f.",
			"Write a colour as #1f4d3a: a number sign and six digits or letters from a to f."))
		return
	}
	*s = got.String()
	if worst := g.worst(got); worst < least {
		near := g.nearest(got).String()
		where := i18n.T("le fond clair", "the light ground")
		if g.isDark() {
			where = i18n.T("le fond sombre", "the dark ground")
		}
		ratio := formatRatio(worst)
		c.fail(field, i18n.Text{
			Fr: i18n.T("%s se lit mal sur %s\u202f: le contraste est de %s\u202f:\u202f1, il en faut 4,5. La couleur la plus proche qui convient est %s.", "", *s, where.Fr, ratio.Fr, near).Fr,
			En: i18n.T("", "%s is hard to read on %s: the contrast is %s:1, and 4.5 is needed. The nearest colour that will do is %s.", *s, where.En, ratio.En, near).En}, near)
	}
}

// items drops what is empty, and checks the rest.
func (c *checker) items(field string, list []Item, most int) []Item {
	out := []Item{}
	for _, it := range list {
		it.Href = strings.TrimSpace(it.Href)
		if it.Href == "" && it.Label.Empty() {
			continue
		}
		at := field + "-" + number(len(out)+1)
		it.Label.Fr, it.Label.En = c.text(at+"-fr", it.Label.Fr, maxName, false), c.text(at+"-en", it.Label.En, maxName, false)
		if it.Label.Empty() {
			c.fail(at+"-fr", i18n.T("Dites où mène ce lien.", "Say where this link leads."))
		}
		if !goodLink(it.Href) {
			c.fail(at+"-href", i18n.T("Écrivez une adresse complète, qui commence par https://, ou un chemin du site, qui commence par «\u00a0/\u00a0».",
				"Write a full address that begins with https://, or a path of the site that begins with “/”."))
		}
		out = append(out, it)
	}
	if len(out) > most {
		c.fail(field, i18n.T("%d liens au plus.", "%d links at most.", most))
	}
	return out
}

// goodLink takes what a page may lead to: nothing that runs.
func goodLink(s string) bool {
	if len(s) > maxAddress || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r == '\\' }) {
		return false
	}
	if strings.HasPrefix(s, "/") {
		return !strings.HasPrefix(s, "//")
	}
	u, err := url.Parse(s)
	if err != nil {
		return false
	}
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil || u.Scheme == "mailto" && strings.Contains(u.Opaque, "@")
}

func (c *checker) blocks(l *Label) {
	out := []Block{}
	for _, b := range l.Blocks {
		at := "block-" + number(len(out)+1)
		if !b.Kind.Known() {
			c.fail(at, i18n.T("Ce bloc n’existe pas.", "There is no such block."))
			continue
		}
		b.Title.Fr, b.Title.En = c.text(at+"-title-fr", b.Title.Fr, maxName, false), c.text(at+"-title-en", b.Title.En, maxName, false)
		b.Text.Fr, b.Text.En = c.text(at+"-text-fr", b.Text.Fr, maxText, true), c.text(at+"-text-en", b.Text.En, maxText, true)
		if b.Kind == Links {
			b.Links = c.items(at+"-link", b.Links, maxLinks)
		} else {
			b.Links = []Item{}
		}
		if b.Kind != Words {
			b.Text = i18n.Text{}
		}
		b.Datasets = c.featured(at, b)
		out = append(out, b)
	}
	if len(out) > maxBlocks {
		c.fail("blocks", i18n.T("%d blocs au plus.", "%d blocks at most.", maxBlocks))
	}
	l.Blocks = out
}

// featured are datasets by their addresses; the whole address of a page is taken
// too, for that is what people copy.
func (c *checker) featured(at string, b Block) []string {
	out := []string{}
	if b.Kind != Featured {
		return out
	}
	for _, s := range b.Datasets {
		if i := strings.LastIndex(s, "/datasets/"); i >= 0 {
			s = s[i+len("/datasets/"):]
		}
		s, _, _ = strings.Cut(s, "?")
		s, _, _ = strings.Cut(s, "/")
		if s = strings.TrimSpace(s); s != "" && len(s) <= maxLine {
			out = append(out, s)
		}
	}
	if len(out) > maxFeature {
		c.fail(at+"-datasets", i18n.T("%d jeux de données au plus.", "%d datasets at most.", maxFeature))
	}
	return out
}

func (c *checker) contact(s *string) {
	if *s = strings.TrimSpace(*s); *s == "" {
		return
	}
	if name, host, found := strings.Cut(*s, "@"); found && !strings.Contains(*s, ":") {
		if name != "" && strings.Contains(host, ".") && goodLink("mailto:"+*s) {
			return
		}
	} else if strings.HasPrefix(*s, "https://") && goodLink(*s) {
		return
	}
	c.fail("contact", i18n.T("Écrivez une adresse électronique, ou celle d’un formulaire, qui commence par https://.",
		"Write an e-mail address, or that of a form, which begins with https://."))
}

func (c *checker) frames(l *Label) {
	out := []string{}
	for _, s := range l.Frames {
		if s = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(s)), "/"); s == "" {
			continue
		}
		u, err := url.Parse(s)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Path != "" || u.User != nil || u.RawQuery != "" || strings.ContainsAny(u.Host, " ;,'\"*") {
			c.fail("frames", i18n.T("«\u00a0%s\u00a0» n’est pas l’adresse d’un site\u202f: écrivez https:// et son nom, sans chemin, un site par ligne.",
				"“%s” is not the address of a site: write https:// and its name, with no path, one site a line.", s))
			continue
		}
		out = append(out, s)
	}
	if len(out) > maxFrames {
		c.fail("frames", i18n.T("%d sites au plus.", "%d sites at most.", maxFrames))
	}
	l.Frames = out
}
