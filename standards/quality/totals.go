package quality

import (
	"math"
	"strconv"
	"strings"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// A row that says "total" stands for those above it. Where it is wrong, or
// where it is counted as one more row, the data are.

// totals looks at a row that may be a total, and adds up the others.
func (w *Watcher) totals(rec *tabular.Record) {
	if !w.on["wrong-total"] {
		return
	}
	n := min(len(rec.Cells), len(w.columns))
	total := false
	for i := range n {
		if cell := rec.Cells[i]; len(cell) >= 5 && len(cell) <= 40 && (cell[0]|0x20 == 't' || cell[0]|0x20 == 's') {
			total = total || isTotal(tabular.Fold(string(cell)))
		}
	}
	for i := range n {
		c := &w.columns[i]
		v, ok := amount(rec.Cells[i])
		switch {
		case total && ok && c.added > 1 && math.Abs(v-c.sum) > 0.005+1e-9*math.Abs(c.sum):
			w.note(tableschema.Finding{Code: "wrong-total", Row: rec.Row, Field: c.name, Value: clip(string(rec.Cells[i])),
				Args: map[string]string{"sum": strconv.FormatFloat(math.Round(c.sum*100)/100, 'f', -1, 64), "rows": itoa(c.added)}})
		case !total && ok:
			c.sum, c.added = c.sum+v, c.added+1
		}
		if total && ok {
			c.sum, c.added = 0, 0
		}
	}
}

// isTotal tells the words that announce a total.
func isTotal(folded string) bool {
	for _, word := range []string{"total", "sous-total", "sous total", "totaux", "total general", "somme totale"} {
		if folded == word || strings.HasPrefix(folded, word+" ") || strings.HasPrefix(folded, word+":") {
			return len(strings.Fields(folded)) <= 4
		}
	}
	return false
}

// amount reads a number that may be added up: no code with a leading zero.
func amount(cell []byte) (float64, bool) {
	if len(cell) == 0 || len(cell) > 20 || cell[0] == '0' && len(cell) > 1 && cell[1] != '.' {
		return 0, false
	}
	c := cell[0]
	if (c < '0' || c > '9') && c != '-' && c != '.' {
		return 0, false
	}
	v, err := strconv.ParseFloat(string(cell), 64)
	return v, err == nil && !math.IsInf(v, 0)
}
