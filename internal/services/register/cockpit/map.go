package cockpit

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
)

// Theme is what a map shows of members.
type Theme string

// The themes.
const (
	RegisterTheme    Theme = "register"
	LateTheme        Theme = "late"
	DesignationTheme Theme = "designation"
	VisitTheme       Theme = "visits"
)

// A Shade is how a member is drawn: by colour and by words.
type Shade int

// The shades, the worst first.
const (
	Worst Shade = iota
	Middling
	Fair
	Best
)

func (s Shade) class() string { return "terrain-" + strconv.Itoa(int(s)) }

// shade says how a member stands under a theme.
func (t Theme) shade(m Standing, today string) Shade {
	switch t {
	case LateTheme:
		switch {
		case m.Late > 3:
			return Worst
		case m.Late > 0:
			return Middling
		case m.Week > 0:
			return Fair
		}
		return Best
	case DesignationTheme:
		if m.Undesignated {
			return Worst
		}
		return Best
	case VisitTheme:
		switch {
		case m.Visited == "":
			return Worst
		case m.Visited < yearsBefore(today, 2):
			return Middling
		case m.Visited < yearsBefore(today, 1):
			return Fair
		}
		return Best
	}
	switch {
	case !m.Begun():
		return Worst
	case m.Checked():
		return Best
	case m.Complete():
		return Fair
	}
	return Middling
}

// words are the key of a theme, the worst first.
func (t Theme) words() [4]i18n.Text {
	switch t {
	case LateTheme:
		return [4]i18n.Text{i18n.T("plus de trois retards", "more than three late"), i18n.T("un à trois retards", "one to three late"),
			i18n.T("dû cette semaine", "due this week"), i18n.T("rien en retard", "nothing late")}
	case DesignationTheme:
		return [4]i18n.Text{i18n.T("personne de désigné", "nobody designated"), {}, {}, i18n.T("délégué désigné", "officer designated")}
	case VisitTheme:
		return [4]i18n.Text{i18n.T("jamais visitée", "never visited"), i18n.T("il y a plus de deux ans", "more than two years ago"),
			i18n.T("il y a un à deux ans", "one to two years ago"), i18n.T("dans l’année", "within the year")}
	}
	return [4]i18n.Text{i18n.T("pas de registre", "no register"), i18n.T("registre commencé", "register begun"),
		i18n.T("registre complet", "register complete"), i18n.T("registre vérifié", "register checked")}
}

func yearsBefore(today string, n int) string {
	year, err := strconv.Atoi(today[:min(4, len(today))])
	if err != nil {
		return ""
	}
	return strconv.Itoa(year-n) + today[4:]
}

// A Shape is a member on the map.
type Shape struct {
	Standing
	Shade Shade
	Path  string // of an outline, in the map's units
	X, Y  string // of a tile or a point
}

// A Block is the members of a group that have no outline, as tiles.
type Block struct {
	Name  string
	Tiles []Shape
}

type mapView struct {
	Theme  Theme
	Filter Filter
	Shapes []Shape // with an outline
	Points bool    // they are drawn as points: there are too many for outlines
	Width  int
	Height int
	Blocks []Block
	Counts [4]int
	Known  bool
	Total  int
	Groups []organisation.Member
}

// mapWidth is the width of the map in its own units; mostOutlines and mostPoints
// are how many members one drawing holds.
const (
	mapWidth     = 1000
	mostOutlines = 1200
	mostPoints   = 6000
)

func (p *Pages) territory(w http.ResponseWriter, r *http.Request) error {
	v := mapView{Theme: Theme(r.URL.Query().Get("theme")), Filter: filterOf(r.URL.Query().Get), Known: p.Undesignated != nil}
	switch v.Theme {
	case LateTheme, DesignationTheme, VisitTheme:
	default:
		v.Theme = RegisterTheme
	}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v.Filter.Order = "name"
		b, err := p.Board(ctx, tx, v.Filter)
		if err != nil {
			return err
		}
		v.Total = len(b.All)
		if v.Groups, _, err = organisation.List(ctx, tx, organisation.Filter{Kind: organisation.EPCI}, 300, 0); err != nil {
			return err
		}
		names := map[string]string{}
		for _, g := range v.Groups {
			names[g.ID] = g.Name
		}
		p.draw(ctx, &v, b, names)
		return nil
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, page(r.Context(), i18n.Say(r.Context(), "Carte du territoire", "Map of the territory")), mapBody(v))
}

