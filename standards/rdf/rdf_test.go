package rdf_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airial/standards/rdf"
	"airial/standards/standardstest"
)

func text(g *rdf.Graph) string {
	var out []string
	for _, s := range g.Subjects {
		for _, p := range g.About(s) {
			v := p.Value
			out = append(out, s.Value+" "+p.Name+" "+v.Value+"|"+v.Lang+"|"+v.Datatype)
		}
	}
	return strings.Join(out, "\n")
}

const want = `http://e.fr/d http://www.w3.org/1999/02/22-rdf-syntax-ns#type http://www.w3.org/ns/dcat#Dataset||
http://e.fr/d http://purl.org/dc/terms/title Été "A"|fr|
http://e.fr/d http://purl.org/dc/terms/issued 2024-01-02||http://www.w3.org/2001/XMLSchema#date
http://e.fr/d http://www.w3.org/ns/dcat#landingPage http://e.fr/page||`

func TestThreeSyntaxesSayTheSame(t *testing.T) {
	for name, read := range map[string]func() (*rdf.Graph, error){
		"turtle": func() (*rdf.Graph, error) {
			return rdf.ReadTurtle([]byte(`@base <http://e.fr/> . PREFIX dcat: <http://www.w3.org/ns/dcat#>
				@prefix dct: <http://purl.org/dc/terms/> . # words
				<d> a dcat:Dataset ; dct:title "\u00c9té \"A\""@fr ; dct:issued '2024-01-02'^^<http://www.w3.org/2001/XMLSchema#date> ;
				dcat:landingPage <page> .`), "")
		},
		"xml": func() (*rdf.Graph, error) {
			return rdf.ReadXML([]byte(`<?xml version="1.0" encoding="ISO-8859-1"?>
				<!DOCTYPE rdf:RDF [<!ENTITY xsd "http://www.w3.org/2001/XMLSchema#">]>
				<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/" xmlns:dcat="http://www.w3.org/ns/dcat#" xml:base="http://e.fr/">
				<dcat:Dataset rdf:about="d"><dct:title xml:lang="FR">`+"\xc9t\xe9"+` "A"</dct:title>
				<dct:issued rdf:datatype="&xsd;date">2024-01-02</dct:issued><dcat:landingPage rdf:resource="page"/></dcat:Dataset></rdf:RDF>`), "")
		},
		"json-ld": func() (*rdf.Graph, error) {
			return rdf.ReadJSONLD([]byte(`{"@context":["https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",{"title":{"@id":"dct:title","@language":"fr"},"issued":{"@id":"dct:issued","@type":"xsd:date"}}],
				"@id":"http://e.fr/d","@type":"dcat:Dataset","title":"Été \"A\"","issued":"2024-01-02","landingPage":"/page"}`), "http://e.fr/x")
		},
	} {
		g, err := read()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := sorted(text(g)); got != sorted(want) {
			t.Errorf("%s says\n%s\nwant\n%s", name, got, sorted(want))
		}
	}
}

func sorted(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		for j := i + 1; j < len(lines); j++ {
			if lines[j] < lines[i] {
				lines[i], lines[j] = lines[j], lines[i]
			}
		}
	}
	return strings.Join(lines, "\n")
}

func TestBrokenDocumentsSayWhere(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"turtle without end":  {second(rdf.ReadTurtle([]byte("<http://a> <http://b>\n\n \"x"), "")), "line 3"},
		"turtle without name": {second(rdf.ReadTurtle([]byte("\n<http://a> d 1 ."), "")), "line 2"},
		"turtle too deep":     {second(rdf.ReadTurtle([]byte("<http://a> <http://b> "+strings.Repeat("[ <http://c> ", 5000)), "")), "deep"},
		"xml cut off":         {second(rdf.ReadXML([]byte("<a xmlns=\"http://x/\">\n<b>"), "")), "line 2"},
		"xml unknown entity":  {second(rdf.ReadXML([]byte("<a xmlns=\"http://x/\"><b>&secret;</b></a>"), "")), "entity"},
		"xml external entity": {second(rdf.ReadXML([]byte("<!DOCTYPE a [<!ENTITY s SYSTEM \"file:///etc/passwd\">]><a xmlns=\"http://x/\"><b>&s;</b></a>"), "")), "entity"},
		"xml too deep":        {second(rdf.ReadXML([]byte(strings.Repeat("<a xmlns=\"http://x/\">", 5000)), "")), "deep"},
		"json cut off":        {second(rdf.ReadJSONLD([]byte(`{"@id":`), "")), "JSON"},
		"json too deep":       {second(rdf.ReadJSONLD([]byte(strings.Repeat("[", 5000)), "")), "deep"},
		"unknown context":     {second(rdf.ReadJSONLD([]byte(`{"@context":"http://127.0.0.1/x","a":"b"}`), "")), "127.0.0.1"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("%s: %v", name, c.err)
		}
	}
}

func second(_ *rdf.Graph, err error) error { return err }

// The files of others are read, and our readers give what Turtle's authors mean.
func TestFilesOfOthers(t *testing.T) {
	dir := filepath.Join(standardstest.Others(t), "dcat")
	least := map[string]int{"dcat-ap-SHACL.ttl": 1800, "catalog.xml": 20, "nested.jsonld": 20, "bnodes.xml": 20, "evian.json": 100}
	read := 0
	_ = filepath.WalkDir(dir, func(path string, e os.DirEntry, _ error) error {
		if e.IsDir() || strings.Contains(path, "/context") {
			return nil
		}
		doc, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var g *rdf.Graph
		switch name := e.Name(); {
		case strings.HasSuffix(name, ".ttl"):
			g, err = rdf.ReadTurtle(doc, "http://e.fr/"+name)
		case strings.HasSuffix(name, ".rdf"), strings.Contains(path, "udata/dcat") && strings.HasSuffix(name, ".xml"):
			g, err = rdf.ReadXML(doc, "http://e.fr/"+name)
		case strings.HasSuffix(name, ".jsonld") && !strings.Contains(path, "/shacl/"), name == "evian.json":
			g, err = rdf.ReadJSONLD(doc, "http://e.fr/"+name)
		default:
			return nil
		}
		if err != nil {
			if e.Name() != "dataset.ttl" || !strings.Contains(err.Error(), "line 154") { // which is broken there
				t.Errorf("%s: %v", path, err)
			}
			return nil
		}
		if read++; g.Len() < max(1, least[e.Name()]) {
			t.Errorf("%s: %d statements", path, g.Len())
		}
		return nil
	})
	if read < 40 {
		t.Errorf("%d files were read", read)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("@prefix a: <b> . a:c a [ a:d \"\"\"e\"\"\"@fr, (1 2.0 true) ] ."))
	f.Add([]byte(`<a xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><b r:parseType="Collection"><c/></b></a>`))
	f.Add([]byte(`{"@context":{"a":"http://b/"},"@graph":[{"a":[1,{"@value":"x"}]}]}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		_, _ = rdf.ReadTurtle(doc, "http://e.fr/")
		_, _ = rdf.ReadXML(doc, "http://e.fr/")
		_, _ = rdf.ReadJSONLD(doc, "http://e.fr/")
	})
}
