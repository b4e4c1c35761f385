package paper

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCompare(t *testing.T) {
	got := ""
	for _, l := range Compare("a\nb\nc\n", "a\nx\nc\nd\n") {
		got += string(l.Sign) + l.Words + "\n"
	}
	if diff := cmp.Diff(" a\n-b\n+x\n c\n+d\n", got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Each text stands in the comparison, line for line.
func TestCompareLosesNothing(t *testing.T) {
	text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", ""}), 1, 12)
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		var left, right []string
		for _, l := range Compare(strings.Join(a, "\n")+"\n", strings.Join(b, "\n")+"\n") {
			if l.Sign != '+' {
				left = append(left, l.Words)
			}
			if l.Sign != '-' {
				right = append(right, l.Words)
			}
		}
		if cmp.Diff(a, left)+cmp.Diff(b, right) != "" {
			t.Fatalf("%q and %q became %q and %q", a, b, left, right)
		}
	})
}
