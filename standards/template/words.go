package template

import (
	"fmt"
	"strings"

	"airial/standards/tableschema"
)

// The names of the sheets.
func (b *book) dataSheet() string  { return pick(b.lang, "Données", "Data") }
func (b *book) wordsSheet() string { return pick(b.lang, "Explications", "Explanations") }
func (b *book) listsSheet() string { return pick(b.lang, "Listes", "Lists") }

// explanations are the lines of the sheet that explains the columns.
func (b *book) explanations() [][]string {
	s := b.schema
	title := s.Title.In(b.lang)
	if title == "" {
		title = s.Name
	}
	lines := [][]string{
		{title},
		{s.Description.In(b.lang)},
		{fmt.Sprintf(pick(b.lang, "Schéma %s, version %s", "Schema %s, version %s"), s.Name, s.Version)},
		{pick(b.lang, "Remplissez la première feuille, une ligne par élément, puis déposez ce classeur tel quel. Cette feuille-ci n’est pas lue.",
			"Fill in the first sheet, one row for each item, then deposit this workbook as it is. This sheet is not read.")},
		nil,
		{pick(b.lang, "Colonne", "Column"), pick(b.lang, "Intitulé", "Title"), pick(b.lang, "Que mettre", "What to put"),
			pick(b.lang, "Obligatoire", "Required"), pick(b.lang, "Forme", "Form"), pick(b.lang, "Valeurs possibles", "Allowed values"), pick(b.lang, "Exemple", "Example")},
	}
	for _, c := range b.columns {
		required := ""
		if c.Constraints.Required {
			required = pick(b.lang, "oui", "yes")
		}
		lines = append(lines, []string{c.Name, c.Title.In(b.lang), c.Description.In(b.lang), required,
			formWords(c.Field, b.lang), strings.Join(c.list, " | "), c.Example})
	}
	return lines
}

// heads is how many lines stand above those of the columns.
const heads = 6

var forms = map[tableschema.Type]tableschema.Text{
	tableschema.String:    {Fr: "texte", En: "text"},
	tableschema.Integer:   {Fr: "nombre entier", En: "whole number"},
	tableschema.Number:    {Fr: "nombre", En: "number"},
	tableschema.Boolean:   {Fr: "oui ou non", En: "yes or no"},
	tableschema.Date:      {Fr: "date (AAAA-MM-JJ)", En: "date (YYYY-MM-DD)"},
	tableschema.Time:      {Fr: "heure (HH:MM:SS)", En: "time (HH:MM:SS)"},
	tableschema.Datetime:  {Fr: "date et heure (AAAA-MM-JJTHH:MM:SS)", En: "date and time (YYYY-MM-DDTHH:MM:SS)"},
	tableschema.Year:      {Fr: "année", En: "year"},
	tableschema.YearMonth: {Fr: "mois (AAAA-MM)", En: "month (YYYY-MM)"},
	tableschema.Duration:  {Fr: "durée (ISO 8601)", En: "duration (ISO 8601)"},
	tableschema.Geopoint:  {Fr: "point (longitude, latitude)", En: "point (longitude, latitude)"},
	tableschema.Geojson:   {Fr: "géométrie (GeoJSON)", En: "geometry (GeoJSON)"},
	tableschema.Object:    {Fr: "objet JSON", En: "JSON object"},
	tableschema.Array:     {Fr: "liste JSON", En: "JSON list"},
}

// formWords says in which form the cells of a field are written.
func formWords(f *tableschema.Field, lang string) string {
	if f.Type == tableschema.Date && f.Format == "%Y" {
		return forms[tableschema.Year].In(lang)
	}
	return forms[f.Type].In(lang)
}

// help is what a spreadsheet shows beside a cell that is being filled in:
// at most 255 characters.
func (b *book) help(c column) string {
	words := c.Description.In(b.lang)
	if c.Example != "" {
		words += pick(b.lang, " Exemple\u202f: ", " Example: ") + c.Example
	}
	return cut(strings.TrimSpace(words), 250)
}

func cut(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}
