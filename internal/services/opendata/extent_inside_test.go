package opendata

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestExtentForms: each form in which a table says where something is.
func TestExtentForms(t *testing.T) {
	for name, c := range map[string]struct {
		where Where
		rows  [][]string
		want  *Extent
	}{
		"comma":     {Where{Lat: 0, Lon: 1, Text: -1}, [][]string{{"44,5", "-0,5"}, {"x", "y"}}, &Extent{-0.5, 44.5, -0.5, 44.5}},
		"text":      {Where{Lat: -1, Lon: -1, Text: 0}, [][]string{{"44.5, -0.5"}, {"(43, 1)"}, {"ici"}}, &Extent{-0.5, 43, 1, 44.5}},
		"reversed":  {Where{Lat: -1, Lon: -1, Text: 0, Reversed: true}, [][]string{{"[-0.5, 44.5]"}}, &Extent{-0.5, 44.5, -0.5, 44.5}},
		"line":      {Where{Lat: -1, Lon: -1, Text: 0, Shape: true}, [][]string{{`{"type":"LineString","coordinates":[[1,44],[2,43,120]]}`}, {"{"}}, &Extent{1, 43, 2, 44}},
		"several":   {Where{Lat: -1, Lon: -1, Text: 0, Shape: true}, [][]string{{`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,44]}]}`}}, &Extent{1, 44, 1, 44}},
		"short row": {Where{Lat: 0, Lon: 4, Text: -1}, [][]string{{"44", "1"}}, nil},
	} {
		x := newExtenter(nil, func([]Column, [][]string) (Where, bool) { return c.where, true })
		for _, row := range c.rows {
			cells := make([][]byte, len(row))
			for i, cell := range row {
				cells[i] = []byte(cell)
			}
			x.see(cells)
		}
		if diff := cmp.Diff(c.want, x.extent()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	if got := extentOf("1,2,3"); got != nil || extentOf("a,b,c,d") != nil || extentOf(noExtent) != nil {
		t.Error("what is no area reads as one", got)
	}
}

// TestExtentHolds: however many rows there are, the area is the least that holds
// every place, and its form in the records reads back.
func TestExtentHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newExtenter(nil, func([]Column, [][]string) (Where, bool) { return Where{Lat: 0, Lon: 1, Text: -1}, true })
		var want *Extent
		for range rapid.IntRange(0, 3*previewRows).Draw(t, "rows") {
			lat, lon := rapid.Float64Range(0.5, 90).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")
			x.see([][]byte{strconv.AppendFloat(nil, lat, 'g', -1, 64), strconv.AppendFloat(nil, lon, 'g', -1, 64)})
			want = want.With(&Extent{lon, lat, lon, lat})
		}
		if diff := cmp.Diff(want, x.extent()); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
		if diff := cmp.Diff(want, extentOf(want.String())); diff != "" {
			t.Fatalf("records (-want +got)\n%s", diff)
		}
	})
}
