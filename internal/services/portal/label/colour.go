package label

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// colour is one of sRGB, its channels from 0 to 1.
type colour struct{ r, g, b float64 }

var hexForm = regexp.MustCompile(`^#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})$`)

// parseColour reads a colour as people write it: #1f4d3a, 1F4D3A, #abc.
func parseColour(text string) (colour, bool) {
	m := hexForm.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return colour{}, false
	}
	digits := m[1]
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, _ := strconv.ParseUint(digits, 16, 32) // six hexadecimal digits
	return colour{float64(n>>16&0xff) / 255, float64(n>>8&0xff) / 255, float64(n&0xff) / 255}, true
}

func must(hex string) colour {
	c, ok := parseColour(hex)
	if !ok {
		panic("label: colour " + hex) // of a constant
	}
	return c
}

func (c colour) String() string {
	channel := func(v float64) int { return int(math.Round(math.Min(1, math.Max(0, v)) * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", channel(c.r), channel(c.g), channel(c.b))
}

func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func unlinear(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// luminance is the relative luminance of WCAG 2.2.
func (c colour) luminance() float64 {
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

// contrast is the ratio of WCAG 2.2 between two colours, from 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// tone is a colour of OKLCH: lightness as the eye sees it, from 0 to 1, chroma
// and hue. Changing the lightness alone leaves what people call the colour.
type tone struct{ l, c, h float64 }

func (c colour) tone() tone {
	r, g, b := linear(c.r), linear(c.g), linear(c.b)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	light := 0.2104542553*l + 0.7936177850*m - 0.0040720468*s
	a := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	bb := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return tone{light, math.Hypot(a, bb), math.Atan2(bb, a)}
}

// colour returns the nearest one that a screen can show, which is less vivid
// where it must be.
func (t tone) colour() colour {
	for chroma := t.c; ; chroma *= 0.92 {
		c, ok := tone{t.l, chroma, t.h}.raw()
		if ok || chroma < 1e-4 {
			return must(c.String()) // what is written is what is measured
		}
	}
}

func (t tone) raw() (c colour, ok bool) {
	a, b := t.c*math.Cos(t.h), t.c*math.Sin(t.h)
	l := math.Pow(t.l+0.3963377774*a+0.2158037573*b, 3)
	m := math.Pow(t.l-0.1055613458*a-0.0638541728*b, 3)
	s := math.Pow(t.l-0.0894841775*a-1.2914855480*b, 3)
	r := 4.0767416621*l - 3.3077115913*m + 0.2309699292*s
	g := -1.2684380046*l + 2.6097574011*m - 0.3413193965*s
	bl := -0.0041960863*l - 0.7034186147*m + 1.7076147010*s
	const slack = 1e-4
	ok = true
	for _, v := range []float64{r, g, bl} {
		ok = ok && v >= -slack && v <= 1+slack
	}
	clamp := func(v float64) float64 { return unlinear(math.Min(1, math.Max(0, v))) }
	return colour{clamp(r), clamp(g), clamp(bl)}, ok
}
