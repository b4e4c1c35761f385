package document

import (
	"slices"
	"strings"
)

// Document is a paper in parts, whatever it is written as.
type Document struct {
	Title  string // of its properties; empty takes the first heading
	Lang   string // "fr" or "en"
	Footer string // at the foot of each page, before the page's number
	Made   string // the date of its properties, RFC 3339; empty gives none
	Blocks Blocks
}

// Kind is what a block is.
type Kind int

// The kinds of block.
const (
	Paragraph Kind = iota
	Heading
	List
	Quote
	Table
	PageBreak
)

// Block is a part of a document.
type Block struct {
	Kind    Kind
	Level   int      // of a heading, 1 to 6
	Text    []Span   // of a paragraph or heading
	Ordered bool     // of a list
	Items   []Blocks // of a list; of a quote, one
	Rows    [][]Cell // of a table: the first is its head
}

// Blocks stand one below the other.
type Blocks []Block

// Below returns the blocks with their headings moved, the highest of them to the
// level under the given one: for a page that has headings of its own. Level 6 is
// the lowest.
func (b Blocks) Below(level int) Blocks {
	highest := 7
	for _, one := range b {
		if one.Kind == Heading {
			highest = min(highest, one.Level)
		}
	}
	out := slices.Clone(b)
	for n := range out {
		if out[n].Kind == Heading {
			out[n].Level = min(6, out[n].Level-highest+level+1)
		}
	}
	return out
}

// Cell is what stands in a cell of a table.
type Cell []Span

// Span is text of one style. Break ends the line before it.
type Span struct {
	Text         string
	Bold, Italic bool
	Link         string // an absolute http, https or mailto address, or empty
	Break        bool
}

// Plain returns the text without its style.
func Plain(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Break {
			b.WriteByte('\n')
		}
		b.WriteString(s.Text)
	}
	return b.String()
}

// title is what the document is called.
func (d *Document) title() string {
	if d.Title != "" {
		return d.Title
	}
	for _, b := range d.Blocks {
		if b.Kind == Heading {
			return strings.ReplaceAll(Plain(b.Text), "\n", " ")
		}
	}
	return ""
}

// widths returns how a table's width is shared between its columns, in parts of
// their sum: by the longest text, within bounds, so that a long column cannot
// starve the others; none is narrower than its longest word.
func widths(rows [][]Cell) []float64 {
	const least, most = 14, 48       // letters
	const aLine, longWord = 90.0, 24 // letters of a whole line; of a word that is not cut
	var out, words []float64
	for _, row := range rows {
		for i, c := range row {
			if i == len(out) {
				out, words = append(out, least), append(words, 0)
			}
			for line := range strings.SplitSeq(Plain(c), "\n") {
				out[i] = max(out[i], float64(min(most, len([]rune(line)))))
				for word := range strings.FieldsSeq(line) {
					words[i] = max(words[i], float64(min(longWord, len([]rune(word))+3))/aLine) // with the cell's edges
				}
			}
		}
	}
	return share(out, words)
}

// share makes parts of one whole, in proportion to what is wanted; none is less
// than its least where all of them have room.
func share(wanted, least []float64) []float64 {
	out := make([]float64, len(wanted))
	kept := make([]bool, len(wanted)) // those that get their least
	for {
		var sum, taken float64
		for i := range wanted {
			if kept[i] {
				taken += least[i]
			} else {
				sum += wanted[i]
			}
		}
		again := false
		for i := range wanted {
			switch out[i] = wanted[i] / sum * (1 - taken); {
			case kept[i]:
				out[i] = least[i]
			case out[i] < least[i]:
				kept[i], again = true, true
			}
		}
		if !again {
			return out
		}
		if !slices.Contains(kept, false) || over(least, kept) { // no room for all
			return share(wanted, make([]float64, len(wanted)))
		}
	}
}

func over(least []float64, kept []bool) bool {
	var sum float64
	for i, l := range least {
		if kept[i] {
			sum += l
		}
	}
	return sum >= 1
}
