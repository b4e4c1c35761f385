package maturity

import (
	"fmt"
	"math"
	"strings"
)

// A radar is drawn in a square of this side; the web takes the middle of it and
// leaves room for the names.
const (
	radarSide   = 360
	radarRadius = 110.0
)

// spoke is an axis of the radar.
type spoke struct {
	Label  []string // lines
	X, Y   string   // of the label
	Anchor string   // text-anchor
	EndX   string
	EndY   string
}

func coordinate(v float64) string { return fmt.Sprintf("%.1f", v) }

// at is the place of a value, from 0 to 50, on an axis.
func at(i, n int, value float64) (x, y float64) {
	angle := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
	r := radarRadius * value / 50
	return radarSide/2 + r*math.Cos(angle), radarSide/2 + r*math.Sin(angle)
}

// polygon is the points of values, one for each axis.
func polygon(values []Score) string {
	points := make([]string, len(values))
	for i, v := range values {
		x, y := at(i, len(values), float64(max(0, v)))
		points[i] = coordinate(x) + "," + coordinate(y)
	}
	return strings.Join(points, " ")
}

// ring is the web at a value.
func ring(n int, value Score) string {
	values := make([]Score, n)
	for i := range values {
		values[i] = value
	}
	return polygon(values)
}

func spokes(labels []string) []spoke {
	out := make([]spoke, len(labels))
	for i, label := range labels {
		endX, endY := at(i, len(labels), 50)
		x, y := at(i, len(labels), 57)
		s := spoke{Label: wrap(label, 14), Anchor: "middle", EndX: coordinate(endX), EndY: coordinate(endY)}
		switch {
		case x > radarSide/2+1:
			s.Anchor = "start"
		case x < radarSide/2-1:
			s.Anchor = "end"
		}
		if y < radarSide/2 {
			y -= 13 * float64(len(s.Label)-1) // lines grow upwards above the web
		} else {
			y += 9
		}
		s.X, s.Y = coordinate(x), coordinate(y)
		out[i] = s
	}
	return out
}

// wrap breaks a name into lines of about so many letters.
func wrap(name string, most int) []string {
	var lines []string
	for _, word := range strings.Fields(name) {
		if n := len(lines); n > 0 && len([]rune(lines[n-1]))+1+len([]rune(word)) <= most {
			lines[n-1] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	return lines
}
