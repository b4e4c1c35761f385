package gather

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// A part is written anew when one of its datasets changes: none that is small
// may stand beside a big one.
func TestBigDatasetsStandApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Source
		for i := range rapid.IntRange(0, 60).Draw(t, "datasets") {
			rows := rapid.SampledFrom([]int64{0, 1, 40, bigRows - 1, bigRows, 1_000_000}).Draw(t, "rows")
			member := fmt.Sprint("m", rapid.IntRange(0, 9).Draw(t, "member"))
			all = append(all, Source{Dataset: fmt.Sprint("d", i), Member: member, SortKey: member, Rows: rows})
		}
		dealt := map[string]int{}
		for no, list := range deal(all) {
			for _, s := range list {
				if big := s.Rows >= bigRows; big != (list[0].Rows >= bigRows) {
					t.Fatalf("part %d holds both big and small datasets: %v", no, list)
				}
				dealt[s.Dataset] = no
			}
		}
		if len(dealt) != len(all) {
			t.Fatalf("%d of %d datasets are dealt", len(dealt), len(all))
		}
		// What one dataset is does not move the others.
		for no, list := range deal(all[len(all)/2:]) {
			for _, s := range list {
				if dealt[s.Dataset] != no {
					t.Fatalf("%s moves from part %d to %d as others go", s.Dataset, dealt[s.Dataset], no)
				}
			}
		}
	})
}
