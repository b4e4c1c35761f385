package opendata

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Rule says that a second person must approve what a member publishes under a
// schema, or under any ("").  A rule at the operator's own member holds for
// every member.
type Rule struct {
	MemberID string
	Schema   string
}

// SetRule adds or drops a rule. The member's manager may, and the operator's
// administrator.
func SetRule(ctx context.Context, tx access.Tx, r Rule, on bool) error {
	if err := tx.May(ctx, access.Manage, r.MemberID); err != nil {
		return err
	}
	statement := `delete from approval_rule where member_id = $1 and schema_name = $2`
	if on {
		statement = `insert into approval_rule (member_id, schema_name) values ($1,$2)
			on conflict (member_id, schema_name) do nothing`
	}
	n, err := database.Exec(ctx, tx, "opendata.SetRule", statement, r.MemberID, r.Schema)
	if err != nil || n == 0 {
		return err
	}
	kind := "rule.dropped"
	if on {
		kind = "rule.set"
	}
	return tx.Record(ctx, kind, r.MemberID, r.MemberID, map[string]string{"second_person": r.Schema})
}

// Rules lists the rules that a member has set, and those that the operator has
// set for all.
func Rules(ctx context.Context, tx access.Tx, member string) ([]Rule, error) {
	const op = "opendata.Rules"
	if err := tx.Sees(op, member); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `select member_id, schema_name from approval_rule
		where member_id = $1 or member_id = (select id from member where is_operator = 1)
		order by member_id, schema_name`, member)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	defer rows.Close()
	var out []Rule
	for rows.Next() {
		var r Rule
		if err := rows.Scan(&r.MemberID, &r.Schema); err != nil {
			return nil, fault.Wrap(op, err)
		}
		out = append(out, r)
	}
	return out, fault.Wrap(op, rows.Err())
}

// secondPerson tells whether a rule asks for one.
func secondPerson(ctx context.Context, tx access.Tx, member, schema string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `select count(*) from approval_rule
		where (member_id = $1 or member_id = (select id from member where is_operator = 1))
			and schema_name in ('', $2)`, member, schema).Scan(&n)
	return n > 0, fault.Wrap("opendata.secondPerson", err)
}
