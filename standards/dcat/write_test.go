package dcat_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airial/standards/dcat"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func sameGraph(t testing.TB, a, b graph) {
	t.Helper()
	if diff := cmp.Diff(a.lines(t), b.lines(t)); diff != "" {
		t.Fatalf("the graphs differ (-Turtle +JSON-LD):\n%s", diff)
	}
}

func TestGolden(t *testing.T) {
	for _, s := range []dcat.Syntax{dcat.JSONLD, dcat.Turtle, dcat.RDFXML} {
		t.Run(s.Extension(), func(t *testing.T) {
			got := write(t, s, sampleCatalog(), sampleDatasets()...)
			name := filepath.Join("testdata", "catalog"+s.Extension())
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		})
	}
}

// What a harvester of data.gouv.fr must find, in the graph of both syntaxes.
func TestHarvesterFinds(t *testing.T) {
	g := both(t, sampleCatalog(), sampleDatasets()...)
	const (
		dcatNS, dct = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
		hydra, spdx = "http://www.w3.org/ns/hydra/core#", "http://spdx.org/rdf/terms#"
		base        = site + "/d/0190a8f2-7b3c-7c1e-9a52-3f1f6d0e8b11"
		xsd         = "http://www.w3.org/2001/XMLSchema#"
	)
	for _, c := range []struct {
		subject, property string
		want              []term
	}{
		{site + "/p/214001926/catalog", dcatNS + "dataset", []term{iriTerm(base), iriTerm(site + "/d/2")}},
		{site + "/p/214001926/catalog", hydra + "totalItems", []term{literalTerm("3", "", xsd+"integer")}},
		{site + "/p/214001926/catalog.jsonld?page=1", hydra + "next", []term{iriTerm(site + "/p/214001926/catalog.jsonld?page=2")}},
		{site + "/p/214001926/catalog.jsonld?page=1", hydra + "previous", nil},
		{base, dct + "identifier", []term{literalTerm("0190a8f2-7b3c-7c1e-9a52-3f1f6d0e8b11", "", "")}},
		{base, dct + "title", []term{literalTerm("Subventions versées en 2025 \"associations\" \\ C:\\tmp", "fr", "")}},
		{base, dct + "modified", []term{literalTerm("2026-03-14T09:26:53Z", "", xsd+"dateTime")}}, // now, not in a year
		{base, dcatNS + "keyword", []term{literalTerm("subventions", "fr", ""), literalTerm("associations", "fr", "")}},
		{base, dct + "accrualPeriodicity", []term{iriTerm("http://publications.europa.eu/resource/authority/frequency/ANNUAL")}},
		{base, dct + "conformsTo", []term{iriTerm("https://schema.data.gouv.fr/scdl/subventions/2.1.1/schema.json")}},
		{base + "#csv", dcatNS + "accessURL", []term{iriTerm(base + "/subventions.csv")}},
		{base + "#csv", dcatNS + "downloadURL", []term{iriTerm(base + "/subventions.csv")}},
		{base + "#csv", dct + "license", []term{iriTerm("https://www.etalab.gouv.fr/licence-ouverte-open-licence/")}},
		{base + "#csv", dcatNS + "byteSize", []term{literalTerm("12345", "", xsd+"nonNegativeInteger")}},
		{base + "#csv", dct + "format", []term{iriTerm("http://publications.europa.eu/resource/authority/file-type/CSV")}},
		{base + "#csv", dcatNS + "mediaType", []term{iriTerm("https://www.iana.org/assignments/media-types/text/csv")}},
		{base + "#api", dcatNS + "downloadURL", nil},
		{base + "#service", dcatNS + "servesDataset", []term{iriTerm(base)}},
		{site + "/d/2", dct + "description", []term{literalTerm("Prénoms", "fr", "")}},
	} {
		if diff := cmp.Diff(c.want, g.objects(iriTerm(c.subject), c.property)); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", c.subject, c.property, diff)
		}
	}
	for _, p := range g.instances(dct + "PeriodOfTime") {
		if !p.isBlank() {
			t.Errorf("udata would fetch the period %s", p)
		}
	}
	for _, p := range g.instances(spdx + "ChecksumAlgorithm") {
		if strings.HasPrefix(p.text(), spdx) {
			t.Errorf("udata would refuse a dataset with a typed checksum of algorithm %s", p)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	good := sampleDatasets()[1]
	for name, spoil := range map[string]func(*dcat.Dataset){
		"no title":          func(d *dcat.Dataset) { d.Title = dcat.Fr("\x00\x01") },
		"no identifier":     func(d *dcat.Dataset) { d.Identifier = "" },
		"no address":        func(d *dcat.Dataset) { d.URI = "" },
		"relative address":  func(d *dcat.Dataset) { d.URI = "/d/2" },
		"blank address":     func(d *dcat.Dataset) { d.URI = "_:b0" },
		"prefixed address":  func(d *dcat.Dataset) { d.URI = "dct:title" },
		"bad landing page":  func(d *dcat.Dataset) { d.LandingPage = "www.exemple.fr" },
		"bad frequency":     func(d *dcat.Dataset) { d.Frequency = "ANNUAL> <x" },
		"bad area":          func(d *dcat.Dataset) { d.Spatial = []dcat.Location{{BBox: &dcat.BBox{West: 3, East: 2}}} },
		"nowhere to get it": func(d *dcat.Dataset) { d.Distributions = []dcat.Distribution{{Title: dcat.Fr("x")}} },
		"bad checksum": func(d *dcat.Dataset) {
			d.Distributions = []dcat.Distribution{{AccessURL: site, SHA256: "abc"}}
		},
		"service without endpoint": func(d *dcat.Dataset) {
			d.Distributions = []dcat.Distribution{{AccessURL: site, Service: &dcat.DataService{URI: site, Title: dcat.Fr("x")}}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			bad := good
			spoil(&bad)
			var b bytes.Buffer
			err := dcat.Write(&b, dcat.JSONLD, sampleCatalog(), each(good, bad, good), dcat.Options{Now: now})
			if err == nil {
				t.Fatal("written")
			}
			if _, err := readJSONLD(b.String()); err == nil {
				t.Error("the document that was cut short reads as a whole one")
			}
			b.Reset()
			var skipped []error
			err = dcat.Write(&b, dcat.Turtle, sampleCatalog(), each(bad, good), dcat.Options{
				Now: now, Skip: func(_ dcat.Dataset, err error) error { skipped = append(skipped, err); return nil },
			})
			if err != nil || len(skipped) != 1 {
				t.Fatalf("skipping: %v, %v", err, skipped)
			}
			g, err := readTurtle(b.String())
			if err != nil || len(g.instances("http://www.w3.org/ns/dcat#Dataset")) != 1 {
				t.Errorf("after skipping: %v, %v", err, g)
			}
		})
	}
	for name, spoil := range map[string]func(*dcat.Catalog){
		"no title":     func(c *dcat.Catalog) { c.Title = nil },
		"no publisher": func(c *dcat.Catalog) { c.Publisher.Name = nil },
		"no address":   func(c *dcat.Catalog) { c.URI = "" },
		"bad page":     func(c *dcat.Catalog) { c.Paging.Next = "?page=2" },
	} {
		c := sampleCatalog()
		spoil(&c)
		if err := dcat.Write(new(bytes.Buffer), dcat.JSONLD, c, each(), dcat.Options{Now: now}); err == nil {
			t.Errorf("catalogue with %s is written", name)
		}
	}
	if err := dcat.Write(new(bytes.Buffer), dcat.JSONLD, sampleCatalog(), each(), dcat.Options{}); err == nil {
		t.Error("written without knowing the date")
	}
	if err := dcat.Write(new(bytes.Buffer), 9, sampleCatalog(), each(), dcat.Options{Now: now}); err == nil {
		t.Error("written in no syntax")
	}
}

func TestErrorsEndTheDocument(t *testing.T) {
	failing := func(after int, err error) iter.Seq2[dcat.Dataset, error] {
		return func(yield func(dcat.Dataset, error) bool) {
			for range after {
				if !yield(sampleDatasets()[1], nil) {
					return
				}
			}
			yield(dcat.Dataset{}, err)
		}
	}
	broken := errors.New("the database has gone")
	var b bytes.Buffer
	if err := dcat.Write(&b, dcat.JSONLD, sampleCatalog(), failing(3, broken), dcat.Options{Now: now}); !errors.Is(err, broken) {
		t.Errorf("error of the iterator: %v", err)
	}
	if err := dcat.Write(shortWriter{}, dcat.JSONLD, sampleCatalog(), failing(3, nil), dcat.Options{Now: now}); err == nil {
		t.Error("the error of the writer is lost")
	}
}

type shortWriter struct{}

func (shortWriter) Write([]byte) (int, error) { return 0, errors.New("the reader has gone") }

// Shared things are described once, and the memory for knowing it is bounded.
func TestManyPublishers(t *testing.T) {
	many := func(n int) iter.Seq2[dcat.Dataset, error] {
		return func(yield func(dcat.Dataset, error) bool) {
			for i := range n {
				d := sampleDatasets()[0]
				d.URI, d.Identifier = fmt.Sprintf("%s/d/%d", site, i), fmt.Sprint(i)
				d.Publisher.URI = fmt.Sprintf("%s/p/%d", site, i%7)
				d.Distributions = nil
				if !yield(d, nil) {
					return
				}
			}
		}
	}
	var b bytes.Buffer
	if err := dcat.Write(&b, dcat.Turtle, sampleCatalog(), many(100), dcat.Options{Now: now}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "a foaf:Agent"); n != 8 {
		t.Errorf("%d descriptions of 8 publishers", n)
	}
	g, err := readTurtle(b.String())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(g.instances("http://www.w3.org/ns/dcat#Dataset")); n != 100 {
		t.Errorf("%d datasets", n)
	}
}

func TestSyntaxOf(t *testing.T) {
	for name, want := range map[string]dcat.Syntax{
		".jsonld": dcat.JSONLD, "jsonld": dcat.JSONLD, "ttl": dcat.Turtle, ".TTL": dcat.Turtle,
		"application/ld+json; charset=utf-8": dcat.JSONLD, "text/turtle": dcat.Turtle,
		"rdf": dcat.RDFXML, "application/rdf+xml": dcat.RDFXML,
	} {
		if got, ok := dcat.SyntaxOf(name); !ok || got != want {
			t.Errorf("SyntaxOf(%q) = %v, %v", name, got, ok)
		}
	}
	for _, name := range []string{"", ".", "html", "application/json"} {
		if _, ok := dcat.SyntaxOf(name); ok {
			t.Errorf("SyntaxOf(%q) is known", name)
		}
	}
}
