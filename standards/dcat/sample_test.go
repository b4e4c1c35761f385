package dcat_test

import (
	"bytes"
	"iter"
	"testing"
	"time"

	"airial/standards/dcat"
	"airial/standards/rdf"
)

var now = time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)

const site = "https://donnees.exemple.fr"

func sampleCatalog() dcat.Catalog {
	paging, err := dcat.Page(site+"/p/214001926/catalog.jsonld", 1, 2, 3)
	if err != nil {
		panic(err)
	}
	return dcat.Catalog{
		URI:         site + "/p/214001926/catalog",
		Title:       dcat.Texts{{"Données de la commune d’Exemple", "fr"}, {"Data of the commune of Exemple", "en"}},
		Description: dcat.Fr("Ce que la commune publie."),
		Publisher:   sampleAgent(),
		Homepage:    site + "/p/exemple",
		Languages:   []dcat.Language{dcat.French},
		License:     dcat.LicenceOuverte2,
		Issued:      time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC),
		Modified:    now.Add(-time.Hour),
		Spatial:     []dcat.Location{{URI: "http://id.insee.fr/geo/commune/40192", Name: dcat.Fr("Exemple")}},
		Services: []dcat.DataService{{
			URI: site + "/api#service", Identifier: "api", Title: dcat.Fr("Interface de programmation"),
			EndpointURL: site + "/api/v1", EndpointDescription: site + "/api/openapi.json", License: dcat.LicenceOuverte2,
			Publisher: sampleAgent(), AccessRights: dcat.Public, LandingPage: site + "/api",
		}},
		Nothing: []dcat.Nothing{{
			URI: site + "/api/v1/nil-returns#0190a8f2-7b3c-7c1e-9a52-000000000001", Identifier: "0190a8f2-7b3c-7c1e-9a52-000000000001",
			Title: dcat.Texts{{"Rien à publier pour 2025-T1 : Subventions", "fr"}, {"Nothing to publish for 2025-Q1: Grants", "en"}}, Publisher: sampleAgent(),
			ConformsTo: dcat.Standard{URI: "https://schema.data.gouv.fr/scdl/subventions/2.1.1/schema.json", Title: "scdl/subventions 2.1.1"},
			Temporal:   dcat.PeriodOfTime{Start: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2025, 3, 31, 0, 0, 0, 0, time.UTC)},
			Issued:     now.AddDate(0, -1, 0), LandingPage: site + "/p/exemple",
		}},
		Paging: paging,
	}
}

func sampleAgent() dcat.Agent {
	return dcat.Agent{
		URI: site + "/p/214001926", Name: dcat.Fr("Commune d’Exemple"), Identifier: "214001926",
		Type: dcat.LocalAuthority, Homepage: "https://www.exemple.fr/",
	}
}

