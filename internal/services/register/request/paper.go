package request

import (
	"context"
	"embed"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/paper"
	"airial/internal/services/register/term"
)

//go:embed papers
var paperFiles embed.FS

// Chapter is what the register of requests says in the yearly report: numbers,
// and nobody's name.
func Chapter() paper.Chapter {
	return paper.Chapter{Name: "demandes", Part: paper.InRegisters, Title: i18n.T("Demandes d’exercice de droits", "Rights requests"),
		Text: paper.Read(paperFiles, "bilan-demandes"), Fill: fillChapter, May: May,
		Fields: []paper.Field{
			paper.Text("recues", "Reçues dans l’année, vide pour aucune", "Received in the year, empty for none", "6", "6"),
			paper.Text("closes", "Dont closes, vide pour aucune", "Of them closed, empty for none", "5", "5"),
			paper.Text("a_temps", "Closes à temps, vide pour aucune", "Closed in time, empty for none", "5", "5"),
			paper.Text("en_retard", "Closes hors délai ou en retard, vide pour aucune", "Closed late or late, empty for none", "1", "1"),
			paper.Text("prolongees", "Prolongées de deux mois, vide pour aucune", "Extended by two months, empty for none", "1", "1"),
			paper.Text("delai_moyen", "Jours jusqu’à la réponse, en moyenne, vide sans réponse", "Days until the answer, on average, empty without any", "12", "12"),
			paper.List("droits", "Demandes par droit", "Requests by right", paper.Text("droit", "Droit", "Right", "Accès", "Access"),
				paper.Text("combien", "Nombre", "Number", "3", "3"), paper.Text("barre", "Barre proportionnelle au nombre", "Bar in proportion to the number", "███", "███")),
			paper.List("issues", "Demandes closes, par issue", "Closed requests, by outcome", paper.Text("issue", "Issue", "Outcome", "Accordée", "Granted"),
				paper.Text("combien", "Nombre", "Number", "4", "4")),
		}}
}

func fillChapter(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	list, _, err := List(ctx, tx, Filter{Member: a.Member.ID}, 100_000, 0)
	if err != nil {
		return nil, err
	}
	l, today := i18n.From(ctx).Lang, access.Today(tx.Clock())
	kinds, ended := map[string]int{}, map[Outcome]int{}
	var received, closed, inTime, late, longer, days int
	for _, r := range list {
		if !strings.HasPrefix(r.ReceivedOn, strconv.Itoa(a.Year)+"-") {
			continue
		}
		received++
		for _, k := range r.Kinds {
			kinds[k]++
		}
		if r.ExtendedOn != "" {
			longer++
		}
		switch {
		case r.ClosedOn != "":
			closed++
			ended[r.Outcome]++
			days += term.Days(r.ReceivedOn, r.ClosedOn)
			if r.InTime() {
				inTime++
			} else {
				late++
			}
		case r.Late(today):
			late++
		}
	}
	out := document.Data{"recues": paper.Count(ctx, received), "closes": paper.Count(ctx, closed), "a_temps": paper.Count(ctx, inTime),
		"en_retard": paper.Count(ctx, late), "prolongees": paper.Count(ctx, longer)}
	if closed > 0 {
		out["delai_moyen"] = i18n.Number(ctx, (days+closed/2)/closed)
	}
	var byKind, byEnd []document.Data
	for _, k := range Kinds() {
		if n := kinds[k.ID]; n > 0 {
			byKind = append(byKind, document.Data{"droit": i18n.Text{Fr: k.Fr, En: k.En}.In(l), "combien": i18n.Number(ctx, n), "barre": paper.Bar(n, received)})
		}
	}
	for _, o := range outcomes {
		if n := ended[o.Outcome]; n > 0 {
			byEnd = append(byEnd, document.Data{"issue": o.label.In(l), "combien": i18n.Number(ctx, n)})
		}
	}
	out["droits"], out["issues"] = byKind, byEnd
	return out, nil
}
