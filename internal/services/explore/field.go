package explore

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"airial/internal/platform/tables"
)

// Kind is what a field holds, as the Explore API calls it.
type Kind string

// The kinds of field.
const (
	Text     Kind = "text"
	Int      Kind = "int"
	Double   Kind = "double"
	Boolean  Kind = "boolean"
	Date     Kind = "date"
	DateTime Kind = "datetime"
	Point    Kind = "geo_point_2d"
	Shape    Kind = "geo_shape"
)

// Field is what a query may name: a column of the table, or a point made of two.
type Field struct {
	Name   string
	Kind   Kind
	Column int // its place in the table, -1 for a point made of two columns
	Lat    int // of such a point, the columns
	Lon    int
	// Reversed says that the text of a point has the longitude first.
	Reversed bool
	Words    Words
}

// PointName is the name of a point that is made of two columns.
const PointName = "geo_point_2d"

// Fields lists the fields of a dataset: its columns in their order, and the
// point that a latitude and a longitude make.
func (d Dataset) Fields() []Field {
	columns := d.Table.Columns
	fields := make([]Field, 0, len(columns)+1)
	for i, c := range columns {
		f := Field{Name: c.Name, Kind: kindOf(c.Type), Column: i, Lat: -1, Lon: -1}
		if i < len(d.Words) {
			f.Words = d.Words[i]
		}
		if c.Type == tables.Text {
			f.Kind, f.Reversed = d.placeIn(i)
		}
		fields = append(fields, f)
	}
	if slices.ContainsFunc(fields, func(f Field) bool { return f.Kind == Point || f.Kind == Shape || f.Name == PointName }) {
		return fields
	}
	if lat, lon := d.coordinates(); lat >= 0 && lon >= 0 {
		fields = append(fields, Field{Name: PointName, Kind: Point, Column: -1, Lat: lat, Lon: lon})
	}
	return fields
}

func kindOf(t tables.Type) Kind {
	switch t {
	case tables.Integer, tables.Year:
		return Int
	case tables.Number:
		return Double
	case tables.Boolean:
		return Boolean
	case tables.Date:
		return Date
	case tables.DateTime:
		return DateTime
	}
	return Text
}

var (
	pointText = regexp.MustCompile(`^\s*([\[(]?)\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*[\])]?\s*$`)
	pointName = regexp.MustCompile(`(?i)geo|coord|point|local|position|latlon|lat_lon|lonlat|xy|wgs`)
	latName   = regexp.MustCompile(`(?i)^(lat|latitude|y|y_lat|ylat)$|(^|[_ .-])lat(itude)?([_ .-]|$)|latitude$`)
	lonName   = regexp.MustCompile(`(?i)^(lon|lng|long|longitude|x|x_lon|xlon|x_long|xlong)$|(^|[_ .-])(lon|lng|long|longitude)([_ .-]|$)|longitude$`)
)

// cells returns the values of a column in the first rows.
func (d Dataset) cells(column int) []string {
	var out []string
	for _, row := range d.Preview {
		if column < len(row) && row[column] != "" {
			out = append(out, row[column])
		}
	}
	return out
}

// placeIn tells whether a column of texts holds points or shapes: only if all of
// the first cells do. Without brackets the latitude comes first, as spreadsheets
// have it; within them the longitude does, as GeoJSON has it.
func (d Dataset) placeIn(column int) (kind Kind, reversed bool) {
	cells := d.cells(column)
	if len(cells) == 0 {
		return Text, false
	}
	shapes, points := true, pointName.MatchString(d.Table.Columns[column].Name)
	for _, cell := range cells {
		shapes = shapes && strings.HasPrefix(strings.TrimSpace(cell), "{") && strings.Contains(cell, `"coordinates"`)
		m := pointText.FindStringSubmatch(cell)
		if points = points && m != nil; points {
			reversed = m[1] == "["
		}
	}
	switch {
	case shapes:
		return Shape, false
	case points:
		return Point, reversed
	}
	return Text, false
}

// coordinates finds the columns of a latitude and a longitude in degrees, by
// their names and first cells; -1 for none. Metres of a projection are neither.
// Where several are called so, one that has something in it is meant: an address
// base has x and y, often empty, beside long and lat.
func (d Dataset) coordinates() (lat, lon int) {
	lat, lon = -1, -1
	better := func(column, than int) bool { return than < 0 || len(d.cells(than)) == 0 && len(d.cells(column)) > 0 }
	for i, c := range d.Table.Columns {
		if c.Type != tables.Number && c.Type != tables.Integer {
			continue
		}
		switch {
		case latName.MatchString(c.Name) && better(i, lat) && d.below(i, 90):
			lat = i
		case lonName.MatchString(c.Name) && better(i, lon) && d.below(i, 180):
			lon = i
		}
	}
	return lat, lon
}

func (d Dataset) below(column int, most float64) bool {
	for _, cell := range d.cells(column) {
		if v, err := strconv.ParseFloat(cell, 64); err != nil || v > most || v < -most {
			return false
		}
	}
	return true
}

// Label is what people call the field, in French as the API's metadata are.
func (f Field) Label() string {
	if f.Words.Title.Fr != "" {
		return f.Words.Title.Fr
	}
	return f.Name
}
