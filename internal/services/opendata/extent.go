package opendata

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// Where says in which columns of a table its places stand: two of a latitude and
// a longitude, in degrees, or one of texts. What does not apply is -1.
type Where struct {
	Lat, Lon int
	Text     int
	Reversed bool // the texts have the longitude first
	Shape    bool // the texts are GeoJSON
}

// Extent is the area in which places lie, in degrees (WGS 84). A table of one
// place has an area without size.
type Extent struct {
	West, South, East, North float64
}

// noExtent stands in the records for a table without places.
const noExtent = "-"

// String is the form in the records.
func (e *Extent) String() string {
	if e == nil {
		return noExtent
	}
	parts := make([]string, 4)
	for i, v := range []float64{e.West, e.South, e.East, e.North} {
		parts[i] = strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strings.Join(parts, ",")
}

// extentOf reads the form in the records; nil for none, or not known yet.
func extentOf(s string) *Extent {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return nil
	}
	var v [4]float64
	for i, p := range parts {
		var err error
		if v[i], err = strconv.ParseFloat(p, 64); err != nil {
			return nil
		}
	}
	return &Extent{v[0], v[1], v[2], v[3]}
}

// With is the area of both; either may be nil.
func (e *Extent) With(o *Extent) *Extent {
	switch {
	case e == nil:
		return o
	case o == nil:
		return e
	}
	return &Extent{min(e.West, o.West), min(e.South, o.South), max(e.East, o.East), max(e.North, o.North)}
}

// extenter reads off rows where the places of a table lie. The first rows are
// kept until there are enough to tell which columns are meant.
type extenter struct {
	find  func(columns []Column, preview [][]string) (Where, bool)
	table []Column
	first [][]string
	found bool
	told  bool
	where Where
	area  *Extent
}

func newExtenter(columns []Column, find func([]Column, [][]string) (Where, bool)) *extenter {
	return &extenter{find: find, table: columns, told: find == nil}
}

// see takes a row, in the form of the columns' types.
func (x *extenter) see(row [][]byte) {
	switch {
	case !x.told:
		if x.first = append(x.first, texts(row)); len(x.first) == previewRows {
			x.decide()
		}
	case x.found:
		x.take(func(i int) []byte { return row[i] }, len(row))
	}
}

func (x *extenter) decide() {
	x.told = true
	if x.where, x.found = x.find(x.table, x.first); x.found {
		for _, row := range x.first {
			x.take(func(i int) []byte { return []byte(row[i]) }, len(row))
		}
	}
	x.first = nil
}

// extent is the area of all that was seen; nil for none.
func (x *extenter) extent() *Extent {
	if !x.told {
		x.decide()
	}
	return x.area
}

func (x *extenter) take(cell func(int) []byte, width int) {
	w := x.where
	switch {
	case w.Text >= 0 && w.Text < width && w.Shape:
		x.shape(cell(w.Text))
	case w.Text >= 0 && w.Text < width:
		if lat, lon, ok := pair(cell(w.Text), w.Reversed); ok {
			x.point(lat, lon)
		}
	case w.Lat >= 0 && w.Lon >= 0 && max(w.Lat, w.Lon) < width:
		lat, ok1 := degrees(cell(w.Lat))
		lon, ok2 := degrees(cell(w.Lon))
		if ok1 && ok2 {
			x.point(lat, lon)
		}
	}
}

// point takes a place. Nought and nought is what programs write for a place that
// they do not know: it is in the sea.
func (x *extenter) point(lat, lon float64) {
	if lat < -90 || lat > 90 || lon < -180 || lon > 180 || lat == 0 && lon == 0 {
		return
	}
	x.area = x.area.With(&Extent{lon, lat, lon, lat})
}

// shape takes all positions of a GeoJSON geometry (RFC 7946, 3.1.1).
func (x *extenter) shape(cell []byte) {
	var g struct {
		Coordinates any
		Geometries  []struct{ Coordinates any }
	}
	if json.Unmarshal(cell, &g) != nil {
		return
	}
	x.positions(g.Coordinates)
	for _, part := range g.Geometries {
		x.positions(part.Coordinates)
	}
}

func (x *extenter) positions(v any) {
	list, _ := v.([]any)
	if len(list) >= 2 {
		lon, ok1 := list[0].(float64)
		lat, ok2 := list[1].(float64)
		if ok1 && ok2 {
			x.point(lat, lon)
			return
		}
	}
	for _, inner := range list {
		x.positions(inner)
	}
}

var pairText = regexp.MustCompile(`^\s*[\[(]?\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*[\])]?\s*$`)

func pair(cell []byte, reversed bool) (lat, lon float64, ok bool) {
	m := pairText.FindSubmatch(cell)
	if m == nil {
		return 0, 0, false
	}
	lat, _ = degrees(m[1])
	lon, _ = degrees(m[2])
	if reversed {
		lat, lon = lon, lat
	}
	return lat, lon, true
}

func degrees(cell []byte) (float64, bool) {
	v, err := strconv.ParseFloat(string(bytes.Replace(bytes.TrimSpace(cell), []byte(","), []byte("."), 1)), 64)
	return v, err == nil && v == v
}

// hasPlaces tells whether an edition says where something is.
func (s *Service) hasPlaces(e Edition) bool {
	if s.where == nil {
		return false
	}
	_, ok := s.where(e.Columns, e.Preview)
	return ok
}
