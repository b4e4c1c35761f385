// Command outlines makes outlines.gz, the outlines of communes, out of GeoJSON
// files of ADMIN EXPRESS COG (IGN), whose features have the property "code",
// and of communes.json of the npm package @etalab/decoupage-administratif,
// which says what became of each code since:
//
//	go run ./standards/quality/generate/outlines 2018 2026-01-01 communes.json *.geojson > standards/quality/outlines.gz
//
// An outline loses what lies within [tolerance] of the line that is kept, and
// stands on a grid: package quality says how, and leaves points near it alone.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
)

const (
	perDegree = 1000  // steps of the grid, as in package quality
	tolerance = 200.0 // metres
	metres    = 111_320.0
	smallHole = 2000.0 // metres across, below which a hole is none
)

type point struct{ x, y float64 } // degrees, east and north

func main() {
	if len(os.Args) < 5 {
		fmt.Fprintln(os.Stderr, "outlines EDITION DATE COMMUNES.JSON FILE.GEOJSON…")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(edition, date, communes string, files []string) error {
	all := map[string][][]point{}
	for _, path := range files {
		if err := read(path, all); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	joined, err := joins(communes, all)
	if err != nil {
		return err
	}
	z, err := gzip.NewWriterLevel(os.Stdout, gzip.BestCompression)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(z)
	fmt.Fprintf(out, "Outlines of communes, simplified. Made of ADMIN EXPRESS COG, edition of %s (IGN, Licence Ouverte), by standards/quality/generate/outlines.\n", edition)
	fmt.Fprintf(out, "edition %s, codes of %s\n", edition, date)
	number := func(n int) { out.Write(binary.AppendUvarint(nil, uint64(n))) }
	signed := func(n int) { out.Write(binary.AppendVarint(nil, int64(n))) }
	number(len(all))
	for _, code := range slices.Sorted(maps.Keys(all)) {
		out.WriteString(code)
		rings := all[code]
		number(len(rings))
		for _, ring := range rings {
			number(len(ring))
			x, y := 0, 0
			for _, p := range ring {
				px, py := int(math.Round(p.x*perDegree)), int(math.Round(p.y*perDegree))
				signed(px - x)
				signed(py - y)
				x, y = px, py
			}
		}
	}
	number(len(joined))
	for _, code := range slices.Sorted(maps.Keys(joined)) {
		out.WriteString(code)
		number(len(joined[code]))
		out.WriteString(strings.Join(joined[code], ""))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return z.Close()
}

// read adds the simplified rings of a file's features.
func read(path string, all map[string][][]point) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var file struct {
		Features []struct {
			Properties struct{ Code string }
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return err
	}
	for _, f := range file.Features {
		var parts [][][][2]float64
		switch f.Geometry.Type {
		case "Polygon":
			parts = make([][][][2]float64, 1)
			err = json.Unmarshal(f.Geometry.Coordinates, &parts[0])
		case "MultiPolygon":
			err = json.Unmarshal(f.Geometry.Coordinates, &parts)
		default:
			err = fmt.Errorf("%s is a %s", f.Properties.Code, f.Geometry.Type)
		}
		if err != nil {
			return err
		}
		for _, rings := range parts {
			for i, ring := range rings {
				line := make([]point, len(ring))
				for k, c := range ring {
					line[k] = point{c[0], c[1]}
				}
				if i > 0 && across(line) < smallHole {
					continue
				}
				if line = closed(line); len(line) >= 3 {
					all[f.Properties.Code] = append(all[f.Properties.Code], line)
				}
			}
		}
	}
	return nil
}

// closed simplifies a ring, whose last point is its first one: its two halves,
// from the first point to the one that is farthest from it.
func closed(ring []point) []point {
	ring = ring[:len(ring)-1]
	far, most := 0, 0.0
	for i, p := range ring {
		if d := apart(ring[0], p); d > most {
			far, most = i, d
		}
	}
	if far == 0 {
		return nil
	}
	there := simplify(ring[:far+1])
	back := simplify(append(slices.Clone(ring[far:]), ring[0]))
	out := append(there[:len(there)-1:len(there)-1], back[:len(back)-1]...)
	if len(out) < 3 { // too small for the tolerance: as it is
		return ring
	}
	return out
}

// simplify keeps the points that lie farther than the tolerance from the line
// without them (Douglas and Peucker, 1973).
func simplify(line []point) []point {
	if len(line) < 3 {
		return line
	}
	last := len(line) - 1
	at, most := 0, 0.0
	for i := 1; i < last; i++ {
		if d := off(line[i], line[0], line[last]); d > most {
			at, most = i, d
		}
	}
	if most <= tolerance {
		return []point{line[0], line[last]}
	}
	head := simplify(line[:at+1])
	return append(head[:len(head)-1:len(head)-1], simplify(line[at:])...)
}

// off is how far a point lies from a segment, in metres.
func off(p, a, b point) float64 {
	k := math.Cos(p.y * math.Pi / 180)
	ax, ay, bx, by := (a.x-p.x)*k*metres, (a.y-p.y)*metres, (b.x-p.x)*k*metres, (b.y-p.y)*metres
	dx, dy := bx-ax, by-ay
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = min(1, max(0, -(ax*dx+ay*dy)/l))
	}
	return math.Hypot(ax+t*dx, ay+t*dy)
}

func apart(a, b point) float64 { return off(a, b, b) }

// across is how long the box around a ring is, in metres.
func across(ring []point) float64 {
	low, high := ring[0], ring[0]
	for _, p := range ring {
		low = point{min(low.x, p.x), min(low.y, p.y)}
		high = point{max(high.x, p.x), max(high.y, p.y)}
	}
	return apart(low, high)
}

// joins tells of which communes of the outlines those of today are made.
func joins(path string, all map[string][][]point) (map[string][]string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list []struct {
		Code, Type, ChefLieu string
		Commune              string
		AnciensCodes         []string
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, err
	}
	now, into := map[string]bool{}, map[string]string{}
	for _, c := range list {
		if c.Type == "commune-actuelle" {
			now[c.Code] = true
			for _, old := range c.AnciensCodes {
				into[old] = c.Code
			}
		}
	}
	out := map[string][]string{}
	for _, c := range list {
		switch {
		case c.Type == "arrondissement-municipal": // held against the whole town
			out[c.Code] = []string{c.Commune}
		case c.Type != "commune-actuelle" && into[c.Code] == "":
			into[c.Code] = c.ChefLieu
		}
	}
	for old := range all {
		if to := into[old]; !now[old] && to != "" {
			out[to] = append(out[to], old)
		}
	}
	for code := range out {
		if all[code] != nil {
			out[code] = append(out[code], code)
		}
		slices.Sort(out[code])
	}
	return out, nil
}
