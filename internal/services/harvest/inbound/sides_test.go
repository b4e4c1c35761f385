package inbound_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
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