// draw makes the shapes of a map: outlines where a commune has one, tiles by
// group for who has none.
func (p *Pages) draw(ctx context.Context, v *mapView, b Board, groups map[string]string) {
	if len(b.All) > mostPoints {
		for _, m := range b.All {
			v.Counts[v.Theme.shade(m, b.Today)]++
		}
		return
	}
	v.Points = len(b.All) > mostOutlines
	type drawn struct {
		shape Shape
		rings [][][2]float64
	}
	var outlined []drawn
	tiles := map[string][]Shape{}
	for _, m := range b.All {
		s := Shape{Standing: m, Shade: v.Theme.shade(m, b.Today)}
		v.Counts[s.Shade]++
		var rings [][][2]float64
		if p.Outline != nil && m.Insee != "" && (m.Kind == organisation.Commune || m.Kind == organisation.CommuneNouvelle) {
			rings = p.Outline(m.Insee)
		}
		if len(rings) > 0 {
			outlined = append(outlined, drawn{s, rings})
			continue
		}
		group := groups[m.Group]
		if m.Kind == organisation.EPCI {
			group = m.Name
		}
		if group == "" {
			group = i18n.Say(ctx, "Autres organismes", "Other bodies")
		}
		tiles[group] = append(tiles[group], s)
	}
	var all [][][2]float64
	for _, d := range outlined {
		all = append(all, d.rings...)
	}
	if len(all) > 0 {
		at := projection(all)
		v.Width, v.Height = mapWidth, at.height
		for _, d := range outlined {
			if v.Points {
				d.shape.X, d.shape.Y = at.centre(d.rings)
			} else {
				d.shape.Path = at.path(d.rings)
			}
			v.Shapes = append(v.Shapes, d.shape)
		}
	}
	for name, list := range tiles {
		v.Blocks = append(v.Blocks, Block{name, list})
	}
	slices.SortFunc(v.Blocks, func(x, y Block) int {
		return cmp.Or(cmp.Compare(len(y.Tiles), len(x.Tiles)), strings.Compare(x.Name, y.Name))
	})
}

// plane lays degrees onto the map: an equirectangular projection about the middle
// of what is drawn, which is true enough for a département.
type plane struct {
	west, north, scale, squeeze float64
	height                      int
}

func projection(rings [][][2]float64) plane {
	west, east, south, north := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, ring := range rings {
		for _, p := range ring {
			west, east = min(west, p[0]), max(east, p[0])
			south, north = min(south, p[1]), max(north, p[1])
		}
	}
	squeeze := math.Cos((south + north) / 2 * math.Pi / 180)
	scale := (mapWidth - 20) / max((east-west)*squeeze, 0.01)
	return plane{west, north, scale, squeeze, int((north-south)*scale) + 20}
}

func (p plane) at(v [2]float64) (x, y float64) {
	return (v[0]-p.west)*p.squeeze*p.scale + 10, (p.north-v[1])*p.scale + 10
}

func tenth(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

func (p plane) path(rings [][][2]float64) string {
	var b strings.Builder
	for _, ring := range rings {
		for n, v := range ring {
			x, y := p.at(v)
			if n == 0 {
				b.WriteByte('M')
			} else {
				b.WriteByte('L')
			}
			b.WriteString(tenth(x) + " " + tenth(y))
		}
		b.WriteByte('Z')
	}
	return b.String()
}

// centre is the middle of the largest ring's box.
func (p plane) centre(rings [][][2]float64) (x, y string) {
	ring := slices.MaxFunc(rings, func(a, b [][2]float64) int { return cmp.Compare(len(a), len(b)) })
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, v := range ring {
		for i := range 2 {
			low[i], high[i] = min(low[i], v[i]), max(high[i], v[i])
		}
	}
	cx, cy := p.at([2]float64{(low[0] + high[0]) / 2, (low[1] + high[1]) / 2})
	return tenth(cx), tenth(cy)
}
