package conformity

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/maturity"
)

// A Past is the evaluation of an activity that another program kept.
type Past struct {
	MemberID, Activity string
	Created, Submitted time.Time
	Answers            maturity.Answers  // 0 is not compliant, 1 compliant, by point
	Actions            map[string]string // the planned action of our plan, by point
	Planned            map[string]string // what is planned in words, where the plan has none to name
}

// Bring takes an evaluation over as it stood: what was answered there counts,
// points that the legal bases leave out are answered so where nobody did, and
// others that nobody answered stay without an answer.
func Bring(ctx context.Context, tx access.Tx, p Past) (maturity.Survey, error) {
	f, err := activityOf(ctx, tx, p.MemberID, p.Activity)
	if err != nil {
		return maturity.Survey{}, err
	}
	q, err := maturity.Latest(ctx, tx, maturity.Processing)
	if err != nil {
		return maturity.Survey{}, err
	}
	s := maturity.Survey{MemberID: p.MemberID, Subject: p.Activity, Questionnaire: q.Name, Version: q.Version, Created: p.Created, Submitted: p.Submitted,
		Answers: maturity.Answers{}, Notes: maturity.Notes{}, Total: -1}
	out := LeftOut(BasesOf(f.Record))
	for _, d := range q.Domains {
		for _, one := range d.Questions {
			position, answered := p.Answers[one.Name]
			why, left := out[one.Name]
			switch {
			case answered:
				s.Answers[one.Name] = position
			case left && one.Optional:
				s.Answers[one.Name], s.Notes[maturity.WhyNot(one.Name)] = maturity.NotConcerned, i18n.Read(ctx, why)
			default:
				continue
			}
			if id := p.Actions[one.Name]; id != "" {
				s.Notes[maturity.Action(one.Name)] = id
			} else if words := p.Planned[one.Name]; words != "" {
				s.Notes[todo(one.Name)] = words
			}
		}
	}
	s.Notes[levelNote] = string(Count(s.Answers, s.Notes).Level())
	s.Scores = q.Scores(false, s.Answers)
	if total, ok := maturity.Total(s.Scores); ok {
		s.Total = total
	}
	return maturity.Bring(ctx, tx, s)
}
