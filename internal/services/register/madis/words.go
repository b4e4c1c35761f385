package madis

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/intake"
)

// kindLabels are the kinds of records in the order in which they are shown.
var kindLabels = []struct {
	kind  string
	label i18n.Text
}{
	{intake.Activities, i18n.T("traitements", "processing activities")},
	{intake.Processors, i18n.T("sous-traitants, logiciels et supports", "processors, software and media")},
	{intake.Requests, i18n.T("demandes", "requests")},
	{intake.Breaches, i18n.T("violations", "breaches")},
	{intake.Surveys, i18n.T("évaluations de maturité", "maturity surveys")},
	{intake.Proofs, i18n.T("justificatifs", "proofs")},
	{intake.Actions, i18n.T("actions de protection", "protective actions")},
	{intake.Conformities, i18n.T("conformités de traitements", "conformity of activities")},
	{intake.Organisations, i18n.T("évaluations de la structure", "assessments of the body")},
	{intake.Assessments, i18n.T("analyses d’impact", "impact assessments")},
	{intake.Committee, i18n.T("membres du comité Informatique et Libertés", "members of the data-protection committee")},
	{intake.Models, i18n.T("modèles, faits des traitements dupliqués", "models, made of duplicated activities")},
	{intake.Catalogue, i18n.T("entrées du catalogue, faites de ce que plusieurs utilisent", "entries of the catalogue, made of what several use")},
	{intake.Questionnaires, i18n.T("questionnaires", "questionnaires")},
	{"documents", i18n.T("documents de l’espace documentaire", "documents of the document space")},
	{"assessment-models", i18n.T("modèles d’analyse d’impact", "models of impact assessments")},
	{"orphans", i18n.T("lignes dont la fiche n’est plus là", "rows whose record is gone")},
	{"unknown", i18n.T("lignes de tables inconnues", "rows of unknown tables")},
}

// countRow is a line of the table of counts.
type countRow struct {
	Label i18n.Text
	intake.Count
	Here bool // Before and After mean something
}

func countRows(c intake.Counts) (out []countRow) {
	here := []string{intake.Activities, intake.Requests, intake.Breaches, intake.Surveys, intake.Actions, intake.Proofs,
		intake.Processors, intake.Conformities, intake.Organisations, intake.Assessments, intake.Committee}
	for _, k := range kindLabels {
		if n, ok := c[k.kind]; ok {
			out = append(out, countRow{k.label, n, slices.Contains(here, k.kind)})
		}
	}
	return out
}

func stateTone(s intake.State) ui.Tone {
	switch s {
	case intake.Done:
		return ui.Good
	case intake.Ready:
		return ui.Wait
	case intake.Failed:
		return ui.Bad
	}
	return ui.Info
}

func decisionWords(ctx context.Context, p intake.Part) string {
	switch {
	case p.State == "done":
		return i18n.Say(ctx, "reprise", "taken over")
	case p.State == "undone":
		return i18n.Say(ctx, "annulée", "undone")
	case p.State == "failed":
		return i18n.Say(ctx, "a échoué", "failed")
	case p.Decision == intake.Match:
		return i18n.Say(ctx, "adhérent trouvé", "member found")
	case p.Decision == intake.Make:
		return i18n.Say(ctx, "à créer", "to be made")
	case p.Decision == intake.Skip:
		return i18n.Say(ctx, "laissée de côté", "left aside")
	}
	return i18n.Say(ctx, "à décider", "to be decided")
}

func decisionTone(p intake.Part) ui.Tone {
	switch {
	case p.State == "done":
		return ui.Good
	case p.State == "failed":
		return ui.Bad
	case p.State == "waiting" && p.Decision == intake.Choose:
		return ui.Wait
	}
	return ui.Info
}

// tableWords names a table of Madis for people.
func tableWords(ctx context.Context, table string) string {
	if s := shapes[table]; !s.what.Empty() {
		return i18n.Read(ctx, s.what)
	}
	return table
}

func roleWords(ctx context.Context, a account) string {
	words := a.role
	if a.ours != "" {
		words = i18n.Read(ctx, access.Role(a.ours).Label())
	}
	if !a.enabled {
		words += " " + i18n.Say(ctx, "(compte fermé)", "(account closed)")
	}
	return words
}

// capital is a label that begins a line.
func capital(s string) string {
	letters := []rune(s)
	if len(letters) == 0 {
		return ""
	}
	return strings.ToUpper(string(letters[:1])) + string(letters[1:])
}
