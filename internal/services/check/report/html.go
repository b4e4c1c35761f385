package report

import (
	"context"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"airial/standards/tableschema"
)

// sheet is a report made ready to be laid out, as a page or as a PDF.
type sheet struct {
	Lang, Title, Schema, Reading, Verdict, Tone string
	Words                                       words
	Summary                                     []summaryLine
	Findings                                    []findingLine
	Rest                                        string
}

type words struct {
	Summary, Problem, Column, Count, FirstRow, Examples, Findings, Row, Value, Message string
}

type summaryLine struct {
	Level, Title, Field, Count, FirstRow, Code string
	Examples                                   []string
}

type findingLine struct{ Level, Row, Field, Value, Message, Advice, Code string }

// writeHTML writes the report as one page that needs nothing else.
func writeHTML(w io.Writer, rep *tableschema.Report, opts Options) error {
	return page(newSheet(rep, opts)).Render(context.Background(), w)
}

func newSheet(rep *tableschema.Report, opts Options) *sheet {
	t := &text{rep: rep, opts: opts}
	lang := opts.Lang
	s := &sheet{Lang: lang, Title: safe(filepath.Base(rep.File)), Words: words{
		Summary: pick(lang, "Problèmes, par colonne", "Problems, by column"), Problem: pick(lang, "Problème", "Problem"),
		Column: pick(lang, "Colonne", "Column"), Count: pick(lang, "Combien", "How many"),
		FirstRow: pick(lang, "Première ligne", "First row"), Examples: pick(lang, "Exemples", "Examples"),
		Findings: pick(lang, "Où, et que faire", "Where, and what to do"), Row: pick(lang, "Ligne", "Row"),
		Value: pick(lang, "Valeur", "Value"), Message: pick(lang, "Ce qui ne va pas, et que faire", "What is wrong, and what to do"),
	}}
	if s.Title == "." || s.Title == "-" {
		s.Title = pick(lang, "Vérification", "Check")
	}
	s.Schema = pick(lang, "Schéma\u202f: ", "Schema: ") + pick(lang, "aucun (structure seule)", "none (structure only)")
	if rep.Schema.Name != tableschema.None {
		s.Schema = strings.TrimSpace(pick(lang, "Schéma\u202f: ", "Schema: ") + safe(rep.Schema.Name) + " " + safe(rep.Schema.Version))
	}
	s.Reading = t.reading()
	s.Tone = "bad"
	switch {
	case rep.Unreadable != "":
		s.Verdict = pick(lang, "Ce fichier n’est pas un tableau lisible.", "This file is not a readable table.")
	case rep.Valid:
		s.Tone = "good"
		s.Verdict = strings.TrimSpace(pick(lang, "Le fichier est valide.", "The file is valid.") + " " + t.brackets(rep.Warnings))
	default:
		s.Verdict = strings.TrimSpace(pick(lang, "Le fichier n’est pas valide\u202f: ", "The file is not valid: ") +
			t.count(rep.Errors, "erreur", "erreurs", "error", "errors") + ". " + t.brackets(rep.Warnings))
	}
	total := 0
	for _, sum := range rep.Summary {
		total += sum.Count
		s.Summary = append(s.Summary, summaryLine{levelName(sum.Level, lang), tableschema.Title(sum.Code, lang), safe(sum.Field),
			group(sum.Count, lang), rowName(sum.FirstRow), sum.Code, safeAll(sum.Examples)})
	}
	for i := range rep.Findings {
		f := &rep.Findings[i]
		s.Findings = append(s.Findings, findingLine{levelName(f.Level, lang), rowName(f.Row), safe(f.Field), clip(safe(f.Value), 120),
			safe(f.Message(lang)), safe(f.Advice(lang)), f.Code})
	}
	if rest := total - len(rep.Findings); rest > 0 {
		s.Rest = t.count(rest, "autre remarque n’est pas montrée.", "autres remarques ne sont pas montrées.",
			"more finding is not shown.", "more findings are not shown.")
	}
	return s
}

func rowName(row int) string {
	if row == 0 {
		return ""
	}
	return strconv.Itoa(row)
}

func safeAll(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = clip(safe(v), 60)
	}
	return out
}

func levelName(l tableschema.Level, lang string) string {
	switch l {
	case tableschema.Error:
		return pick(lang, "erreur", "error")
	case tableschema.Warning:
		return pick(lang, "avertissement", "warning")
	}
	return pick(lang, "information", "information")
}