func sampleDatasets() []dcat.Dataset {
	scheme := dcat.Standard{URI: "https://schema.data.gouv.fr/scdl/subventions/2.1.1/schema.json", Title: "scdl/subventions 2.1.1"}
	id := site + "/d/0190a8f2-7b3c-7c1e-9a52-3f1f6d0e8b11"
	full := dcat.Dataset{
		URI: id, Identifier: "0190a8f2-7b3c-7c1e-9a52-3f1f6d0e8b11",
		Title:       dcat.Fr("Subventions versées en 2025 \"associations\" \\ C:\\tmp"),
		Description: dcat.Fr("Première ligne.\nSeconde ligne,\tavec <b>balises</b> & « guillemets »."),
		Keywords:    dcat.Fr("subventions", "associations", "subventions"),
		Themes:      []dcat.Theme{dcat.Economy, dcat.Government, "NONE"},
		LandingPage: site + "/p/exemple/subventions", Pages: []string{site + "/p/exemple/subventions/dictionnaire"},
		Publisher: sampleAgent(), Contact: dcat.ContactPoint{Name: "Mairie d’Exemple", Email: "mairie@exemple.fr", URL: site + "/contact"},
		Issued: time.Date(2025, 6, 1, 8, 0, 0, 0, time.UTC), Modified: now.AddDate(1, 0, 0), // a date to come
		Frequency: dcat.Annual, Languages: []dcat.Language{dcat.French},
		Spatial: []dcat.Location{
			{URI: "http://id.insee.fr/geo/commune/40192", Name: dcat.Fr("Exemple")},
			{BBox: &dcat.BBox{West: -0.55, South: 43.85, East: -0.42, North: 43.95}},
		},
		Temporal:   dcat.PeriodOfTime{Start: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)},
		ConformsTo: scheme, AccessRights: dcat.Public, Version: "3", VersionNotes: dcat.Fr("Montants corrigés"),
		HighValue:  dcat.Geospatial,
		Provenance: dcat.Fr("Logiciel de gestion financière de la commune"),
	}
	for _, f := range []struct {
		name, url string
		format    dcat.Format
	}{{"csv", id + "/subventions.csv", dcat.CSV}, {"parquet", id + "/subventions.parquet", dcat.Parquet}} {
		full.Distributions = append(full.Distributions, dcat.Distribution{
			URI: id + "#" + f.name, Identifier: full.Identifier + "-" + f.name, Title: dcat.Fr("subventions." + f.name),
			DownloadURL: f.url, Format: f.format, License: dcat.LicenceOuverte2, ByteSize: 12345, ConformsTo: scheme,
			SHA256: "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
			Issued: full.Issued, Modified: now.Add(-48 * time.Hour), Languages: full.Languages, Availability: dcat.Stable,
		})
	}
	full.Distributions = append(full.Distributions, dcat.Distribution{
		URI: id + "#api", Title: dcat.Fr("API"), AccessURL: site + "/api/v1/datasets/x/rows", Format: dcat.JSON, License: dcat.LicenceOuverte2,
		Service: &dcat.DataService{
			URI: id + "#service", Title: dcat.Fr("Interrogation des lignes"), EndpointURL: site + "/api/v1/datasets/x/rows",
			EndpointDescription: site + "/api/openapi.json", License: dcat.ODbL,
		},
	})
	least := dcat.Dataset{URI: site + "/d/2", Identifier: "2", Title: dcat.Fr("Prénoms")}
	return []dcat.Dataset{full, least}
}

func each(datasets ...dcat.Dataset) iter.Seq2[dcat.Dataset, error] {
	return func(yield func(dcat.Dataset, error) bool) {
		for _, d := range datasets {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func write(t testing.TB, syntax dcat.Syntax, c dcat.Catalog, datasets ...dcat.Dataset) string {
	t.Helper()
	var b bytes.Buffer
	if err := dcat.Write(&b, syntax, c, each(datasets...), dcat.Options{Now: now}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// both writes in both syntaxes, reads back, and wants one graph.
func both(t testing.TB, c dcat.Catalog, datasets ...dcat.Dataset) graph {
	t.Helper()
	ttl, json := write(t, dcat.Turtle, c, datasets...), write(t, dcat.JSONLD, c, datasets...)
	g, err := readTurtle(ttl)
	if err != nil {
		t.Fatalf("Turtle: %v\n%s", err, ttl)
	}
	h, err := readJSONLD(json)
	if err != nil {
		t.Fatalf("JSON-LD: %v\n%s", err, json)
	}
	sameGraph(t, g, h)
	x := readXML(t, write(t, dcat.RDFXML, c, datasets...))
	sameGraph(t, g, x)
	return g
}

// readXML reads RDF/XML with our own reader of others' documents.
func readXML(t testing.TB, doc string) graph {
	t.Helper()
	read, err := rdf.ReadXML([]byte(doc), "")
	if err != nil {
		t.Fatalf("RDF/XML: %v\n%s", err, doc)
	}
	spell := func(v rdf.Term) term {
		switch v.Kind {
		case rdf.IRI:
			return iriTerm(v.Value)
		case rdf.Blank:
			return term("_:" + v.Value)
		}
		return literalTerm(v.Value, v.Lang, v.Datatype)
	}
	g := make(graph)
	for _, s := range read.Subjects {
		for _, p := range read.About(s) {
			g.add(spell(s), p.Name, spell(p.Value))
		}
	}
	return g
}
