package journal_test

import (
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"airial/internal/platform/journal"
)

func TestTilePath(t *testing.T) {
	for path, want := range map[string]tlog.Tile{
		"tile/0/000":                 {H: 8, L: 0, N: 0, W: 256},
		"tile/0/x001/x234/067":       {H: 8, L: 0, N: 1234067, W: 256},
		"tile/3/255.p/1":             {H: 8, L: 3, N: 255, W: 1},
		"tile/entries/x001/000.p/17": {H: 8, L: journal.Entries, N: 1000, W: 17},
	} {
		got, ok := journal.ParseTilePath(path)
		if !ok || got != want || journal.TilePath(want) != path {
			t.Errorf("%s: %+v, %v; written %s", path, got, ok, journal.TilePath(want))
		}
	}
	for _, path := range []string{"", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/data/000",
		"tile/0/000/000", "tile/0/x000/000", "tile/0/x001/x002", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/",
		"tile/0/000/", "tile/0/x01/000", "tile/0/+00", "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999"} {
		if got, ok := journal.ParseTilePath(path); ok {
			t.Errorf("%q is taken for %+v", path, got)
		}
	}
}

func TestTilePathBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := tlog.Tile{H: 8, L: rapid.IntRange(-1, 63).Draw(t, "level"), N: rapid.Int64Range(0, 1<<62).Draw(t, "n"), W: rapid.IntRange(1, 256).Draw(t, "width")}
		if got, ok := journal.ParseTilePath(journal.TilePath(want)); !ok || got != want {
			t.Fatalf("%+v becomes %+v, %v", want, got, ok)
		}
	})
}

func FuzzTilePath(f *testing.F) {
	f.Add("tile/0/x001/x234/067")
	f.Add("tile/entries/000.p/255")
	f.Fuzz(func(t *testing.T, path string) {
		if tile, ok := journal.ParseTilePath(path); ok && journal.TilePath(tile) != path {
			t.Errorf("%q is read as %+v", path, tile)
		}
	})
}
