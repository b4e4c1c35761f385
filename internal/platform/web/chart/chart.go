package chart

import (
	"math"
	"strings"

	assets "airial/web"
)

// Kind is the form of a chart.
type Kind string

// The kinds. There is no pie: Share shows parts of a whole as one bar.
const (
	Bar     Kind = "bar"     // lying bars with their names: a ranking
	Column  Kind = "column"  // standing bars, in the order given: years, classes
	Line    Kind = "line"    // over time
	Area    Kind = "area"    // over time, the series stacked
	Share   Kind = "share"   // parts of a whole; the first series alone
	Scatter Kind = "scatter" // the first series across, the others upwards
)

// Kinds are all of them, in the order in which a reader chooses.
func Kinds() []Kind { return []Kind{Bar, Column, Line, Area, Share, Scatter} }

// MaxSeries is how many series can be told apart; what is beyond is left to the
// table.
const MaxSeries = 8

// A Chart is values by category, in one series or several.
type Chart struct {
	ID         string // unique in the page; made of the title when empty
	Kind       Kind
	Title      string
	Unit       string // "€", "habitants", "%": said beside values; may be empty
	Axis       string // what the categories are: "Année"; head of the table's first column
	Categories []string
	Links      []string // address for each category, of this site; nil for none
	Series     []Series
	Note       string // where the figures come from, what they leave out
	Stacked    bool   // bars and columns of several series stand on one another
	Plain      bool   // a second heading in the page says the title already: it is for screen readers only
}

// Series is one value per category; NaN is “not known”, and is never drawn as
// nothing.
type Series struct {
	Name   string
	Values []float64
}

// None is a value that is not known.
func None() float64 { return math.NaN() }

// Empty tells whether there is nothing to draw.
func (c Chart) Empty() bool {
	for _, s := range c.Series {
		for _, v := range s.Values {
			if known(v) {
				return false
			}
		}
	}
	return true
}

// known tells whether there is a value. What is beyond all measure (a sum of
// nonsense) is none: lengths are differences, which must not overflow.
func known(v float64) bool { return math.Abs(v) <= 1e100 }

// value is that of a category in a series, NaN where the series is too short.
func (s Series) value(i int) float64 {
	if i < len(s.Values) && known(s.Values[i]) {
		return s.Values[i]
	}
	return math.NaN()
}

// drawn are the series that are drawn.
func (c Chart) drawn() []Series {
	limit := MaxSeries
	if c.Kind == Share {
		limit = 1
	}
	return c.Series[:min(len(c.Series), limit)]
}

func (c Chart) id() string { return identifier("chart", c.ID, c.Title) }

// identifier makes of a title what an address may hold behind its #.
func identifier(kind, id, title string) string {
	if id != "" {
		return id
	}
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return kind + "-" + strings.Trim(b.String(), "-")
}

// class names the colour of a series, a to h.
func class(i int) string { return "chart-" + string(rune('a'+i%MaxSeries)) }

func asset(name string) string { return assets.Path(name) }

// Script and MapScript are the addresses of the bundles, loaded when a figure
// comes into view.
func Script() string { return assets.Path("chart.js") }

// MapScript is Script for maps.
func MapScript() string { return assets.Path("map.js") }
