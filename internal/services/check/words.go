package check

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/standards/tableschema"
)

// shown is how many different findings a page lists. The files of the report hold all
// that are kept.
const shown = 100

func lang(ctx context.Context) string { return string(i18n.From(ctx).Lang) }

// levelWords says how much a finding weighs, and its tone.
func levelWords(ctx context.Context, l tableschema.Level) (string, ui.Tone) {
	switch l {
	case tableschema.Error:
		return i18n.Say(ctx, "erreur", "error"), ui.Bad
	case tableschema.Warning:
		return i18n.Say(ctx, "avertissement", "warning"), ui.Wait
	}
	return i18n.Say(ctx, "information", "information"), ui.Neutral
}

// graver orders what the summary says: errors before warnings.
func graver(list []tableschema.Summary) []tableschema.Summary {
	var out []tableschema.Summary
	for _, level := range []tableschema.Level{tableschema.Error, tableschema.Warning, tableschema.Info} {
		for _, s := range list {
			if s.Level == level {
				out = append(out, s)
			}
		}
	}
	return out
}

// group is the same thing said of several rows.
type group struct {
	*tableschema.Finding
	Rows []int // empty for what has no row
	N    int
}

// groups puts together the findings that say the same of several rows: errors
// before warnings, at most shown groups.
func groups(ctx context.Context, list []tableschema.Finding) []*group {
	type key struct{ message, advice, field, value string }
	var out []*group
	known := map[key]*group{}
	for _, level := range []tableschema.Level{tableschema.Error, tableschema.Warning, tableschema.Info} {
		for i := range list {
			f := &list[i]
			if f.Level != level {
				continue
			}
			k := key{f.Message(lang(ctx)), f.Advice(lang(ctx)), f.Field, f.Value}
			g := known[k]
			if g == nil {
				if len(out) == shown {
					continue
				}
				g = &group{Finding: f}
				known[k], out = g, append(out, g)
			}
			g.N++
			if f.Row > 0 {
				g.Rows = append(g.Rows, f.Row)
			}
		}
	}
	return out
}

// rowsWords writes row numbers as people do: "2, 5, 9 à 12".
func rowsWords(ctx context.Context, rows []int) string {
	const most = 6
	var parts []string
	slices.Sort(rows)
	rows = slices.Compact(rows)
	for i := 0; i < len(rows); {
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		if len(parts) == most {
			return strings.Join(parts, ", ") + "…"
		}
		switch part := i18n.Number(ctx, rows[i]); {
		case j == i:
			parts = append(parts, part)
		case j == i+1:
			parts = append(parts, part, i18n.Number(ctx, rows[j]))
		default:
			parts = append(parts, part+i18n.Say(ctx, " à ", " to ")+i18n.Number(ctx, rows[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// counted is how many findings groups stand for.
func counted(list []*group) int {
	n := 0
	for _, g := range list {
		n += g.N
	}
	return n
}

// total counts all that was found, kept or not.
func total(r *tableschema.Report) int {
	n := 0
	for _, s := range r.Summary {
		n += s.Count
	}
	return n
}

// clip shortens a value of the file and shows the signs that nobody would see.
func clip(value string) string {
	const most = 80
	out := strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r':
			return '↵'
		case r == '\t':
			return '→'
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return '\uFFFD'
		}
		return r
	}, value)
	if r := []rune(out); len(r) > most {
		return string(r[:most]) + "…"
	}
	return out
}

// reading says in a sentence how the file was read.
func reading(ctx context.Context, r *tableschema.Report) string {
	d := r.Dialect
	rows := i18n.Count(ctx, r.Rows, "ligne de données", "lignes de données", "row of data", "rows of data")
	packed := ""
	if d.Packed != "" {
		packed = ", " + d.Packed
	}
	if d.Sheet != "" {
		return i18n.Sayf(ctx, "%s, %s, feuille «\u00a0%s\u00a0», en-tête à la ligne %d.", "%s, %s, sheet “%s”, header in row %d.",
			rows, strings.ToUpper(d.Format)+packed, clip(d.Sheet), d.HeaderRow)
	}
	if d.Format != "" {
		return rows + ", " + strings.ToUpper(d.Format) + packed + "."
	}
	delimiters := map[string]i18n.Text{"\t": i18n.T("tabulation", "tab"), ";": i18n.T("point-virgule", "semicolon"),
		",": i18n.T("virgule", "comma"), "|": i18n.T("barre verticale", "vertical bar")}
	name, ok := delimiters[d.Delimiter]
	if !ok {
		name = i18n.T(d.Delimiter, d.Delimiter)
	}
	return i18n.Sayf(ctx, "%s, encodage %s, séparateur %s, en-tête à la ligne %d.", "%s, encoding %s, delimiter %s, header in row %d.",
		rows+packed, d.Encoding, i18n.Read(ctx, name), d.HeaderRow)
}

// Reading says in a sentence how the file of a report was read.
func Reading(ctx context.Context, r *tableschema.Report) string { return reading(ctx, r) }

// Cell shortens a value of the file, to be shown, and shows the signs that
// nobody would see.
func Cell(value string) string { return clip(value) }

// LevelWords says how much a finding weighs, and its tone.
func LevelWords(ctx context.Context, l tableschema.Level) (string, ui.Tone) {
	return levelWords(ctx, l)
}
