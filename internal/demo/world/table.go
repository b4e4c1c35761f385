package world

import (
	"strings"
	"unicode/utf8"
)

// table is a file before it is written: labels and rows of as many cells.
type table struct {
	labels []string
	rows   [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) column(label string) int {
	for i, l := range t.labels {
		if l == label {
			return i
		}
	}
	return -1
}

// form is how a table is written.
type form struct {
	delimiter byte
	cp1252    bool
	bom       bool
	lf        bool
	titles    bool // two lines of title and a blank one above the header
	name      naming
}

// naming is the habit of those who name the files.
type naming int

const (
	tidyName   naming = iota // 21960005000012_subventions_2025.csv
	vendorName               // EXTRACT_DELIB_20250314.csv
	homeName                 // subventions 2024 DEF v2.csv
)

var (
	tidy      = form{delimiter: ',', lf: true}
	windows   = form{delimiter: ';', cp1252: true, name: vendorName}
	withBOM   = form{delimiter: ';', bom: true, name: homeName}
	semicolon = form{delimiter: ';', name: homeName}
	titled    = form{delimiter: ';', cp1252: true, titles: true, name: vendorName}
	homemade  = form{delimiter: ';', cp1252: true, name: homeName}
)

// encode writes the table; title stands above the header when the form has it.
func (f form) encode(t *table, title string) []byte {
	size := 0
	for _, row := range t.rows {
		for _, cell := range row {
			size += len(cell) + 1
		}
	}
	out := make([]byte, 0, size+size/8+600)
	if f.bom {
		out = append(out, "\ufeff"...)
	}
	end := "\r\n"
	if f.lf {
		end = "\n"
	}
	if f.titles {
		rest := strings.Repeat(string(f.delimiter), len(t.labels)-1)
		out = f.cell(out, title)
		out = append(out, rest+end...)
		out = f.cell(out, "Document produit par le logiciel de gestion")
		out = append(out, rest+end+rest+end...)
	}
	out = append(f.row(out, t.labels), end...)
	for _, row := range t.rows {
		out = append(f.row(out, row), end...)
	}
	return out
}

func (f form) row(out []byte, cells []string) []byte {
	for i, c := range cells {
		if i > 0 {
			out = append(out, f.delimiter)
		}
		out = f.cell(out, c)
	}
	return out
}

func (f form) cell(out []byte, s string) []byte {
	quote := false
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == f.delimiter || c == '"' || c == '\n' {
			quote = true
			break
		}
	}
	if !quote {
		return f.text(out, s)
	}
	out = append(out, '"')
	out = f.text(out, strings.ReplaceAll(s, `"`, `""`))
	return append(out, '"')
}

func (f form) text(out []byte, s string) []byte {
	if !f.cp1252 {
		return append(out, s...)
	}
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			out = append(out, s[i])
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		out = append(out, windows1252(r))
		i += n
	}
	return out
}

// windows1252 is a character's byte; what the code page has not becomes "?", as
// the programs of the time do it.
func windows1252(r rune) byte {
	if r < 0x80 || r >= 0xa0 && r <= 0xff {
		return byte(r)
	}
	switch r {
	case '€':
		return 0x80
	case '…':
		return 0x85
	case 'Œ':
		return 0x8c
	case '‘':
		return 0x91
	case '’':
		return 0x92
	case '“':
		return 0x93
	case '”':
		return 0x94
	case '–':
		return 0x96
	case '—':
		return 0x97
	case 'œ':
		return 0x9c
	case 'Ÿ':
		return 0x9f
	case '\u202f':
		return 0xa0
	}
	return '?'
}

// euros writes cents with a decimal point, as the schemas want amounts.
func euros(cents int) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return sign + pad(cents/100, 1) + "." + pad(cents%100, 2)
}

// spacedEuros writes them as spreadsheets show them, 12 345,67 €.
func spacedEuros(amount string) string {
	whole, decimals, _ := strings.Cut(amount, ".")
	if decimals = (decimals + "00")[:2]; len(whole) > 3 {
		n := len(whole)
		whole = whole[:n-3] + " " + whole[n-3:]
		if n > 6 {
			whole = whole[:n-6] + " " + whole[n-6:]
		}
	}
	return whole + "," + decimals + " €"
}

// degrees writes micro-degrees.
func degrees(micro int) string {
	sign := ""
	if micro < 0 {
		sign, micro = "-", -micro
	}
	return sign + pad(micro/1_000_000, 1) + "." + pad(micro%1_000_000, 6)
}
