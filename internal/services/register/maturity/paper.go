package maturity

import (
	"context"
	"embed"

	"airial/internal/commons/access"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/paper"
)

//go:embed papers
var paperFiles embed.FS

// mostAdvice is how many advices the yearly report gives.
const mostAdvice = 5

// Chapter is what the surveys say in the yearly report: the last one until the
// end of the year, beside the one before.
func Chapter() paper.Chapter {
	return paper.Chapter{Name: "maturite", Part: paper.InConformity, Title: i18n.T("Maturité", "Maturity"),
		Text: paper.Read(paperFiles, "bilan-maturite"), Fill: fillChapter,
		Fields: []paper.Field{
			paper.Text("note", "Note sur 5, vide sans évaluation", "Score out of 5, empty without a survey", "3,2", "3.2"),
			paper.Text("du", "Date de l’évaluation", "Day of the survey", "12 octobre 2026", "12 October 2026"),
			paper.Text("avant", "Note de l’évaluation d’avant, vide s’il n’y en a pas", "Score of the survey before, empty where there is none", "2,7", "2.7"),
			paper.Text("avant_du", "Date de celle-ci", "Day of that one", "3 octobre 2025", "3 October 2025"),
			paper.List("domaines", "Note par domaine", "Score by domain", paper.Text("domaine", "Domaine", "Domain", "Organisation", "Organisation"),
				paper.Text("score", "Note sur 5", "Score out of 5", "3,0", "3.0"), paper.Text("precedent", "Note d’avant", "Score before", "2,0", "2.0"),
				paper.Text("barre", "Barre proportionnelle à la note", "Bar in proportion to the score", "████████████", "████████████")),
			paper.List("conseils", "Ce qui aiderait le plus", "What would help most", paper.Text("conseil", "Conseil", "Advice", "Désignez un référent.", "Name a correspondent.")),
		}}
}

func fillChapter(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	list, err := List(ctx, tx, a.Member.ID)
	if err != nil {
		return nil, err
	}
	var now, before *Survey
	for n := range list {
		s := &list[n]
		switch {
		case s.State != Submitted || i18n.Local(s.Submitted).Year() > a.Year:
		case now == nil:
			now = s
		case before == nil && s.Questionnaire == now.Questionnaire:
			before = s
		}
	}
	if now == nil {
		return document.Data{}, nil
	}
	full, err := Get(ctx, tx, now.ID)
	if err != nil {
		return nil, err
	}
	q, err := Version(ctx, tx, full.Questionnaire, full.Version)
	if err != nil {
		return nil, err
	}
	out := document.Data{"note": full.Total.Words(ctx), "du": i18n.Date(ctx, full.Submitted)}
	if before != nil {
		out["avant"], out["avant_du"] = before.Total.Words(ctx), i18n.Date(ctx, before.Submitted)
	}
	var domains, advice []document.Data
	for _, d := range q.Of(full.Short) {
		score, ok := full.Scores[d.Name]
		if !ok {
			continue
		}
		row := document.Data{"domaine": i18n.Read(ctx, d.Title), "score": score.Words(ctx), "barre": paper.Bar(int(score), 50)}
		if before != nil {
			if was, ok := before.Scores[d.Name]; ok {
				row["precedent"] = was.Words(ctx)
			}
		}
		domains = append(domains, row)
	}
	for n, s := range q.Steps(full.Short, full.Answers) {
		if n == mostAdvice {
			break
		}
		advice = append(advice, document.Data{"conseil": i18n.Read(ctx, s.Question.Advice)})
	}
	out["domaines"], out["conseils"] = domains, advice
	return out, nil
}
