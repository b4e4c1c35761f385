package request

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const columns = `id, member_id, year, number, reference, channel, state, outcome, ground, kinds, bases, activities, received_on, due_on,
	extended_on, identity_on, identified_on, closed_on, erase_on, answered_by, requester_name, requester_email, requester_phone,
	requester_address, requester_for, words, identity_why, extended_why, notes, reason, answer, reminded, revision, created_at,
	changed_at, changed_id, changed_name`

func scan(row database.Row) (Request, error) {
	var r Request
	var channel, state, outcome, kinds, bases, activities string
	var created, changed int64
	err := row.Scan(&r.ID, &r.MemberID, &r.Year, &r.Number, &r.Reference, &channel, &state, &outcome, &r.Ground, &kinds, &bases, &activities,
		&r.ReceivedOn, &r.DueOn, &r.ExtendedOn, &r.IdentityOn, &r.IdentifiedOn, &r.ClosedOn, &r.EraseOn, &r.AnsweredBy,
		&r.Requester.Name, &r.Requester.Email, &r.Requester.Phone, &r.Requester.Address, &r.Requester.For, &r.Words, &r.IdentityWhy,
		&r.ExtendedWhy, &r.Notes, &r.Reason, &r.Answer, &r.Reminded, &r.Revision, &created, &changed, &r.ChangedID, &r.ChangedName)
	if err != nil {
		return r, err
	}
	r.Channel, r.State, r.Outcome = Channel(channel), State(state), Outcome(outcome)
	r.Kinds, r.Bases = strings.Fields(kinds), strings.Fields(bases)
	r.Created, r.Changed = clock.FromMicros(created), clock.FromMicros(changed)
	return r, json.Unmarshal([]byte(activities), &r.Activities)
}

func (r Request) values() []any {
	activities, err := json.Marshal(r.Activities)
	if err != nil || r.Activities == nil {
		activities = []byte("[]")
	}
	return []any{r.ID, r.MemberID, r.Year, r.Number, r.Reference, string(r.Channel), string(r.State), string(r.Outcome), r.Ground,
		strings.Join(r.Kinds, " "), strings.Join(r.Bases, " "), string(activities), r.ReceivedOn, r.DueOn, r.ExtendedOn, r.IdentityOn,
		r.IdentifiedOn, r.ClosedOn, r.EraseOn, r.AnsweredBy, r.Requester.Name, r.Requester.Email, r.Requester.Phone, r.Requester.Address,
		r.Requester.For, r.Words, r.IdentityWhy, r.ExtendedWhy, r.Notes, r.Reason, r.Answer, r.Reminded, r.Revision,
		clock.Micros(r.Created), clock.Micros(r.Changed), r.ChangedID, r.ChangedName}
}

func insert(ctx context.Context, tx access.Tx, r Request) error {
	v := r.values()
	_, err := database.Exec(ctx, tx, "request.insert", `insert into register_request (`+columns+`) values (`+database.In(len(v), 1)+`)`, v...)
	return err
}

// save writes a request back. Somebody else's change since it was read is a
// Conflict.
func save(ctx context.Context, tx access.Tx, r Request) error {
	const op = "request.save"
	was := r.Revision
	r.Revision++
	a := tx.Scope().Actor()
	r.Changed, r.ChangedID, r.ChangedName = tx.Clock().Now(), a.ID, a.Name
	v := r.values()
	var set []string
	for i, name := range strings.Split(columns, ",") {
		set = append(set, fmt.Sprintf("%s = $%d", strings.TrimSpace(name), i+1))
	}
	n, err := database.Exec(ctx, tx, op, `update register_request set `+strings.Join(set, ", ")+fmt.Sprintf(` where id = $1 and revision = $%d`, len(v)+1), append(v, was)...)
	if err == nil && n == 0 {
		err = changed(op)
	}
	return err
}

func changed(op string) error {
	return fault.New(fault.Conflict, op, "Quelqu’un a modifié cette demande entre-temps. Relisez-la, puis recommencez.",
		"Somebody has changed this request meanwhile. Read it again, then try once more.")
}

