package redact

import (
	"bytes"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"airial/privacy"
	"airial/privacy/person"
)

// gone is what was taken out of a document: it must not stand in its attributes
// either, in whatever writing: names of bookmarks, addresses of links, prompts of
// fields, names of styles.
type gone struct {
	texts   []string // folded: small letters and digits, blanks between words
	words   []string // of persons' names, folded, of five letters or more
	renamed map[string]string
}

func newGone(marks []Mark) *gone {
	g := &gone{renamed: map[string]string{}}
	for _, m := range marks {
		text := folded(m.Text)
		if m.Kind == Picture || !strings.ContainsFunc(text, unicode.IsLetter) && len(text) < leastNumber {
			continue
		}
		if len(text) >= leastGone && !slices.Contains(g.texts, text) {
			g.texts = append(g.texts, text)
		}
		if m.Kind != privacy.PersonName && m.Kind != Word {
			continue
		}
		for word := range strings.FieldsSeq(text) {
			if len(word) > leastGone && !plainWords[word] && !slices.Contains(g.words, word) {
				g.words = append(g.words, word)
			}
		}
	}
	return g
}

// How long a text must be, in bytes, to be looked for in attributes; a number may
// be many a thing there.
const (
	leastGone   = 4
	leastNumber = 9
)

// plainWords are values of attributes that a name may be as well.
var plainWords = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("normal standard center right table title serif times arial roman default black white green bottom baseline solid single double image frame graphic page first last heading header footer text section index style paragraph rectangle portrait landscape french france") {
		m[w] = true
	}
	return m
}()

// folded is a text as it is compared: small letters without accents, digits, and
// one blank for whatever stands between.
func folded(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range unseen.Replace(s) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			blank = b.Len() > 0
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteString(person.Plain(unicode.ToLower(r)))
	}
	return b.String()
}

// in tells whether a value holds something of what is gone: as it stands, or as
// it is written in addresses.
func (g *gone) in(value string) bool {
	if g == nil || len(g.texts) == 0 || len(value) < leastGone {
		return false
	}
	f := folded(html.UnescapeString(value))
	if plain, err := url.PathUnescape(value); err == nil && plain != value {
		f += " " + folded(html.UnescapeString(plain))
	}
	has := func(part string) bool { return strings.Contains(f, part) }
	return slices.ContainsFunc(g.texts, has) || slices.ContainsFunc(g.words, has)
}

// told are attributes that hold text about what is seen.
var told = regexp.MustCompile(`\s(?:[a-z]+:)?(?:descr|title|tooltip|author|initials|alt|date|display-name)=(?:"[^"]*"|'[^']*')`)

var (
	drawn     = regexp.MustCompile(`^<[a-z]+:(?:docPr|cNvPr)\s`)
	drawnName = regexp.MustCompile(`\sname=(?:"[^"]*"|'[^']*')`)
)

var attribute = regexp.MustCompile(`([A-Za-z0-9_.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)

// clean takes out of a tag what tells of persons. A value with something that is
// gone becomes another one, the same wherever it stands: what leads from one
// place to another still does.
func (g *gone) clean(raw []byte) []byte {
	raw = told.ReplaceAll(raw, nil)
	if drawn.Match(raw) { // the name of a drawing is mostly that of a file
		raw = drawnName.ReplaceAll(raw, []byte(` name="Image"`))
	}
	return attribute.ReplaceAllFunc(raw, func(a []byte) []byte {
		m := attribute.FindSubmatch(a)
		name, value := string(m[1]), string(m[2])+string(m[3])
		if strings.HasPrefix(name, "xmlns") {
			return a
		}
		link := strings.HasSuffix(name, "href") || name == "Target"
		switch {
		case bytes.Contains(bytes.ToLower(a), []byte("mailto:")), link && !strings.HasPrefix(value, "#") && g.in(value):
			return []byte(name + `="about:blank"`)
		case g.in(value) && (shownAttributes[local(name)] || shownTags.Match(raw)):
			return []byte(name + `="` + blot + `"`)
		case g.in(value):
			return []byte(name + `="` + g.rename(value) + `"`)
		}
		return a
	})
}

// shownAttributes and shownTags hold what readers see.
var (
	shownAttributes = set("num-prefix", "num-suffix", "string-value", "string-value-if-true", "string-value-if-false", "description", "value", "current-value",
		"label", "prompt", "help-message", "string")
	shownTags = regexp.MustCompile(`^<w:(?:lvlText|alias|tag|placeholder|docPart|listItem|statusText|helpText|default|tblCaption|tblDescription)\s`)
)

func local(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

func (g *gone) rename(value string) string {
	value, local := strings.CutPrefix(value, "#")
	to, ok := g.renamed[value]
	if !ok {
		to = fmt.Sprintf("n%d", len(g.renamed)+1)
		g.renamed[value] = to
	}
	if local {
		return "#" + to
	}
	return to
}
