package draft

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/standards/tableschema"
)

func lang(ctx context.Context) string { return string(i18n.From(ctx).Lang) }

// split parts what can be declined from what a clean file changes by itself.
func (v draftView) split() (rules, always []Proposal) {
	for _, p := range v.Proposals {
		if p.Always() {
			always = append(always, p)
		} else {
			rules = append(rules, p)
		}
	}
	return rules, always
}

func (v draftView) accepts(p Proposal) bool {
	return !v.Decided || slices.Contains(v.Accepted, p.Key())
}

var ruleNames = map[string]i18n.Text{
	tableschema.MendLabel:      i18n.T("Nom de colonne du schéma", "Column name of the schema"),
	tableschema.MendBlanks:     i18n.T("Espaces autour de la valeur", "Blanks around the value"),
	tableschema.MendDate:       i18n.T("Date écrite AAAA-MM-JJ", "Date written YYYY-MM-DD"),
	tableschema.MendNumber:     i18n.T("Nombre sans espace, avec un point", "Number without blanks, with a full stop"),
	tableschema.MendBoolean:    i18n.T("Oui et non dans les mots du schéma", "Yes and no in the schema’s words"),
	tableschema.MendIdentifier: i18n.T("SIRET ou SIREN sans espaces", "SIRET or SIREN without blanks"),
	tableschema.MendValue:      i18n.T("Orthographe d’une valeur de la liste", "Spelling of a listed value"),
	"encoding":                 i18n.T("encodage", "encoding"),
	"encoding-error":           i18n.T("caractères abîmés", "damaged characters"),
	"delimiter":                i18n.T("séparateur", "delimiter"),
	"format":                   i18n.T("format", "format"),
	"title-lines":              i18n.T("lignes au-dessus de l’en-tête retirées", "lines above the header left out"),
	"blank-row":                i18n.T("lignes vides retirées", "blank rows left out"),
	"extra-cell":               i18n.T("cellules vides en trop retirées", "empty extra cells left out"),
}

func ruleWords(ctx context.Context, rule string) string {
	if t, ok := ruleNames[rule]; ok {
		return i18n.Read(ctx, t)
	}
	return rule
}

func alwaysWords(ctx context.Context, list []Proposal) string {
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = ruleWords(ctx, p.Rule)
		if p.Rule == "encoding" && len(p.Examples) > 0 {
			parts[i] += " " + p.Examples[0].From + " → " + p.Examples[0].To
		}
		if p.Count > 1 {
			parts[i] += " (" + i18n.Number(ctx, p.Count) + ")"
		}
	}
	return strings.Join(parts, ", ") + "."
}

func (v draftView) counted() (accepted int) {
	for _, p := range v.Proposals {
		if slices.Contains(v.Accepted, p.Key()) {
			accepted += p.Count
		}
	}
	return accepted
}

func acceptedWords(ctx context.Context, v draftView) string {
	return i18n.Count(ctx, v.counted(), "correction sûre acceptée (revoir)", "corrections sûres acceptées (revoir)",
		"certain correction accepted (look again)", "certain corrections accepted (look again)")
}

func acceptVerb(ctx context.Context, v draftView) string {
	if v.Decided {
		return i18n.Say(ctx, "Appliquer ce choix", "Apply this choice")
	}
	return i18n.Say(ctx, "Accepter les corrections cochées", "Accept the ticked corrections")
}

func acceptWeight(v draftView) ui.Weight {
	if v.Decided {
		return ui.Secondary
	}
	return ui.Primary
}

func gridTitle(ctx context.Context, v draftView) string {
	switch {
	case !v.Corrects():
		return i18n.Say(ctx, "Le tableau", "The table")
	case v.From > 0:
		return i18n.Sayf(ctx, "Lignes à partir de la %s", "Rows from %s on", i18n.Number(ctx, v.From))
	}
	return i18n.Say(ctx, "Ce qui reste à corriger à la main", "What is left to correct by hand")
}

