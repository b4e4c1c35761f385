package e2e

import (
	"mime"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestBadFilesHaveALife deposits what is no table, or a bad one: the request is
// accepted, and the life says what became of it.
func TestBadFilesHaveALife(t *testing.T) {
	s := start(t, opts{})
	depositor := s.as(t, s.token(t, firstSiren, "depositor"))
	for _, test := range []struct {
		name, file, content, schema string
		outcome, code               string
	}{
		{name: "empty", outcome: "refused", code: "source-error"},
		{name: "only a BOM", content: "\ufeff", outcome: "refused", code: "source-error"},
		{name: "a PDF named .csv", file: "budget.csv", content: "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n\x00\x01", outcome: "refused", code: "source-error"},
		{name: "a workbook named .csv", file: "budget.csv", content: "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", outcome: "refused", code: "source-error"},
		{name: "NUL bytes", content: "a,b\n1,x\x00y\n", outcome: "refused", code: "source-error"},
		{name: "a quote never closed", content: "a,b\n1,\"x\n2,y\n", outcome: "refused", code: "source-error"},
		{name: "UTF-16", content: encoded(t, "utf-16le", "a;b\r\n1;é\r\n"), outcome: "done"},
		{name: "Windows-1252", content: encoded(t, "windows-1252", "a;b\r\nl’été;1 € \r\n"), outcome: "done"},
		{name: "bars", content: "a|b\n1|2\n", outcome: "done"},
		{name: "tabs", content: "a\tb\n1\t2\n", outcome: "done"},
		{name: "a header and no rows", content: "a,b\n", outcome: "done"},
		{name: "title lines", content: "Export du logiciel;;\r\n;;\r\na;b;c\r\n1;2;3\r\n4;5;6\r\n", outcome: "done"},
		{name: "duplicate columns", content: "a,a\n1,2\n", outcome: "refused", code: "duplicate-label"},
		{name: "a blank column", content: "a,\n1,2\n", outcome: "refused", code: "blank-label"},
		{name: "another schema's table", content: "a,b\n1,2\n", schema: "scdl/prenoms", outcome: "refused", code: "missing-label"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := depositor
			c.t = t
			l := c.await(c.deposit(firstSiren, form{title: "Entrée " + test.name, file: test.file, schema: test.schema, content: []byte(test.content)}).Life)
			if l.Outcome != test.outcome || l.Report == nil {
				t.Fatalf("it is %s at stage %s: %s", l.Outcome, l.Stage, l.why())
			}
			if f := l.Report.find(test.code, ""); test.code != "" && (f == nil || f.Level != "error" || f.Message == "") {
				t.Errorf("no error of %s, but %v", test.code, l.Report.counts())
			}
			if l.Dataset != nil {
				rows := rowsPage{}
				s.public(t).read(l.Dataset.API+"/rows", &rows)
				if rows.Total != l.Report.Rows {
					t.Errorf("%d rows are published of %d", rows.Total, l.Report.Rows)
				}
				s.public(t).page(l.Dataset.Page, http.StatusOK)
			}
		})
	}
}

// TestMarkupIsText deposits markup wherever words can stand: pages show it, and
// none of it becomes an element.
func TestMarkupIsText(t *testing.T) {
	const markup = `<img src=x onerror=alert(1)></script><script>alert("é")</script>`
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	l := c.publish(firstSiren, form{title: "Titre " + markup, description: "Dit " + markup, file: "f" + markup + ".csv",
		content: []byte("\"c" + strings.ReplaceAll(markup, `"`, `""`) + "\",b\n\"" + strings.ReplaceAll(markup, `"`, `""`) + "\",=1+1\n")})
	nobody := s.public(t)
	c.remove(c.publish(firstSiren, form{title: "Retiré", content: table("markup")}).Piece, "reason="+url.QueryEscape(markup)).wants(t, http.StatusNoContent)
	for _, address := range []string{l.Dataset.Page, l.Dataset.Page + "?sort=b", l.Dataset.Page + "?q=" + url.QueryEscape(markup),
		"/datasets?q=" + url.QueryEscape(markup), "/p/premiere/datasets", "/p/premiere", "/"} {
		p := nobody.page(address, http.StatusOK)
		noForeign(t, p)
	}
	noForeign(t, nobody.page("/p/premiere/datasets/retire", http.StatusGone))
	noForeign(t, nobody.page("/nothing/"+url.PathEscape(markup), http.StatusNotFound))
	if p := nobody.page(l.Dataset.Page, http.StatusOK); !p.has("h1", "Titre "+markup) || !p.says(markup) {
		t.Error("the page does not show the markup as the words that they are")
	}
	kind, words, err := mime.ParseMediaType(nobody.get(l.Dataset.Original).header.Get("Content-Disposition"))
	if err != nil || kind != "attachment" || words["filename"] != "script>.csv" { // what stands behind the last slash
		t.Errorf("the file goes out as %s %v: %v", kind, words, err)
	}
	for _, address := range []string{"/catalog.jsonld", "/catalog.ttl"} {
		nobody.get(address).wants(t, http.StatusOK)
	}
	if record := nobody.catalog("/catalog.jsonld").datasets[s.URL+"/datasets/"+l.Piece]; record == nil || record.text("dct:title") != "Titre "+markup {
		t.Error("the catalogue has another title")
	}
}

