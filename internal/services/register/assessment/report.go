package assessment

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/paper"
)

// ReportChapter is what impact assessments say in the yearly report.
func ReportChapter() paper.Chapter {
	return paper.Chapter{Name: "analyses", Part: paper.InConformity, Title: i18n.T("Analyses d’impact", "Impact assessments"),
		Text: paper.Read(paperFiles, "bilan-aipd"), Fill: fillReport,
		Fields: []paper.Field{
			paper.Text("nombre", "Analyses au registre, vide pour aucune", "Assessments in the register, empty for none", "3", "3"),
			paper.Text("validees", "Validées dans l’année, vide pour aucune", "Validated in the year, empty for none", "1", "1"),
			paper.Text("en_cours", "En cours, vide pour aucune", "Under way, empty for none", "2", "2"),
			paper.Text("a_revoir", "À revoir, vide pour aucune", "To be reviewed, empty for none", "1", "1"),
			paper.List("liste", "Les analyses", "The assessments", paper.Text("nom", "Nom", "Name", "AIPD : vidéoprotection", "DPIA: video protection"),
				paper.Text("etat", "État", "State", "validée", "validated"), paper.Text("etat_le", "Depuis le", "Since", "3 mars 2026", "3 March 2026"),
				paper.Text("revue", "Prochaine revue, vide si aucune", "Next review, empty for none", "3 mars 2027", "3 March 2027")),
			paper.List("manquantes", "Traitements qui en demandent une et n’en ont pas", "Activities that need one and have none", paper.Text("traitement", "Traitement", "Activity", "Vidéoprotection", "Video protection")),
			paper.Text("a_decider", "Traitements dont le besoin reste à évaluer, vide pour aucun", "Activities whose need is still to be decided, empty for none", "4", "4"),
		}}
}

func fillReport(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	rows, err := Of(ctx, tx, a.Member)
	if err != nil {
		return nil, err
	}
	list, err := List(ctx, tx, a.Member.ID)
	if err != nil {
		return nil, err
	}
	var missing, shown []document.Data
	undecided, all, valid, open, due := 0, 0, 0, 0, 0
	for _, r := range rows {
		if r.Missing() {
			missing = append(missing, document.Data{"traitement": i18n.Read(ctx, r.Activity.Name)})
		}
		if r.Need.Result == Open {
			undecided++
		}
	}
	today := access.Today(tx.Clock())
	for _, x := range list {
		if x.State == Archived || i18n.Local(x.Made).Year() > a.Year {
			continue
		}
		all++
		switch {
		case x.State == Validated && i18n.Local(x.StateAt).Year() == a.Year:
			valid++
		case x.State != Validated && x.State != Refused:
			open++
		}
		if x.Due(today) {
			due++
		}
		row := document.Data{"nom": i18n.Read(ctx, x.Name), "etat": i18n.Read(ctx, x.State.Label()), "etat_le": i18n.Date(ctx, x.StateAt)}
		if day, err := time.Parse(time.DateOnly, x.ReviewOn); err == nil {
			row["revue"] = i18n.Date(ctx, day)
		}
		shown = append(shown, row)
	}
	return document.Data{"nombre": paper.Count(ctx, all), "validees": paper.Count(ctx, valid), "en_cours": paper.Count(ctx, open), "a_revoir": paper.Count(ctx, due),
		"liste": shown, "manquantes": missing, "a_decider": paper.Count(ctx, undecided)}, nil
}
