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

// A node of the map: a category of data, an activity, a processor, software or
// a recipient, or a place of hosting.
type node struct {
	Key   string // "data:health"
	Label string
	Href  string
	Tone  string // class of its box
	X, Y  int
}

// Lines are the label in at most two lines, as wide as a box takes.
func (n node) Lines() []string {
	words := strings.Fields(n.Label)
	out := []string{""}
	for _, w := range words {
		last := &out[len(out)-1]
		switch {
		case len([]rune(*last))+len([]rune(w)) < letters:
			*last = strings.TrimSpace(*last + " " + w)
		case len(out) < 2:
			out = append(out, short(w, letters-1))
		default:
			*last += "…"
			return out
		}
	}
	return out
}

// short cuts a word that no box can hold.
func short(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

type edge struct {
	Path string // of the svg
}

// Drawn is a map in four columns: data, activities, what and who works on them,
// and where it is kept.
type Drawn struct {
	Nodes         []node
	Edges         []edge
	Heads         []node // what a column holds, above it
	Width, Height int
}

const (
	boxWidth, boxHeight, boxGap = 212, 44, 10
	columnStep                  = 262
	headHeight                  = 30
	letters                     = 27 // that a line of a box holds
)

type link struct{ from, to string }

// gathered is what a map is drawn of.
type gathered struct {
	columns [4][]node
	links   []link
	at      map[string]int // column of a key
}

func (g *gathered) add(column int, n node) string {
	if _, seen := g.at[n.Key]; !seen {
		g.at[n.Key] = column
		g.columns[column] = append(g.columns[column], n)
	}
	return n.Key
}

func (g *gathered) link(from, to string) {
	if k := (link{from, to}); !slices.Contains(g.links, k) {
		g.links = append(g.links, k)
	}
}

// gather collects what a member's activities use and who sees it.
func gather(l i18n.Lang, terms model.Terms, products []Product, list []model.Full) *gathered {
	g := &gathered{at: map[string]int{}}
	for _, f := range list {
		at := g.add(1, node{Key: "activity:" + f.ID, Label: f.Record.Get(fName).In(l), Tone: "map-activity"})
		for _, row := range f.Record.Lists[lData] {
			tone := "map-data"
			if t, ok := terms.Find(DataTerms, row.Cells["category"].Fr); ok && t.Sensitive {
				tone = "map-sensitive"
			}
			g.link(g.add(0, node{Key: "data:" + row.Cells["category"].Fr, Label: showCell(l, lData, "category", row, terms), Tone: tone}), at)
		}
		for _, name := range []string{lSoftware, lRecipients} {
			for _, row := range f.Record.Lists[name] {
				g.line(l, products, at, name, row)
			}
		}
		if !f.Record.Get(fPaper).Empty() {
			paper := i18n.T("Dossiers papier", "Paper files").In(l)
			g.link(at, g.add(2, node{Key: "software:paper", Label: paper, Tone: "map-software"}))
		}
	}
	return g
}

// line adds a line of software or of recipients: the member's processor that it
// has chosen, or what it says.
func (g *gathered) line(l i18n.Lang, products []Product, at, list string, row model.Row) {
	if p, ok := productOf(products, row); ok {
		tone := "map-software"
		if p.Foreign {
			tone = "map-foreign"
		}
		g.link(at, g.place(l, g.add(2, node{Key: "product:" + p.ID, Label: p.Name.In(l), Tone: tone}), p.Place.In(l), tone))
		return
	}
	label := row.Cells["name"].In(l)
	if list == lSoftware {
		g.link(at, g.place(l, g.add(2, node{Key: "software:" + text.Slug(label), Label: label, Tone: "map-software"}), row.Cells["hosting"].In(l), "map-place"))
		return
	}
	tone := "map-recipient"
	if row.Cells["kind"].Fr == "internal" {
		tone = "map-inside"
	}
	g.link(at, g.add(2, node{Key: "who:" + text.Slug(label), Label: label, Tone: tone}))
}

// place links what is hosted somewhere to its place, and returns it.
func (g *gathered) place(l i18n.Lang, key, where, tone string) string {
	if where != "" {
		if tone == "map-software" {
			tone = "map-place"
		}
		g.link(key, g.add(3, node{Key: "place:" + text.Slug(where), Label: where, Tone: tone}))
	}
	return key
}

// productOf is the product that a line has chosen.
func productOf(products []Product, row model.Row) (Product, bool) {
	if id := row.Cells[fProduct].Fr; id != "" {
		for _, p := range products {
			if p.ID == id {
				return p, true
			}
		}
	}
	return Product{}, false
}

// near are the keys that have to do with one: from an activity all that it
// touches; from anything else the activities that touch it, and what they touch.
func (g *gathered) near(chosen string) map[string]bool {
	next := map[string][]string{}
	for _, k := range g.links {
		next[k.from], next[k.to] = append(next[k.from], k.to), append(next[k.to], k.from)
	}
	var activities []string
	switch g.at[chosen] {
	case 1:
		activities = []string{chosen}
	case 3:
		for _, product := range next[chosen] {
			for _, k := range next[product] {
				if g.at[k] == 1 {
					activities = append(activities, k)
				}
			}
		}
	default:
		for _, k := range next[chosen] {
			if g.at[k] == 1 {
				activities = append(activities, k)
			}
		}
	}
	out := map[string]bool{chosen: true}
	for _, a := range activities {
		out[a] = true
		for _, k := range next[a] {
			if g.at[chosen] == 3 && g.at[k] == 2 && !slices.Contains(next[k], chosen) {
				continue // another software of that activity
			}
			out[k] = true
			for _, w := range next[k] {
				if g.at[k] == 2 && g.at[w] == 3 {
					out[w] = true
				}
			}
		}
	}
	return out
}

// draw lays a map out. chosen is the key of a node: only what has to do with it
// is drawn, and its activities are returned.
func draw(l i18n.Lang, terms model.Terms, products []Product, list []model.Full, base, chosen string) (d Drawn, activities map[string]bool) {
	g := gather(l, terms, products, list)
	if _, there := g.at[chosen]; !there {
		chosen = ""
	}
	var near map[string]bool
	if chosen != "" {
		near = g.near(chosen)
		activities = near
	}
	d = Drawn{Width: 3*columnStep + boxWidth, Height: headHeight + boxHeight}
	for c, head := range []i18n.Text{i18n.T("Données", "Data"), i18n.T("Traitements", "Activities"), i18n.T("Outils et destinataires", "Tools and recipients"), i18n.T("Hébergement", "Hosting")} {
		d.Heads = append(d.Heads, node{Label: head.In(l), X: c * columnStep, Y: 18})
	}
	row := map[string]int{}
	for c := range g.columns {
		column := &g.columns[c]
		if chosen != "" { // only what is near is drawn
			*column = slices.DeleteFunc(*column, func(n node) bool { return !near[n.Key] })
		}
		sort.SliceStable(*column, func(i, j int) bool { return text.SortKey((*column)[i].Label) < text.SortKey((*column)[j].Label) })
		for i, n := range *column {
			row[n.Key] = i
		}
	}
	g.untangle(row)
	place := map[string]node{}
	for c := range g.columns {
		d.Height = max(d.Height, headHeight+len(g.columns[c])*(boxHeight+boxGap)-boxGap)
	}
	for c := range g.columns {
		step, top := spread(len(g.columns[c]), d.Height-headHeight)
		for i := range g.columns[c] {
			n := &g.columns[c][i]
			n.X, n.Y, n.Href = c*columnStep, headHeight+top+i*step, base+"/map?see="+n.Key
			place[n.Key] = *n
		}
		d.Nodes = append(d.Nodes, g.columns[c]...)
	}
	for _, k := range g.links {
		from, ok := place[k.from]
		to, there := place[k.to]
		if !ok || !there {
			continue
		}
		x1, y1, x2, y2 := from.X+boxWidth, from.Y+boxHeight/2, to.X, to.Y+boxHeight/2
		mid := strconv.Itoa((x1 + x2) / 2)
		d.Edges = append(d.Edges, edge{Path: "M" + strconv.Itoa(x1) + " " + strconv.Itoa(y1) + "C" + mid + " " + strconv.Itoa(y1) + " " + mid + " " +
			strconv.Itoa(y2) + " " + strconv.Itoa(x2) + " " + strconv.Itoa(y2)})
	}
	return d, activities
}

// spread sets the boxes of a column over the height of the map, not too far
// apart, and in its middle.
func spread(boxes, height int) (step, top int) {
	step = boxHeight + boxGap
	if boxes > 1 {
		step = max(step, min((height-boxHeight)/(boxes-1), 3*step))
	}
	return step, max(0, (height-boxHeight-(boxes-1)*step)/2)
}

// untangle orders each column by where its links lead, so that fewer cross: the
// columns around the activities by their middle, a few times over.
func (g *gathered) untangle(row map[string]int) {
	next := map[string][]string{}
	for _, k := range g.links {
		next[k.from], next[k.to] = append(next[k.from], k.to), append(next[k.to], k.from)
	}
	for round := range 4 {
		order := []int{0, 2, 3, 1}
		if round%2 == 1 {
			order = []int{1, 0, 2, 3}
		}
		for _, c := range order {
			middle := map[string]float64{}
			for _, n := range g.columns[c] {
				sum, count := 0.0, 0
				for _, k := range next[n.Key] {
					if at, drawn := row[k]; drawn {
						sum, count = sum+float64(at)/float64(max(1, len(g.columns[g.at[k]])-1)), count+1
					}
				}
				middle[n.Key] = 0.5
				if count > 0 {
					middle[n.Key] = sum / float64(count)
				}
			}
			sort.SliceStable(g.columns[c], func(i, j int) bool { return middle[g.columns[c][i].Key] < middle[g.columns[c][j].Key] })
			for i, n := range g.columns[c] {
				row[n.Key] = i
			}
		}
	}
}

// viewBox is the frame of the drawing, with room for strokes.
func (d Drawn) viewBox() string {
	return "-2 -2 " + strconv.Itoa(d.Width+4) + " " + strconv.Itoa(d.Height+4)
}
