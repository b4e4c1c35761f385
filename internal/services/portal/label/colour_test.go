package label

import (
	"os"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

func anyColour(t *rapid.T, name string) colour {
	byteOf := rapid.IntRange(0, 255)
	c := colour{float64(byteOf.Draw(t, name+" r")) / 255, float64(byteOf.Draw(t, name+" g")) / 255, float64(byteOf.Draw(t, name+" b")) / 255}
	return must(c.String())
}

func TestWhateverIsAskedForTheNearestColourPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyColour(t, "c")
		for name, g := range map[string]grounds{"light": light, "dark": dark} {
			got := g.nearest(c)
			if g.worst(got) < least {
				t.Errorf("%s: %s for %s has %.2f:1", name, got, c, g.worst(got))
			}
			if g.worst(c) >= least && got != c {
				t.Errorf("%s: %s passes, and becomes %s", name, c, got)
			}
			s := g.shade(got)
			if r := contrast(s.deep, g.onAction); r < least {
				t.Errorf("%s: under the pointer %s has %.2f:1", name, s.deep, r)
			}
			for _, text := range g.other {
				if r := contrast(text, s.wash); r < least {
					t.Errorf("%s: %s on the wash %s of %s has %.2f:1", name, text, s.wash, got, r)
				}
			}
		}
		if d := inDark(light.nearest(c)); dark.worst(d) < least {
			t.Errorf("the dark one of %s is %s", c, d)
		}
	})
}

func TestColoursGoThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyColour(t, "c")
		if got := c.tone().colour(); got != c {
			t.Errorf("%s comes back as %s", c, got)
		}
	})
}

func TestContrastIsThatOfTheRecommendation(t *testing.T) {
	for _, one := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#777777", "#ffffff", 4.48}, {"#1f4d3a", "#ffffff", 9.63}} {
		if got := contrast(must(one.a), must(one.b)); got < one.want-0.01 || got > one.want+0.01 {
			t.Errorf("%s on %s: %.3f, want %.2f", one.a, one.b, got, one.want)
		}
	}
}

// The grounds are written in the stylesheet too: both must be the same.
func TestGroundsAreThoseOfTheStylesheet(t *testing.T) {
	b, err := os.ReadFile("../../../../web/src/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	themes := regexp.MustCompile(`(?s):root(?:\[data-theme="dark"\])? \{(.*?)\n\}`).FindAllStringSubmatch(string(b), -1)
	if len(themes) != 2 {
		t.Fatalf("%d themes", len(themes))
	}
	for i, g := range []grounds{light, dark} {
		for name, c := range map[string]colour{"ground": g.ground, "paper": g.paper, "well": g.well, "ink": g.ink, "on-action": g.onAction,
			"soft": g.other[1], "ocean": g.other[2], "resin": g.other[3], "brick": g.other[4]} {
			m := regexp.MustCompile(`--` + name + `:\s*(#[0-9a-f]{6});`).FindStringSubmatch(themes[i][1])
			if m == nil || m[1] != c.String() {
				t.Errorf("theme %d: %s is %s here and %v there", i, name, c, m)
			}
		}
	}
}

func TestAThemeIsMadeAgainFromItsAddress(t *testing.T) {
	c := Colours{Main: "#7a1f3d", Accent: "#1c6080"}
	m := regexp.MustCompile(`^/themes/([^/]+)/([0-9a-f]+)\.css$`).FindStringSubmatch(c.ThemePath())
	if m == nil {
		t.Fatal(c.ThemePath())
	}
	if css, ok := ThemeOf(m[1], m[2]); !ok || css != c.Stylesheet() {
		t.Error(ok, css)
	}
	for _, wrong := range [][2]string{{m[1], "0000000000000000"}, {"zzzzzz-0-0-0", m[2]}, {"0-0-0-0", m[2]}, {"a", "b"}} {
		if css, ok := ThemeOf(wrong[0], wrong[1]); ok {
			t.Errorf("%v: %s", wrong, css)
		}
	}
	if got := (Colours{}).ThemePath(); got != "" {
		t.Error(got)
	}
}
