package plan

import (
	"context"
	"fmt"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/text"
)

const stored = `id, member_id, kind, priority, state, is_open, due_on, owner_id, owner_name, cost, remark, done_on, made_at, changed_at`

const columns = `a.id, a.member_id, a.kind, a.priority, a.state, a.due_on, a.owner_id, a.owner_name, a.cost, a.remark, a.done_on, a.made_at, a.changed_at,
	i.rev, i.model_id, i.open_count, case when i.proposed > i.version then 1 else 0 end,
	case when i.name = '' then coalesce(v.name, '') else i.name end, case when i.name = '' then coalesce(v.name_en, '') else i.name end`

const from = ` from register_action a join register_instance i on i.id = a.id
	left join register_version v on v.model_id = i.model_id and v.number = i.version`

func scan(r database.Row) (a Action, err error) {
	var state string
	var made, changed int64
	var behind bool
	err = r.Scan(&a.ID, &a.MemberID, &a.Kind, &a.Priority, &state, &a.Due, &a.OwnerID, &a.OwnerName, &a.Cost, &a.Remark, &a.DoneOn, &made, &changed,
		&a.Rev, &a.Model, &a.Open, &behind, &a.Title.Fr, &a.Title.En)
	a.State, a.Made, a.Changed = State(state), clock.FromMicros(made), clock.FromMicros(changed)
	a.Waits = behind || a.Open > 0
	return a, err
}

// A Filter chooses actions.
type Filter struct {
	Member string // "" for all that the scope sees
	// View is "open", "late", "week" (due within seven days), "closed", or "".
	View     string
	State    State
	Kind     string
	Priority int
	Owner    string // account; "none" for nobody
	Query    string
	Until    string // due until a day
	From, To string // due within days, both included
	Link     Link
	IDs      []string
	Members  []string // when not nil: just these
}

func (f Filter) where(tx access.Tx) (string, []any) {
	where, args := tx.Only("a.member_id", nil)
	add := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "$?", fmt.Sprintf("$%d", len(args)), 1)
		}
		where += " and " + condition
	}
	today := access.Today(tx.Clock())
	switch f.View {
	case "open":
		add("a.is_open = 1")
	case "late":
		add("a.is_open = 1 and a.due_on > '' and a.due_on < $?", today)
	case "week":
		add("a.is_open = 1 and a.due_on >= $? and a.due_on <= $?", today, addDays(today, 7))
	case "closed":
		add("a.is_open = 0")
	}
	if f.Member != "" {
		add("a.member_id = $?", f.Member)
	}
	if f.Members != nil {
		add("a.member_id in ("+marks(len(f.Members))+")", database.Args(f.Members)...)
	}
	if f.State != "" {
		add("a.state = $?", string(f.State))
	}
	if f.Kind != "" {
		add("a.kind = $?", f.Kind)
	}
	if f.Priority != 0 {
		add("a.priority = $?", f.Priority)
	}
	switch f.Owner {
	case "":
	case "none":
		add("a.owner_id = '' and a.owner_name = ''")
	default:
		add("a.owner_id = $?", f.Owner)
	}
	if f.Until != "" {
		add("a.due_on > '' and a.due_on <= $?", f.Until)
	}
	if f.From != "" {
		add("a.due_on >= $? and a.due_on <= $?", f.From, f.To)
	}
	if f.Link.Kind != "" {
		add("a.id in (select action_id from register_action_link where kind = $? and target = $?)", f.Link.Kind, f.Link.Target)
	}
	if f.IDs != nil {
		add("a.id in ("+marks(len(f.IDs))+")", database.Args(f.IDs)...)
	}
	for _, word := range strings.Fields(text.Fold(f.Query)) {
		like := "%" + text.EscapeLike(word) + "%"
		add(`case when i.words = '' then coalesce(v.words, '') else i.words end like $? escape '\'`, like)
	}
	return where, args
}

func marks(n int) string {
	if n == 0 {
		return "''"
	}
	return strings.TrimSuffix(strings.Repeat("$?,", n), ",")
}

