package portal_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"airial/internal/services/portal/portaltest"
)

var everyPage = []string{"/", "/?place=zz", "/datasets", "/datasets?q=%3Cb%3Ex", "/datasets?member=" + portaltest.Slug + "&schema=none", "/members", town,
	"/p/" + portaltest.Silent, town + "/datasets", grants, grants + "?page=2", grants + "/versions/1", town + "/datasets/script",
	"/datasets/" + portaltest.Withdrawn, "/datasets/" + portaltest.Erased, "/schemas", "/schemas/scdl/subventions", "/about", "/licence"}

// void are the elements that have no end tag.
var void = []string{"meta", "link", "input", "img", "br", "hr", "path", "circle", "ellipse", "rect"}

func TestPagesAreWellFormed(t *testing.T) {
	s := newSite()
	for _, lang := range []string{"/fr", "/en"} {
		for _, path := range everyPage {
			checkHTML(t, lang+path, s.get(t, lang+path).Body.String())
		}
	}
}

// checkHTML finds tags that do not match, identifiers given twice, and what
// the policy of content forbids: styles and handlers in the markup, scripts
// that are no blocks of data.
func checkHTML(t *testing.T, path, page string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	var open []string
	ids := map[string]bool{}
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Errorf("%s: %v", path, z.Err())
			}
			if len(open) > 0 {
				t.Errorf("%s: left open: %v", path, open)
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			checkTag(t, path, tag, ids)
			if kind == html.StartTagToken && !slices.Contains(void, tag.Data) {
				open = append(open, tag.Data)
			}
		case html.EndTagToken:
			tag := z.Token()
			if slices.Contains(void, tag.Data) {
				continue // svg writes them
			}
			if len(open) == 0 || open[len(open)-1] != tag.Data {
				t.Fatalf("%s: </%s> within %v", path, tag.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func checkTag(t *testing.T, path string, tag html.Token, ids map[string]bool) {
	t.Helper()
	var source, kind string
	for _, a := range tag.Attr {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			t.Errorf("%s: <%s %s=…>", path, tag.Data, a.Key)
		case a.Key == "id" && ids[a.Val]:
			t.Errorf("%s: id %q twice", path, a.Val)
		case a.Key == "id":
			ids[a.Val] = true
		case a.Key == "src":
			source = a.Val
		case a.Key == "type":
			kind = a.Val
		case a.Key == "href" && strings.HasPrefix(strings.ToLower(a.Val), "javascript:"):
			t.Errorf("%s: link to %q", path, a.Val)
		}
	}
	if tag.Data == "script" && source == "" && kind != "application/ld+json" {
		t.Errorf("%s: a script within the page", path)
	}
	if slices.Contains([]string{"b", "i", "style", "iframe", "object"}, tag.Data) {
		t.Errorf("%s: <%s> is not ours", path, tag.Data)
	}
}

func TestMarkupIsShownAsText(t *testing.T) {
	s := newSite()
	for _, path := range []string{"/", "/datasets", town, town + "/datasets/script", "/datasets?q=%3Cscript%3Ealert(9)%3C/script%3E"} {
		body := s.get(t, path).Body.String()
		for _, bad := range []string{"<script>alert", "<img src=x", "</td><script", `<i>"`} {
			if strings.Contains(body, bad) {
				t.Errorf("%s: %q stands in the page", path, bad)
			}
		}
	}
	body := s.get(t, town+"/datasets/script").Body.String()
	for _, want := range []string{"&lt;script&gt;alert(1)&lt;/script&gt;", "javascript:alert(4)", `href="https://exemple.fr/?a=1&amp;b=2"`, `\u003cscript\u003e`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
