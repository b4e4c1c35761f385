package dcat_test

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"airial/standards/dcat"

	"pgregory.net/rapid"
)

// expected is what a text becomes: valid UTF-8 without what XML cannot hold.
func expected(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(replaceBroken(s), ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF:
			return -1
		}
		return r
	}, s)
}

// replaceBroken puts U+FFFD for each broken byte.
func replaceBroken(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
	}
	return b.String()
}

// checkRoundTrip writes a dataset with these texts in both syntaxes and finds
// them again, once in each graph.
func checkRoundTrip(t testing.TB, title, keyword, lang, address string) {
	t.Helper()
	d := sampleDatasets()[1]
	d.Title, d.Keywords = dcat.Texts{{title, lang}}, dcat.Texts{{keyword, ""}}
	d.Distributions = []dcat.Distribution{{DownloadURL: address, Title: dcat.Fr(keyword)}}
	var b bytes.Buffer
	c := sampleCatalog()
	if err := dcat.Write(&b, dcat.JSONLD, c, each(d), dcat.Options{Now: now}); err != nil {
		return // refused, in every syntax alike: the checks come before
	}
	g := both(t, c, d)
	s := iriTerm(d.URI)
	if got := g.objects(s, "http://purl.org/dc/terms/title"); len(got) != 1 || got[0].text() != expected(title) {
		t.Fatalf("title %q came back as %q", title, got)
	}
	want := expected(keyword)
	got := g.objects(s, "http://www.w3.org/ns/dcat#keyword")
	if want == "" && len(got) != 0 || want != "" && !slices.Equal(got, []term{literalTerm(want, "", "")}) {
		t.Fatalf("keyword %q came back as %q", keyword, got)
	}
	for _, x := range g.objects(s, "http://www.w3.org/ns/dcat#distribution") {
		urls := g.objects(x, "http://www.w3.org/ns/dcat#downloadURL")
		if len(urls) != 1 || !urls[0].isIRI() || !utf8.ValidString(string(urls[0])) {
			t.Fatalf("address %q came back as %q", address, urls)
		}
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add("Titre", "mot", "fr", "https://exemple.fr/a.csv")
	f.Add("a\"b\\c\nd\te\r\nf</script>", "^^xsd:date", "x\"", "https://exemple.fr/a b<c>\"\\^`{|}.csv")
	f.Add("\x00\x01\ufffe\xff", "\u2028\u0085", "fr-FR", "urn:isbn:9782070360024")
	f.Add("@prefix", "_:b0", "@", "dct:title")
	f.Add("𝄞 …\ufeff", "\\u0041", "en", "https://é.fr/ü?q=%20#\u00a0")
	f.Fuzz(func(t *testing.T, title, keyword, lang, address string) {
		checkRoundTrip(t, title, keyword, lang, address)
	})
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("\"\\\n\r\t<>&@^.;,[]{}'\u2028\u00a0é\x00\x1b𝄞a "))))
		checkRoundTrip(t, text.Draw(rt, "title"), text.Draw(rt, "keyword"),
			rapid.SampledFrom([]string{"fr", "EN", "fr-CA", "", "-", "1", "français"}).Draw(rt, "language"),
			"https://exemple.fr/"+text.Draw(rt, "path"))
	})
}

func TestPages(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		size, total := rapid.IntRange(1, 50).Draw(rt, "size"), rapid.IntRange(0, 500).Draw(rt, "total")
		seen, number := 0, 1
		address := "https://exemple.fr/catalog.ttl?theme=ECON"
		for next := address; next != ""; number++ {
			p, err := dcat.Page(address, number, size, total)
			if err != nil {
				rt.Fatal(err)
			}
			if number > 1 && p.This != next || p.Total != total {
				rt.Fatalf("page %d is at %s, announced at %s", number, p.This, next)
			}
			if !strings.Contains(p.This, "theme=ECON") || (p.Previous == "") != (number == 1) || (p.Next == "") != (p.This == p.Last) {
				rt.Fatalf("page %d: %+v", number, p)
			}
			seen += size
			next = p.Next
		}
		if seen < total || seen-size >= max(total, 1) {
			rt.Fatalf("%d pages of %d for %d", number-1, size, total)
		}
	})
	for _, bad := range [][3]int{{0, 10, 5}, {2, 10, 10}, {1, 0, 5}} {
		if _, err := dcat.Page(site, bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("page %v exists", bad)
		}
	}
	if _, err := dcat.Page("http://[", 1, 10, 5); err == nil {
		t.Error("a broken address has pages")
	}
}

// 10,000 datasets with three distributions each, the size of a département.
func BenchmarkWrite(b *testing.B) {
	d := sampleDatasets()[0]
	ids := make([]string, 10_000)
	for i := range ids {
		ids[i] = fmt.Sprintf("%s/d/%d", site, i)
	}
	datasets := iter.Seq2[dcat.Dataset, error](func(yield func(dcat.Dataset, error) bool) {
		for _, id := range ids {
			d := d
			d.URI, d.Identifier = id, id
			if !yield(d, nil) {
				return
			}
		}
	})
	for _, s := range []dcat.Syntax{dcat.JSONLD, dcat.Turtle} {
		b.Run(s.Extension(), func(b *testing.B) {
			var n counter
			b.ReportAllocs()
			for b.Loop() {
				n = 0
				if err := dcat.Write(&n, s, sampleCatalog(), datasets, dcat.Options{Now: now}); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(n))
		})
	}
}

type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

var _ io.Writer = (*counter)(nil)
