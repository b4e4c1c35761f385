package chart

import (
	"math"
	"slices"
)

// MaxDrawn is how many places the server draws and lists; where more are
// given, the drawing says so, and the script shows all of Source.
const MaxDrawn = 400

// A Map is places on the ground, in degrees of WGS 84.
type Map struct {
	ID      string // unique in the page; made of the title when empty
	Title   string
	Note    string
	Places  []Place  // what is shown
	Outline []Shape  // where the territory lies; may be nil
	Source  string   // address on this site of all places as GeoJSON; "" when Places are all
	Total   int64    // places in all; 0 when Places are all
	Columns []string // what the cells of a place are: heads of the table's columns
	Unit    string   // of the places' values, which colour shapes and size points
	Plain   bool     // the title is for screen readers only: a heading says it already
}

// A Place is a point, or a shape.
type Place struct {
	Lon, Lat float64 // of the point; of the shape's label
	Shape    Shape   // nil for a point
	Name     string
	Link     string // of this site; "" for none
	Cells    []string
	Value    float64 // NaN for none
}

// A Path is positions, longitude first.
type Path = [][2]float64

// A Shape is areas and lines, as GeoJSON has them.
type Shape struct {
	Areas [][]Path // each an outer ring, then its holes
	Lines []Path
}

// Empty tells whether the shape has nothing to draw.
func (s Shape) Empty() bool { return len(s.Areas) == 0 && len(s.Lines) == 0 }

// Middle is about where a shape lies: the middle of its first ring or line.
func (s Shape) Middle() (lon, lat float64) {
	all := s.all()
	if len(all) == 0 || len(all[0]) == 0 {
		return 0, 0
	}
	for _, at := range all[0] {
		lon, lat = lon+at[0], lat+at[1]
	}
	n := float64(len(all[0]))
	return lon / n, lat / n
}

// all are the shape's rings and lines.
func (s Shape) all() []Path {
	return append(slices.Concat(s.Areas...), s.Lines...)
}

// On tells whether a place can be on the map: its figures are those of a place
// that the projection of web maps shows.
func On(lon, lat float64) bool {
	return known(lon) && known(lat) && lon >= -180 && lon <= 180 && lat >= -85 && lat <= 85
}

func (m Map) id() string { return identifier("map", m.ID, m.Title) }

func (m Map) drawn() []Place { return m.Places[:min(len(m.Places), MaxDrawn)] }

// more is how many places are not in the drawing.
func (m Map) more() int64 { return max(m.Total, int64(len(m.Places))) - int64(len(m.drawn())) }

// box is what the map must show, in the plane of web maps, 0 to 1 each way.
type box struct{ left, top, right, bottom float64 }

// mercator leads to the plane of web maps (EPSG 3857), 0 to 1 from the upper
// left.
func mercator(lon, lat float64) (x, y float64) {
	lat = max(-85, min(85, lat)) * math.Pi / 180
	return (lon + 180) / 360, (1 - math.Log(math.Tan(lat)+1/math.Cos(lat))/math.Pi) / 2
}

func (b *box) hold(lon, lat float64) {
	if !On(lon, lat) {
		return
	}
	x, y := mercator(lon, lat)
	b.left, b.right = min(b.left, x), max(b.right, x)
	b.top, b.bottom = min(b.top, y), max(b.bottom, y)
}

func (b *box) holdShape(s Shape) {
	for _, ring := range s.all() {
		for _, at := range ring {
			b.hold(at[0], at[1])
		}
	}
}

// The drawing's measures, in its own units.
const (
	mapWidth, mapHeight = 1000, 620
	mapEdge             = 40
	smallest            = 0.000005 // about 150 m: a single place is not enlarged beyond
)

// frame is the box around all places, with the drawing's proportions.
func (m Map) frame() box {
	b := box{1, 1, 0, 0}
	for _, p := range m.Places {
		if p.Shape.Empty() {
			b.hold(p.Lon, p.Lat)
		}
		b.holdShape(p.Shape)
	}
	for _, s := range m.Outline {
		b.holdShape(s)
	}
	if b.left > b.right {
		return box{0, 0, 1, 1}
	}
	w, h := max(b.right-b.left, smallest), max(b.bottom-b.top, smallest)
	cx, cy := (b.left+b.right)/2, (b.top+b.bottom)/2
	const aspect = float64(mapWidth-2*mapEdge) / (mapHeight - 2*mapEdge)
	if w/h < aspect {
		w = h * aspect
	} else {
		h = w / aspect
	}
	w *= float64(mapWidth) / (mapWidth - 2*mapEdge)
	h *= float64(mapHeight) / (mapHeight - 2*mapEdge)
	return box{cx - w/2, cy - h/2, cx + w/2, cy + h/2}
}

func (b box) at(lon, lat float64) (x, y float64) {
	x, y = mercator(lon, lat)
	return (x - b.left) / (b.right - b.left) * mapWidth, (y - b.top) / (b.bottom - b.top) * mapHeight
}
