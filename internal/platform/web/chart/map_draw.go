package chart

import (
	"context"
	"math"
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
)

// mapDrawing is a map as its template shows it.
type mapDrawing struct {
	Outline []string
	Shapes  []mapShape
	Points  []mapPoint
}

type mapShape struct{ D, Class, Title string }

type mapPoint struct{ X, Y, R, Title string }

// steps is how many shades values are told apart by.
const steps = 5

// draw lays the map out. Points that fall together are one, and larger.
func (m Map) draw(ctx context.Context) mapDrawing {
	frame := m.frame()
	var out mapDrawing
	for _, s := range m.Outline {
		out.Outline = append(out.Outline, frame.trace(s))
	}
	low, high := m.values()
	type spot struct {
		x, y  float64
		names []string
	}
	var order []string
	spots := map[string]*spot{}
	for _, p := range m.drawn() {
		if !p.Shape.Empty() {
			title := p.Name
			if known(p.Value) {
				title += " : " + Number(ctx, p.Value, m.Unit)
			}
			out.Shapes = append(out.Shapes, mapShape{frame.trace(p.Shape), shade(p.Value, low, high), title})
			continue
		}
		if !On(p.Lon, p.Lat) {
			continue
		}
		x, y := frame.at(p.Lon, p.Lat)
		key := px(math.Round(x/14)) + " " + px(math.Round(y/14))
		if spots[key] == nil {
			spots[key] = &spot{x: x, y: y}
			order = append(order, key)
		}
		spots[key].names = append(spots[key].names, p.Name)
	}
	for _, key := range order {
		s := spots[key]
		r := 7 + 3*math.Log2(float64(len(s.names)))
		out.Points = append(out.Points, mapPoint{px(s.x), px(s.y), px(math.Min(r, 30)), named(ctx, s.names)})
	}
	return out
}

// values is the span of the places' values.
func (m Map) values() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, p := range m.Places {
		if known(p.Value) {
			low, high = math.Min(low, p.Value), math.Max(high, p.Value)
		}
	}
	return low, high
}

// shade is the class of a value between the ends; none for one not known.
func shade(v, low, high float64) string {
	if !known(v) || low > high {
		return "map-none"
	}
	if low == high {
		return "map-step-3"
	}
	n := int((v-low)/(high-low)*steps) + 1
	return "map-step-" + strconv.Itoa(min(n, steps))
}

func named(ctx context.Context, names []string) string {
	if len(names) <= 3 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:3], ", ") + i18n.Sayf(ctx, " et %d autres", " and %d others", len(names)-3)
}

// trace is a shape as the path of a drawing.
func (b box) trace(s Shape) string {
	var out strings.Builder
	pen := func(line Path, closed bool) {
		last := ""
		for i, at := range line {
			x, y := b.at(at[0], at[1])
			word := px(x) + " " + px(y)
			if word == last {
				continue // nothing that could be seen
			}
			last = word
			if i == 0 {
				out.WriteString("M")
			} else {
				out.WriteString("L")
			}
			out.WriteString(word)
		}
		if closed {
			out.WriteString("Z")
		}
	}
	for _, area := range s.Areas {
		for _, ring := range area {
			pen(ring, true)
		}
	}
	for _, line := range s.Lines {
		pen(line, false)
	}
	return out.String()
}