// load reads a request for those who may work on it.
func load(ctx context.Context, tx access.Tx, id string) (Request, error) {
	const op = "request.load"
	where, args := tx.Only("member_id", []any{id})
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from register_request where id = $1 and `+where, args...)
	if err == nil && len(list) == 0 {
		err = fault.Missing(op)
	}
	if err != nil {
		return Request{}, err
	}
	return list[0], May(ctx, tx, list[0].MemberID)
}

// Get returns a request with its steps and files.
func Get(ctx context.Context, tx access.Tx, id string) (Request, []Step, []File, error) {
	const op = "request.Get"
	r, err := load(ctx, tx, id)
	if err != nil {
		return r, nil, nil, err
	}
	steps, err := database.All(ctx, tx, op, func(row database.Row) (s Step, err error) {
		var from, to string
		var at int64
		err = row.Scan(&s.ID, &s.Kind, &from, &to, &s.ActorName, &at)
		s.From, s.To, s.At = State(from), State(to), clock.FromMicros(at)
		return s, err
	}, `select id, kind, from_state, to_state, actor_name, at from register_request_step where request_id = $1 order by id`, id)
	if err != nil {
		return r, nil, nil, err
	}
	files, err := filesWhere(ctx, tx, `request_id = $1`, id)
	return r, steps, files, err
}

const fileColumns = `id, request_id, member_id, kind, name, digest, size, destroy_on, destroyed_at, actor_name, at`

func filesWhere(ctx context.Context, tx access.Tx, where string, args ...any) ([]File, error) {
	return database.All(ctx, tx, "request.files", func(row database.Row) (f File, err error) {
		var kind string
		var destroyed, at int64
		err = row.Scan(&f.ID, &f.RequestID, &f.MemberID, &kind, &f.Name, &f.Digest, &f.Size, &f.DestroyOn, &destroyed, &f.ActorName, &at)
		f.Kind, f.Destroyed, f.At = FileKind(kind), clock.FromMicros(destroyed), clock.FromMicros(at)
		return f, err
	}, `select `+fileColumns+` from register_request_file where `+where+` order by id`, args...)
}

// note writes a step, and the journal's entry, which says no more than states.
func note(ctx context.Context, tx access.Tx, r Request, kind string, from State, body map[string]any) error {
	a := tx.Scope().Actor()
	if a.Kind == access.Itself { // Airial has a reason, and no name
		a.Name = ""
	}
	_, err := database.Exec(ctx, tx, "request.note", `insert into register_request_step (id, request_id, member_id, kind, from_state, to_state,
		actor_kind, actor_id, actor_name, at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, tx.NewID(), r.ID, r.MemberID, kind, string(from),
		string(r.State), string(a.Kind), a.ID, a.Name, tx.Micros())
	if err != nil {
		return err
	}
	if body == nil {
		body = map[string]any{}
	}
	body["state"] = string(r.State)
	return tx.Record(ctx, kind, r.MemberID, r.ID, body)
}

// Filter chooses requests of a list.
type Filter struct {
	Member string
	// View is "late", "week" (due within seven days), "open", "closed" or ""
	// for all.
	View  string
	Kind  string
	Query string // number or reference
}

// condition is the filter as SQL, within what the scope works on.
func (f Filter) condition(ctx context.Context, tx access.Tx, today string) (string, []any, error) {
	where, args, err := workedOn(ctx, tx, "member_id", nil)
	if err != nil {
		return "", nil, err
	}
	add := func(condition string, v ...any) {
		for _, one := range v {
			args = append(args, one)
			condition = strings.Replace(condition, "$?", fmt.Sprintf("$%d", len(args)), 1)
		}
		where += " and " + condition
	}
	if f.Member != "" {
		add("member_id = $?", f.Member)
	}
	const open = `state not in ('closed','erased')`
	switch f.View {
	case "late":
		add(open+" and due_on < $?", today)
	case "week":
		add(open+" and due_on >= $? and due_on <= $?", today, week(today))
	case "open":
		add(open)
	case "closed":
		add(`state in ('closed','erased')`)
	}
	if f.Kind != "" {
		add(`' ' || kinds || ' ' like $?`, "% "+f.Kind+" %")
	}
	if q := strings.TrimSpace(f.Query); q != "" {
		var year, number int
		if n, _ := fmt.Sscanf(q, "%d-%d", &year, &number); n == 2 {
			add("year = $? and number = $?", year, number)
		} else {
			add("reference = $?", strings.ToUpper(q))
		}
	}
	return where, args, nil
}

// List returns requests, those that are open and due first before all others.
func List(ctx context.Context, tx access.Tx, f Filter, limit, offset int) ([]Request, int, error) {
	const op = "request.List"
	where, args, err := f.condition(ctx, tx, access.Today(tx.Clock()))
	if err != nil {
		return nil, 0, err
	}
	total, err := database.Value[int](ctx, tx, op, `select count(*) from register_request where `+where, args...)
	if err != nil || total == 0 || limit == 0 {
		return nil, total, err
	}
	n := len(args)
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from register_request where `+where+
		` order by case when state in ('closed','erased') then 1 else 0 end, case when state in ('closed','erased') then '' else due_on end,
			closed_on desc, id`+fmt.Sprintf(` limit $%d offset $%d`, n+1, n+2), append(args, limit, offset)...)
	return list, total, err
}
