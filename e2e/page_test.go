package e2e

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page is an HTML page that was read.
type page struct {
	answer
	root *html.Node
}

// page asks for a page that must answer with a status, in HTML.
func (c caller) page(address string, status int) page {
	c.t.Helper()
	a := c.get(address)
	a.wants(c.t, status)
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		c.t.Fatalf("%s is %q, want a page", address, a.header.Get("Content-Type"))
	}
	root, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		c.t.Fatal(err)
	}
	return page{a, root}
}

// each calls fn for every element of a name; "" for all.
func (p page) each(name string, fn func(*html.Node)) {
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && (name == "" || n.Data == name) {
			fn(n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.root)
}

// count is how many elements of a name there are.
func (p page) count(name string) int {
	n := 0
	p.each(name, func(*html.Node) { n++ })
	return n
}

// texts are the words in all elements of a name, blanks made single.
func (p page) texts(name string) []string {
	var out []string
	p.each(name, func(n *html.Node) { out = append(out, words(n)) })
	return out
}

// has tells whether an element of a name says exactly this.
func (p page) has(name, text string) bool {
	for _, t := range p.texts(name) {
		if t == text {
			return true
		}
	}
	return false
}

// says tells whether the page shows a text, in whatever element.
func (p page) says(text string) bool { return strings.Contains(words(p.root), text) }

// links are the addresses that the page leads to.
func (p page) links() []string {
	var out []string
	p.each("a", func(n *html.Node) { out = append(out, attribute(n, "href")) })
	return out
}

// leads tells whether a link of the page ends with a path.
func (p page) leads(path string) bool {
	for _, l := range p.links() {
		if l == path || strings.HasSuffix(l, path) {
			return true
		}
	}
	return false
}

// lang is the language that the page says it is in.
func (p page) lang() string {
	out := ""
	p.each("html", func(n *html.Node) { out = attribute(n, "lang") })
	return out
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style") {
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// path is an address without its server, as pages link to it.
func path(t testing.TB, base, address string) string {
	t.Helper()
	p, ok := strings.CutPrefix(address, base)
	if !ok {
		t.Fatalf("%s is not an address of %s", address, base)
	}
	return p
}
