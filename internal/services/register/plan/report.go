package plan

import (
	"context"
	"embed"
	"strconv"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/paper"
)

//go:embed papers
var paperFiles embed.FS

// Chapter is what the action plan says in the yearly report: what was done in the
// year, what is late, what comes.
func Chapter() paper.Chapter {
	action := paper.Text("action", "Action", "Action", "Afficher les mentions", "Put up the notices")
	who := paper.Text("qui", "Responsable, vide si personne n’est nommé", "Who does it, empty when nobody is named", "Mme Exemple", "Mme Exemple")
	due := paper.Text("echeance", "Échéance, vide si aucune", "Due day, empty for none", "31 mars 2027", "31 March 2027")
	return paper.Chapter{Name: "actions", Part: paper.InImprovement, Title: i18n.T("Plan d’actions", "Action plan"),
		Text: paper.Read(paperFiles, "bilan-actions"), Fill: fillChapter,
		Fields: []paper.Field{
			paper.Text("faites", "Actions faites dans l’année, vide pour aucune", "Actions done in the year, empty for none", "12", "12"),
			paper.Text("a_faire", "Actions à faire, vide pour aucune", "Actions to do, empty for none", "8", "8"),
			paper.Text("en_retard", "Dont en retard, vide pour aucune", "Of them late, empty for none", "2", "2"),
			paper.Text("prevues", "Dont à venir, vide pour aucune", "Of them to come, empty for none", "6", "6"),
			paper.Text("cout", "Coût noté des actions faites, vide s’il n’y en a pas", "Cost entered for what was done, empty for none", "1 200,00 €", "€1,200.00"),
			paper.List("liste_faites", "Actions faites", "Actions done", action, paper.Text("le", "Faite le", "Done on", "3 mars 2026", "3 March 2026"), who),
			paper.List("liste_retard", "Actions en retard", "Late actions", action, due, who),
			paper.List("liste_prevues", "Actions à venir", "Actions to come", action, due, who),
		}}
}

func fillChapter(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	list, _, err := List(ctx, tx, Filter{Member: a.Member.ID}, most, 0)
	if err != nil {
		return nil, err
	}
	year := strconv.Itoa(a.Year)
	// What a report of a past year calls late was so at that year's end.
	until := min(access.Today(tx.Clock()), year+"-12-31")
	var done, late, planned []document.Data
	var cost int64
	for _, x := range list {
		row := document.Data{"action": i18n.Read(ctx, x.Title), "echeance": dated(ctx, x.Due), "le": dated(ctx, x.DoneOn), "qui": x.OwnerName}
		switch {
		case x.State == Done && len(x.DoneOn) > 4 && x.DoneOn[:4] == year:
			done = append(done, row)
			cost += max(0, x.Cost)
		case x.State.Open() && x.Due != "" && x.Due < until:
			late = append(late, row)
		case x.State.Open():
			planned = append(planned, row)
		}
	}
	out := document.Data{"faites": paper.Count(ctx, len(done)), "a_faire": paper.Count(ctx, len(late)+len(planned)), "en_retard": paper.Count(ctx, len(late)),
		"prevues": paper.Count(ctx, len(planned)), "liste_faites": done, "liste_retard": late, "liste_prevues": planned}
	if cost > 0 {
		out["cout"] = i18n.Amount(ctx, cost)
	}
	return out, nil
}

// dated is a day of law in words, "" for none.
func dated(ctx context.Context, s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return ""
	}
	return i18n.Date(ctx, t)
}
