package assessment

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

func lang(ctx context.Context) i18n.Lang { return i18n.From(ctx).Lang }

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

func tone(s State) ui.Tone {
	switch s {
	case Validated:
		return ui.Good
	case Refused:
		return ui.Bad
	case Archived:
		return ui.Info
	}
	return ui.Wait
}

func resultTone(r Row) ui.Tone {
	switch {
	case r.Missing():
		return ui.Bad
	case r.Need.Result == Open:
		return ui.Wait
	}
	return ui.Info
}

// standWords says what there is for an activity.
func standWords(ctx context.Context, r Row, today string) string {
	a, there := r.Assessment()
	switch {
	case !there && r.Need.Result == Needed:
		return i18n.Say(ctx, "aucune", "none")
	case !there:
		return "–"
	case a.Due(today):
		return i18n.Sayf(ctx, "validée, à revoir depuis le %s", "validated, review due since %s", model.DayWords(ctx, a.ReviewOn))
	}
	return i18n.Read(ctx, a.State.Label())
}

func answerOptions(ctx context.Context, s Standing) []ui.Option {
	follow := i18n.Say(ctx, "je ne sais pas encore", "I do not know yet")
	switch s.Derived {
	case Yes:
		follow = i18n.Say(ctx, "comme la fiche\u202f: oui", "as the record says: yes")
	case No:
		follow = i18n.Say(ctx, "comme la fiche\u202f: non", "as the record says: no")
	}
	return []ui.Option{{Value: "", Label: follow}, {Value: string(Yes), Label: i18n.Say(ctx, "oui", "yes")}, {Value: string(No), Label: i18n.Say(ctx, "non", "no")}}
}

func criterionHelp(ctx context.Context, s Standing) string {
	help := i18n.Read(ctx, s.Criterion.Help)
	if !s.Why.Empty() {
		help += " " + i18n.Say(ctx, "La fiche dit\u202f: ", "The record says: ") + i18n.Read(ctx, s.Why)
	}
	return help
}

func typeOptions(ctx context.Context, n Need) []ui.Option {
	first := i18n.Say(ctx, "comme le modèle du traitement\u202f: aucun type connu", "as the activity’s model: no known type")
	if t, ok := Rules().ofModel(n.code); ok {
		first = i18n.Sayf(ctx, "comme le modèle du traitement\u202f: %s", "as the activity’s model: %s", i18n.Read(ctx, t.Label))
	}
	out := []ui.Option{{Value: "", Label: first}, {Value: NoType, Label: i18n.Say(ctx, "aucun de ces types", "none of these types")}}
	for _, l := range Rules().Lists {
		for _, t := range l.Types {
			out = append(out, ui.Option{Value: t.Code, Label: i18n.Read(ctx, t.Label), Group: i18n.Read(ctx, l.Title) + " (" + l.Source + ")"})
		}
	}
	return out
}

func decidedOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "", Label: i18n.Say(ctx, "suivre les règles", "follow the rules")},
		{Value: string(Needed), Label: i18n.Read(ctx, Needed.Label())}, {Value: string(NotNeeded), Label: i18n.Read(ctx, NotNeeded.Label())}}
}

func progressWords(ctx context.Context, p Progress) string {
	if p.Full() {
		return i18n.Say(ctx, "complet", "complete")
	}
	return i18n.Sayf(ctx, "%d réponses sur %d", "%d answers of %d", p.Done, p.Of)
}

// marked counts the subjects of a chapter that are evaluated.
func marked(c Chapter, r model.Record) Progress {
	p := Progress{}
	for _, s := range c.subjects(r) {
		p.Of++
		if row, _ := r.Row(lEvaluations, s.Key); !row.Cells[cMark].Empty() {
			p.Done++
		}
	}
	return p
}

func markedWords(ctx context.Context, p Progress) string {
	if p.Full() {
		return i18n.Say(ctx, "évalué", "evaluated")
	}
	return i18n.Sayf(ctx, "%d évaluations sur %d", "%d evaluations of %d", p.Done, p.Of)
}

func markWords(ctx context.Context, code string) string {
	for _, m := range marks {
		if m.Code == code {
			return i18n.Read(ctx, m.Label)
		}
	}
	return i18n.Say(ctx, "non évalué", "not evaluated")
}

func options(ctx context.Context, list []model.Option, none string) []ui.Option {
	var out []ui.Option
	if none != "" {
		out = append(out, ui.Option{Label: none})
	}
	for _, o := range list {
		out = append(out, ui.Option{Value: o.Code, Label: i18n.Read(ctx, o.Label)})
	}
	return out
}

func pointWords(ctx context.Context, p Point) string {
	if !p.Told() {
		return "–"
	}
	return i18n.Sayf(ctx, "gravité %d, vraisemblance %d", "severity %d, likelihood %d", p.Severity, p.Likelihood)
}

func deedWords(ctx context.Context, d Deed) string {
	t, ok := map[string]i18n.Text{
		"begun": i18n.T("Commencée", "Begun"), "brought": i18n.T("Reprise d’un autre logiciel", "Taken over from other software"), "imported": i18n.T("Importée d’un fichier de l’outil PIA", "Imported from a file of the PIA tool"),
		"submitted": i18n.T("Soumise à validation", "Submitted for validation"), "validated": i18n.T("Validée par le responsable", "Validated by the controller"),
		"improve": i18n.T("À améliorer, dit le responsable", "To be improved, says the controller"), "refused": i18n.T("Refusée par le responsable", "Refused by the controller"),
		"archived": i18n.T("Archivée", "Archived"), "taken-up": i18n.T("Reprise", "Taken up again"), "review": i18n.T("Prochaine revue fixée", "Next review set"),
		"attached": i18n.T("Rattachée à un traitement", "Attached to an activity"),
	}[d.Kind]
	if !ok {
		return d.Kind
	}
	return i18n.Read(ctx, t)
}

func decisionOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(Accept), Label: i18n.Say(ctx, "Valider\u202f: les risques qui restent sont acceptables", "Validate: the risks that remain are acceptable")},
		{Value: string(Improve), Label: i18n.Say(ctx, "Faire améliorer\u202f: l’analyse revient à qui la rédige", "Have it improved: the assessment goes back to its writers")},
		{Value: string(Refuse), Label: i18n.Say(ctx, "Refuser\u202f: le traitement ne peut pas se faire ainsi", "Refuse: the processing must not go on like this")},
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

func dayOr(ctx context.Context, day string) string {
	if day == "" {
		return "–"
	}
	return model.DayWords(ctx, day)
}

// foreign says that a title is somebody's words, in French.
func foreign(s Subject) templ.Attributes {
	if s.Own && s.Title.En == s.Title.Fr {
		return templ.Attributes{"lang": "fr"}
	}
	return nil
}
