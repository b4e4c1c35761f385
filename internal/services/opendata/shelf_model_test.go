package opendata_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/services/opendata"
)

// The lists of processes that look often, seldom and almost never hold what the
// database holds, whatever comes, goes and changes, and however little of it
// the table of changes still has.
func TestShelvesHoldWhatTheDatabaseHolds(t *testing.T) {
	opendata.KeepTurns(t, 12)
	each(t, func(t *testing.T, h *house) {
		r := rand.New(rand.NewPCG(2026, 11))
		shelves := []*opendata.Held{{}, {}, {}}
		standing := map[int64]bool{}
		change := func(tx access.Tx) error {
			words := int64(r.IntN(40) + 1)
			_, err := tx.Exec(t.Context(), `delete from dataset_listed where words_id = $1`, words)
			if there := r.IntN(3) > 0; err == nil && there {
				_, err = tx.Exec(t.Context(), `insert into dataset_listed (words_id, piece_id, member_id, schema_name, row_count, modified_at)
					values ($1,$2,$3,$4,$5,0)`, words, fmt.Sprint("p", words), fmt.Sprint("m", words%7), fmt.Sprint("s", r.IntN(3)), r.IntN(9))
				standing[words] = true
			} else {
				delete(standing, words)
			}
			if err != nil {
				return err
			}
			return opendata.Turn(t.Context(), tx, words)
		}
		for step := range 150 {
			h.write(access.System("test"), func(tx access.Tx) error {
				for range r.IntN(4) {
					if err := change(tx); err != nil {
						return err
					}
				}
				return nil
			})
			h.read(access.Public(), func(tx access.Tx) error {
				for i, s := range shelves {
					if step%[]int{1, 4, 29}[i] != 0 {
						continue
					}
					got, counts, err := s.Shelved(t.Context(), tx)
					if err != nil {
						return err
					}
					want, err := database.All(t.Context(), tx, "test", func(r database.Row) (n int64, err error) { return n, r.Scan(&n) },
						`select words_id from dataset_listed order by words_id`)
					if err != nil {
						return err
					}
					if diff := gocmp.Diff(want, got); diff != "" || len(want) != len(standing) {
						t.Fatalf("step %d, shelf %d (-database +memory):\n%s", step, i, diff)
					}
					wanted := opendata.Found{Total: len(want)}
					wanted.Schemas, wanted.Members = facets(t, tx, "schema_name"), facets(t, tx, "member_id")
					counts.Sides = opendata.Sides{Schemas: counts.Schemas, Members: counts.Members} // the others take datasets
					wanted.Publishing = len(wanted.Members)
					if diff := gocmp.Diff(wanted, counts); diff != "" {
						t.Fatalf("step %d, shelf %d counts (-database +memory):\n%s", step, i, diff)
					}
				}
				return nil
			})
		}
	})
}

func facets(t *testing.T, tx access.Tx, column string) []opendata.Facet {
	t.Helper()
	out, err := database.All(t.Context(), tx, "test", func(r database.Row) (f opendata.Facet, err error) { return f, r.Scan(&f.Value, &f.Count) },
		`select `+column+`, count(*) from dataset_listed group by 1 order by 2 desc, 1`)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
