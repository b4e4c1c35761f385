package corpus

import (
	"testing"

	"airial/privacy"
)

// TestFigures tells how the parts of the corpus stand (go test -v -run Figures):
// names of private persons, by hand and made.
func TestFigures(t *testing.T) {
	sentences, _ := read(t)
	for _, half := range []Half{Dev, Held, Fresh, Fresh2, Fresh3, Fresh4, Fresh5} {
		for _, hand := range []bool{true, false} {
			c := MeasureSentences(sentences, func(s Sentence) bool { return s.Half == half && s.ByHand == hand })
			if p := c.Private; p.Labels > 0 {
				any := c.ByKind[privacy.PersonName]
				t.Logf("%-6s by hand %-5t labels %4d recall %.3f precision %.3f (missed %d, wrong %d); whatever the role %.3f %.3f", half, hand, p.Labels, p.Recall(), p.Precision(), p.Labels-p.Found, p.Told-p.Right, any.Recall(), any.Precision())
			}
		}
	}
}
