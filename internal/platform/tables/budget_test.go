package tables

import (
	"fmt"
	"strings"
	"testing"
)

// A page of rows whose cells are huge ends early, and paging on from what came
// gives every row once.
func TestAPageOfHugeRowsEndsEarly(t *testing.T) {
	columns := []Column{{Name: "n", Type: Integer}, {Name: "texte", Type: Text}}
	var rows [][]string
	for i := range 40 {
		rows = append(rows, []string{fmt.Sprint(i), fmt.Sprint(i) + strings.Repeat("x", 20_000)})
	}
	table, _ := tableOf(writeRows(t, columns, rows))
	for name, cfg := range map[string]Config{"small": {}, "native": {SmallCells: -1}} {
		for _, sort := range [][]Sort{nil, {{Column: "n", Desc: true}}} {
			t.Run(fmt.Sprint(name, " ", sort), func(t *testing.T) {
				cfg.Threads, cfg.MaxPageBytes = 2, 50_000
				e := newEngine(t, cfg)
				seen, pages := map[int64]bool{}, 0
				for offset := int64(0); offset < 40; pages++ {
					page, err := e.Query(t.Context(), table, Query{Limit: 30, Offset: offset, Sort: sort})
					if err != nil {
						t.Fatal(err)
					}
					if page.Total != 40 || len(page.Rows) == 0 || len(page.Rows) > 3 {
						t.Fatalf("%d rows of %d", len(page.Rows), page.Total)
					}
					for i, row := range page.Rows {
						n := row[0].(int64)
						if want := offset + int64(i); sort == nil && n != want || sort != nil && n != 39-want {
							t.Fatalf("row %d is %d", want, n)
						}
						seen[n] = true
					}
					offset += int64(len(page.Rows))
				}
				if len(seen) != 40 {
					t.Errorf("%d rows in %d pages", len(seen), pages)
				}
			})
		}
	}
	t.Run("one row larger than a page", func(t *testing.T) {
		e := newEngine(t, Config{MaxPageBytes: 10})
		if page, err := e.Query(t.Context(), table, Query{Limit: 5}); err != nil || len(page.Rows) != 1 {
			t.Errorf("%d rows, %v", len(page.Rows), err)
		}
	})
}

// A file of a few bytes may hold gigabytes once it is unpacked.
func TestATableThatUnpacksTooLargeIsNotHeldInGo(t *testing.T) {
	columns := []Column{{Name: "a", Type: Text}, {Name: "b", Type: Text}}
	long := strings.Repeat("long ", 2000)
	var rows [][]string
	for range 500 {
		rows = append(rows, []string{long, "x"})
	}
	table, _ := tableOf(writeRows(t, columns, rows))
	e := newEngine(t, Config{Threads: 2, SmallMemory: 1 << 20})
	page, err := e.Query(t.Context(), table, Query{Limit: 1})
	if err != nil || page.Total != 500 || page.Rows[0][0] != long {
		t.Errorf("%d rows, %v", page.Total, err)
	}
	if held := e.small.total; held > 0 {
		t.Errorf("%d bytes are held in Go", held)
	}
}
