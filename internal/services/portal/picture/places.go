package picture

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"airial/internal/platform/web/chart"
)

// A Place says where a table keeps its places.
type Place struct {
	Lat, Lon string // two columns of degrees
	Column   string // or one, of points or shapes
	// Reversed says that a point's text has the longitude first.
	Reversed bool
}

func (p Place) uses(name string) bool {
	return name != "" && (name == p.Lat || name == p.Lon || name == p.Column)
}

var (
	pointText = regexp.MustCompile(`^\s*([\[(]?)\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*[\])]?\s*$`)
	pointName = regexp.MustCompile(`(?i)geo|coord|point|local|position|latlon|lat_lon|lonlat|xy|wgs`)
	latName   = regexp.MustCompile(`(?i)^(lat|latitude|y|y_lat|ylat)$|(^|[_ .-])lat(itude)?([_ .-]|$)|latitude$`)
	lonName   = regexp.MustCompile(`(?i)^(lon|lng|long|longitude|x|x_lon|xlon|x_long|xlong)$|(^|[_ .-])(lon|lng|long|longitude)([_ .-]|$)|longitude$`)
)

// findPlaces finds the columns that say where a row lies, by their names and
// the first rows. Metres of a projection are not degrees, and are left alone.
func findPlaces(t Table) (Place, bool) {
	var p Place
	for _, c := range t.Columns {
		cells := t.cells(c.Name)
		if len(cells) == 0 {
			continue
		}
		switch {
		case c.Type == "text" && all(cells, isShape):
			return Place{Column: c.Name}, true
		case c.Type == "text" && pointName.MatchString(c.Name) && all(cells, pointText.MatchString):
			return Place{Column: c.Name, Reversed: strings.HasPrefix(strings.TrimSpace(cells[0]), "[")}, true
		case p.Lat == "" && c.number() && latName.MatchString(c.Name) && all(cells, within(90)):
			p.Lat = c.Name
		case p.Lon == "" && c.number() && lonName.MatchString(c.Name) && all(cells, within(180)):
			p.Lon = c.Name
		}
	}
	return p, p.Lat != "" && p.Lon != ""
}

func all(cells []string, is func(string) bool) bool {
	for _, c := range cells {
		if !is(c) {
			return false
		}
	}
	return true
}

func isShape(cell string) bool {
	cell = strings.TrimSpace(cell)
	return strings.HasPrefix(cell, "{") && strings.Contains(cell, `"coordinates"`)
}

func within(limit float64) func(string) bool {
	return func(cell string) bool {
		v, err := strconv.ParseFloat(cell, 64)
		return err == nil && v <= limit && v >= -limit
	}
}

// locate reads the place of a row; ok is false where it has none.
func (p Place) locate(cell func(column string) any) (out chart.Place, ok bool) {
	out.Value = chart.None()
	if p.Column == "" {
		lat, ok1 := number(cell(p.Lat))
		lon, ok2 := number(cell(p.Lon))
		out.Lat, out.Lon = lat, lon
		return out, ok1 && ok2 && chart.On(lon, lat) && (lat != 0 || lon != 0)
	}
	text, _ := cell(p.Column).(string)
	if isShape(text) {
		return shaped(text)
	}
	m := pointText.FindStringSubmatch(text)
	if m == nil {
		return out, false
	}
	out.Lat, _ = strconv.ParseFloat(m[2], 64)
	out.Lon, _ = strconv.ParseFloat(m[3], 64)
	if p.Reversed {
		out.Lat, out.Lon = out.Lon, out.Lat
	}
	return out, chart.On(out.Lon, out.Lat)
}

// mostPositions bounds the corners of a shape that are drawn.
const mostPositions = 20_000

// shaped reads a GeoJSON geometry (RFC 7946).
func shaped(text string) (out chart.Place, ok bool) {
	out.Value = chart.None()
	var g struct {
		Type        string
		Coordinates json.RawMessage
	}
	if len(text) > 1<<20 || json.Unmarshal([]byte(text), &g) != nil {
		return out, false
	}
	read := func(into any) bool { return json.Unmarshal(g.Coordinates, into) == nil }
	var at position
	var line []position
	var area [][]position
	var areas [][][]position
	switch g.Type {
	case "Point":
		ok = read(&at) && len(at) >= 2 && chart.On(at[0], at[1])
		if ok {
			out.Lon, out.Lat = at[0], at[1]
		}
		return out, ok
	case "MultiPoint":
		ok = read(&line) && len(line) > 0 && len(line[0]) >= 2 && chart.On(line[0][0], line[0][1])
		if ok {
			out.Lon, out.Lat = line[0][0], line[0][1]
		}
		return out, ok
	case "LineString":
		ok = read(&line)
		area = [][]position{line}
		out.Shape.Lines = paths(area)
	case "MultiLineString":
		ok = read(&area)
		out.Shape.Lines = paths(area)
	case "Polygon":
		ok = read(&area)
		out.Shape.Areas = [][]chart.Path{paths(area)}
	case "MultiPolygon":
		ok = read(&areas)
		for _, a := range areas {
			out.Shape.Areas = append(out.Shape.Areas, paths(a))
		}
	}
	if !ok || out.Shape.Empty() {
		return out, false
	}
	out.Lon, out.Lat = out.Shape.Middle()
	return out, chart.On(out.Lon, out.Lat)
}

// position is longitude, latitude, and perhaps a height.
type position []float64

func paths(lines [][]position) []chart.Path {
	var out []chart.Path
	n := 0
	for _, line := range lines {
		path := make(chart.Path, 0, len(line))
		for _, p := range line {
			if len(p) >= 2 && chart.On(p[0], p[1]) {
				path = append(path, [2]float64{p[0], p[1]})
			}
		}
		if n += len(path); n > mostPositions {
			return out
		}
		if len(path) > 1 {
			out = append(out, path)
		}
	}
	return out
}

// number reads a value that the engine gave.
func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, v-v == 0
	case int64:
		return float64(v), true
	case string:
		f, err := strconv.ParseFloat(v, 64)
		return f, err == nil && f-f == 0
	}
	return 0, false
}