// stateWords says how the draft stands as a whole.
func stateWords(ctx context.Context, v draftView) string {
	f := v.Found
	if f.Revision < 0 {
		return i18n.Say(ctx, "Le tableau n’est pas encore vérifié en entier.", "The table is not checked as a whole yet.")
	}
	words := ""
	switch {
	case f.Total == 0 && !v.Corrects():
		words = i18n.Say(ctx, "Aucune ligne n’est encore écrite. Commencez dans la première.", "No row is written yet. Begin in the first one.")
	case f.Errors == 0:
		words = i18n.Count(ctx, f.Total, "ligne, aucune erreur.", "lignes, aucune erreur.", "row, no error.", "rows, no error.")
	default:
		words = i18n.Count(ctx, f.Errors, "erreur", "erreurs", "error", "errors") + i18n.Say(ctx, " dans ", " in ") +
			i18n.Count(ctx, len(f.Rows), "ligne", "lignes", "row", "rows")
		if f.More {
			words += i18n.Say(ctx, " et davantage", " and more")
		}
		words += i18n.Say(ctx, ", sur ", ", of ") + i18n.Number(ctx, f.Total) + "."
	}
	if f.Errors == 0 && f.Warnings > 0 {
		words += " " + i18n.Count(ctx, f.Warnings, "avertissement.", "avertissements.", "warning.", "warnings.")
	}
	if v.Corrects() && v.stale() {
		words += i18n.Say(ctx, " Des cellules ont été écrites depuis\u202f: revérifiez le tout quand vous avez fini.", " Cells were written since: check the whole again when you are done.")
	}
	return words
}

func columnWords(ctx context.Context, c gridColumn) string {
	if c.Label == "" {
		return i18n.Say(ctx, "(sans nom)", "(no name)")
	}
	return c.Label
}

func cellName(row gridRow, c gridColumn) string { return fmt.Sprintf("c-%d-%d", row.Row, c.Index) }

func cellOf(row gridRow, c gridColumn) string {
	if c.Index < len(row.Cells) {
		return row.Cells[c.Index]
	}
	return ""
}

func multiline(v string) bool { return strings.ContainsAny(v, "\r\n") }

func cellAttrs(ctx context.Context, row gridRow, c gridColumn) templ.Attributes {
	a := templ.Attributes{"name": cellName(row, c), "data-col": strconv.Itoa(c.Index), "autocomplete": "off", "spellcheck": "false",
		"aria-label":       i18n.Sayf(ctx, "%s, ligne %d", "%s, row %d", columnWords(ctx, c), row.Row),
		"aria-describedby": "says-" + strconv.Itoa(row.Row)}
	if len(c.List) > 0 {
		a["list"] = "list-" + strconv.Itoa(c.Index)
	}
	if c.Mode != "" {
		a["inputmode"] = c.Mode
	}
	if row.Bad[c.Index] == tableschema.Error {
		a["aria-invalid"] = "true"
	}
	return a
}

func shownColumns(columns []gridColumn) int {
	n := 0
	for _, c := range columns {
		if c.Shown {
			n++
		}
	}
	return n
}

// badWords lists the columns of a level, for a script.
func badWords(row gridRow, l tableschema.Level) string {
	var out []string
	for i, level := range row.Bad {
		if level == l {
			out = append(out, strconv.Itoa(i))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func placeOf(columns []gridColumn, field string) int {
	i := slices.IndexFunc(columns, func(c gridColumn) bool { return c.Label == field })
	if i < 0 {
		return i
	}
	return columns[i].Index
}

func putValue(row, col int, v string) string { return fmt.Sprintf("%d:%d:%s", row, col, v) }

func conflictWords(ctx context.Context, columns []gridColumn, c Conflict) string {
	label := ""
	if c.Col < len(columns) {
		label = columnWords(ctx, columns[c.Col])
	}
	by := c.By
	if by == "" {
		by = i18n.Say(ctx, "quelqu’un", "somebody")
	}
	return i18n.Sayf(ctx, "%s\u202f: entre-temps, %s y a écrit «\u00a0%s\u00a0», et cela reste.", "%s: meanwhile %s wrote “%s” there, and it stays.",
		label, by, visible(brief(c.Theirs)))
}

// visible shows the signs of a value that nobody would see.
func visible(v string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r':
			return '↵'
		case r == '\t':
			return '→'
		case r == ' ' || r == '\u00a0' || r == '\u202f':
			return '\u00a0'
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return '\uFFFD'
		}
		return r
	}, v)
}

func depositWords(ctx context.Context, v draftView) string {
	if !v.Corrects() {
		return i18n.Say(ctx, "Vous direz ensuite ce que c’est\u202f; rien n’est publié sans votre accord.", "You will then say what it is; nothing is published without your word.")
	}
	return i18n.Sayf(ctx, "Le fichier corrigé devient une nouvelle version, avec la liste des corrections pour preuve. La version %d reste comme elle est.",
		"The corrected file becomes a new version, with the list of corrections as evidence. Version %d stays as it is.", v.base.Number)
}

func depositVerb(ctx context.Context, v draftView) string {
	switch {
	case v.Anyway:
		return i18n.Say(ctx, "Déposer quand même", "Deposit anyway")
	case v.Corrects():
		return i18n.Say(ctx, "Déposer le fichier corrigé", "Deposit the corrected file")
	}
	return i18n.Say(ctx, "Déposer ce tableau", "Deposit this table")
}
