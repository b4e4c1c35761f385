package twin

import (
	"context"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/activity"
)

// A double is an activity that stands beside another in its group: of the same
// model, or of the member's own under the same name.
type double struct{ id, group string }

const group = `(case when i.model_id <> '' then i.model_id else 'own:' || i.sort_key end) collate "C"`

// doubles lists them, those of a group together. Where the scope sees all
// members, what is counted is one walk along the index of models.
func doubles(ctx context.Context, tx access.Tx, member string) ([]double, error) {
	only, args := tx.Only("i.member_id", []any{string(activity.Kind)})
	where := `i.kind = $1 and i.retired_at = 0 and ` + only
	if member != "" {
		args = append(args, member)
		where += ` and i.member_id = ` + database.In(1, len(args))
	}
	return database.All(ctx, tx, "twin.doubles", func(r database.Row) (d double, err error) {
		var member string
		err = r.Scan(&d.id, &member, &d.group)
		d.group = member + " " + d.group
		return d, err
	}, `select i.id, i.member_id, `+group+` from register_instance i
		join (select i.member_id, `+group+` as twins from register_instance i where `+where+` group by 1, 2 having count(*) > 1) g
			on g.member_id = i.member_id and g.twins = `+group+`
		where i.kind = $1 and i.retired_at = 0 order by 2, 3, 1`, args...)
}

// keptApart are the pairs that stay as they are.
func keptApart(ctx context.Context, tx access.Tx, member string) (map[[2]string]bool, error) {
	only, args := tx.Only("member_id", []any{string(Apart)})
	if member != "" {
		args = append(args, member)
		only += ` and member_id = ` + database.In(1, len(args))
	}
	out := map[[2]string]bool{}
	return out, database.Each(ctx, tx, "twin.keptApart", func(r database.Row) error {
		var a, b string
		err := r.Scan(&a, &b)
		out[unordered(a, b)] = true
		return err
	}, `select kept_id, gone_id from register_twin where state = $1 and `+only, args...)
}

// State says how two twins stand.
type State string

// The states.
const (
	Merged State = "merged"
	Apart  State = "apart"
	Undone State = "undone"
)

// A Settled pair is one that somebody decided on.
type Settled struct {
	ID, MemberID string
	Kept, Gone   string // activities
	State        State
	Led          map[string][]string // what was led to the one that stayed, by room
	Note         string
	At           time.Time
	By           string
	Undone       time.Time // zero while it holds
	UndoneBy     string
	rev          int
	shownBefore  bool
}

const columns = `id, member_id, kept_id, gone_id, state, rev, shown_before, led, note, at, by_name, undone_at, undone_name`

func scan(r database.Row) (s Settled, err error) {
	var state, led string
	var at, undone int64
	if err := r.Scan(&s.ID, &s.MemberID, &s.Kept, &s.Gone, &state, &s.rev, &s.shownBefore, &led, &s.Note, &at, &s.By, &undone, &s.UndoneBy); err != nil {
		return s, err
	}
	s.State, s.At = State(state), clock.FromMicros(at)
	if undone > 0 {
		s.Undone = clock.FromMicros(undone)
	}
	return s, json.Unmarshal([]byte(led), &s.Led)
}

// Decided lists what was decided on a member's twins, the latest first.
func Decided(ctx context.Context, tx access.Tx, member string) ([]Settled, error) {
	only, args := tx.Only("member_id", []any{member})
	return database.All(ctx, tx, "twin.Decided", scan, `select `+columns+` from register_twin where member_id = $1 and `+only+` order by at desc, id desc`, args...)
}

func get(ctx context.Context, tx access.Tx, member, id string) (Settled, error) {
	only, args := tx.Only("member_id", []any{id, member})
	return database.One(ctx, tx, "twin.get", scan, `select `+columns+` from register_twin where id = $1 and member_id = $2 and `+only, args...)
}

func insert(ctx context.Context, tx access.Tx, s Settled) error {
	const op = "twin.insert"
	led, err := json.Marshal(s.Led)
	if err != nil {
		return fault.Wrap(op, err)
	}
	by := tx.Scope().Actor()
	_, err = database.Exec(ctx, tx, op, `insert into register_twin (id, member_id, kept_id, gone_id, state, rev, shown_before, led, note, at, by_id, by_name,
		undone_at, undone_id, undone_name) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,0,'','')`, s.ID, s.MemberID, s.Kept, s.Gone, string(s.State), s.rev,
		database.Bool(s.shownBefore), string(led), s.Note, tx.Micros(), by.ID, by.Name)
	return err
}

// Into is the activity to which one gave way, "" for none.
func Into(ctx context.Context, tx access.Tx, id string) (string, error) {
	only, args := tx.Only("member_id", []any{id, string(Merged)})
	kept, err := database.Value[string](ctx, tx, "twin.Into", `select kept_id from register_twin where gone_id = $1 and state = $2 and `+only, args...)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return kept, err
}
