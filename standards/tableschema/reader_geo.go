package tableschema

import (
	"bytes"
	"encoding/json"
)

// geopointReader reads a longitude and a latitude, in that order: "lon, lat",
// [lon, lat] or {"lon": lon, "lat": lat}, as the format says.
func geopointReader(f *Field) readFunc {
	return func(cell []byte, v *Value) bool {
		v.kind = kindText
		lon, lat, ok := parseGeopoint(f.Format, cell)
		return ok && lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90
	}
}

func parseGeopoint(format string, cell []byte) (lon, lat float64, ok bool) {
	switch format {
	case "array":
		var pair []looseNumber
		if json.Unmarshal(cell, &pair) != nil || len(pair) != 2 {
			return 0, 0, false
		}
		return float64(pair[0]), float64(pair[1]), true
	case "object":
		var point map[string]looseNumber
		if json.Unmarshal(cell, &point) != nil || len(point) != 2 {
			return 0, 0, false
		}
		x, ok1 := point["lon"]
		y, ok2 := point["lat"]
		return float64(x), float64(y), ok1 && ok2
	}
	a, b, found := bytes.Cut(cell, []byte(","))
	if !found || bytes.IndexByte(b, ',') >= 0 {
		return 0, 0, false
	}
	x, ok1 := parseDecimal(bytes.TrimSpace(a))
	y, ok2 := parseDecimal(bytes.TrimSpace(b))
	return x.float(), y.float(), ok1 && ok2 && !x.nan && !y.nan
}

// looseNumber is a JSON number, which may be written as a string.
type looseNumber float64

// UnmarshalJSON accepts 1.5 and "1.5".
func (n *looseNumber) UnmarshalJSON(b []byte) error {
	b = bytes.Trim(b, `"`)
	d, ok := parseDecimal(bytes.TrimSpace(b))
	if !ok || d.nan || d.inf {
		return &json.UnmarshalTypeError{Value: string(b)}
	}
	*n = looseNumber(d.float())
	return nil
}

// readGeojson reads a GeoJSON object of RFC 7946: a known type, and the member
// that this type needs. The format topojson asks for a Topology.
func readGeojson(f *Field) readFunc {
	return func(cell []byte, v *Value) bool {
		v.kind = kindText
		var o geojson
		if json.Unmarshal(cell, &o) != nil {
			return false
		}
		if f.Format == "topojson" {
			return o.Type == "Topology"
		}
		return o.valid(0)
	}
}

type geojson struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
	Geometries  []geojson       `json:"geometries"`
	Geometry    json.RawMessage `json:"geometry"`
	Features    []geojson       `json:"features"`
}

// depthOf is how many arrays stand around a position in each geometry.
var depthOf = map[string]int{
	"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}

const maxNesting = 16

func (o *geojson) valid(nesting int) bool {
	if nesting > maxNesting {
		return false
	}
	if depth, ok := depthOf[o.Type]; ok {
		return validCoordinates(o.Coordinates, depth)
	}
	switch o.Type {
	case "GeometryCollection":
		return validAll(o.Geometries, nesting)
	case "FeatureCollection":
		return validAll(o.Features, nesting)
	case "Feature":
		if len(o.Geometry) == 0 || string(o.Geometry) == "null" {
			return true
		}
		var g geojson
		return json.Unmarshal(o.Geometry, &g) == nil && g.valid(nesting+1)
	}
	return false
}

func validAll(list []geojson, nesting int) bool {
	for i := range list {
		if !list[i].valid(nesting + 1) {
			return false
		}
	}
	return list != nil
}

func validCoordinates(raw json.RawMessage, depth int) bool {
	if depth == 0 {
		var position []float64
		return json.Unmarshal(raw, &position) == nil && len(position) >= 2
	}
	var inner []json.RawMessage
	if json.Unmarshal(raw, &inner) != nil || inner == nil {
		return false
	}
	for _, c := range inner {
		if !validCoordinates(c, depth-1) {
			return false
		}
	}
	return true
}
