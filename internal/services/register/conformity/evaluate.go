package conformity

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
)

// activityOf is an activity of a member.
func activityOf(ctx context.Context, tx access.Tx, member, id string) (model.Full, error) {
	f, err := model.Read(ctx, tx, id)
	if err == nil && (f.MemberID != member || f.Kind != activity.Kind) {
		err = fault.Missing("conformity.activityOf")
	}
	return f, err
}

// Begin begins the evaluation of an activity, from the answers of the last one.
// Points that its legal bases leave out are answered so.
func Begin(ctx context.Context, tx access.Tx, member, id string) (maturity.Survey, error) {
	f, err := activityOf(ctx, tx, member, id)
	if err != nil {
		return maturity.Survey{}, err
	}
	s, err := maturity.StartAbout(ctx, tx, member, maturity.Processing, id, false)
	if err != nil {
		return s, err
	}
	return settle(ctx, tx, s, f)
}

// settle answers the points that do not apply.
func settle(ctx context.Context, tx access.Tx, s maturity.Survey, f model.Full) (maturity.Survey, error) {
	q, err := maturity.Version(ctx, tx, s.Questionnaire, s.Version)
	if err != nil {
		return s, err
	}
	answers, notes := maturity.Answers{}, maturity.Notes{}
	out := LeftOut(BasesOf(f.Record))
	for _, d := range q.Domains {
		for _, one := range d.Questions {
			why, left := out[one.Name]
			position, answered := s.Answers[one.Name]
			if left && (!answered || position != maturity.NotConcerned || s.Notes[maturity.WhyNot(one.Name)] == "") {
				answers[one.Name] = maturity.NotConcerned
				notes[maturity.WhyNot(one.Name)] = i18n.Read(ctx, why)
			}
		}
	}
	if len(answers) == 0 {
		return s, nil
	}
	return maturity.AnswerWith(ctx, tx, s.ID, s.Revision, answers, notes)
}

// Answer writes answers into the evaluation of an activity that is begun. What
// its legal bases leave out stays left out.
func Answer(ctx context.Context, tx access.Tx, member, id, survey string, revision int64, answers maturity.Answers, notes maturity.Notes) (maturity.Survey, error) {
	f, err := activityOf(ctx, tx, member, id)
	if err != nil {
		return maturity.Survey{}, err
	}
	s, err := about(ctx, tx, member, id, survey)
	if err != nil {
		return s, err
	}
	if s, err = maturity.AnswerWith(ctx, tx, s.ID, revision, answers, notes); err != nil {
		return s, err
	}
	return settle(ctx, tx, s, f)
}

// about is an evaluation of an activity.
func about(ctx context.Context, tx access.Tx, member, id, survey string) (maturity.Survey, error) {
	s, err := maturity.Get(ctx, tx, survey)
	if err == nil && (s.MemberID != member || s.Subject != id || s.Questionnaire != maturity.Processing) {
		err = fault.Missing("conformity.about")
	}
	return s, err
}

// Submit closes an evaluation with its level. What it plans is in the plan from
// then on, where there is one (plan may be nil).
func Submit(ctx context.Context, tx access.Tx, plan Actions, member, id, survey string) (maturity.Survey, error) {
	f, err := activityOf(ctx, tx, member, id)
	if err != nil {
		return maturity.Survey{}, err
	}
	s, err := about(ctx, tx, member, id, survey)
	if err != nil {
		return s, err
	}
	notes := maturity.Notes{}
	if plan != nil {
		m, err := organisation.Get(ctx, tx, member)
		if err != nil {
			return s, err
		}
		if notes, err = follow(ctx, tx, plan, m, f, s); err != nil {
			return s, err
		}
	}
	notes[levelNote] = string(Count(s.Answers, s.Notes).Level())
	if s, err = maturity.AnswerWith(ctx, tx, s.ID, s.Revision, nil, notes); err != nil {
		return s, err
	}
	return maturity.Submit(ctx, tx, s.ID)
}

