package conformity

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/maturity"
)

// levelsOf are the levels of a member's closed evaluations.
func levelsOf(ctx context.Context, tx access.Tx, member string) (map[string]Level, error) {
	out := map[string]Level{}
	return out, database.Each(ctx, tx, "conformity.levelsOf", func(r database.Row) error {
		var id, level string
		err := r.Scan(&id, &level)
		out[id] = Level(level)
		return err
	}, `select n.survey_id, n.words from register_survey_note n join register_survey s on s.id = n.survey_id
		where n.member_id = $1 and n.name = $2 and s.state = 'submitted' and s.questionnaire = $3`, member, levelNote, maturity.Processing)
}

// Standing is how the activities of a member comply.
type Standing struct {
	Member            organisation.Member
	Activities        int
	Met, Minor, Major int
}

// Evaluated is how many have an evaluation.
func (s Standing) Evaluated() int { return s.Met + s.Minor + s.Major }

// Everywhere lists the members that are served, a page at a time: those with
// most major non-compliance first, then those with least evaluated.
func Everywhere(ctx context.Context, tx access.Tx, limit, offset int) ([]Standing, int, error) {
	const op = "conformity.Everywhere"
	total, err := database.Value[int](ctx, tx, op, `select count(*) from member where closed_at = 0`)
	if err != nil {
		return nil, 0, err
	}
	type row struct {
		id string
		s  Standing
	}
	rows, err := database.All(ctx, tx, op, func(r database.Row) (x row, err error) {
		return x, r.Scan(&x.id, &x.s.Activities, &x.s.Met, &x.s.Minor, &x.s.Major)
	}, `select m.id, coalesce(a.n, 0), coalesce(l.met, 0), coalesce(l.minor, 0), coalesce(l.major, 0) from member m
		left join (select member_id, count(*) as n from register_instance where kind = $1 and retired_at = 0 group by member_id) a on a.member_id = m.id
		left join (select s.member_id, sum(case when n.words = 'met' then 1 else 0 end) as met, sum(case when n.words = 'minor' then 1 else 0 end) as minor,
				sum(case when n.words = 'major' then 1 else 0 end) as major
			from register_survey s join register_survey_note n on n.survey_id = s.id and n.name = $2
			join register_instance i on i.id = s.subject and i.retired_at = 0
			where s.state = 'submitted' and s.questionnaire = $3 and not exists (select 1 from register_survey later where later.member_id = s.member_id
				and later.questionnaire = s.questionnaire and later.subject = s.subject and later.state = 'submitted'
				and (later.submitted_at > s.submitted_at or later.submitted_at = s.submitted_at and later.id > s.id))
			group by s.member_id) l on l.member_id = m.id
		where m.closed_at = 0 order by coalesce(l.major, 0) desc, coalesce(l.met, 0) + coalesce(l.minor, 0) + coalesce(l.major, 0), m.sort_key, m.id limit $4 offset $5`,
		string(activity.Kind), levelNote, maturity.Processing, limit, offset)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.id
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	out := make([]Standing, len(rows))
	for i, r := range rows {
		out[i] = r.s
		out[i].Member = members[r.id]
	}
	return out, total, err
}
