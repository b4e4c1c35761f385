package odsql

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
)

// MaxPositions bounds the points of a geometry.
const MaxPositions = 2_000

// Position is longitude and latitude, in degrees (WGS 84).
type Position [2]float64

// Shape is a geometry: points, lines or polygons. Each polygon is its outer
// ring and the holes in it; rings are closed.
type Shape struct {
	Kind     string // as GeoJSON names it: "Point", "Polygon"
	Points   []Position
	Lines    [][]Position
	Polygons [][][]Position
}

var (
	errShape = errors.New("not a geometry")
	errLarge = errors.New("too many points")
)

// ParseShape reads WKT or GeoJSON.
func ParseShape(text string) (Shape, error) {
	text = strings.TrimSpace(text)
	var s Shape
	var err error
	if strings.HasPrefix(text, "{") {
		s, err = parseGeoJSON(text)
	} else {
		s, err = parseWKT(text)
	}
	if err != nil {
		return Shape{}, err
	}
	return s, s.check()
}

func (s Shape) check() error {
	n := 0
	sound := true
	each := func(line []Position) {
		n += len(line)
		for _, p := range line {
			sound = sound && math.Abs(p[0]) <= 1e6 && math.Abs(p[1]) <= 1e6 // NaN fails, too
		}
	}
	each(s.Points)
	for _, l := range s.Lines {
		each(l)
		sound = sound && len(l) >= 2
	}
	for _, p := range s.Polygons {
		for _, ring := range p {
			each(ring)
			sound = sound && len(ring) >= 4 && ring[0] == ring[len(ring)-1]
		}
		sound = sound && len(p) > 0
	}
	switch {
	case n > MaxPositions:
		return errLarge
	case !sound || n == 0:
		return errShape
	}
	return nil
}

func parseGeoJSON(text string) (s Shape, err error) {
	var g struct {
		Type        string
		Coordinates json.RawMessage
		Geometry    json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &g); err != nil {
		return s, errShape
	}
	if g.Type == "Feature" {
		if len(g.Geometry) == 0 || strings.Contains(string(g.Geometry), "Feature") {
			return s, errShape
		}
		return parseGeoJSON(string(g.Geometry))
	}
	s.Kind = g.Type
	switch g.Type {
	case "Point":
		var p numbers
		err = json.Unmarshal(g.Coordinates, &p)
		s.Points = []Position{p.position()}
	case "MultiPoint":
		var p []numbers
		err = json.Unmarshal(g.Coordinates, &p)
		s.Points = positions(p)
	case "LineString":
		var p []numbers
		err = json.Unmarshal(g.Coordinates, &p)
		s.Lines = [][]Position{positions(p)}
	case "MultiLineString":
		var p [][]numbers
		err = json.Unmarshal(g.Coordinates, &p)
		s.Lines = lines(p)
	case "Polygon":
		var p [][]numbers
		err = json.Unmarshal(g.Coordinates, &p)
		s.Polygons = [][][]Position{lines(p)}
	case "MultiPolygon":
		var p [][][]numbers
		err = json.Unmarshal(g.Coordinates, &p)
		for _, one := range p {
			s.Polygons = append(s.Polygons, lines(one))
		}
	default:
		return s, errShape
	}
	if err != nil {
		return s, errShape
	}
	return s, nil
}

// numbers are the coordinates of a point, of which height is left out.
type numbers []float64

func (n numbers) position() Position {
	if len(n) < 2 {
		return Position{math.NaN(), math.NaN()}
	}
	return Position{n[0], n[1]}
}

func positions(list []numbers) []Position {
	out := make([]Position, len(list))
	for i, n := range list {
		out[i] = n.position()
	}
	return out
}

func lines(list [][]numbers) [][]Position {
	out := make([][]Position, len(list))
	for i, n := range list {
		out[i] = positions(n)
	}
	return out
}

// wkt reads well-known text (OGC 06-103r4 §7).
type wkt struct {
	rest string
	n    int
}

var kinds = map[string]string{"POINT": "Point", "MULTIPOINT": "MultiPoint", "LINESTRING": "LineString",
	"MULTILINESTRING": "MultiLineString", "POLYGON": "Polygon", "MULTIPOLYGON": "MultiPolygon"}

func parseWKT(text string) (s Shape, err error) {
	if head, rest, found := strings.Cut(text, ";"); found && strings.EqualFold(strings.TrimSpace(head), "SRID=4326") {
		text = rest
	}
	open := strings.IndexByte(text, '(')
	if open < 0 {
		return s, errShape
	}
	name := strings.Fields(strings.ToUpper(text[:open]))
	if len(name) == 0 || len(name) > 2 || kinds[name[0]] == "" || (len(name) == 2 && name[1] != "Z") {
		return s, errShape
	}
	w := &wkt{rest: text[open:]}
	s.Kind = kinds[name[0]]
	switch s.Kind {
	case "Point", "LineString":
		var line []Position
		if line, err = w.line(); s.Kind == "Point" {
			s.Points = line
			if len(line) != 1 {
				err = errShape
			}
		} else {
			s.Lines = [][]Position{line}
		}
	case "MultiPoint":
		w.rest = "(" + strings.NewReplacer("(", "", ")", "").Replace(w.rest) + ")" // each may stand in brackets of its own
		s.Points, err = w.line()
	case "MultiLineString":
		s.Lines, err = list(w, w.line)
	case "Polygon":
		s.Polygons = make([][][]Position, 1)
		s.Polygons[0], err = list(w, w.line)
	case "MultiPolygon":
		s.Polygons, err = list(w, func() ([][]Position, error) { return list(w, w.line) })
	}
	if err == nil && strings.TrimSpace(w.rest) != "" {
		err = errShape
	}
	return s, err
}

func (w *wkt) take(sign byte) bool {
	w.rest = strings.TrimLeft(w.rest, " \t\r\n")
	if w.rest != "" && w.rest[0] == sign {
		w.rest = w.rest[1:]
		return true
	}
	return false
}

// list reads (x, x, ...).
func list[T any](w *wkt, one func() (T, error)) (out []T, err error) {
	if !w.take('(') {
		return nil, errShape
	}
	for {
		x, err := one()
		if err != nil {
			return nil, err
		}
		if out = append(out, x); len(out) > MaxPositions {
			return nil, errLarge
		}
		if !w.take(',') {
			break
		}
	}
	if !w.take(')') {
		return nil, errShape
	}
	return out, nil
}

func (w *wkt) line() ([]Position, error) { return list(w, w.position) }

func (w *wkt) position() (Position, error) {
	end := strings.IndexAny(w.rest, ",()")
	if end < 0 {
		return Position{}, errShape
	}
	parts := strings.Fields(w.rest[:end])
	w.rest = w.rest[end:]
	if len(parts) < 2 || len(parts) > 3 {
		return Position{}, errShape
	}
	if w.n++; w.n > MaxPositions {
		return Position{}, errLarge
	}
	x, err1 := strconv.ParseFloat(parts[0], 64)
	y, err2 := strconv.ParseFloat(parts[1], 64)
	if err1 != nil || err2 != nil {
		return Position{}, errShape
	}
	return Position{x, y}, nil
}
