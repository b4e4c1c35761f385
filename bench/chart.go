package main

import (
	"bytes"
	"fmt"
	"html"
	"math"
)

// The chart's measures, in its own units.
const (
	chartWide, chartHigh = 960.0, 560.0
	left, right          = 70.0, 250.0 // the names stand on the right
	top, bottom          = 50.0, 60.0
)

// colours tell the curves apart for everybody (Okabe and Ito), darkened where
// white behind them asks for it.
var colours = []string{"#0072b2", "#b34f00", "#007a5a", "#a3457f", "#7a6a00", "#3a87b8", "#000000", "#8a3ffc", "#555555"}

// drawGrowth draws costs over numbers of members, both on logarithmic scales: a
// cost that does not depend on the others is a level line.
func drawGrowth(all []curve, kind string) []byte {
	xs, ys := extent(all)
	x := func(v float64) float64 { return left + (chartWide-left-right)*share(v, xs) }
	y := func(v float64) float64 { return chartHigh - bottom - (chartHigh-top-bottom)*share(v, ys) }
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" font-family="sans-serif" font-size="13">`+"\n", chartWide, chartHigh)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="#fff"/><text x="%g" y="28" font-size="17" font-weight="bold">What things cost, by number of members, on %s (milliseconds, one request at a time)</text>`+"\n", left, kind)
	for v := math.Pow(10, math.Ceil(math.Log10(ys[0]))); v <= ys[1]; v *= 10 {
		fmt.Fprintf(&b, `<path d="M%g %.1fH%g" stroke="#ddd"/><text x="%g" y="%.1f" text-anchor="end">%s</text>`+"\n", left, y(v), chartWide-right, left-8, y(v)+4, number(v))
	}
	drawn := map[int]bool{}
	for _, c := range all {
		for _, p := range c.points {
			if !drawn[p.members] {
				drawn[p.members] = true
				fmt.Fprintf(&b, `<path d="M%.1f %gV%g" stroke="#ddd"/><text x="%.1f" y="%g" text-anchor="middle">%s</text>`+"\n",
					x(float64(p.members)), top, chartHigh-bottom, x(float64(p.members)), chartHigh-bottom+20, thousands(int64(p.members)))
			}
		}
	}
	fmt.Fprintf(&b, `<text x="%g" y="%g" text-anchor="middle">members</text>`+"\n", (left+chartWide-right)/2, chartHigh-15)
	names := labels(all, y)
	for i, c := range all {
		colour := colours[i%len(colours)]
		fmt.Fprintf(&b, `<polyline fill="none" stroke="%s" stroke-width="2" points="`, colour)
		for _, p := range c.points {
			fmt.Fprintf(&b, "%.1f,%.1f ", x(float64(p.members)), y(p.value))
		}
		fmt.Fprintln(&b, `"/>`)
		for _, p := range c.points {
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`, x(float64(p.members)), y(p.value), colour)
		}
		fmt.Fprintf(&b, `<text x="%g" y="%.1f" fill="%s">%s</text>`+"\n", chartWide-right+12, names[i]+4, colour, html.EscapeString(c.name))
	}
	fmt.Fprintln(&b, "</svg>")
	return b.Bytes()
}

// extent is the smallest and the largest of both scales.
func extent(all []curve) (xs, ys [2]float64) {
	xs, ys = [2]float64{math.Inf(1), 0}, [2]float64{math.Inf(1), 0}
	for _, c := range all {
		for _, p := range c.points {
			xs = [2]float64{min(xs[0], float64(p.members)), max(xs[1], float64(p.members))}
			ys = [2]float64{min(ys[0], p.value), max(ys[1], p.value)}
		}
	}
	return xs, [2]float64{ys[0] / 1.3, ys[1] * 1.3}
}

// share is where a value lies between two others, on a logarithmic scale.
func share(v float64, between [2]float64) float64 {
	return math.Log(v/between[0]) / math.Log(between[1]/between[0])
}

// labels places a name beside the end of each curve, none over another.
func labels(all []curve, y func(float64) float64) []float64 {
	out := make([]float64, len(all))
	for i, c := range all {
		out[i] = y(c.points[len(c.points)-1].value)
	}
	const apart = 17
	for range 200 {
		for i := range out {
			for j := range out {
				if d := out[j] - out[i]; i != j && math.Abs(d) < apart {
					push := (apart - math.Abs(d)) / 2
					if d < 0 || d == 0 && j < i {
						push = -push
					}
					out[i], out[j] = out[i]-push, out[j]+push
				}
			}
		}
	}
	return out
}
