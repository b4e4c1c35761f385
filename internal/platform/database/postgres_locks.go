package database

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"

	"airial/internal/platform/fault"
)

// Row-level security, made from the register of tables: the second lock on each
// member's door. The first is the condition that a store asks its transaction
// for (access.Tx.Only); this one holds when a store forgets it.

// The expressions stand in a select of their own, so that PostgreSQL works them
// out once for a query, not for each row.
const (
	scopeNow   = "(select current_setting('" + scopeSetting + "', true))"
	membersNow = "any ((select string_to_array(current_setting('" + membersSetting + "', true), ','))::text[])"
)

// locks returns the statements that shut a table, and open it to a role.
func (t Table) locks(role string) []string {
	all := scopeNow + " = '" + scopeAll + "'"
	signed := scopeNow + " in ('" + scopeAll + "', '" + scopeMembers + "')"
	own := all
	switch {
	case t.Member != "":
		own += " or " + t.Member + " = " + membersNow
	case t.Through.Table != "":
		th := t.Through
		own += fmt.Sprintf(" or exists (select 1 from %[1]s whose where whose.%[2]s = %[3]s.%[4]s and whose.%[5]s = %[6]s)",
			th.Table, th.Key, t.Name, th.Column, th.Member, membersNow)
	case t.About == "" && !t.Closed:
		own = signed
	}
	read, add := own, own
	if t.About != "" {
		read += " or " + t.About + " = " + membersNow
	}
	switch t.Public {
	case "":
	case "true":
		read = "true"
	default:
		read += " or (" + t.Public + ")"
	}
	if t.Append {
		add = signed
	}
	out := []string{
		"alter table " + t.Name + " enable row level security, force row level security",
		"grant select, insert, update, delete on " + t.Name + " to " + role,
	}
	for _, p := range []struct{ name, does, rule string }{
		{"airial_read", "select", "using (" + read + ")"},
		{"airial_add", "insert", "with check (" + add + ")"},
		{"airial_change", "update", "using (" + own + ") with check (" + own + ")"},
		{"airial_remove", "delete", "using (" + own + ")"},
	} {
		out = append(out, "drop policy if exists "+p.name+" on "+t.Name,
			"create policy "+p.name+" on "+t.Name+" for "+p.does+" "+p.rule)
	}
	return out
}

// lockTable keeps the digest of the locks that stand, so that a start that
// changes nothing locks no table.
const lockTable = "schema_locks"

// Locks returns the statements that open the tables to the role under which the
// program works, each row to whom it belongs.
func Locks(role string, schemas ...Schema) []string {
	var statements []string
	for _, s := range schemas {
		statements = append(statements, "grant select on "+s.table()+" to "+role)
		for _, t := range s.Tables {
			if t.On(Postgres) {
				statements = append(statements, t.locks(role)...)
			}
		}
	}
	// The program sets the number that comes next where rows came from elsewhere.
	return append(statements, "grant usage, select, update on all sequences in schema public to "+role)
}

// lock makes the locks of all tables, in one transaction.
func (r *pgRoles) lock(ctx context.Context, pool *sql.DB, schemas []Schema) error {
	const op = "database.lock"
	if len(schemas) == 0 {
		return nil
	}
	role := quoted(r.rows)
	statements := Locks(role, schemas...)
	sum := sha256.Sum256([]byte(strings.Join(statements, ";\n")))
	want := hex.EncodeToString(sum[:])

	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return unavailable(op, err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, statement := range []string{
		"create table if not exists " + lockTable + " (role text primary key, digest text not null)",
		"grant select on " + lockTable + " to " + role,
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fault.Wrap(op, err)
		}
	}
	var stands string
	err = tx.QueryRowContext(ctx, "select coalesce((select digest from "+lockTable+" where role = $1), '')", r.rows).Scan(&stands)
	if err != nil || stands == want {
		return fault.Wrap(op, err)
	}
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fault.Wrap(op, fmt.Errorf("%s: %w", statement, err))
		}
	}
	_, err = tx.ExecContext(ctx, "insert into "+lockTable+" (role, digest) values ($1, $2) on conflict (role) do update set digest = excluded.digest",
		r.rows, want)
	if err != nil {
		return fault.Wrap(op, err)
	}
	return fault.Wrap(op, tx.Commit())
}
