package label

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const auditColumns = `id, member_id, audited_on, auditor, applicable, met, report, exceptions, actor_kind, actor_id, actor_name, recorded_at`

func scanAudit(r database.Row) (Audit, error) {
	var a Audit
	var exceptions, kind string
	var at int64
	if err := r.Scan(&a.ID, &a.MemberID, &a.On, &a.Auditor, &a.Applicable, &a.Met, &a.Report, &exceptions, &kind, &a.Actor.ID, &a.Actor.Name, &at); err != nil {
		return a, err
	}
	a.Actor.Kind, a.Recorded = access.ActorKind(kind), clock.FromMicros(at)
	return a, json.Unmarshal([]byte(exceptions), &a.Exceptions)
}

// audits lists those of a member that stand, the latest first.
func audits(ctx context.Context, tx access.Tx, member string, limit int) ([]Audit, error) {
	return database.All(ctx, tx, "label.audits", scanAudit, `select `+auditColumns+` from portal_audit
		where member_id = $1 and origin_id = $1 and undone_at = 0 order by audited_on desc, id desc limit $2`, member, limit)
}

func insertAudit(ctx context.Context, tx access.Tx, a Audit) error {
	const op = "label.insertAudit"
	exceptions, err := json.Marshal(a.Exceptions)
	if err != nil {
		return fault.Wrap(op, err)
	}
	_, err = database.Exec(ctx, tx, op, `insert into portal_audit (id, member_id, origin_id, audited_on, auditor, applicable, met, report, exceptions,
		actor_kind, actor_id, actor_name, recorded_at, undone_at, undone_by) values ($1,$2,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,0,'')`,
		a.ID, a.MemberID, a.On, a.Auditor, a.Applicable, a.Met, a.Report, string(exceptions), string(a.Actor.Kind), a.Actor.ID, a.Actor.Name, clock.Micros(a.Recorded))
	return err
}

func undoAudit(ctx context.Context, tx access.Tx, member, id string) (bool, error) {
	n, err := database.Exec(ctx, tx, "label.undoAudit", `update portal_audit set undone_at = $1, undone_by = $2
		where id = $3 and member_id = $4 and undone_at = 0`, tx.Micros(), tx.Scope().Actor().Ref(), id, member)
	return n > 0, err
}
