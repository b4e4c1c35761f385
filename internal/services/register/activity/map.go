package activity

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/model"
)

// A node of the map: a category of data, an activity, a software or a
// recipient.
type node struct {
	Key   string // "data:health"
	Label string
	Href  string
	Tone  string // class of its box
	X, Y  int
	Faint bool
}

// Lines are the label in at most two lines, as wide as a box takes.
func (n node) Lines() []string {
	words := strings.Fields(n.Label)
	out := []string{""}
	for _, w := range words {
		last := &out[len(out)-1]
		switch {
		case len([]rune(*last))+len([]rune(w)) < 30:
			*last = strings.TrimSpace(*last + " " + w)
		case len(out) < 2:
			out = append(out, w)
		default:
			*last += "…"
			return out
		}
	}
	return out
}

type edge struct {
	Path  string // of the svg
	Faint bool
}

// Drawn is a map: three columns, data on the left, activities in the middle,
// who sees them on the right.
type Drawn struct {
	Nodes         []node
	Edges         []edge
	Width, Height int
}

const (
	boxWidth, boxHeight, boxGap = 240, 44, 10
	columnStep                  = 380
)

// draw lays out what a member's activities use and who sees it. chosen is the
// key of a node: what has nothing to do with it is faint.
func draw(l i18n.Lang, terms model.Terms, list []model.Full, base, chosen string) Drawn {
	type link struct{ from, to string }
	var columns [3][]node
	var links []link
	seen := map[string]bool{}
	add := func(column int, n node) string {
		if !seen[n.Key] {
			seen[n.Key] = true
			n.Href = base + "/map?see=" + n.Key
			columns[column] = append(columns[column], n)
		}
		return n.Key
	}
	for _, f := range list {
		name := f.Record.Get(fName).In(l)
		at := add(1, node{Key: "activity:" + f.ID, Label: name, Tone: "map-activity"})
		for _, row := range f.Record.Lists[lData] {
			tone := "map-data"
			if t, ok := terms.Find(DataTerms, row.Cells["category"].Fr); ok && t.Sensitive {
				tone = "map-sensitive"
			}
			key := add(0, node{Key: "data:" + row.Cells["category"].Fr, Label: showCell(l, lData, "category", row, terms), Tone: tone})
			links = append(links, link{key, at})
		}
		for _, row := range f.Record.Lists[lSoftware] {
			label := row.Cells["name"].In(l)
			if h := row.Cells["hosting"].In(l); h != "" {
				label += " (" + h + ")"
			}
			links = append(links, link{at, add(2, node{Key: "software:" + text.Slug(label), Label: label, Tone: "map-software"})})
		}
		for _, row := range f.Record.Lists[lRecipients] {
			label := row.Cells["name"].In(l)
			tone := "map-recipient"
			if row.Cells["kind"].Fr == "internal" {
				tone = "map-inside"
			}
			links = append(links, link{at, add(2, node{Key: "who:" + text.Slug(label), Label: label, Tone: tone})})
		}
	}
	near := map[string]bool{chosen: true}
	for _, k := range links {
		if k.from == chosen || k.to == chosen {
			near[k.from], near[k.to] = true, true
		}
	}
	if chosen != "" && !strings.HasPrefix(chosen, "activity:") { // and what the activities around it touch
		for _, k := range links {
			if strings.HasPrefix(k.from, "activity:") && near[k.from] || strings.HasPrefix(k.to, "activity:") && near[k.to] {
				near[k.from], near[k.to] = true, true
			}
		}
	}
	if !seen[chosen] {
		chosen = ""
	}
	d := Drawn{Width: 2*columnStep + boxWidth, Height: boxHeight}
	place := map[string]node{}
	for c := range columns {
		sort.SliceStable(columns[c], func(i, j int) bool { return text.SortKey(columns[c][i].Label) < text.SortKey(columns[c][j].Label) })
		if chosen != "" { // only what is near is drawn
			columns[c] = slices.DeleteFunc(columns[c], func(n node) bool { return !near[n.Key] })
		}
		for i := range columns[c] {
			n := &columns[c][i]
			n.X, n.Y = c*columnStep, i*(boxHeight+boxGap)
			place[n.Key] = *n
			d.Height = max(d.Height, n.Y+boxHeight)
		}
		d.Nodes = append(d.Nodes, columns[c]...)
	}
	drawn := map[link]bool{}
	for _, k := range links {
		from, ok := place[k.from]
		to, there := place[k.to]
		if !ok || !there || drawn[k] {
			continue
		}
		drawn[k] = true
		x1, y1, x2, y2 := from.X+boxWidth, from.Y+boxHeight/2, to.X, to.Y+boxHeight/2
		mid := strconv.Itoa((x1 + x2) / 2)
		d.Edges = append(d.Edges, edge{Path: "M" + strconv.Itoa(x1) + " " + strconv.Itoa(y1) + "C" + mid + " " + strconv.Itoa(y1) + " " + mid + " " +
			strconv.Itoa(y2) + " " + strconv.Itoa(x2) + " " + strconv.Itoa(y2)})
	}
	return d
}

// viewBox is the frame of the drawing, with room for strokes.
func (d Drawn) viewBox() string {
	return "-2 -2 " + strconv.Itoa(d.Width+4) + " " + strconv.Itoa(d.Height+4)
}
