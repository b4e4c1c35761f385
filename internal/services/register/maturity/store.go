package maturity

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const surveyColumns = `id, member_id, questionnaire, version, is_short, state, total, revision, created_at, submitted_at, changed_at, changed_id, changed_name, subject`

func scanSurvey(r database.Row) (Survey, error) {
	s := Survey{Scores: map[string]Score{}, Answers: Answers{}, Notes: Notes{}}
	var created, submitted, changed int64
	err := r.Scan(&s.ID, &s.MemberID, &s.Questionnaire, &s.Version, &s.Short, &s.State, &s.Total, &s.Revision, &created, &submitted, &changed, &s.By.ID, &s.By.Name, &s.Subject)
	s.Created, s.Submitted, s.Changed = clock.FromMicros(created), clock.FromMicros(submitted), clock.FromMicros(changed)
	return s, err
}

// List returns the surveys of maturity of a member, the latest first, with
// their scores.
func List(ctx context.Context, tx access.Tx, member string) ([]Survey, error) {
	return ListOf(ctx, tx, member, Maturity)
}

// ListOf returns those of a questionnaire about the member itself.
func ListOf(ctx context.Context, tx access.Tx, member, questionnaire string) ([]Survey, error) {
	return listWhere(ctx, tx, member, covering("questionnaire", questionnaire)+` and subject = ''`)
}

// covering is the condition on a column under which a questionnaire is of the
// kind that has a name: maturity and the organisation have those that members
// bring from elsewhere, too (see Kind.covers). The names are ours.
func covering(column, name string) string {
	const organisation = `%[1]s = '` + Organisation + `' or %[1]s like '` + Organisation + `-%%'`
	switch name {
	case Maturity:
		return fmt.Sprintf(`(%[1]s <> '`+Processing+`' and not (`+organisation+`))`, column)
	case Organisation:
		return fmt.Sprintf(`(`+organisation+`)`, column)
	}
	return column + ` = '` + name + `'`
}

// ListAbout returns those of a questionnaire about things of the member, by
// subject, the latest first.
func ListAbout(ctx context.Context, tx access.Tx, member, questionnaire string) (map[string][]Survey, error) {
	where, args := tx.Only("member_id", []any{member, questionnaire})
	list, err := database.All(ctx, tx, "maturity.ListAbout", scanSurvey, `select `+surveyColumns+` from register_survey
		where member_id = $1 and questionnaire = $2 and subject <> '' and `+where+` order by case state when 'draft' then 0 else 1 end, submitted_at desc, id desc`, args...)
	out := map[string][]Survey{}
	for _, s := range list {
		out[s.Subject] = append(out[s.Subject], s)
	}
	return out, err
}

