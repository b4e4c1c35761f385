package tables

import (
	"runtime"
	"slices"
	"testing"
	"time"
)

func TestZones(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ wall, instant string }{
		{"2026-01-15T12:00:00Z", "2026-01-15T11:00:00Z"},
		{"2026-07-15T12:00:00Z", "2026-07-15T10:00:00Z"},
		{"2026-03-29T03:00:00Z", "2026-03-29T01:00:00Z"}, // the first instant of summer time
		{"2026-03-29T01:59:59Z", "2026-03-29T00:59:59Z"},
		{"2026-10-25T01:59:59Z", "2026-10-24T23:59:59Z"},
		{"2026-10-25T02:30:00Z", "2026-10-25T01:30:00Z"}, // shown twice: the later one
		{"2126-07-15T12:00:00Z", "2126-07-15T10:00:00Z"},
		{"1890-01-01T00:00:00Z", "1889-12-31T23:50:39Z"}, // before there were zones
	} {
		wall, _ := time.Parse(time.RFC3339, c.wall)
		instant, _ := time.Parse(time.RFC3339, c.instant)
		if got := atZone(paris, instant); !got.Equal(wall) {
			t.Errorf("at %s it is %s, want %s", c.instant, got, c.wall)
		}
		if got := ofZone(paris, wall); !got.Equal(instant) {
			t.Errorf("%s is at %s, want %s", c.wall, got, c.instant)
		}
	}
	left, _ := time.Parse(time.RFC3339, "2026-03-29T02:30:00Z") // nobody's clock shows it
	if got := ofZone(paris, left).Format(time.RFC3339); got != "2026-03-29T01:30:00Z" {
		t.Errorf("the hour that is left out begins at %s", got)
	}
	if _, err := zoneNamed("Europe/Dax"); err == nil {
		t.Error("a zone that is none is taken for one")
	}
}

// TestExtensions holds what DuckDB was told to leave out against what it has.
func TestExtensions(t *testing.T) {
	on, err := openDuck(t.Context(), Config{CacheDir: t.TempDir(), MemoryLimit: 64 << 20, Threads: 1, MaxConcurrent: 1, MaxCacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer on.close()
	rows, err := on.db.QueryContext(t.Context(), "select extension_name from duckdb_extensions() where loaded")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var loaded []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		loaded = append(loaded, name)
	}
	for _, want := range []string{"core_functions", "parquet"} {
		if !slices.Contains(loaded, want) {
			t.Errorf("%s is missing: %v", want, loaded)
		}
	}
	if _, err := on.db.ExecContext(t.Context(), "select icu_sort_key('a', 'fr')"); err == nil && runtime.GOOS == "linux" {
		t.Error("what package lean leaves out is still in the program")
	}
}
