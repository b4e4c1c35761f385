package inbound_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/outbound"
	"airial/internal/services/harvest/inbound"
	"airial/standards/portals"
)

// site is another portal, whose answers the test writes.
type site struct {
	*httptest.Server
	answers map[string]string // by path and query
	asked   []string
}

func newSite(t *testing.T) *site {
	s := &site{answers: map[string]string{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := r.URL.RequestURI()
		s.asked = append(s.asked, at)
		answer, ok := s.answers[at]
		switch {
		case !ok:
			http.NotFound(w, r)
		case strings.HasPrefix(answer, "-> "):
			http.Redirect(w, r, answer[3:], http.StatusFound)
		case answer == "huge":
			for range 64 {
				_, _ = io.WriteString(w, strings.Repeat("x", 1<<10))
			}
		default:
			_, _ = io.WriteString(w, answer)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// list writes a catalogue of CKAN with datasets of these identifiers.
func (s *site) list(ids ...string) {
	var out []string
	for _, id := range ids {
		id, title, _ := strings.Cut(id, "=")
		out = append(out, fmt.Sprintf(`{"id":%q,"name":%q,"title":%q,"resources":[{"url":"https://a.fr/%s.csv","format":"CSV"}]}`, id, "n-"+id, "Jeu "+id+" "+title, id))
	}
	s.answers["/api/3/action/package_search?rows=100&start=0"] = fmt.Sprintf(`{"success":true,"result":{"count":%d,"results":[%s]}}`, len(ids), strings.Join(out, ","))
}

func (s *site) api() string { return s.URL + "/api/3/action/package_search" }

type own struct{}

func (own) Known(_ context.Context, _ access.Tx, ids []string) (out []string, _ error) {
	for _, id := range ids {
		if id == "0198c1a0-0000-7000-8000-000000000001" {
			out = append(out, id)
		}
	}
	return out, nil
}

// tower is the room with all it stands on.
type tower struct {
	*organisationtest.Ground
	*inbound.Service
	t    *testing.T
	site *site
	town organisation.Member
}

func each(t *testing.T, test func(t *testing.T, w *tower)) {
	organisationtest.Each(t, []database.Schema{jobs.Schema, journal.Schema, inbound.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		w := &tower{Ground: g, t: t, site: newSite(t)}
		ids := ident.New(g.Clock, nil)
		g.Doors.Tell(journal.New(g.Clock, ids, nil))
		_, port, _ := net.SplitHostPort(w.site.Listener.Addr().String())
		pattern, err := outbound.ParsePattern("*:" + port)
		if err != nil {
			t.Fatal(err)
		}
		out := outbound.New(outbound.Config{Hosts: []outbound.Pattern{pattern}, Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Clock: g.Clock})
		w.Service = inbound.New(inbound.Parts{Doors: g.Doors, Queue: jobs.NewQueue(g.Clock, ids), Check: out.Check, Hosts: out.Hosts, Own: own{},
			Asker: inbound.Fetcher{Client: out.Client("harvest", 0), Most: 32 << 10}, PublicURL: "https://d.example", Log: slog.New(slog.DiscardHandler)})
		w.town = g.Town
		test(t, w)
	})
}

func (w *tower) add(d inbound.Draft) (x inbound.Source) {
	w.t.Helper()
	d, err := w.Detect(w.t.Context(), d)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Write(w.t, access.System("test"), func(tx access.Tx) (err error) {
		x, err = w.Add(w.t.Context(), tx, w.town.ID, d)
		return err
	})
	return x
}

// run reads a source a minute later.
func (w *tower) run(x inbound.Source) inbound.Run {
	w.t.Helper()
	w.Clock.Advance(time.Minute)
	r, err := w.Service.Run(w.t.Context(), x.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Clock.Advance(time.Minute)
	return r
}

// titles are what the public finds.
func (w *tower) titles(words string) (out []string) {
	w.t.Helper()
	w.Read(w.t, access.Public(), func(tx access.Tx) error {
		list, total, err := inbound.Find(w.t.Context(), tx, inbound.Query{Text: words, Limit: 50})
		if total != len(list) {
			w.t.Errorf("%d found, %d counted", len(list), total)
		}
		for _, f := range list {
			out = append(out, f.Title)
		}
		return err
	})
	return out
}

func TestLifeOfASource(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		w.site.list("a=écoles", "b=bancs", "c")
		x := w.add(inbound.Draft{URL: w.site.URL, Name: "Le département"})
		if x.Kind != portals.CKAN || x.Pace != inbound.Weekly || x.URL != w.site.api() {
			t.Fatalf("%+v", x)
		}
		if r := w.run(x); r.State != inbound.Done || r.Added != 3 || len(r.Report) != 3 {
			t.Fatalf("first: %+v", r)
		}
		if found := w.titles("ecole"); len(found) != 1 || found[0] != "Jeu a écoles" {
			t.Errorf("found %q", found)
		}
		if len(w.titles("departement")) != 3 { // by the name of the source
			t.Errorf("found %q", w.titles("departement"))
		}
		w.site.list("a=écoles", "b=bancs publics", "d", "d")
		if r := w.run(x); r.Added != 1 || r.Changed != 1 || r.Same != 1 || r.Vanished != 1 || r.Refused != 1 || r.Back != 0 {
			t.Fatalf("second: %+v", r)
		}
		if found := w.titles(""); len(found) != 3 {
			t.Errorf("found %q", found)
		}
		w.site.list("a=écoles", "b=bancs publics", "c", "d")
		if r := w.run(x); r.Back != 1 || r.Same != 3 || r.Vanished != 0 {
			t.Fatalf("third: %+v", r)
		}
		// Nothing at all is believed of a source that lists nothing, or cannot be read.
		w.site.list()
		if r := w.run(x); r.State != inbound.Failed || r.Vanished != 0 || !strings.Contains(r.Trouble.Fr, "Rien n’a été marqué") {
			t.Fatalf("empty: %+v", r)
		}
		delete(w.site.answers, "/api/3/action/package_search?rows=100&start=0")
		if r := w.run(x); r.State != inbound.Failed || !strings.Contains(r.Trouble.Fr, "404") {
			t.Fatalf("away: %+v", r)
		}
		if len(w.titles("")) != 4 {
			t.Errorf("found %q", w.titles(""))
		}
		w.Write(t, access.System("test"), func(tx access.Tx) error { _, err := w.Remove(t.Context(), tx, x.ID); return err })
		if len(w.titles("")) != 0 {
			t.Error("what was harvested outlives its source")
		}
	})
}

func TestNothingTwice(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		uuid := "7c0c1f5e-1111-4222-8333-944444444444"
		w.site.list(uuid+"=canal", "1", "0198c1a0-0000-7000-8000-000000000001=le nôtre")
		first := w.add(inbound.Draft{URL: w.site.api(), Name: "Un"})
		if r := w.run(first); r.Added != 2 || r.Refused != 1 || r.Report[len(r.Report)-1].Why != inbound.OurOwn {
			t.Fatalf("%+v", r)
		}
		w.site.answers["/catalog.ttl"] = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
			<http://x.fr/1> a dcat:Dataset ; dct:identifier "` + strings.ToUpper(uuid) + `" ; dct:title "Canal" .
			<http://x.fr/2> a dcat:Dataset ; dct:identifier "1" ; dct:title "Autre" .
			<http://x.fr/3> a dcat:Dataset ; dct:identifier "3" ; dct:title "Chez nous" ; dcat:distribution [ dcat:downloadURL <https://d.example/datasets/x/data.csv> ] .`
		second := w.add(inbound.Draft{URL: w.site.URL + "/catalog.ttl", Name: "Deux"})
		r := w.run(second)
		if r.Added != 1 || r.Refused != 2 {
			t.Fatalf("%+v", r)
		}
		for _, l := range r.Report {
			switch l.Title {
			case "Canal":
				if l.Why != inbound.Elsewhere || l.From != "Un" {
					t.Errorf("%+v", l)
				}
			case "Chez nous":
				if l.Why != inbound.OurOwn {
					t.Errorf("%+v", l)
				}
			}
		}
		// A preview says the same of what is there, and writes nothing.
		p, err := w.Preview(t.Context(), access.System("test"), w.town.ID, inbound.Draft{URL: w.site.URL + "/catalog.ttl"})
		if err != nil || len(p.Lines) != 2 && len(p.Lines) != 3 || p.Kind != portals.DCAT {
			t.Errorf("%+v, %v", p, err)
		}
		w.Write(t, access.System("test"), func(tx access.Tx) error {
			if _, err := w.Add(t.Context(), tx, w.town.ID, inbound.Draft{URL: first.URL, Kind: first.Kind}); !fault.Is(err, fault.Conflict) {
				t.Errorf("the same address twice: %v", err)
			}
			return nil
		})
	})
}

func TestBadSources(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		page := func(ids string, next int) string {
			return fmt.Sprintf(`{"@context":{"dcat":"http://www.w3.org/ns/dcat#","dct":"http://purl.org/dc/terms/","hydra":"http://www.w3.org/ns/hydra/core#"},
				"@graph":[{"@id":"http://x.fr/p","@type":"hydra:PartialCollectionView","hydra:next":{"@id":"%s/c.jsonld?page=%d"}},
				{"@id":"http://x.fr/%s","@type":"dcat:Dataset","dct:identifier":"%s","dct:title":"%s","dct:modified":"2999-01-01"}]}`, w.site.URL, next, ids, ids, ids)
		}
		w.site.answers["/c.jsonld"] = page("a", 2)
		w.site.answers["/c.jsonld?page=2"] = page("b", 3)
		w.site.answers["/c.jsonld?page=3"] = page("c", 2)
		w.site.answers["/broken.rdf"] = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><a>`
		w.site.answers["/huge.ttl"] = "huge"
		w.site.answers["/elsewhere.ttl"] = "-> http://localhost:9/x.ttl"
		w.site.answers["/round.ttl"] = "-> /round.ttl"
		for _, c := range []struct{ path, says string }{
			{"/broken.rdf", "ne se lit pas"}, {"/huge.ttl", "dépasse"}, {"/elsewhere.ttl", "--outbound"}, {"/round.ttl", "sans fin"}, {"/none.ttl", "404"},
		} {
			_, err := w.Detect(t.Context(), inbound.Draft{URL: w.site.URL + c.path})
			if err == nil || !strings.Contains(fault.Message(err).Fr, c.says) {
				t.Errorf("%s: %v", c.path, err)
			}
		}
		for _, address := range []string{"https://data.exemple.fr", "http://127.0.0.1:1/", "ftp://a.fr", "https://u:p@a.fr", "", "http://[::1]:22/"} {
			if _, err := w.Detect(t.Context(), inbound.Draft{URL: address}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", address, err)
			}
		}
		// What came stands; that the third leads back to the second is told, and nothing vanishes.
		x := w.add(inbound.Draft{URL: w.site.URL + "/c.jsonld", Kind: portals.DCAT})
		r := w.run(x)
		if r.State != inbound.Partial || r.Added != 3 || !strings.Contains(r.Trouble.Fr, "tournent en rond") || len(r.Report) != 3 || len(r.Report[0].Remarks) == 0 {
			t.Errorf("%+v", r)
		}
		w.Read(t, access.Public(), func(tx access.Tx) error {
			list, _, err := inbound.Find(t.Context(), tx, inbound.Query{Limit: 5})
			for _, f := range list {
				if !f.Modified.IsZero() {
					t.Errorf("a date to come was kept: %+v", f)
				}
			}
			return err
		})
	})
}

func TestWhoMay(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		w.site.list("a")
		x := w.add(inbound.Draft{URL: w.site.api()})
		w.Write(t, access.Public(), func(tx access.Tx) error {
			for name, err := range map[string]error{"see": second(inbound.GetSource(t.Context(), tx, x.ID)), "remove": second(w.Remove(t.Context(), tx, x.ID)),
				"ask": second(w.Ask(t.Context(), tx, x.ID)), "add": second(w.Add(t.Context(), tx, w.town.ID, inbound.Draft{URL: w.site.URL, Kind: portals.CKAN}))} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("the public may %s: %v", name, err)
				}
			}
			return nil
		})
	})
}

func second[T any](_ T, err error) error { return err }
