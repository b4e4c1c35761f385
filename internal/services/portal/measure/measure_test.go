package measure_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/portal/measure"
)

const browser = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"

// shelf is a measure.Catalogue in memory: one dataset of the town.
type shelf struct{ g *organisationtest.Ground }

func (s shelf) Find(_ context.Context, _ access.Tx, member, dataset string) (string, string, error) {
	switch {
	case dataset == "ds-1" || dataset == "subventions" && member == "ychoux":
		return s.g.Town.ID, "ds-1", nil
	case member == "ychoux" && dataset == "":
		return s.g.Town.ID, "", nil
	case member == "" && dataset == "":
		return "", "", nil
	}
	return "", "", fault.Missing("test")
}

func (shelf) Titles(_ context.Context, _ access.Tx, ids []string) (map[string]measure.Named, error) {
	return map[string]measure.Named{"ds-1": {Title: "Subventions", Path: "/p/ychoux/datasets/subventions"}}, nil
}

func (shelf) Figures(context.Context, access.Tx, string) (measure.Published, error) {
	return measure.Published{Datasets: 1}, nil
}

func TestCounting(t *testing.T) {
	organisationtest.Each(t, []database.Schema{measure.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		rooms := []*measure.Service{} // two processes on one database
		for range 2 {
			rooms = append(rooms, measure.New(measure.Parts{Doors: g.Doors, Catalogue: shelf{g}, Clock: g.Clock, Log: slog.New(slog.DiscardHandler)}))
		}
		ask := func(n int, method, path, pattern, agent string, status int, header ...string) {
			r := httptest.NewRequest(method, path, nil)
			r.Header.Set("User-Agent", agent)
			for i := 0; i+1 < len(header); i += 2 {
				r.Header.Set(header[i], header[i+1])
			}
			rooms[n].Answered(r, pattern, status)
		}
		const page, file = "/p/{member}/datasets/{slug}", "/datasets/{id}/data.csv"
		ask(0, "GET", "/fr/p/ychoux/datasets/subventions", page, browser, 200)
		ask(1, "GET", "/p/ychoux/datasets/subventions", page, browser, 304)
		ask(0, "GET", "/p/ychoux", "/p/{member}", browser, 200)
		ask(0, "GET", "/p/inconnue", "/p/{member}", browser, 200) // renamed meanwhile: counted for all
		ask(0, "GET", "/datasets/ds-1/data.csv", file, "curl/8.1", 200)
		ask(1, "GET", "/datasets/ds-1/data.csv", file, "curl/8.1", 206, "Range", "bytes=0-999")
		ask(1, "GET", "/api/explore/v2.1/catalog/datasets/ds-1/records", "/api/explore/v2.1/catalog/datasets/{id}/records", "python-requests/2", 200)
		ask(0, "GET", "/stories/budgets", "/stories/{story}", browser, 200)
		ask(1, "GET", "/fr/embed/datasets/ds-1/chart", "/embed/datasets/{id}/chart", browser, 200)
		for _, no := range []func(){ // none of these counts
			func() { ask(0, "GET", "/p/ychoux", "/p/{member}", "Mozilla/5.0 (compatible; Googlebot/2.1)", 200) },
			func() { ask(0, "GET", "/p/ychoux", "/p/{member}", "curl/8.1", 200) },
			func() { ask(0, "GET", "/p/ychoux", "/p/{member}", browser, 404) },
			func() { ask(0, "GET", "/p/ychoux", "/p/{member}", browser, 200, "HX-Request", "true") },
			func() { ask(0, "GET", "/p/ychoux", "/p/{member}", browser, 200, "Sec-Purpose", "prefetch") },
			func() { ask(0, "HEAD", "/datasets/ds-1/data.csv", file, "curl/8.1", 200) },
			func() { ask(0, "GET", "/datasets/ds-1/data.csv", file, "curl/8.1", 206, "Range", "bytes=1000-1999") },
			func() { ask(0, "GET", "/datasets/ds-1/data.csv", file, "udata/harvester", 200) },
			func() { ask(0, "GET", "/console", "/console", browser, 200) },
		} {
			no()
		}
		search := httptest.NewRequest("GET", "/datasets?q=zoé+larrieu", nil)
		search.Header.Set("User-Agent", browser)
		rooms[0].Searched(search, "", 0)
		rooms[0].Searched(search, "", 3)
		for _, room := range rooms {
			for range 2 { // the second adds nothing
				if err := room.Flush(ctx); err != nil {
					t.Fatal(err)
				}
			}
		}
		got := map[string]int64{}
		g.Read(t, access.Public(), func(tx access.Tx) error {
			return measure.Days(ctx, tx, measure.Filter{From: "2026-01-01", Until: "2026-12-31"}, func(l measure.Line) error {
				who := "all"
				if l.Member == g.Town.ID {
					who = "town"
				}
				got[l.Day+" "+l.Kind+" "+who+" "+l.Dataset] += l.N
				return nil
			})
		})
		want := map[string]int64{"2026-10-05 visit town ds-1": 3, "2026-10-05 visit town ": 1, "2026-10-05 visit all ": 2, "2026-10-05 download town ds-1": 2, "2026-10-05 call town ds-1": 1, "2026-10-05 nothing all ": 1}
		for k, n := range want {
			if got[k] != n {
				t.Errorf("%s: %d, want %d", k, got[k], n)
			}
		}
		if len(got) != len(want) {
			t.Errorf("counted %v", got)
		}
		g.Read(t, access.Public(), func(tx access.Tx) error {
			list, err := rooms[0].ByDataset(ctx, tx, measure.Filter{From: "2026-10-01", Until: "2026-10-31"}, 10)
			if len(list) != 1 || list[0].Title != "Subventions" || list[0].Counts[measure.Download] != 2 {
				t.Errorf("by dataset: %+v", list)
			}
			months, err2 := measure.ByMonth(ctx, tx, measure.Filter{Member: g.Town.ID, From: "2026-10-01", Until: "2026-10-31"})
			if months["2026-10"][measure.Visit] != 4 {
				t.Errorf("by month: %v", months)
			}
			if err == nil {
				err = err2
			}
			return err
		})
		// Nothing of a request is kept but its day and what it was about.
		g.Read(t, access.System("test"), func(tx access.Tx) error {
			columns, err := database.Columns(ctx, tx, "measure_day")
			if len(columns) != 5 {
				t.Errorf("%d columns, want day, kind, member, dataset and number alone", len(columns))
			}
			return err
		})
	})
}
