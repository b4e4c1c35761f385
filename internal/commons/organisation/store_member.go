package organisation

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

const columns = `id, siren, name, kind, population, slug, insee, postcode, group_id, is_operator, created_at, closed_at, staff`

func scan(row interface{ Scan(...any) error }) (Member, error) {
	var m Member
	var kind string
	var operator, created, closed int64
	err := row.Scan(&m.ID, &m.Siren, &m.Name, &kind, &m.Population, &m.Slug, &m.Insee, &m.Postcode,
		&m.GroupID, &operator, &created, &closed, &m.Staff)
	m.Kind, m.IsOperator = Kind(kind), operator == 1
	m.Created, m.Closed = clock.FromMicros(created), clock.FromMicros(closed)
	return m, err
}

func scanRow(r database.Row) (Member, error) { return scan(r) }

// EventAdded is what the journal says of a new member.
const EventAdded = "member.added"

// Add takes in a new member. Only the operator's administrator and the system
// may. Its slug is made from its name when it has none. A SIREN that is
// already served is a Conflict.
func Add(ctx context.Context, tx access.Tx, m Member) (Member, error) {
	const op = "organisation.Add"
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.Administrator) {
		return m, fault.New(fault.Forbidden, op, "Seul l’administrateur de l’opérateur ajoute un adhérent.",
			"Only the operator’s administrator adds a member.")
	}
	m.take(m.Attributes().clean())
	if err := m.Attributes().valid(op); err != nil {
		return m, err
	}
	m.ID, m.Created = tx.NewID(), tx.Clock().Now()
	if err := sirenFree(ctx, tx, op, m.Siren, m.ID); err != nil {
		return m, err
	}
	slug, err := freeSlug(ctx, tx, m)
	if err != nil {
		return m, fault.Wrap(op, err)
	}
	m.Slug = slug
	operator := 0
	if m.IsOperator {
		operator = 1
	}
	_, err = tx.Exec(ctx, `insert into member (`+columns+`, sort_key, search_text)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)`,
		m.ID, m.Siren, m.Name, string(m.Kind), m.Population, m.Slug, m.Insee, m.Postcode, m.GroupID,
		operator, clock.Micros(m.Created), 0, m.Staff, text.SortKey(m.Name), searchText(m))
	if database.IsUnique(err) {
		return m, fault.New(fault.Conflict, op, "Le SIREN %[1]s est déjà celui d’un adhérent.",
			"SIREN %[1]s already belongs to a member.", m.Siren)
	}
	if err != nil {
		return m, fault.Wrap(op, err)
	}
	if err := putDated(ctx, tx, m.ID, Dated{From: access.Today(tx.Clock()), Attributes: m.Attributes(),
		Recorder: tx.Scope().Actor().Name, By: tx.Scope().Actor().ID, Recorded: m.Created, Applied: true}); err != nil {
		return m, err
	}
	if err := address(ctx, tx, m); err != nil {
		return m, err
	}
	return m, tx.Record(ctx, EventAdded, m.ID, m.ID, map[string]string{"siren": m.Siren, "name": m.Name})
}

// Get returns a member by its id.
func Get(ctx context.Context, tx access.Tx, id string) (Member, error) {
	return one(tx.QueryRow(ctx, `select `+columns+` from member where id = $1`, id))
}

// BySiren returns a member by its current SIREN. ByAddress knows earlier ones
// too.
func BySiren(ctx context.Context, tx access.Tx, siren string) (Member, error) {
	return one(tx.QueryRow(ctx, `select `+columns+` from member where siren = $1`, siren))
}

// ByAddress returns the member to which an address of the portal leads: its
// SIREN, its slug, or one that it once had.
func ByAddress(ctx context.Context, tx access.Tx, address string) (Member, error) {
	return one(tx.QueryRow(ctx, `select `+columns+` from member
		where id = (select member_id from member_address where address = $1)`, address))
}

// Operator returns the operator's own member.
func Operator(ctx context.Context, tx access.Tx) (Member, error) {
	return one(tx.QueryRow(ctx, `select `+columns+` from member where is_operator = 1`))
}

