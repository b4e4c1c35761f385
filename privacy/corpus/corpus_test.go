package corpus

import (
	"strings"
	"testing"

	"airial/privacy"
)

// The floors under the held-out half. They stand a little under what is measured
// (bench/run -only privacy prints it), and above what the issue asks where that
// is reached.
const (
	namesRecall    = 0.975
	namesPrecision = 0.92
	handRecall     = 0.97
	handPrecision  = 0.86
	columnsF1      = 0.96
)

// checked are the kinds with check digits.
var checked = []privacy.Kind{privacy.NIR, privacy.IBAN, privacy.Card}

func read(t *testing.T) ([]Sentence, []Table) {
	t.Helper()
	sentences, err := Sentences()
	if err != nil {
		t.Fatal(err)
	}
	tables, err := Tables()
	if err != nil {
		t.Fatal(err)
	}
	return sentences, tables
}

func TestTheCorpusIsLargeEnough(t *testing.T) {
	sentences, tables := read(t)
	hand, labels := 0, 0
	for _, s := range sentences {
		hand += one(s.ByHand)
		labels += len(s.Labels)
		for _, l := range s.Labels {
			if l.Start >= l.End || l.End > len(s.Text) {
				t.Errorf("%s: %+v", s.Where, l)
			}
		}
	}
	if len(sentences) < 3000 || hand < 1400 || labels < 3000 || len(tables) < 200 {
		t.Errorf("%d sentences, %d of them by hand, %d labels, %d tables", len(sentences), hand, labels, len(tables))
	}
}

func TestHeldOutSentences(t *testing.T) {
	sentences, _ := read(t)
	c := MeasureSentences(sentences, func(s Sentence) bool { return s.Half == Held })
	if p := c.Private; p.Recall() < namesRecall || p.Precision() < namesPrecision {
		t.Errorf("names of private persons: recall %.3f, precision %.3f", p.Recall(), p.Precision())
	}
	hand := MeasureSentences(sentences, func(s Sentence) bool { return s.Half == Held && s.ByHand })
	if p := hand.Private; p.Recall() < handRecall || p.Precision() < handPrecision {
		t.Errorf("of these by hand: recall %.3f, precision %.3f", p.Recall(), p.Precision())
	}
	both := MeasureSentences(sentences, func(Sentence) bool { return true })
	for _, kind := range checked {
		if k := both.ByKind[kind]; k.Labels == 0 || k.Recall() < 1 || k.Precision() < 0.99 {
			t.Errorf("%s: %d labels, recall %.3f, precision %.3f", kind, k.Labels, k.Recall(), k.Precision())
		}
	}
}

func TestHeldOutTables(t *testing.T) {
	_, tables := read(t)
	cells, columns := MeasureTables(tables, Held)
	if all := columns.All(); all.F1() < columnsF1 {
		t.Errorf("columns: %d labels, recall %.3f, precision %.3f", all.Labels, all.Recall(), all.Precision())
	}
	if all := cells.All(); all.Recall() < 0.98 || all.Precision() < 0.97 {
		t.Errorf("cells: recall %.3f, precision %.3f", all.Recall(), all.Precision())
	}
}

// TestDevelopment shows what is missed and wrongly told in the development half
// (go test -v -run Development), never in the half that is held out.
func TestDevelopment(t *testing.T) {
	sentences, tables := read(t)
	c := MeasureSentences(sentences, func(s Sentence) bool { return s.Half == Dev })
	cells, columns := MeasureTables(tables, Dev)
	for _, m := range append(append(c.Misses, cells.Misses...), columns.Misses...) {
		t.Log(m)
	}
	if c.Private.F1() < 0.97 || columns.All().F1() < 0.97 {
		t.Errorf("names: F1 %.3f; columns: F1 %.3f", c.Private.F1(), columns.All().F1())
	}
}

func TestMarksAreRead(t *testing.T) {
	text, labels, err := unmark(`À [p Léa D’Or], [phone.b 05 58], [o Zoé]`)
	if err != nil || text != "À Léa D’Or, 05 58, Zoé" || len(labels) != 3 || labels[1].Role != privacy.Body || labels[2].Role != privacy.Public ||
		text[labels[0].Start:labels[0].End] != "Léa D’Or" {
		t.Errorf("%q %+v %v", text, labels, err)
	}
	for _, bad := range []string{"[p", "[x y]", "[p]"} {
		if _, _, err := unmark(bad); err == nil || strings.Contains(bad, "\n") {
			t.Errorf("%q was read", bad)
		}
	}
}
