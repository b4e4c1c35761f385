package conformity

import (
	"context"
	"embed"

	"airial/internal/commons/access"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/paper"
)

//go:embed papers
var paperFiles embed.FS

// Chapter is what the evaluations say in the yearly report: of each activity the
// last one until the end of the year, and so of the organisation.
func Chapter() paper.Chapter {
	return paper.Chapter{Name: "conformite", Part: paper.InConformity, Title: i18n.T("Conformité", "Conformity"),
		Text: paper.Read(paperFiles, "bilan-conformite"), Fill: fillChapter,
		Fields: []paper.Field{
			paper.Text("nombre", "Traitements au registre", "Activities in the register", "42", "42"),
			paper.Text("evalues", "Dont évalués, vide pour aucun", "Of them evaluated, empty for none", "30", "30"),
			paper.Text("conformes", "Conformes, vide pour aucun", "Compliant, empty for none", "20", "20"),
			paper.Text("mineures", "Non-conformités mineures, vide pour aucune", "Minor non-compliances, empty for none", "7", "7"),
			paper.Text("majeures", "Non-conformités majeures, vide pour aucune", "Major non-compliances, empty for none", "3", "3"),
			paper.List("liste", "Les traitements évalués", "The activities that were evaluated", paper.Text("traitement", "Traitement", "Activity", "Cantine", "Canteen"),
				paper.Text("niveau", "Niveau", "Level", "conforme", "compliant"), paper.Text("le", "Évalué le", "Evaluated on", "3 mars 2026", "3 March 2026")),
			paper.Text("organisation", "Note de l’organisation sur 5, vide sans évaluation", "Score of the organisation out of 5, empty without an evaluation", "3,1", "3.1"),
			paper.Text("organisation_du", "Date de celle-ci", "Day of that one", "12 octobre 2026", "12 October 2026"),
			paper.List("processus", "Note par processus", "Score by process", paper.Text("nom", "Processus", "Process", "Gouvernance", "Governance"),
				paper.Text("note", "Note sur 5", "Score out of 5", "3,0", "3.0"), paper.Text("barre", "Barre proportionnelle à la note", "Bar in proportion to the score", "████████████", "████████████")),
		}}
}

func fillChapter(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	rows, err := Of(ctx, tx, a.Member.ID)
	if err != nil {
		return nil, err
	}
	levels, err := levelsOf(ctx, tx, a.Member.ID)
	if err != nil {
		return nil, err
	}
	n := map[Level]int{}
	evaluated := 0
	var list []document.Data
	for _, r := range rows {
		for _, s := range r.Surveys {
			if s.State != maturity.Submitted || i18n.Local(s.Submitted).Year() > a.Year {
				continue
			}
			evaluated++
			n[levels[s.ID]]++
			list = append(list, document.Data{"traitement": i18n.Read(ctx, r.Activity.Name), "niveau": i18n.Read(ctx, levels[s.ID].Label()), "le": i18n.Date(ctx, s.Submitted)})
			break
		}
	}
	out := document.Data{"nombre": paper.Count(ctx, len(rows)), "evalues": paper.Count(ctx, evaluated), "conformes": paper.Count(ctx, n[Met]),
		"mineures": paper.Count(ctx, n[Minor]), "majeures": paper.Count(ctx, n[Major]), "liste": list}
	return out, fillOrganisation(ctx, tx, a, out)
}

// fillOrganisation adds the last evaluation of the organisation.
func fillOrganisation(ctx context.Context, tx access.Tx, a paper.Ask, out document.Data) error {
	list, err := maturity.ListOf(ctx, tx, a.Member.ID, maturity.Organisation)
	for _, s := range list {
		if s.State != maturity.Submitted || i18n.Local(s.Submitted).Year() > a.Year {
			continue
		}
		full, err := maturity.Get(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		q, err := maturity.Version(ctx, tx, full.Questionnaire, full.Version)
		if err != nil {
			return err
		}
		var rows []document.Data
		for _, d := range q.Of(full.Short) {
			if score, ok := full.Scores[d.Name]; ok {
				rows = append(rows, document.Data{"nom": i18n.Read(ctx, d.Title), "note": score.Words(ctx), "barre": paper.Bar(int(score), 50)})
			}
		}
		out["organisation"], out["organisation_du"], out["processus"] = full.Total.Words(ctx), i18n.Date(ctx, full.Submitted), rows
		return nil
	}
	return err
}
