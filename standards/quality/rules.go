package quality

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"airial/standards/tableschema"
)

func itoa(n int) string { return strconv.Itoa(n) }

func clip(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

// unscramble gives a text that was written in UTF-8 and read as Windows-1252
// as it was meant.
func unscramble(text string) (right string, ok bool) {
	if !strings.ContainsAny(text, "ÃÂâ") {
		return "", false
	}
	raw, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil || !utf8.ValidString(raw) || raw == text {
		return "", false
	}
	for _, r := range raw {
		if r > unicode.MaxLatin1 && !unicode.IsLetter(r) && !unicode.IsPunct(r) && !unicode.IsSymbol(r) {
			return "", false
		}
	}
	return raw, true
}

// truncated tells a text of exactly 255 characters that does not end as a
// sentence: a field of a database was too short for it.
func truncated(text string) bool {
	if len(text) < 255 || utf8.RuneCountInString(text) != 255 {
		return false
	}
	return !strings.ContainsAny(text[len(text)-1:], ".!?)»")
}

// number keeps a sample of the numbers, and the largest ones.
func (c *column) number(row int, text string) {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return
	}
	v = math.Abs(v)
	if len(c.numbers) < mostNumbers {
		c.numbers = append(c.numbers, v)
	}
	if len(c.largest) < 3 || v > c.largest[len(c.largest)-1].value {
		c.largest = append(c.largest, place{row, v, text})
		slices.SortFunc(c.largest, func(a, b place) int {
			if a.value > b.value {
				return -1
			}
			return 1
		})
		c.largest = c.largest[:min(len(c.largest), 3)]
	}
}

// shouting counts texts in capitals.
func (c *column) shouting(text string) {
	letters, small := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsLower(r) {
				small++
			}
		}
	}
	if letters >= 12 {
		c.texts++
		if small == 0 {
			c.capitals++
		}
	}
}

// timesUsual is how many times the median makes an amount strange.
const timesUsual = 1000

// whole says what is to be said of a column as a whole.
func (w *Watcher) whole(c *column) {
	if w.rows < fewRows {
		return
	}
	limited := c.field != nil && (len(c.field.Constraints.Enum) > 0 || c.field.Constraints.Required)
	if c.filled == w.rows && !c.varied && !limited {
		w.note(tableschema.Finding{Level: tableschema.Info, Code: "constant-column", Field: c.name, Value: clip(c.first)})
	}
	if c.texts >= fewRows && c.capitals*10 >= c.texts*9 {
		w.note(tableschema.Finding{Level: tableschema.Info, Code: "capitals", Field: c.name,
			Args: map[string]string{"count": itoa(c.capitals), "of": itoa(c.texts)}})
	}
	if len(c.numbers) < fewRows {
		return
	}
	slices.Sort(c.numbers)
	median := c.numbers[len(c.numbers)/2]
	for _, p := range c.largest {
		if p.value > timesUsual*median {
			w.note(tableschema.Finding{Code: "outlier", Row: p.row, Field: c.name, Value: p.text,
				Args: map[string]string{"usual": strconv.FormatFloat(median, 'f', -1, 64)}})
		}
	}
}
