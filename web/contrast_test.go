package assets

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each text with the grounds that it stands on: WCAG 2.2 §1.4.3 asks 4.5:1.
var texts = map[string][]string{
	"ink":           {"ground", "paper", "well", "pine-wash", "ocean-wash", "resin-wash", "heather-wash", "brick-wash"},
	"soft":          {"ground", "paper", "well", "heather-wash"},
	"pine":          {"ground", "paper", "well", "pine-wash", "heather-wash"},
	"ocean":         {"ground", "paper", "ocean-wash", "heather-wash"},
	"resin":         {"ground", "paper", "resin-wash", "heather-wash"},
	"heather":       {"ground", "paper", "heather-wash"},
	"brick":         {"ground", "paper", "brick-wash", "heather-wash"},
	"danger":        {"ground", "paper"},
	"on-action":     {"action", "action-deep"},
	"on-danger":     {"danger", "danger-deep"},
	"paper":         {"pine"}, // the tick in a grown tree
	"resin-bright!": {"ground", "paper", "resin-wash"},
	// Controls and shapes that mean something: §1.4.11 asks 3:1.
	"edge!":  {"ground", "paper"},
	"focus!": {"ground", "paper", "well"},
	// Series of charts.
	"chart-a!": {"ground", "paper"}, "chart-b!": {"ground", "paper"}, "chart-c!": {"ground", "paper"}, "chart-d!": {"ground", "paper"},
	"chart-e!": {"ground", "paper"}, "chart-f!": {"ground", "paper"}, "chart-g!": {"ground", "paper"}, "chart-h!": {"ground", "paper"},
}

func TestContrast(t *testing.T) {
	for theme, tokens := range themes(t) {
		for text, grounds := range texts {
			least := 4.5
			if strings.HasSuffix(text, "!") {
				least = 3
			}
			name := strings.TrimSuffix(text, "!")
			for _, ground := range grounds {
				a, b := tokens[name], tokens[ground]
				if a == "" || b == "" {
					t.Errorf("%s: no token %s or %s", theme, name, ground)
					continue
				}
				if got := contrast(t, a, b); got < least {
					t.Errorf("%s: %s %s on %s %s is %.2f:1, wants %.1f:1", theme, name, a, ground, b, got, least)
				}
			}
		}
	}
}

// The dark theme is written twice, for those whose system is dark and for
// those who chose it: both must be the same.
func TestBothDarkThemesAreOne(t *testing.T) {
	all := themes(t)
	if diff := cmp.Diff(all["dark by system"], all["dark by choice"]); diff != "" {
		t.Error(diff)
	}
	for name := range all["light"] {
		if all["dark by choice"][name] == "" {
			t.Errorf("the dark theme lacks --%s", name)
		}
	}
}

var (
	block = regexp.MustCompile(`(?s)(:root[^{]*)\{(.*?)\n\s*\}`)
	token = regexp.MustCompile(`--([a-z-]+):\s*([^;]+);`)
)

func themes(t *testing.T) map[string]map[string]string {
	t.Helper()
	b, err := os.ReadFile("src/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for _, m := range block.FindAllStringSubmatch(string(b), -1) {
		name := "light"
		switch {
		case strings.Contains(m[1], "not("):
			name = "dark by system"
		case strings.Contains(m[1], "dark"):
			name = "dark by choice"
		}
		tokens := map[string]string{}
		for _, p := range token.FindAllStringSubmatch(m[2], -1) {
			tokens[p[1]] = strings.TrimSpace(p[2])
		}
		out[name] = tokens
	}
	if len(out) != 3 {
		t.Fatalf("found %d themes in tokens.css, want 3", len(out))
	}
	return out
}

// contrast is the ratio of WCAG 2.2 between two colours written #rrggbb.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != 7 {
		t.Fatal(fmt.Errorf("colour %q: %w", hex, err))
	}
	channel := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