func listWhere(ctx context.Context, tx access.Tx, member, condition string, more ...any) ([]Survey, error) {
	const op = "maturity.List"
	where, args := tx.Only("member_id", append([]any{member}, more...))
	list, err := database.All(ctx, tx, op, scanSurvey, `select `+surveyColumns+` from register_survey
		where member_id = $1 and `+condition+` and `+where+` order by case state when 'draft' then 0 else 1 end, submitted_at desc, id desc limit 200`, args...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	at := map[string]int{}
	for i, s := range list {
		at[s.ID] = i
	}
	err = database.Each(ctx, tx, op, func(r database.Row) error {
		var id, domain string
		var score Score
		err := r.Scan(&id, &domain, &score)
		if i, ok := at[id]; ok {
			list[i].Scores[domain] = score
		}
		return err
	}, `select survey_id, domain, score from register_survey_score where member_id = $1`, member)
	return list, err
}

// Get returns a survey with its answers and scores.
func Get(ctx context.Context, tx access.Tx, id string) (Survey, error) {
	const op = "maturity.Get"
	where, args := tx.Only("member_id", []any{id})
	list, err := database.All(ctx, tx, op, scanSurvey, `select `+surveyColumns+` from register_survey where id = $1 and `+where, args...)
	if err == nil && len(list) == 0 {
		err = fault.Missing(op)
	}
	if err != nil {
		return Survey{}, err
	}
	s := list[0]
	err = database.Each(ctx, tx, op, func(r database.Row) error {
		var name string
		var position int
		err := r.Scan(&name, &position)
		s.Answers[name] = position
		return err
	}, `select question, position from register_survey_answer where survey_id = $1`, id)
	if err != nil {
		return s, err
	}
	err = database.Each(ctx, tx, op, func(r database.Row) error {
		var name, words string
		err := r.Scan(&name, &words)
		s.Notes[name] = words
		return err
	}, `select name, words from register_survey_note where survey_id = $1`, id)
	if err != nil {
		return s, err
	}
	return s, database.Each(ctx, tx, op, func(r database.Row) error {
		var domain string
		var score Score
		err := r.Scan(&domain, &score)
		s.Scores[domain] = score
		return err
	}, `select domain, score from register_survey_score where survey_id = $1`, id)
}

func insertSurvey(ctx context.Context, tx access.Tx, s Survey) error {
	_, err := database.Exec(ctx, tx, "maturity.insert", `insert into register_survey (`+surveyColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)`,
		s.ID, s.MemberID, s.Questionnaire, s.Version, database.Bool(s.Short), string(s.State), int(s.Total), s.Revision,
		clock.Micros(s.Created), clock.Micros(s.Submitted), clock.Micros(s.Changed), s.By.ID, s.By.Name, s.Subject)
	return err
}

// updateSurvey writes a survey that was at a revision; another one is a
// Conflict.
func updateSurvey(ctx context.Context, tx access.Tx, s Survey, was int64) error {
	const op = "maturity.update"
	n, err := database.Exec(ctx, tx, op, `update register_survey set state = $1, total = $2, revision = $3, submitted_at = $4, changed_at = $5, changed_id = $6, changed_name = $7
		where id = $8 and revision = $9`, string(s.State), int(s.Total), s.Revision, clock.Micros(s.Submitted), clock.Micros(s.Changed), s.By.ID, s.By.Name, s.ID, was)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, op, "Cette évaluation a été modifiée entre-temps. Rechargez la page.", "This survey was changed meanwhile. Load the page again.")
	}
	return err
}

func deleteSurvey(ctx context.Context, tx access.Tx, id string) error {
	for _, table := range []string{`delete from register_survey_note where survey_id = $1`, `delete from register_survey_answer where survey_id = $1`, `delete from register_survey where id = $1`} {
		if _, err := database.Exec(ctx, tx, "maturity.delete", table, id); err != nil {
			return err
		}
	}
	return nil
}

func saveAnswers(ctx context.Context, tx access.Tx, s Survey, answers Answers) error {
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		_, err := database.Exec(ctx, tx, "maturity.answer", `insert into register_survey_answer (survey_id, member_id, question, position) values ($1,$2,$3,$4)
			on conflict (survey_id, question) do update set position = excluded.position`, s.ID, s.MemberID, name, answers[name])
		if err != nil {
			return err
		}
	}
	return nil
}

func saveNotes(ctx context.Context, tx access.Tx, s Survey, notes Notes) error {
	for _, name := range slices.Sorted(maps.Keys(notes)) {
		_, err := database.Exec(ctx, tx, "maturity.note", `insert into register_survey_note (survey_id, member_id, name, words) values ($1,$2,$3,$4)
			on conflict (survey_id, name) do update set words = excluded.words`, s.ID, s.MemberID, name, notes[name])
		if err != nil {
			return err
		}
	}
	return nil
}

func saveScores(ctx context.Context, tx access.Tx, s Survey) error {
	for _, domain := range slices.Sorted(maps.Keys(s.Scores)) {
		_, err := database.Exec(ctx, tx, "maturity.score", `insert into register_survey_score (survey_id, member_id, domain, score) values ($1,$2,$3,$4)`,
			s.ID, s.MemberID, domain, int(s.Scores[domain]))
		if err != nil {
			return err
		}
	}
	return nil
}

// Last lists the latest survey that each member has submitted, of a member or
// ("") of all that the scope sees. It has no scores and no answers.
func Last(ctx context.Context, tx access.Tx, member string) ([]Survey, error) {
	where, args := tx.Only("member_id", nil)
	if member != "" {
		args = append(args, member)
		where += fmt.Sprintf(" and member_id = $%d", len(args))
	}
	list, err := database.All(ctx, tx, "maturity.Last", scanSurvey, `select `+surveyColumns+` from register_survey
		where state = 'submitted' and subject = '' and `+covering("questionnaire", Maturity)+` and `+where+` order by member_id, submitted_at desc, id desc`, args...)
	return slices.CompactFunc(list, func(a, b Survey) bool { return a.MemberID == b.MemberID }), err
}