func one(row *sql.Row) (Member, error) {
	m, err := scan(row)
	if err == sql.ErrNoRows {
		return m, fault.New(fault.NotFound, "organisation.Get", "Cet adhérent n’existe pas.", "There is no such member.")
	}
	return m, fault.Wrap("organisation.Get", err)
}

// Filter chooses members of a list.
type Filter struct {
	Query string // beginnings of words of the name, of a SIREN, of a postcode
	Kind  Kind
	Group string   // members of this EPCI, bodies of this commune
	IDs   []string // just these, when not nil
}

// List returns members by name, a page at a time, and how many there are.
// Members are public.
func List(ctx context.Context, tx access.Tx, f Filter, limit, offset int) ([]Member, int, error) {
	const op = "organisation.List"
	with, from, args := f.from(tx.Dialect())
	total, err := database.Value[int](ctx, tx, op, with+`select count(*) from `+from, args...)
	if err != nil || total == 0 {
		return nil, 0, err
	}
	list, err := Page(ctx, tx, f, limit, offset)
	return list, total, err
}

// Page is List without the count, which goes through all there are.
func Page(ctx context.Context, tx access.Tx, f Filter, limit, offset int) ([]Member, error) {
	if limit == 0 {
		return nil, nil
	}
	with, from, args := f.from(tx.Dialect())
	n := len(args)
	page := fmt.Sprintf(` limit $%d offset $%d`, n+1, n+2)
	query := `select ` + columns + ` from ` + from + ` order by sort_key, id` + page
	if strings.TrimSpace(f.Query) != "" {
		query = pageOf(with, from, page)
	}
	return database.All(ctx, tx, "organisation.Page", scanRow, query, append(args, limit, offset)...)
}

// from returns what goes before a query for what is chosen, its from clause with
// its conditions, and their arguments.
func (f Filter) from(d database.Dialect) (with, from string, args []any) {
	from = "member where closed_at = 0"
	if strings.TrimSpace(f.Query) != "" {
		with, from, args = named(d, strings.Fields(text.Fold(f.Query)))
	}
	conditions := []string{from}
	add := func(condition string, arg any) {
		args = append(args, arg)
		conditions = append(conditions, fmt.Sprintf(condition, len(args)))
	}
	if f.Kind != "" {
		add("kind = $%d", string(f.Kind))
	}
	if f.Group != "" {
		add("group_id = $%d", f.Group)
	}
	if f.IDs != nil {
		marks := []string{"''"}
		for _, id := range f.IDs {
			args = append(args, id)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		conditions = append(conditions, "id in ("+strings.Join(marks, ",")+")")
	}
	return with, strings.Join(conditions, " and "), args
}

// ByIDs returns members by their ids, as a map.
func ByIDs(ctx context.Context, tx access.Tx, ids []string) (map[string]Member, error) {
	const op = "organisation.ByIDs"
	out := map[string]Member{}
	if len(ids) == 0 {
		return out, nil
	}
	marks, args := []string{}, []any{}
	for _, id := range ids {
		args = append(args, id)
		marks = append(marks, fmt.Sprintf("$%d", len(args)))
	}
	rows, err := tx.Query(ctx, `select `+columns+` from member where id in (`+strings.Join(marks, ",")+`)`, args...)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	defer rows.Close()
	for rows.Next() {
		m, err := scan(rows)
		if err != nil {
			return nil, fault.Wrap(op, err)
		}
		out[m.ID] = m
	}
	return out, fault.Wrap(op, rows.Err())
}

// Former lists, by name, the members whose place a member has taken: those that
// ended and whose addresses lead to it.
func Former(ctx context.Context, tx access.Tx, heir string) ([]Member, error) {
	return database.All(ctx, tx, "organisation.Former", scanRow,
		`select `+columns+` from member where closed_at > 0 and id <> $1
		and id in (select origin from member_address where member_id = $1) order by sort_key, id`, heir)
}
