package ui

import (
	"fmt"
	"strings"
)

// grove is the row of trees of the portal's foot: place along the path, height
// of the trunk, radius of the crown, and whether it is grown.
var grove = drawGrove([]tree{
	{70, 53, 20, 8, true}, {104, 52, 30, 12, true}, {142, 52, 16, 6, false},
	{318, 54, 22, 9, true}, {352, 55, 14, 5, true},
	{540, 59, 34, 13, true}, {578, 60, 20, 8, true}, {610, 60, 14, 5, false},
	{806, 57, 24, 10, true}, {842, 56, 32, 12, false}, {878, 54, 18, 7, true},
	{1066, 51, 20, 8, true}, {1100, 51, 28, 11, true}, {1136, 52, 14, 5, true},
})

type tree struct {
	x, ground, trunk, crown int
	grown                   bool
}

func drawGrove(trees []tree) string {
	var b strings.Builder
	for _, t := range trees {
		top := t.ground - t.trunk
		fill := ` fill="none"`
		if t.grown {
			fill = ` fill="currentColor"`
		}
		fmt.Fprintf(&b, `<path d="M%d %dV%d"/><circle cx="%d" cy="%d" r="%d"%s/>`,
			t.x, t.ground, top+t.crown, t.x, top, t.crown, fill)
	}
	return b.String()
}
