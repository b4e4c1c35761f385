package maturity

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// What the journal says of surveys that another program kept.
const (
	EventBrought              = "maturity.survey-brought"
	EventRemoved              = "maturity.survey-removed"
	EventQuestionnaireRemoved = "maturity.questionnaire-removed"
)

// Bring takes over a survey that another program kept, with the scores that it
// had there: they stand as they were read then, whatever became of the
// questions. Its questionnaire was issued before; answers that it does not know
// are refused.
func Bring(ctx context.Context, tx access.Tx, s Survey) (Survey, error) {
	const op = "maturity.Bring"
	if err := tx.May(ctx, access.Register, s.MemberID); err != nil {
		return s, err
	}
	q, err := Version(ctx, tx, s.Questionnaire, s.Version)
	if err != nil {
		return s, err
	}
	for name, position := range s.Answers {
		one, ok := q.question(false, name)
		if !ok || position >= len(one.Answers) || position < NotConcerned {
			return s, fault.New(fault.Invalid, op, "La réponse à «\u00a0%s\u00a0» n’est pas une de celles qui sont proposées.", "The answer to “%s” is not one of those offered.", name)
		}
	}
	for name, words := range s.Notes {
		if r := []rune(words); len(r) > maxNote {
			s.Notes[name] = string(r[:maxNote-1]) + "…"
		}
	}
	if s.Submitted.IsZero() {
		return s, fault.New(fault.Invalid, op, "Une évaluation reprise a une date.", "A survey that is taken over has a day.")
	}
	s.ID, s.State, s.Revision, s.By = tx.NewID(), Submitted, 1, tx.Scope().Actor()
	if s.By.Kind == access.Itself {
		s.By.Name = ""
	}
	s.Changed = s.Submitted
	if err := insertSurvey(ctx, tx, s); err != nil {
		return s, err
	}
	if err := saveAnswers(ctx, tx, s, s.Answers); err != nil {
		return s, err
	}
	if err := saveNotes(ctx, tx, s, s.Notes); err != nil {
		return s, err
	}
	if err := saveScores(ctx, tx, s); err != nil {
		return s, err
	}
	return s, tx.Record(ctx, EventBrought, s.MemberID, s.ID, map[string]any{"questionnaire": s.Questionnaire, "version": s.Version, "score": int(s.Total)})
}

// Mark tells whether a survey is there: one that is submitted never changes.
func Mark(ctx context.Context, tx access.Tx, id string) (string, error) {
	rev, err := database.Value[int64](ctx, tx, "maturity.Mark", `select revision from register_survey where id = $1`, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return fmt.Sprint(rev), err
}

// Remove takes a survey away that was brought.
func Remove(ctx context.Context, tx access.Tx, id string) error {
	const op = "maturity.Remove"
	s, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := tx.May(ctx, access.Register, s.MemberID); err != nil {
		return err
	}
	for _, table := range []string{"register_survey_note where survey_id", "register_survey_score where survey_id", "register_survey_answer where survey_id", "register_survey where id"} {
		if _, err := database.Exec(ctx, tx, op, `delete from `+table+` = $1`, id); err != nil {
			return err
		}
	}
	return tx.Record(ctx, EventRemoved, s.MemberID, id, nil)
}

// MarkQuestionnaire tells how many surveys follow a version of a questionnaire.
func MarkQuestionnaire(ctx context.Context, tx access.Tx, name string, version int) (string, error) {
	n, err := database.Value[int](ctx, tx, "maturity.MarkQuestionnaire", `select count(*) from register_questionnaire where name = $1 and version = $2`, name, version)
	if err != nil || n == 0 {
		return "", err
	}
	n, err = database.Value[int](ctx, tx, "maturity.MarkQuestionnaire", `select count(*) from register_survey where questionnaire = $1 and version = $2`, name, version)
	return fmt.Sprint(n), err
}

// RemoveQuestionnaire takes a version of a questionnaire away that no survey
// follows.
func RemoveQuestionnaire(ctx context.Context, tx access.Tx, name string, version int) error {
	const op = "maturity.RemoveQuestionnaire"
	if !tx.Scope().Has(access.ProtectionOfficer) && !tx.Scope().IsSystem() {
		return fault.Missing(op)
	}
	used, err := MarkQuestionnaire(ctx, tx, name, version)
	if err == nil && used != "0" {
		err = fault.New(fault.Conflict, op, "Des évaluations suivent ce questionnaire.", "Surveys follow this questionnaire.")
	}
	if err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, `delete from register_questionnaire where name = $1 and version = $2`, name, version); err != nil {
		return err
	}
	return tx.Record(ctx, EventQuestionnaireRemoved, "", name, map[string]any{"version": version})
}

// Count counts the surveys that a member has submitted of the kind of a
// questionnaire; those of processing about all its activities together.
func Count(ctx context.Context, tx access.Tx, member, questionnaire string) (int, error) {
	return database.Value[int](ctx, tx, "maturity.Count", `select count(*) from register_survey where state = 'submitted' and member_id = $1 and `+covering("questionnaire", questionnaire), member)
}
