package ods

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"airial/internal/services/explore"
	"airial/internal/services/explore/rowfile"
)

func showPoint(row []any) any {
	lat, ok1 := row[0].(float64)
	lon, ok2 := row[1].(float64)
	if n, isInt := row[0].(int64); isInt {
		lat, ok1 = float64(n), true
	}
	if n, isInt := row[1].(int64); isInt {
		lon, ok2 = float64(n), true
	}
	if !ok1 || !ok2 {
		return nil
	}
	return rowfile.Point{Lon: lon, Lat: lat}
}

// shown is how values of a kind are written; nil for as they are.
func (s *setting) shown(kind explore.Kind) func([]any) any {
	switch kind {
	case explore.DateTime:
		zone := s.zone
		return func(row []any) any {
			text, ok := row[0].(string)
			if !ok {
				return nil
			}
			return inZone(text, zone)
		}
	case explore.Shape:
		return func(row []any) any {
			text, ok := row[0].(string)
			if !ok || !json.Valid([]byte(text)) {
				return nil
			}
			return rowfile.Shape{Geometry: json.RawMessage(text)}
		}
	}
	return nil
}

// inZone writes an instant as a zone's clock shows it, with its offset.
func inZone(text string, zone *time.Location) string {
	if zone == time.UTC {
		return strings.TrimSuffix(text, "Z") + "+00:00"
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return text
	}
	return t.In(zone).Format("2006-01-02T15:04:05.999999-07:00")
}

func polygon(ring [][2]float64) any {
	var b bytes.Buffer
	b.WriteString(`{"type":"Polygon","coordinates":`)
	coordinates, err := json.Marshal([][][2]float64{ring})
	if err != nil {
		return nil
	}
	b.Write(coordinates)
	b.WriteByte('}')
	return rowfile.Shape{Geometry: b.Bytes()}
}

func showBox(row []any) any {
	var e [4]float64
	for i := range e {
		switch v := row[i].(type) {
		case float64:
			e[i] = v
		case int64:
			e[i] = float64(v)
		default:
			return nil
		}
	}
	return polygon([][2]float64{{e[0], e[1]}, {e[2], e[1]}, {e[2], e[3]}, {e[0], e[3]}, {e[0], e[1]}})
}

func showHull(row []any) any {
	var ring [][2]float64
	for i := 0; i+1 < len(row); i += 2 {
		p, ok := showPoint([]any{row[i+1], row[i]}).(rowfile.Point)
		if !ok {
			return nil
		}
		if c := [2]float64{p.Lon, p.Lat}; len(ring) == 0 || ring[len(ring)-1] != c {
			ring = append(ring, c)
		}
	}
	if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
		ring = append(ring, ring[0])
	}
	return polygon(ring)
}
