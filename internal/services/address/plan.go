package address

import (
	"context"
	"math"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web/chart"
)

// under gives what lies under the maps of a commune; nothing where the room knows
// no outlines.
func (s *Service) under(ctx context.Context, tx access.Tx, m organisation.Member) ([]chart.Shape, string, error) {
	if s.p.Outlines == nil {
		return nil, "", nil
	}
	return s.p.Outlines(ctx, tx, m)
}

// box is what the plan of a street shows, in degrees, with a margin.
type box struct{ West, South, East, North float64 }

// box holds the numbers of the street; where none is placed, those of other
// streets; where there are none either, the commune.
func (v streetView) box() (box, bool) {
	b, some := box{180, 90, -180, -90}, false
	grow := func(lon, lat float64) {
		some = true
		b = box{min(b.West, lon), min(b.South, lat), max(b.East, lon), max(b.North, lat)}
	}
	for _, list := range [][]Row{v.Rows, v.Around} {
		for _, r := range list {
			if r.Located {
				grow(r.Lon, r.Lat)
			}
		}
		if some {
			break
		}
	}
	if !some {
		for _, s := range v.Under {
			for _, area := range s.Areas {
				for _, ring := range area {
					for _, at := range ring {
						grow(at[0], at[1])
					}
				}
			}
		}
	}
	const margin = 0.0012 // about a hundred metres
	return box{b.West - margin, b.South - margin, b.East + margin, b.North + margin}.even(), some
}

// even grows a box until a metre is as long on the plan in both directions.
func (b box) even() box {
	squeeze := math.Cos((b.South + b.North) / 2 * math.Pi / 180)
	width, height := (b.East-b.West)*squeeze, b.North-b.South
	const wanted = float64(planWidth) / planHeight
	if width < height*wanted {
		more := (height*wanted - width) / squeeze / 2
		b.West, b.East = b.West-more, b.East+more
	} else {
		more := (width/wanted - height) / 2
		b.South, b.North = b.South-more, b.North+more
	}
	return b
}

// trace draws the areas of a shape on the plan.
func (b box) trace(s chart.Shape) string {
	var out strings.Builder
	for _, area := range s.Areas {
		for _, ring := range area {
			for i, at := range ring {
				x, y, _ := b.at(at[0], at[1])
				if i == 0 {
					out.WriteString("M" + x + " " + y)
				} else {
					out.WriteString("L" + x + " " + y)
				}
			}
			out.WriteString("Z")
		}
	}
	return out.String()
}
