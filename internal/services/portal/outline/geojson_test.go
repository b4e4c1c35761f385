package outline

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/fault"
)

func TestRead(t *testing.T) {
	square := `[[[-0.5,44.0],[-0.4,44.00001],[-0.4,44.1],[-0.40001,44.1],[-0.5,44.1],[-0.5,44.0]]]`
	want := [][]Ring{{{{-0.5, 44}, {-0.4, 44}, {-0.4, 44.1}, {-0.5, 44.1}, {-0.5, 44}}}}
	for name, c := range map[string]struct {
		file string
		code string
	}{
		"a feature":     {`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"INSEE_COM":"40001"},"geometry":{"type":"Polygon","coordinates":` + square + `}}]}`, "40001"},
		"of Corsica":    {`{"type":"Feature","properties":{"code":"2A004"},"geometry":{"type":"MultiPolygon","coordinates":[` + square + `]}}`, "2A004"},
		"without code":  {`{"type":"Polygon","coordinates":` + square + `}`, ""},
		"another code":  {`{"type":"Feature","properties":{"code":"FR-40"},"geometry":{"type":"Polygon","coordinates":` + square + `}}`, ""},
		"heights":       {`{"type":"Polygon","coordinates":` + strings.ReplaceAll(square, "44.1]", "44.1, 12.5]") + `}`, ""},
		"a collection":  {`{"type":"Feature","properties":{"siren":"214000010"},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":` + square + `}]}}`, "214000010"},
		"points beside": {`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}},{"type":"Feature","properties":{"insee":"40001"},"geometry":{"type":"Polygon","coordinates":` + square + `}}]}`, "40001"},
	} {
		got, err := Read([]byte(c.file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(Territory{[]Area{{c.code, want}}}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for name, file := range map[string]string{
		"no JSON":     "<kml/>",
		"no polygon":  `{"type":"Point","coordinates":[1,2]}`,
		"Lambert 93":  `{"type":"Polygon","coordinates":[[[372000.5,6321000],[372100,6321000],[372100,6321100],[372000.5,6321000]]]}`,
		"no pairs":    `{"type":"Polygon","coordinates":[["a"]]}`,
		"nested":      strings.Repeat(`{"type":"FeatureCollection","features":[`, 9) + strings.Repeat(`]}`, 9),
		"too large":   `{"type":"Polygon","coordinates":[` + strings.Repeat(" ", MaxFile) + `]}`,
		"nothing":     "",
		"only a spot": `{"type":"Polygon","coordinates":[[[1,2],[1,2],[1,2],[1,2]]]}`,
	} {
		if _, err := Read([]byte(file)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"type":"Polygon","coordinates":[[[1,2],[1,3],[2,3],[1,2]]]}`))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"geometry":{"type":"MultiPolygon","coordinates":[[[[1,2,3]]]]}}]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := Read(file)
		if err == nil && len(got.Areas) == 0 {
			t.Error("nothing was read, and nothing said")
		}
	})
}
