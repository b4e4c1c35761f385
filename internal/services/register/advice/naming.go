package advice

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named.
func Naming() []named.Table {
	page := func(_, _, id string) string { return questionsPath + "/" + id }
	return []named.Table{
		{Name: "register_question", Label: i18n.T("Question au délégué", "Question to the officer"), Key: []string{"id"}, Member: "member_id", Title: "cast(t.number as text)",
			Record: "t.id", Columns: named.C("words"), Silent: []string{"id", "member_id", "page", "state"}, Href: page},
		{Name: "register_opinion", Label: i18n.T("Avis du délégué", "The officer’s opinion"), Key: []string{"id"}, About: "q.member_id",
			Join: `left join register_question q on q.id = t.question_id`, Title: "t.title", Record: "t.question_id", Columns: named.C("title", "question", "answer"),
			Silent: []string{"id", "question_id", "search"}, Href: page, After: reword},
		{Name: "register_document", Label: i18n.T("Document partagé", "Shared document"), Key: []string{"id"}, About: "t.member_id", Title: "t.title", Columns: named.C("title", "words", "link", "file_name"),
			Silent: []string{"id", "member_id", "category", "digest"}},
		{Name: "register_document_star", Silent: []string{"document_id"}},
		{Name: "register_document_seen"},
	}
}

// reword keeps what the opinions of questions are found by.
func reword(ctx context.Context, tx access.Tx, questions []string) error {
	const op = "advice.reword"
	for _, id := range questions {
		list, err := database.All(ctx, tx, op, scanOpinion, `select `+opinionColumns+` from register_opinion where question_id = $1`, id)
		if err != nil {
			return err
		}
		for _, o := range list {
			if _, err := database.Exec(ctx, tx, op, `update register_opinion set search = $1 where id = $2`, " "+text.Index(o.Title, o.Question, o.Answer)+" ", o.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