// Whole answers all points at once and closes the evaluation.
func Whole(ctx context.Context, tx access.Tx, plan Actions, member, id string, answers maturity.Answers, notes maturity.Notes) (maturity.Survey, error) {
	s, err := Begin(ctx, tx, member, id)
	if err != nil {
		return s, err
	}
	if s, err = Answer(ctx, tx, member, id, s.ID, s.Revision, answers, notes); err != nil {
		return s, err
	}
	return Submit(ctx, tx, plan, member, id, s.ID)
}

// A Row is an activity with its evaluations, the latest first; one that is begun
// stands before those that are closed.
type Row struct {
	Activity model.Instance
	Surveys  []maturity.Survey
	Level    Level // of the latest closed one, "" for none
}

// Latest is the latest closed evaluation.
func (r Row) Latest() (maturity.Survey, bool) {
	for _, s := range r.Surveys {
		if s.State == maturity.Submitted {
			return s, true
		}
	}
	return maturity.Survey{}, false
}

// Draft is the evaluation that is begun.
func (r Row) Draft() (maturity.Survey, bool) {
	if len(r.Surveys) > 0 && r.Surveys[0].State == maturity.Draft {
		return r.Surveys[0], true
	}
	return maturity.Survey{}, false
}

// Of lists the activities of a member with how far they comply.
func Of(ctx context.Context, tx access.Tx, member string) ([]Row, error) {
	if err := tx.Sees("conformity.Of", member); err != nil {
		return nil, err
	}
	list, _, err := model.Find(ctx, tx, model.Ask{Kind: activity.Kind, Member: member}, 1000, 0)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	of, err := maturity.ListAbout(ctx, tx, member, maturity.Processing)
	if err != nil {
		return nil, err
	}
	levels, err := levelsOf(ctx, tx, member)
	out := make([]Row, len(list))
	for i, a := range list {
		out[i] = Row{Activity: a, Surveys: of[a.ID]}
		if s, ok := out[i].Latest(); ok {
			out[i].Level = levels[s.ID]
		}
	}
	return out, err
}

// One is an activity of a member with how far it complies.
func One(ctx context.Context, tx access.Tx, member, id string) (Row, error) {
	f, err := activityOf(ctx, tx, member, id)
	if err != nil {
		return Row{}, err
	}
	of, err := maturity.ListAbout(ctx, tx, member, maturity.Processing)
	if err != nil {
		return Row{}, err
	}
	row := Row{Activity: f.Instance, Surveys: of[id]}
	levels, err := levelsOf(ctx, tx, member)
	if s, ok := row.Latest(); ok {
		row.Level = levels[s.ID]
	}
	return row, err
}

// Unmet lists the points of a closed evaluation that are not met and for which
// nothing was planned.
func Unmet(ctx context.Context, tx access.Tx, s maturity.Survey) ([]maturity.Question, error) {
	return failing(ctx, tx, s, false)
}

// Failed lists the points of an evaluation that are not met, planned for or not.
func Failed(ctx context.Context, tx access.Tx, s maturity.Survey) ([]maturity.Question, error) {
	return failing(ctx, tx, s, true)
}

func failing(ctx context.Context, tx access.Tx, s maturity.Survey, all bool) ([]maturity.Question, error) {
	full, err := maturity.Get(ctx, tx, s.ID)
	if err != nil {
		return nil, err
	}
	q, err := maturity.Version(ctx, tx, full.Questionnaire, full.Version)
	if err != nil {
		return nil, err
	}
	var out []maturity.Question
	for _, d := range q.Domains {
		for _, one := range d.Questions {
			if position, ok := full.Answers[one.Name]; ok && position == 0 && (all || !planned(full.Notes, one.Name)) {
				out = append(out, one)
			}
		}
	}
	return out, nil
}
