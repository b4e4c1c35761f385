package dcat_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"airial/standards/dcat"
	"airial/standards/standardstest"
)

const (
	sh      = "http://www.w3.org/ns/shacl#"
	xsdNS   = "http://www.w3.org/2001/XMLSchema#"
	shIRI   = "<" + sh + "BlankNodeOrIRI>"
	shValue = "<" + sh + "Literal>"
)

// lexical forms of the datatypes that the shapes ask for.
var lexical = map[string]*regexp.Regexp{
	xsdNS + "hexBinary":          regexp.MustCompile(`^([0-9a-fA-F]{2})*$`),
	xsdNS + "nonNegativeInteger": regexp.MustCompile(`^\+?[0-9]+$`),
	xsdNS + "decimal":            regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`),
	xsdNS + "duration":           regexp.MustCompile(`^-?P.+$`),
}

// violations checks a graph against shapes: targets by class; the counts, the
// classes, the kinds and the datatypes of properties, which is all that the
// shapes of DCAT-AP use.
func violations(data, shapes graph) []string {
	var out []string
	for _, shape := range shapes.instances(sh + "NodeShape") {
		for _, class := range shapes.objects(shape, sh+"targetClass") {
			for _, focus := range data.instances(class.text()) {
				for _, p := range shapes.objects(shape, sh+"property") {
					out = append(out, checkProperty(data, shapes, focus, p)...)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func checkProperty(data, shapes graph, focus, shape term) []string {
	paths := shapes.objects(shape, sh+"path")
	if len(paths) != 1 {
		return nil // the official file names shapes that it does not hold
	}
	path := paths[0].text()
	values := data.objects(focus, path)
	var out []string
	fail := func(format string, args ...any) {
		out = append(out, fmt.Sprintf("%s %s: ", focus, path)+fmt.Sprintf(format, args...))
	}
	for constraint, bounds := range map[string]func(int) bool{
		"minCount": func(n int) bool { return len(values) >= n },
		"maxCount": func(n int) bool { return len(values) <= n },
	} {
		for _, b := range shapes.objects(shape, sh+constraint) {
			if n, err := strconv.Atoi(b.text()); err != nil || !bounds(n) {
				fail("%s %s, there are %d", constraint, b.text(), len(values))
			}
		}
	}
	for _, v := range values {
		for _, class := range shapes.objects(shape, sh+"class") {
			if class.text() == "http://www.w3.org/2000/01/rdf-schema#Resource" {
				continue // everything is one (RDF Schema 1.1, 2.1)
			}
			if !slices.Contains(data.objects(v, rdfType), class) {
				fail("%s is no %s", v, class)
			}
		}
		for _, kind := range shapes.objects(shape, sh+"nodeKind") {
			if v.isLiteral() != (kind == shValue) || kind != shValue && kind != shIRI {
				fail("%s is no %s", v, kind)
			}
		}
		for _, datatype := range shapes.objects(shape, sh+"datatype") {
			form, known := lexical[datatype.text()]
			if v.datatype() != datatype.text() || !known || !form.MatchString(v.text()) {
				fail("%s is no %s", v, datatype)
			}
		}
	}
	return out
}

// officialShapes reads the shapes of DCAT-AP 3.0.1 and of its ranges.
func officialShapes(t testing.TB) graph {
	return shapesIn(t, "3.0.1/shacl/dcat-ap-SHACL.ttl", "3.0.1/shacl/ranges.ttl")
}

func shapesIn(t testing.TB, names ...string) graph {
	t.Helper()
	dir := standardstest.Others(t)
	all := make(graph)
	for _, name := range names {
		doc, err := os.ReadFile(filepath.Join(dir, "dcat", "dcat-ap", name))
		if err != nil {
			t.Fatal(err)
		}
		g, err := readTurtle(string(doc))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for s, props := range g {
			for p, objects := range props {
				for _, o := range objects {
					all.add(s, p, o)
				}
			}
		}
	}
	return all
}

func TestConformsToOfficialShapes(t *testing.T) {
	shapes := officialShapes(t)
	g := both(t, sampleCatalog(), sampleDatasets()...)
	for _, v := range violations(g, shapes) {
		t.Error(v)
	}

	// The checker sees: each of these takes something away or breaks it.
	const dct, dcatNS, spdx = "http://purl.org/dc/terms/", "http://www.w3.org/ns/dcat#", "http://spdx.org/rdf/terms#"
	for name, spoil := range map[string]func(graph){
		"a dataset without title": func(g graph) { delete(g[iriTerm(site+"/d/2")], dct+"title") },
		"two modification dates": func(g graph) {
			g.add(iriTerm(site+"/d/2"), dct+"modified", literalTerm("a", "", ""))
			g.add(iriTerm(site+"/d/2"), dct+"modified", literalTerm("b", "", ""))
		},
		"a licence as text": func(g graph) {
			g.add(g.instances(dcatNS + "Distribution")[0], dct+"license", literalTerm("lov2", "", ""))
		},
		"a theme without class": func(g graph) { g.add(iriTerm(site+"/d/2"), dcatNS+"theme", iriTerm("urn:x:y")) },
		"a size in words": func(g graph) {
			g[g.instances(dcatNS + "Distribution")[1]][dcatNS+"byteSize"] = []term{literalTerm("big", "", xsdNS+"nonNegativeInteger")}
		},
		"a checksum as text": func(g graph) {
			g[g.instances(spdx + "Checksum")[0]][spdx+"checksumValue"] = []term{literalTerm("ab", "", "")}
		},
		"no publisher": func(g graph) { delete(g[iriTerm(sampleCatalog().URI)], dct+"publisher") },
	} {
		g := both(t, sampleCatalog(), sampleDatasets()...)
		spoil(g)
		if len(violations(g, shapes)) == 0 {
			t.Errorf("%s is not seen", name)
		}
	}
}

// TestHighValue: a dataset of high value is one under the shapes of DCAT-AP HVD,
// which take every dataset of a graph for one; without its marks it is not.
func TestHighValue(t *testing.T) {
	shapes := shapesIn(t, "3.0.0-hvd/shacl/hvd-SHACL.ttl")
	full := sampleDatasets()[0]
	full.Distributions = full.Distributions[:2] // its interface is none of high value
	catalog := sampleCatalog()
	catalog.Services = nil
	for _, v := range violations(both(t, catalog, full), shapes) {
		t.Error(v)
	}
	full.HighValue = ""
	if len(violations(both(t, sampleCatalog(), full), shapes)) == 0 {
		t.Error("a dataset without category and regulation is taken for one of high value")
	}
	full.HighValue = "c_unknown"
	if err := dcat.Write(io.Discard, dcat.Turtle, sampleCatalog(), each(full), dcat.Options{Now: now}); err == nil {
		t.Error("a category that there is not is written")
	}
}
