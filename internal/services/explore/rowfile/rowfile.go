// Package rowfile writes rows as files, one after the other, at flat memory: CSV,
// JSON, JSON lines, GeoJSON, XLSX and Parquet.
package rowfile

import (
	"bufio"
	"context"
	"encoding/json"
	"io"

	"airial/internal/services/explore"
)

// Point is a place, in degrees (WGS 84).
type Point struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// Shape is a geometry, as GeoJSON has it.
type Shape struct {
	Geometry json.RawMessage
}

// MarshalJSON writes the shape as a feature without properties, as the Explore
// API does.
func (s Shape) MarshalJSON() ([]byte, error) {
	return append(append([]byte(`{"type":"Feature","geometry":`), s.Geometry...), `,"properties":{}}`...), nil
}

// Column is one of a file.
type Column struct {
	Name string
	Kind explore.Kind
}

// Options say how a file is written.
type Options struct {
	Format    string
	Columns   []Column
	Delimiter byte // of CSV
	QuoteAll  bool
	Mark      bool // a byte order mark first, in CSV
}

// Writer writes a file.
type Writer interface {
	// Row writes a row: nil, string, int64, float64, bool, Point or Shape for
	// each column. The values are the caller's again afterwards.
	Row(values []any) error
	// Close ends the file.
	Close() error
	// Abort gives up a file that will not be whole.
	Abort()
}

type format struct {
	media string
	packs bool // gains by being packed on its way
	make  func(context.Context, *bufio.Writer, Options) (Writer, error)
}

var formats map[string]format

func init() {
	formats = map[string]format{
		"csv":     {"text/csv; charset=utf-8", true, newCSV},
		"json":    {"application/json", true, newJSON},
		"jsonl":   {"application/x-ndjson", true, newLines},
		"geojson": {"application/geo+json", true, newGeoJSON},
		"xlsx":    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, newXLSX},
		"parquet": {"application/vnd.apache.parquet", false, newParquet},
	}
}

// Known tells whether a format is one of this package.
func Known(name string) bool { return formats[name].make != nil }

// MediaType is the media type of a format.
func MediaType(name string) string { return formats[name].media }

// Packs tells whether a format is worth packing on its way.
func Packs(name string) bool { return formats[name].packs }

// New begins a file.
func New(ctx context.Context, w io.Writer, o Options) (Writer, error) {
	return formats[o.Format].make(ctx, bufio.NewWriterSize(w, 64<<10), o)
}
