package label

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Colours are what a member chooses of the look: one colour for what is pressed
// and linked, one for what is chosen. The dark ones are made of the others when
// they are empty. All are written #rrggbb.
type Colours struct {
	Main       string `json:"main" doc:"Buttons, links, the head of the page: #1f4d3a"`
	MainDark   string `json:"mainDark" doc:"The same in the dark theme; empty for one made of it"`
	Accent     string `json:"accent" doc:"What is chosen or focused; empty for the operator’s"`
	AccentDark string `json:"accentDark" doc:"The same in the dark theme; empty for one made of it"`
}

// grounds are the colours of the look that a label does not change, as they
// stand in web/src/css/tokens.css; a test compares them.
type grounds struct {
	ground, paper, well, ink, onAction colour
	other                              []colour // texts that stand on the washes
	washes                             []colour // of other hues, on which a colour is read when both are chosen
}

func init() {
	for _, g := range []*grounds{&light, &dark} {
		for h := 0.0; h < 6.2; h += 0.35 {
			g.washes = append(g.washes, g.wash(tone{0.5, 0.1, h}.colour()))
		}
	}
}

var light = grounds{
	ground: must("#faf6ee"), paper: must("#ffffff"), well: must("#f2ebdd"), ink: must("#1b2420"), onAction: must("#ffffff"),
	other: []colour{must("#1b2420"), must("#55605a"), must("#1c6080"), must("#8a5310"), must("#a8321f")},
}

var dark = grounds{
	ground: must("#101814"), paper: must("#18221d"), well: must("#0b110e"), ink: must("#e8ede7"), onAction: must("#0c1a13"),
	other: []colour{must("#e8ede7"), must("#a7b3ab"), must("#84c5de"), must("#e8b266"), must("#f29a88")},
}

// least is the contrast that text needs (WCAG 2.2 §1.4.3, level AA).
const least = 4.5

// shade is a colour with what is made of it.
type shade struct{ text, deep, wash colour }

// wash is the ground of a hue: as light, or as dark, as those of the look.
func (g grounds) wash(c colour) colour {
	t := c.tone()
	if g.isDark() {
		return tone{0.29, min(t.c, 0.045), t.h}.colour()
	}
	return tone{0.945, min(t.c, 0.022), t.h}.colour()
}

func (g grounds) isDark() bool { return g.ground.luminance() < 0.2 }

// deep is a colour under the pointer: further from the text on it.
func (g grounds) deep(c colour) colour {
	t := c.tone()
	if g.isDark() {
		t.l = min(0.97, t.l+0.07)
	} else {
		t.l = max(0.05, t.l-0.09)
	}
	return t.colour()
}

func (g grounds) shade(c colour) shade { return shade{c, g.deep(c), g.wash(c)} }

// worst is the least contrast of a colour with what it is read on, and with what
// is read on it.
func (g grounds) worst(c colour) float64 {
	out := 21.0
	for _, on := range []colour{g.ground, g.paper, g.well, g.wash(c), g.onAction} {
		out = min(out, contrast(c, on))
	}
	for _, on := range g.washes {
		out = min(out, contrast(c, on))
	}
	return out
}

// nearest is the colour of the same hue that passes, with the lightness nearest
// to the one that was asked for. The last step of the search always passes: it
// is nearly black, or nearly white.
func (g grounds) nearest(c colour) colour {
	if g.worst(c) >= least {
		return c
	}
	t := c.tone()
	for step := 0.0; step <= 1; step += 0.005 {
		for _, l := range []float64{t.l - step, t.l + step} {
			if l < 0.05 || l > 0.98 {
				continue
			}
			if got := (tone{l, t.c, t.h}).colour(); g.worst(got) >= least {
				return got
			}
		}
	}
	return g.ink
}

// inDark makes the dark theme's colour of the light one's.
func inDark(c colour) colour {
	t := c.tone()
	return dark.nearest(tone{max(0.8, t.l), min(t.c, 0.13), t.h}.colour())
}

// palette is a whole theme.
type palette struct{ main, mainDark, accent, accentDark shade }

// palette makes the theme of colours that have passed; ok is false when there is
// nothing to change.
func (c Colours) palette() (p palette, ok bool) {
	one := func(bright, dim string) (shade, shade, bool) {
		a, ok := parseColour(bright)
		if !ok {
			return shade{}, shade{}, false
		}
		b, chosen := parseColour(dim)
		if !chosen {
			b = inDark(a)
		}
		return light.shade(a), dark.shade(b), true
	}
	var hasMain, hasAccent bool
	p.main, p.mainDark, hasMain = one(c.Main, c.MainDark)
	p.accent, p.accentDark, hasAccent = one(c.Accent, c.AccentDark)
	if hasMain && !hasAccent {
		p.accent, p.accentDark = p.main, p.mainDark
	}
	return p, hasMain || hasAccent
}

// themeName is the part of a theme's address that says its colours, so that the
// stylesheet can be made again by any process from the address alone.
func (c Colours) themeName() string {
	part := func(s string) string {
		if got, ok := parseColour(s); ok {
			return got.String()[1:]
		}
		return "0"
	}
	return strings.Join([]string{part(c.Main), part(c.MainDark), part(c.Accent), part(c.AccentDark)}, "-")
}

// ThemePath is the address of the stylesheet of the colours, which holds its
// digest; "" where there are none.
func (c Colours) ThemePath() string {
	css := c.Stylesheet()
	if css == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(css))
	return "/themes/" + c.themeName() + "/" + hex.EncodeToString(sum[:8]) + ".css"
}

// Stylesheet returns the tokens that the colours replace, and nothing else.
func (c Colours) Stylesheet() string {
	p, ok := c.palette()
	if !ok {
		return ""
	}
	bright, dim := p.tokens(p.main, p.accent, light, c.Main != ""), p.tokens(p.mainDark, p.accentDark, dark, c.Main != "")
	return ":root{" + bright + "}\n" +
		"@media screen and (prefers-color-scheme:dark){:root:not([data-theme=\"light\"]){" + dim + "}}\n" +
		"@media screen{:root[data-theme=\"dark\"]{" + dim + "}}\n"
}

func (palette) tokens(main, accent shade, g grounds, withMain bool) string {
	var b strings.Builder
	set := func(name string, c colour) { fmt.Fprintf(&b, "--%s:%s;", name, c) }
	if withMain {
		set("pine", main.text)
		set("pine-wash", main.wash)
		set("action", main.text)
		set("action-deep", main.deep)
		set("on-action", g.onAction)
	}
	set("heather", accent.text)
	set("heather-wash", accent.wash)
	set("focus", accent.text)
	return b.String()
}

// ThemeOf makes the stylesheet of an address again; ok is false when no label
// has that address.
func ThemeOf(name, digest string) (css string, ok bool) {
	parts := strings.Split(name, "-")
	if len(parts) != 4 {
		return "", false
	}
	for i, part := range parts {
		switch {
		case part == "0":
			parts[i] = ""
		case len(part) != 6:
			return "", false
		default:
			parts[i] = "#" + part
		}
	}
	c := Colours{parts[0], parts[1], parts[2], parts[3]}
	if c.ThemePath() != "/themes/"+name+"/"+digest+".css" {
		return "", false
	}
	return c.Stylesheet(), true
}
