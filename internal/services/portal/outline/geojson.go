package outline

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strings"

	"airial/internal/platform/fault"
)

// Ring is a line that closes: longitude before latitude, in degrees (WGS 84).
type Ring = [][2]float64

// Area is a commune, or a part of the territory that no code names.
type Area struct {
	Code  string   `json:"code,omitempty"` // INSEE code of the commune, or SIREN of the body
	Polys [][]Ring `json:"polys"`          // each an outer ring, then its holes
}

// Territory is the outlines that were brought.
type Territory struct {
	Areas []Area `json:"areas"`
}

// Bounds of what is taken in. Positions are rounded to a ten-thousandth of a degree,
// some ten metres, and those that fall together are one.
const (
	MaxFile      = 8 << 20
	mostPoints   = 200_000
	mostAreas    = 2_000
	gridOfDegree = 10_000
)

type feature struct {
	Type       string          `json:"type"`
	Features   []feature       `json:"features"`
	Geometries []feature       `json:"geometries"`
	Geometry   *feature        `json:"geometry"`
	Properties map[string]any  `json:"properties"`
	Positions  json.RawMessage `json:"coordinates"`
}

func refused(fr, en string, args ...any) error {
	return fault.New(fault.Invalid, "outline.Read", fr, en, args...)
}

// Read reads GeoJSON (RFC 7946): polygons, alone or in features, whose properties may
// give the code of the commune. It fails with a fault of kind Invalid that says what
// to do.
func Read(data []byte) (Territory, error) {
	var t Territory
	if len(data) > MaxFile {
		return t, refused("Ce fichier dépasse 8\u00a0Mo. Simplifiez les contours (par exemple avec mapshaper.org ou QGIS) et recommencez.",
			"This file is larger than 8 MB. Simplify the outlines (with mapshaper.org or QGIS, for example) and try again.")
	}
	var f feature
	if err := json.Unmarshal(data, &f); err != nil {
		return t, refused("Ce fichier n’est pas du GeoJSON. Exportez les contours en GeoJSON, coordonnées WGS 84 (EPSG:4326).",
			"This file is not GeoJSON. Export the outlines as GeoJSON, with WGS 84 coordinates (EPSG:4326).")
	}
	points := 0
	if err := t.take(f, "", &points, 0); err != nil {
		return t, err
	}
	if len(t.Areas) == 0 {
		return t, refused("Ce fichier ne contient aucun polygone. Il faut des contours\u202f: des éléments Polygon ou MultiPolygon.",
			"This file holds no polygon. Outlines are wanted: Polygon or MultiPolygon.")
	}
	return t, nil
}

func (t *Territory) take(f feature, code string, points *int, depth int) error {
	if depth > 6 {
		return refused("Ce GeoJSON est trop imbriqué. Exportez une simple FeatureCollection.", "This GeoJSON nests too deeply. Export a plain FeatureCollection.")
	}
	for _, inner := range append(slices.Clone(f.Features), f.Geometries...) {
		if err := t.take(inner, code, points, depth+1); err != nil {
			return err
		}
	}
	if f.Geometry != nil {
		return t.take(*f.Geometry, codeOf(f.Properties), points, depth+1)
	}
	var polys [][]Ring
	var err error
	switch f.Type {
	case "Polygon":
		polys = make([][]Ring, 1)
		err = json.Unmarshal(positions(f.Positions), &polys[0])
	case "MultiPolygon":
		err = json.Unmarshal(positions(f.Positions), &polys)
	default:
		return nil // a point or a line is no outline
	}
	if err != nil {
		return refused("Un contour du fichier ne se lit pas\u202f: ses positions doivent être des paires longitude, latitude.", "An outline of the file cannot be read: its positions must be pairs of longitude and latitude.")
	}
	a := Area{Code: code}
	for _, poly := range polys {
		var kept []Ring
		for i, ring := range poly {
			r, err := rounded(ring)
			if err != nil {
				return err
			}
			if len(r) >= 4 {
				kept = append(kept, r)
				*points += len(r)
			} else if i == 0 {
				break // too small to be seen, with its holes
			}
		}
		if len(kept) > 0 {
			a.Polys = append(a.Polys, kept)
		}
	}
	if len(a.Polys) > 0 {
		t.Areas = append(t.Areas, a)
	}
	if *points > mostPoints || len(t.Areas) > mostAreas {
		return refused("Ces contours sont trop détaillés\u202f: plus de %[1]d points ou de %[2]d surfaces. Simplifiez-les (par exemple avec mapshaper.org ou QGIS).",
			"These outlines are too detailed: more than %[1]d points or %[2]d areas. Simplify them (with mapshaper.org or QGIS, for example).", mostPoints, mostAreas)
	}
	return nil
}

// positions drops heights: a position may have a third number.
func positions(raw json.RawMessage) []byte {
	return heights.ReplaceAll(raw, []byte("$1]"))
}

var heights = regexp.MustCompile(`(\[\s*-?[0-9.eE+-]+\s*,\s*-?[0-9.eE+-]+)\s*(?:,\s*-?[0-9.eE+-]+\s*)+\]`)

func rounded(ring Ring) (Ring, error) {
	var out Ring
	for _, at := range ring {
		if math.Abs(at[0]) > 180 || math.Abs(at[1]) > 90 {
			return nil, refused("Les positions ne sont pas des degrés\u202f: le fichier est sans doute en Lambert 93. Exportez-le en WGS 84 (EPSG:4326).",
				"The positions are not degrees: the file is probably in Lambert 93. Export it in WGS 84 (EPSG:4326).")
		}
		p := [2]float64{math.Round(at[0]*gridOfDegree) / gridOfDegree, math.Round(at[1]*gridOfDegree) / gridOfDegree}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out, nil
}

var (
	codeNames = []string{"insee_com", "code_insee", "codeinsee", "insee", "codgeo", "code_commune", "code", "siren"}
	codeForm  = regexp.MustCompile(`^(\d[\dAB]\d{3}|\d{9})$`)
)

// codeOf is the code of the commune in the properties of a feature.
func codeOf(properties map[string]any) string {
	for _, name := range codeNames {
		for key, value := range properties {
			if text, ok := value.(string); ok && strings.EqualFold(key, name) && codeForm.MatchString(text) {
				return text
			}
		}
	}
	return ""
}
