package life

import (
	"context"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

func placeholder(n int) string { return "$" + strconv.Itoa(n) }

// insertStep writes a step. The number is the caller's, who knows all steps
// before it; 0 has the database count them.
func insertStep(ctx context.Context, tx access.Tx, version string, s *Step) error {
	into := func(number string) string {
		return `insert into step (version_id, number, id, stage, outcome, skipped, at,
		actor_kind, actor_id, actor_name, reason_fr, reason_en, evidence)
		values ($1,` + number + `,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)`
	}
	args := []any{version, s.Number, s.ID, s.Stage, string(s.Outcome), flag(s.Skipped), clock.Micros(s.At),
		string(s.By.Kind), s.By.ID, s.By.Name, s.Reason.Fr, s.Reason.En, string(s.Evidence)}
	if s.Number > 0 {
		return database.Later(ctx, tx, "life.insertStep", into("$2"), args...)
	}
	counted := "(select coalesce(max(number), 0) + 1 + $2 from step where version_id = $1)"
	return tx.QueryRow(ctx, into(counted)+` returning number`, args...).Scan(&s.Number)
}

// Steps lists a version's steps in order. The caller has read its life or its
// version, and so may see them.
func Steps(ctx context.Context, tx access.Tx, version string) ([]Step, error) {
	rows, err := tx.Query(ctx, `select id, number, stage, outcome, skipped, at, actor_kind, actor_id, actor_name,
		reason_fr, reason_en, evidence from step where version_id = $1 order by number`, version)
	if err != nil {
		return nil, fault.Wrap("life.Steps", err)
	}
	defer rows.Close()
	var out []Step
	for rows.Next() {
		var s Step
		var outcome, kind, evidence string
		var skipped, at int64
		if err := rows.Scan(&s.ID, &s.Number, &s.Stage, &outcome, &skipped, &at, &kind, &s.By.ID, &s.By.Name,
			&s.Reason.Fr, &s.Reason.En, &evidence); err != nil {
			return nil, fault.Wrap("life.Steps", err)
		}
		s.Outcome, s.Skipped, s.At = StepOutcome(outcome), skipped == 1, clock.FromMicros(at)
		s.By.Kind, s.Evidence = access.ActorKind(kind), []byte(evidence)
		out = append(out, s)
	}
	return out, fault.Wrap("life.Steps", rows.Err())
}

// Erase forgets what the steps of a piece's versions hold of its content:
// evidence, reasons and answers. That they were taken, when and by whom, stays.
func Erase(ctx context.Context, tx access.Tx, piece string) error {
	for _, statement := range []string{
		`update step set evidence = '{}', reason_fr = '', reason_en = ''
			where version_id in (select version_id from life where piece_id = $1)`,
		`update life set answer = '', wait_right = '', wait_fr = '', wait_en = '', due_at = 0,
			outcome = case when outcome = 'done' then 'done' else 'refused' end, epoch = epoch + 1
			where piece_id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, piece); err != nil {
			return fault.Wrap("life.Erase", err)
		}
	}
	return nil
}