// List returns actions, what is open before the rest, the earliest due first;
// and how many there are. limit 0 counts only.
func List(ctx context.Context, tx access.Tx, f Filter, limit, offset int) ([]Action, int, error) {
	const op = "plan.List"
	where, args := f.where(tx)
	source := from
	if f.Query == "" {
		source = ` from register_action a`
	}
	total, err := database.Value[int](ctx, tx, op, `select count(*)`+source+` where `+where, args...)
	if err != nil || total == 0 || limit == 0 {
		return nil, total, err
	}
	n := len(args)
	list, err := database.All(ctx, tx, op, scan, `select `+columns+from+` where `+where+`
		order by a.is_open desc, case when a.is_open = 0 then '' when a.due_on = '' then '9' else a.due_on end, a.priority, a.done_on desc, a.id`+
		fmt.Sprintf(` limit $%d offset $%d`, n+1, n+2), append(args, limit, offset)...)
	return list, total, err
}

// Get returns an action that the scope sees.
func Get(ctx context.Context, tx access.Tx, id string) (Action, error) {
	const op = "plan.Get"
	a, err := database.One(ctx, tx, op, scan, `select `+columns+from+` where a.id = $1`, id)
	if err != nil {
		return a, err
	}
	return a, tx.Sees(op, a.MemberID)
}

// Counts says how many actions stand how.
type Counts struct{ Open, Late, Week, Done, Closed int }

// Count counts the actions of a member, or of all that the scope sees.
func Count(ctx context.Context, tx access.Tx, member string) (c Counts, err error) {
	for _, one := range []struct {
		f Filter
		n *int
	}{{Filter{Member: member, View: "open"}, &c.Open}, {Filter{Member: member, View: "late"}, &c.Late}, {Filter{Member: member, View: "week"}, &c.Week},
		{Filter{Member: member, State: Done}, &c.Done}, {Filter{Member: member, View: "closed"}, &c.Closed}} {
		if _, *one.n, err = List(ctx, tx, one.f, 0, 0); err != nil {
			return c, err
		}
	}
	return c, nil
}

// Links lists what actions are linked to, by action.
func Links(ctx context.Context, tx access.Tx, member string, ids ...string) (map[string][]Link, error) {
	only, args := tx.Only("member_id", []any{member})
	condition := ""
	if len(ids) > 0 {
		condition = " and action_id in (" + database.In(len(ids), len(args)+1) + ")"
		args = append(args, database.Args(ids)...)
	}
	out := map[string][]Link{}
	return out, database.Each(ctx, tx, "plan.Links", func(r database.Row) error {
		var id string
		var l Link
		err := r.Scan(&id, &l.Kind, &l.Target)
		out[id] = append(out[id], l)
		return err
	}, `select action_id, kind, target from register_action_link where member_id = $1 and `+only+condition+` order by action_id, kind, target`, args...)
}

// Proofs lists the proof of an action.
func Proofs(ctx context.Context, tx access.Tx, action string) ([]Proof, error) {
	only, args := tx.Only("member_id", []any{action})
	return database.All(ctx, tx, "plan.Proofs", scanProof, `select `+proofColumns+` from register_action_proof where action_id = $1 and `+only+` order by id`, args...)
}

const proofColumns = `id, action_id, member_id, name, href, digest, size, actor_name, at`

func scanProof(r database.Row) (p Proof, err error) {
	var at int64
	err = r.Scan(&p.ID, &p.ActionID, &p.MemberID, &p.Name, &p.Href, &p.Digest, &p.Size, &p.By, &at)
	p.At = clock.FromMicros(at)
	return p, err
}

// Steps lists what was decided about an action, the latest first.
func Steps(ctx context.Context, tx access.Tx, action string) ([]Step, error) {
	only, args := tx.Only("member_id", []any{action})
	return database.All(ctx, tx, "plan.Steps", func(r database.Row) (s Step, err error) {
		var at int64
		err = r.Scan(&s.What, &s.Before, &s.After, &s.By, &at)
		s.At = clock.FromMicros(at)
		return s, err
	}, `select what, before, after, actor_name, at from register_action_step where action_id = $1 and `+only+` order by id desc`, args...)
}

// addDays reckons with days of law; what is none stays.
func addDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// validDay tells whether a text is a day.
func validDay(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Year() > 1999 && t.Year() < 2200
}
