package inbound_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/services/harvest/inbound"
)

// TestSides: what a facet counts is what narrowing by it finds, also for records
// that were written before they were packed.
func TestSides(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		w.site.list("a=écoles", "b=bancs", "c=routes")
		x := w.add(inbound.Draft{URL: w.site.URL, Name: "Le département"})
		if r := w.run(x); r.Added != 3 {
			t.Fatalf("%+v", r)
		}
		look := func(q inbound.Query) (total int, f inbound.Facets) {
			t.Helper()
			w.Write(t, access.Public(), func(tx access.Tx) (err error) {
				if _, total, err = inbound.Find(t.Context(), tx, q); err == nil {
					f, err = inbound.Count(t.Context(), tx, q)
				}
				return err
			})
			return total, f
		}
		check := func() inbound.Facets {
			t.Helper()
			total, f := look(inbound.Query{})
			if total != 3 || len(f.Sources) != 1 || f.Sources[0] != (inbound.Facet{Value: x.ID, Label: "Le département", Count: 3}) {
				t.Errorf("%d, %+v", total, f.Sources)
			}
			for kind, side := range map[string]struct {
				list []inbound.Facet
				by   func(string) inbound.Query
			}{
				"theme":   {f.Themes, func(v string) inbound.Query { return inbound.Query{Narrow: inbound.Narrow{Theme: v}} }},
				"format":  {f.Formats, func(v string) inbound.Query { return inbound.Query{Narrow: inbound.Narrow{Format: v}} }},
				"licence": {f.Licences, func(v string) inbound.Query { return inbound.Query{Narrow: inbound.Narrow{Licence: v}} }},
				"year": {f.Years, func(v string) inbound.Query {
					y, _ := strconv.Atoi(v)
					return inbound.Query{Narrow: inbound.Narrow{Year: y}}
				}},
				"member": {f.Members, func(v string) inbound.Query { return inbound.Query{MemberID: v} }},
			} {
				if len(side.list) == 0 && kind != "format" && kind != "year" {
					t.Errorf("%s counts nothing", kind)
				}
				for _, c := range side.list {
					n, narrowed := look(side.by(c.Value))
					if n != c.Count {
						t.Errorf("%s %s counts %d, finds %d", kind, c.Value, c.Count, n)
					}
					if kind == "theme" {
						if diff := cmp.Diff(f.Themes, narrowed.Themes); diff != "" { // a side counts without itself
							t.Errorf("(-want +got)\n%s", diff)
						}
					}
				}
			}
			return f
		}
		before := check()
		if n, _ := look(inbound.Query{Narrow: inbound.Narrow{Theme: "%"}}); n != 0 {
			t.Errorf("a pattern finds %d", n)
		}
		w.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := database.Exec(t.Context(), tx, "test", `update harvest_record set sides = ''`)
			return err
		})
		if _, f := look(inbound.Query{}); len(f.Themes) != 0 {
			t.Errorf("%+v", f)
		}
		if err := w.PackAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, check()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

// TestTheirSchemaAndTerritory: what follows a national schema, and what stands in
// the catalogue of a territory, is found by these; and a title that has the words
// comes before a description that does.
func TestTheirSchemaAndTerritory(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		var area organisation.Member
		w.Write(t, access.System("test"), func(tx access.Tx) (err error) {
			if area, err = organisation.Add(t.Context(), tx, organisation.Member{Siren: "244000220", Name: "Cœur de Lande", Kind: organisation.EPCI}); err != nil {
				return err
			}
			w.town, err = organisation.Add(t.Context(), tx, organisation.Member{Siren: "214000390", Name: "Le Bourg", Kind: organisation.Commune, GroupID: area.ID})
			return err
		})
		w.site.answers["/catalog.ttl"] = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
			<https://a.fr/c> a dcat:Catalog ; dcat:dataset <https://a.fr/1>, <https://a.fr/2>, <https://a.fr/3> .
			<https://a.fr/1> a dcat:Dataset ; dct:title "Subventions versées" ; dct:description "Les aides." ; dct:modified "2026-01-01"^^xsd:date ;
				dcat:distribution <https://a.fr/1/csv> .
			<https://a.fr/1/csv> a dcat:Distribution ; dcat:accessURL <https://a.fr/1.csv> ; dct:conformsTo <https://schema.data.gouv.fr/schemas/scdl/subventions/2.1.1/schema.json> .
			<https://a.fr/2> a dcat:Dataset ; dct:title "Aides aux associations" ; dct:description "Les subventions." ; dct:modified "2026-05-01"^^xsd:date .
			<https://a.fr/3> a dcat:Dataset ; dct:title "Budget" ; dct:conformsTo <https://schema.data.gouv.fr/scdl/budget/> , <https://a.fr/no/schema> .`
		x := w.add(inbound.Draft{URL: w.site.URL + "/catalog.ttl", Name: "Le département"})
		if r := w.run(x); r.Added != 3 {
			t.Fatalf("%+v", r)
		}
		find := func(q inbound.Query) (out []string) {
			t.Helper()
			w.Read(t, access.Public(), func(tx access.Tx) error {
				q.Limit = 9
				list, total, err := inbound.Find(t.Context(), tx, q)
				if total != len(list) {
					t.Errorf("%d found, %d counted", len(list), total)
				}
				for _, f := range list {
					out = append(out, f.Title)
				}
				return err
			})
			return out
		}
		for name, c := range map[string]struct {
			q    inbound.Query
			want []string
		}{
			"a schema":           {inbound.Query{Narrow: inbound.Narrow{Schema: "scdl/subventions"}}, []string{"Subventions versées"}},
			"another":            {inbound.Query{Narrow: inbound.Narrow{Schema: "scdl/budget"}}, []string{"Budget"}},
			"none":               {inbound.Query{Narrow: inbound.Narrow{Schema: "none"}}, []string{"Aides aux associations"}},
			"a pattern":          {inbound.Query{Narrow: inbound.Narrow{Schema: "scdl%"}}, nil},
			"the territory":      {inbound.Query{AreaID: area.ID, ByTitle: true}, []string{"Aides aux associations", "Budget", "Subventions versées"}},
			"another territory":  {inbound.Query{AreaID: w.Operator.ID}, nil},
			"words, the latest":  {inbound.Query{Text: "subvention"}, []string{"Aides aux associations", "Subventions versées"}},
			"words in the title": {inbound.Query{Text: "subvention", TitleFirst: true}, []string{"Subventions versées", "Aides aux associations"}},
		} {
			if diff := cmp.Diff(c.want, find(c.q)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		w.Read(t, access.Public(), func(tx access.Tx) error {
			f, err := inbound.Count(t.Context(), tx, inbound.Query{Narrow: inbound.Narrow{Schema: "scdl/budget"}})
			if diff := cmp.Diff([]inbound.Facet{{Value: "", Count: 1}, {Value: "scdl/budget", Count: 1}, {Value: "scdl/subventions", Count: 1}}, f.Schemas); diff != "" {
				t.Errorf("schemas (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]inbound.Facet{{Value: area.ID, Count: 1}}, f.Areas); diff != "" {
				t.Errorf("territories (-want +got):\n%s", diff)
			}
			return err
		})
	})
}
