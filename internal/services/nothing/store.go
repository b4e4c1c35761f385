package nothing

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const columns = `id, member_id, schema_name, period, actor_kind, actor_id, actor_name, declared_at`

func scan(r database.Row) (Declaration, error) {
	var d Declaration
	var kind string
	var at int64
	err := r.Scan(&d.ID, &d.MemberID, &d.Schema, &d.Period, &kind, &d.Actor.ID, &d.Actor.Name, &at)
	d.Actor.Kind, d.Declared = access.ActorKind(kind), clock.FromMicros(at)
	return d, err
}

// Filter chooses declarations; what is zero chooses all.
type Filter struct {
	Members []string // ids
	Schema  string
	Year    int
	Period  string
	Limit   int
	Offset  int
}

// List returns the declarations that stand, the latest period first. Everybody
// may read them.
func List(ctx context.Context, tx access.Tx, f Filter) ([]Declaration, error) {
	where, args := `undone_at = 0`, []any{}
	add := func(condition string, v any) {
		args = append(args, v)
		where += fmt.Sprintf(` and `+condition, len(args))
	}
	if f.Schema != "" {
		add(`schema_name = $%d`, f.Schema)
	}
	if f.Period != "" {
		add(`period = $%d`, f.Period)
	}
	if f.Year != 0 {
		add(`period >= $%d`, strconv.Itoa(f.Year))
		add(`period < $%d`, strconv.Itoa(f.Year+1))
	}
	if len(f.Members) > 0 {
		where += ` and member_id in (` + database.In(len(f.Members), len(args)+1) + `)`
		args = append(args, database.Args(f.Members)...)
	}
	if f.Limit == 0 {
		f.Limit = 10_000
	}
	args = append(args, f.Limit, f.Offset)
	list, err := database.All(ctx, tx, "nothing.List", scan, `select `+columns+` from nil_return where `+where+
		fmt.Sprintf(` order by period desc, schema_name, declared_at, id limit $%d offset $%d`, len(args)-1, len(args)), args...)
	type one struct{ member, schema, period string }
	seen := map[one]bool{}
	return slices.DeleteFunc(list, func(d Declaration) bool { // of bodies that have merged, one is enough
		k := one{d.MemberID, d.Schema, d.Period}
		double := seen[k]
		seen[k] = true
		return double
	}), err
}

func standing(ctx context.Context, tx access.Tx, member, schema, period string) (Declaration, bool, error) {
	list, err := database.All(ctx, tx, "nothing.standing", scan, `select `+columns+` from nil_return
		where member_id = $1 and schema_name = $2 and period = $3 and undone_at = 0`, member, schema, period)
	if err != nil || len(list) == 0 {
		return Declaration{}, false, err
	}
	return list[0], true, nil
}

func get(ctx context.Context, tx access.Tx, id string) (Declaration, error) {
	const op = "nothing.get"
	where, args := tx.Only("member_id", []any{id})
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from nil_return where id = $1 and `+where, args...)
	if err == nil && len(list) == 0 {
		err = fault.Missing(op)
	}
	if err != nil {
		return Declaration{}, err
	}
	return list[0], nil
}

func insert(ctx context.Context, tx access.Tx, d Declaration) error {
	_, err := database.Exec(ctx, tx, "nothing.insert", `insert into nil_return (`+columns+`, undone_at, undone_by)
		values ($1,$2,$3,$4,$5,$6,$7,$8,0,'')`, d.ID, d.MemberID, d.Schema, d.Period, string(d.Actor.Kind), d.Actor.ID, d.Actor.Name, clock.Micros(d.Declared))
	return err
}

func undo(ctx context.Context, tx access.Tx, id string) (bool, error) {
	n, err := database.Exec(ctx, tx, "nothing.undo", `update nil_return set undone_at = $1, undone_by = $2
		where undone_at = 0 and (member_id, schema_name, period) in (select member_id, schema_name, period from nil_return where id = $3 and undone_at = 0)`,
		tx.Micros(), tx.Scope().Actor().Ref(), id)
	return n > 0, err
}
