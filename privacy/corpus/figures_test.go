package corpus

import (
	"slices"
	"strings"
	"testing"

	"airial/privacy"
)

// TestFigures tells how each file of sentences stands, half by half (go test -v
// -run Figures): names of private persons.
func TestFigures(t *testing.T) {
	sentences, _ := read(t)
	var files []string
	for _, s := range sentences {
		if f, _, _ := strings.Cut(s.Where, ":"); !slices.Contains(files, f) {
			files = append(files, f)
		}
	}
	for _, half := range []Half{Dev, Held} {
		for _, file := range files {
			c := MeasureSentences(sentences, func(s Sentence) bool { return s.Half == half && strings.HasPrefix(s.Where, file+":") })
			if p, any := c.Private, c.ByKind[privacy.PersonName]; p.Labels > 0 {
				t.Logf("%-4s %-14s labels %4d recall %.3f precision %.3f (missed %d, wrong %d); whatever the role %.3f %.3f",
					half, file, p.Labels, p.Recall(), p.Precision(), p.Labels-p.Found, p.Told-p.Right, any.Recall(), any.Precision())
			}
		}
		hand := MeasureSentences(sentences, func(s Sentence) bool { return s.Half == half && s.ByHand })
		all := MeasureSentences(sentences, func(s Sentence) bool { return s.Half == half })
		for i, c := range []Counts{hand, all} {
			t.Logf("%-4s %-14s labels %4d recall %.3f precision %.3f", half, []string{"by hand", "all"}[i], c.Private.Labels, c.Private.Recall(), c.Private.Precision())
		}
	}
}
