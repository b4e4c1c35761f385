package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Figure is one thing measured.
type Figure struct {
	Name  string
	Value float64
	Unit  string // "s", "ms", "MB" (1,000,000 bytes), "rows/s"
	Low   float64
	High  float64
	Runs  int     // values behind the median; requests behind a percentile
	Most  float64 // the limit from above; 0 for none
	Least float64 // the limit from below; 0 for none
	Peer  string  // what it stands beside, in words
	Load  float64 // mean load of the last minute when it was taken
}

// Missed tells whether the figure is beyond a limit.
func (f Figure) Missed() bool {
	return f.Most > 0 && f.Value > f.Most || f.Least > 0 && f.Value < f.Least
}

// medianOf makes a figure of the values of several runs.
func medianOf(name, unit string, most float64, values []float64) Figure {
	sorted := slices.Sorted(slices.Values(values))
	return Figure{Name: name, Unit: unit, Most: most, Value: quantile(sorted, 0.5), Low: sorted[0],
		High: sorted[len(sorted)-1], Runs: len(sorted), Load: load()}
}

// quantile is the value below which the share q of the sorted values lies
// (nearest rank; the mean of the two in the middle for an even median).
func quantile(sorted []float64, q float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	if q == 0.5 && n%2 == 0 {
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	rank := int(math.Ceil(q * float64(n)))
	return sorted[min(max(rank, 1), n)-1]
}

func seconds(d time.Duration) float64 { return d.Seconds() }
func millis(d time.Duration) float64  { return float64(d.Microseconds()) / 1000 }

// print writes the table, and how many limits were missed.
func printTable(w io.Writer, figures []Figure) (missed int) {
	out := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, "figure\tvalue\tlowest – highest\truns\tlimit or peer\tload")
	for _, f := range figures {
		against := f.Peer
		if f.Most > 0 || f.Least > 0 {
			verdict, limit := "kept", "limit "+amount(f.Most, f.Unit)
			if f.Least > 0 {
				limit = "at least " + amount(f.Least, f.Unit)
			}
			if f.Missed() {
				verdict = "MISSED"
				missed++
			}
			against = strings.TrimSpace(fmt.Sprintf("%s: %s. %s", limit, verdict, f.Peer))
		}
		spread := ""
		if f.Runs > 1 {
			spread = number(f.Low) + " – " + amount(f.High, f.Unit)
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%d\t%s\t%.1f\n", f.Name, amount(f.Value, f.Unit), spread, f.Runs, against, f.Load)
	}
	_ = out.Flush()
	return missed
}

func amount(v float64, unit string) string { return strings.TrimSpace(number(v) + " " + unit) }

// number writes three significant digits, with commas between thousands.
func number(v float64) string {
	switch a := math.Abs(v); {
	case a >= 1000:
		step := math.Pow(10, math.Floor(math.Log10(a))-2)
		return thousands(int64(math.Round(v/step) * step))
	case a >= 100:
		return fmt.Sprintf("%.0f", v)
	case a >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
