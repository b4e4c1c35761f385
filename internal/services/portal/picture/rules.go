package picture

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"airial/internal/platform/text"
)

// most is how many charts are proposed; a map comes besides.
const most = 3

// Suggest chooses pictures of a table, the most telling first: those prepared
// for its schema; else a map of what has places, time against an amount,
// categories against an amount, and categories counted. A table of one row has
// none.
func Suggest(t Table) []Spec {
	if t.Rows < 2 {
		return nil
	}
	var out []Spec
	place, mapped := findPlaces(t)
	for _, s := range prepared(t.Schema) {
		if s.Kind == Map {
			if mapped {
				s.By = fitting(t.Columns, s.By)
				out = append(out, s)
			}
			continue
		}
		if fits(s, t) {
			out = append(out, s.named(t.Columns))
		}
	}
	if len(out) > 0 {
		return out
	}
	if mapped {
		out = append(out, Spec{Kind: Map, By: nameColumn(t, place)})
	}
	return append(out, byTypes(t, place)...)
}

// fits tells whether the columns of a prepared picture are there and hold
// something in the first rows.
func fits(s Spec, t Table) bool {
	for _, name := range []string{s.By, s.Of, s.Split} {
		if name == "" {
			continue
		}
		c, ok := find(t.Columns, name)
		if !ok || len(t.cells(c.Name)) == 0 || name == s.Of && !c.number() {
			return false
		}
	}
	return true
}

// named writes the columns as the table does.
func (s Spec) named(columns []Column) Spec {
	s.By, s.Of, s.Split = fitting(columns, s.By), fitting(columns, s.Of), fitting(columns, s.Split)
	return s
}

func fitting(columns []Column, name string) string {
	c, _ := find(columns, name)
	return c.Name
}

// byTypes applies the general rules.
func byTypes(t Table, place Place) []Spec {
	var when, what, amount string
	for _, c := range t.Columns {
		switch {
		case place.uses(c.Name), len(t.cells(c.Name)) == 0:
		case when == "" && (c.moment() || t.years(c)):
			when = c.Name
		case amount == "" && c.number() && t.Measures(c):
			amount = c.Name
		case what == "" && t.Groups(c):
			what = c.Name
		}
	}
	var out []Spec
	if when != "" {
		out = append(out, Spec{By: when, Of: amount, Unit: t.Unit(amount)})
	}
	if name := nameColumn(t, place); amount != "" && (what != "" || name != "") {
		by := what
		if by == "" {
			by = name
		}
		out = append(out, Spec{Kind: "bar", By: by, Of: amount, Unit: t.Unit(amount)})
	}
	if what != "" {
		out = append(out, Spec{Kind: "bar", By: what})
	}
	return out[:min(len(out), most)]
}

// codes are words in a column's name whose digits are a name, not an amount.
var codes = map[string]bool{"code": true, "siret": true, "siren": true, "insee": true, "postal": true, "cp": true, "id": true, "uid": true,
	"identifiant": true, "numero": true, "num": true, "no": true, "tel": true, "telephone": true, "ref": true, "reference": true, "rna": true,
	"compte": true, "article": true, "fax": true, "objectid": true, "fid": true, "gid": true, "ordre": true, "rang": true, "x": true, "y": true,
	"latitude": true, "longitude": true, "lat": true, "lon": true, "long": true, "annee": true, "year": true, "exercice": true, "mois": true}

var wordEnd = regexp.MustCompile(`[a-z0-9]+`)

func coded(name string) bool {
	for _, w := range wordEnd.FindAllString(text.Fold(name), -1) {
		if codes[w] {
			return true
		}
	}
	return false
}

// Measures tells whether a column of numbers is an amount that can be added up:
// not a code, not a year, not a number of its own for each row in order.
func (t Table) Measures(c Column) bool {
	return !coded(c.Name) && !t.years(c) && !counting(t.cells(c.Name))
}

func counting(cells []string) bool {
	for i := 1; i < len(cells); i++ {
		a, err1 := strconv.ParseInt(cells[i-1], 10, 64)
		b, err2 := strconv.ParseInt(cells[i], 10, 64)
		if err1 != nil || err2 != nil || b != a+1 {
			return false
		}
	}
	return len(cells) > 3
}

// years tells whether a column holds years.
func (t Table) years(c Column) bool {
	if c.Type == "year" {
		return true
	}
	if c.Type != "integer" && c.Type != "text" {
		return false
	}
	cells := t.cells(c.Name)
	for _, v := range cells {
		if n, err := strconv.Atoi(v); err != nil || len(v) != 4 || n < 1500 || n > 2199 {
			return false
		}
	}
	return len(cells) > 0
}

var noCategory = regexp.MustCompile(`(?i)^https?://|@|^\{|^\[|^\d[\d .,/-]*$`)

// Groups tells whether a column puts rows into groups: a closed list, or texts
// that are short and come back.
func (t Table) Groups(c Column) bool {
	cells := t.cells(c.Name)
	switch {
	case c.Type == "boolean", len(c.Values) > 0:
		return len(cells) > 0
	case c.Type != "text" || coded(c.Name):
		return false
	}
	seen := map[string]int{}
	for _, v := range cells {
		if utf8.RuneCountInString(v) > 60 || noCategory.MatchString(v) {
			return false
		}
		seen[v]++
	}
	return len(seen) > 1 && len(seen)*3 <= len(cells)*2
}

// nameWords are how columns that name their row are called, the best first.
var nameWords = []string{"nom", "name", "libelle", "label", "intitule", "titre", "title", "designation", "denomination", "objet"}

// nameColumn is the column that names a row; "" for none.
func nameColumn(t Table, place Place) string {
	for _, w := range nameWords {
		for _, c := range t.Columns {
			if c.Type == "text" && !place.uses(c.Name) && !coded(c.Name) && slices.Contains(wordEnd.FindAllString(text.Fold(c.Name), -1), w) && distinct(t.cells(c.Name)) {
				return c.Name
			}
		}
	}
	for _, c := range t.Columns {
		if c.Type == "text" && !place.uses(c.Name) && strings.Contains(text.Fold(c.Name), "nom") && distinct(t.cells(c.Name)) {
			return c.Name
		}
	}
	return ""
}

// distinct tells whether not all rows have the same.
func distinct(cells []string) bool {
	for _, v := range cells {
		if v != cells[0] {
			return true
		}
	}
	return false
}

// Unit is "€" for what is called so.
func (t Table) Unit(column string) string {
	c, ok := find(t.Columns, column)
	if !ok || column == "" {
		return ""
	}
	folded := text.Fold(c.Name + " " + c.Label)
	for _, w := range []string{"montant", "euro", "eur", "prix", "cout", "depense", "recette", "budget", "subvention", "tarif", "loyer"} {
		if slices.Contains(wordEnd.FindAllString(folded, -1), w) {
			return "€"
		}
	}
	return ""
}
