package advice

import (
	"context"
	"embed"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	printed "airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/paper"
)

//go:embed papers
var paperFiles embed.FS

// Chapter is what the officer's advice says in the yearly report: numbers, and
// the opinions that all may read.
func Chapter() paper.Chapter {
	return paper.Chapter{Name: "avis", Part: paper.InConformity, Title: i18n.T("Questions et avis du délégué", "Questions and opinions of the officer"),
		Text: paper.Read(paperFiles, "bilan-avis"), Fill: fillChapter,
		Fields: []paper.Field{
			paper.Text("questions", "Questions posées dans l’année, vide pour aucune", "Questions asked in the year, empty for none", "7", "7"),
			paper.Text("repondues", "Dont répondues, vide pour aucune", "Of them answered, empty for none", "6", "6"),
			paper.List("partages", "Avis partagés, nés de ces questions", "Shared opinions that came of these questions", paper.Text("numero", "Numéro", "Number", "2026-004", "2026-004"),
				paper.Text("titre", "Titre", "Title", "Photos d’école", "School pictures")),
		}}
}

func fillChapter(ctx context.Context, tx access.Tx, a paper.Ask) (printed.Data, error) {
	const op = "advice.fillChapter"
	if err := tx.Sees(op, a.Member.ID); err != nil {
		return nil, err
	}
	list, err := database.All(ctx, tx, op, scanQuestion, `select `+questionColumns+` from register_question where member_id = $1`, a.Member.ID)
	if err != nil {
		return nil, err
	}
	asked, answered, ids := 0, 0, []string{}
	for _, q := range list {
		if i18n.Local(q.Asked).Year() != a.Year || q.State == Closed {
			continue
		}
		asked++
		if q.State == Answered {
			answered++
			ids = append(ids, q.ID)
		}
	}
	out := printed.Data{"questions": paper.Count(ctx, asked), "repondues": paper.Count(ctx, answered)}
	if len(ids) == 0 {
		return out, nil
	}
	shared, err := database.All(ctx, tx, op, func(r database.Row) (d printed.Data, err error) {
		var o Opinion
		var at int64
		err = r.Scan(&o.Year, &o.Number, &o.Title, &at)
		o.Given = clock.FromMicros(at)
		return printed.Data{"numero": o.Name(), "titre": o.Title}, err
	}, `select year, number, title, given_at from register_opinion where shared = 1 and question_id in (`+database.In(len(ids), 1)+`) order by year, number`, database.Args(ids)...)
	out["partages"] = shared
	return out, err
}