// noForeign fails the test where the markup has become an element.
func noForeign(t *testing.T, p page) {
	t.Helper()
	p.each("", func(n *html.Node) {
		if attribute(n, "onerror") != "" || n.Data == "img" && attribute(n, "src") == "x" ||
			n.Data == "script" && n.FirstChild != nil && strings.HasPrefix(n.FirstChild.Data, "alert") {
			t.Errorf("%s: the markup has become an element %s", p.url, n.Data)
		}
	})
}

// TestQueriesOfRows asks for rows as programs and people do, rightly and
// wrongly.
func TestQueriesOfRows(t *testing.T) {
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	l := c.publish(firstSiren, form{title: "Requêtes", content: []byte("nom,n,x,jour,ok,limit\nÉcole,2,1.5,2026-01-02,true,a\necole,10,,2026-02-01,false,b\nÀ la mer,1,-3,,true,c\n%_\\,30,1e3,2025-12-31,,d\n")})
	nobody := s.public(t)
	for query, want := range map[string]string{
		"":                              "École ecole À la mer %_\\",
		"sort=n":                        "À la mer École ecole %_\\",
		"sort=-n":                       "%_\\ ecole École À la mer",
		"sort=-jour&jour__notnull=":     "ecole École %_\\",
		"nom=École":                     "École",
		"nom__contains=ecole":           "École ecole",
		"nom__contains=%25":             "%_\\",
		"n__gt=2":                       "ecole %_\\",
		"n__ge=2&n__le=10":              "École ecole",
		"n=10":                          "ecole",
		"n__ne=10&sort=n":               "À la mer École %_\\",
		"x__lt=0":                       "À la mer",
		"x__null=":                      "ecole",
		"jour__ge=2026-01-01&sort=jour": "École ecole",
		"ok=true":                       "École À la mer",
		"q=mer":                         "À la mer",
		"limit__eq=b":                   "ecole",
		"limit=2&offset=1":              "ecole À la mer",
		"limit=0":                       "",
		"nom=' or 1=1 --":               "",
		"sort=nom,-n&nom__contains=eco": "ecole École",
	} {
		values := strings.Split(query, "&")
		for i, v := range values {
			if name, value, ok := strings.Cut(v, "="); ok && !strings.Contains(value, "%25") {
				values[i] = name + "=" + url.QueryEscape(value)
			}
		}
		var page struct{ Rows []struct{ Nom string } }
		nobody.read(l.Dataset.API+"/rows?"+strings.Join(values, "&"), &page)
		var got []string
		for _, r := range page.Rows {
			got = append(got, r.Nom)
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s gives %q, want %q", query, text, want)
		}
	}
	for _, query := range []string{"limit=1001", "limit=x", "offset=-1", "sort=nothing", "nothing=1", "nothing__contains=x", "n__gt=many", "jour__ge=tomorrow", "version=x"} {
		nobody.get(l.Dataset.API+"/rows?"+query).problem(t, http.StatusUnprocessableEntity)
	}
	nobody.get(l.Dataset.API+"/rows?version=9").problem(t, http.StatusNotFound)
	nobody.get("/api/v1/datasets/nothing/rows").problem(t, http.StatusNotFound)
}
