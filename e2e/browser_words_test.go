package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// proper checks what every page has, whatever it shows.
func (s sight) proper(t *testing.T, lang string) {
	t.Helper()
	say := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s, for %s: %s", s.url, cmpOr(s.who, "the public"), fmt.Sprintf(format, args...))
	}
	if s.lang() != lang {
		say("lang is %q, want %q", s.lang(), lang)
	}
	if titles := s.texts("title"); len(titles) < 1 || titles[0] == "" {
		say("it has no title")
	}
	if h := s.texts("h1"); len(h) != 1 || h[0] == "" {
		say("its h1 are %q, want one", h)
	}
	for _, wrong := range []string{"%!", "<nil>", "&amp;lt;", "0001-01-01", "1 January 1970", "1er janvier 1970"} {
		if strings.Contains(words(s.root), wrong) {
			say("it says %q", wrong)
		}
	}
	s.each("", func(n *html.Node) {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				say("<%s> has the attribute %s, which the policy forbids", n.Data, a.Key)
			}
		}
	})
}

// chrome are the words of a page that are the product's own, not somebody's
// data: of navigation, forms, buttons and heads of tables.
func (p page) chrome() map[string]string {
	out := map[string]string{}
	var walk func(n *html.Node, own bool)
	walk = func(n *html.Node, own bool) {
		if n.Type == html.ElementNode {
			class := " " + attribute(n, "class") + " "
			foreign := attribute(n, "lang") != "" && n.Data != "html"
			switch {
			case foreign, n.Data == "option", n.Data == "script", n.Data == "code", n.Data == "svg": // a chart’s words are its data’s
				return
			case strings.Contains(class, " scrolls "), strings.Contains(class, " user "), n.Data == "div" && within(n, "chart-values"): // the heads of a member's table, a person's name, the values of a chart
				return
			}
			switch n.Data {
			case "button", "label", "legend", "th", "summary", "dt", "nav", "h1", "h2", "h3", "title", "footer":
				own = true
			case "p", "li", "td", "a", "strong":
				own = own || strings.Contains(attribute(n, "class"), "help")
			}
			for _, key := range []string{"aria-label", "placeholder", "title", "alt"} {
				if v := attribute(n, key); v != "" {
					out[v] = n.Data + " " + key
				}
			}
		}
		if n.Type == html.TextNode && own {
			if v := strings.Join(strings.Fields(n.Data), " "); v != "" {
				out[v] = "<" + n.Parent.Data + ">"
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, own)
		}
	}
	walk(p.root, false)
	return out
}

// within tells whether an element stands in one of a class.
func within(n *html.Node, class string) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if slices.Contains(strings.Fields(attribute(n, "class")), class) {
			return true
		}
	}
	return false
}

var (
	frenchWord  = regexp.MustCompile(`(?i)(^|[^\pL])(le|la|les|des|du|une|est|vous|votre|pour|dans|avec|aucune?|sur|et|au|aux|de|d’|l’)([^\pL]|$)|[éèêçù]`)
	englishWord = regexp.MustCompile(`(?i)(^|[^\pL])(the|of|your|you|and|with|for|no|to|is|are|by|from)([^\pL]|$)`)
)

// untranslated compares a page's own words in both languages: words that are
// the same in both, and plainly of one, were forgotten. data are words that
// are somebody's.
func untranslated(fr, en page, data map[string]bool) []string {
	var out []string
	ours := fr.chrome()
	for text, where := range en.chrome() {
		if _, same := ours[text]; !same || somebodys(text, data) {
			continue
		}
		if frenchWord.MatchString(text) {
			out = append(out, fmt.Sprintf("not in English: %s %q", where, text))
		} else if englishWord.MatchString(text) {
			out = append(out, fmt.Sprintf("not in French: %s %q", where, text))
		}
	}
	slices.Sort(out)
	return out
}

// somebodys tells whether a text is or holds a member's own words.
func somebodys(text string, data map[string]bool) bool {
	text = straight.Replace(text)
	if data[text] || namedInTheDemo[text] {
		return true
	}
	for d := range data {
		if len(d) > 6 && strings.Contains(text, d) {
			return true
		}
	}
	return slices.ContainsFunc(titledInTheDemo, func(d string) bool { return strings.Contains(text, straight.Replace(d)) })
}

// namedInTheDemo are names that no public page tells, of the operator's
// prestations and of people; and of a kind of body that has no other.
var namedInTheDemo = map[string]bool{"Données ouvertes": true, "Délégué à la protection des données mutualisé": true, "Marie-Hélène Dubosq": true, "Département": true,
	"Familia Cantine": true, "Paie Océane": true, "Boréal Messagerie": true, "Concessio": true, "Responsabilités": true, "Sécurité": true, "Écrits de séance": true, "Bibli-Sud prêts": true}

// titledInTheDemo are titles that people of the demonstration gave, of actions,
// breaches and products; other words stand beside them.
var titledInTheDemo = []string{"Portail du département", "Changer le mot de passe partagé", "Poser un panneau d’information", "Former les agents aux courriels",
	"la mairie sans écrans", "Liste des inscrits à la cantine", "Paie Océane", "Boréal Messagerie", "Écrits de séance", "Bibli-Sud prêts", "Chemin de la Palombière", "Impasse des Genêts", "Rue du Lavoir",
	"Place de l’Airial", "Le Bourg", "Océane Périscolaire (fictif)", "Périscol", "Les rôles sont-ils écrits ?", "Mes données", "Photos de la fête"}

var straight = strings.NewReplacer("’", "'", "\u202f", " ", "\u00a0", " ")

// data are the words that are members', not the product's: names and titles.
func (s *server) data(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for name := range s.sirens(t) {
		out[straight.Replace(name)] = true
	}
	for _, who := range []string{"amandine.larrieu", "nicolas.etcheverry"} {
		list := s.public(t).logIn(who).get("/fr/console/deposits/export")
		list.wants(t, http.StatusOK)
		for _, row := range readGrid(t, list.body, "utf-8", ',').rows {
			for _, cell := range row {
				out[straight.Replace(cell)] = true
			}
		}
	}
	return out
}
