package voice

import (
	"context"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

const columns = `id, member_id, dataset_id, kind, state, title, body, link, reuse, name, answer, answered_by, created_at, proven_at, closed_at, reminded_at, public`

func scan(r database.Row) (t Thread, err error) {
	var created, proven, closed, reminded int64
	err = r.Scan(&t.ID, &t.MemberID, &t.DatasetID, &t.Kind, &t.State, &t.Title, &t.Body, &t.Link, &t.Reuse, &t.Name, &t.Answer, &t.By, &created, &proven, &closed, &reminded, &t.Public)
	t.Created, t.Proven, t.Closed, t.Reminded = clock.FromMicros(created), clock.FromMicros(proven), clock.FromMicros(closed), clock.FromMicros(reminded)
	return t, err
}

// Shown lists what the public may read about a dataset, the latest first.
func Shown(ctx context.Context, tx access.Tx, dataset string) ([]Thread, error) {
	return database.All(ctx, tx, "voice.Shown", scan, `select `+columns+` from voice_thread where dataset_id = $1 and public = 1 order by closed_at desc, id limit 200`, dataset)
}

// Get returns a matter that its member has received, to who sees the member.
func Get(ctx context.Context, tx access.Tx, id string) (Thread, error) {
	t, err := database.One(ctx, tx, "voice.Get", scan, `select `+columns+` from voice_thread where id = $1 and state <> 'unproven'`, id)
	if err == nil {
		err = tx.Sees("voice.Get", t.MemberID)
	}
	return t, err
}

// Filter chooses matters.
type Filter struct {
	Member        string // "" for all that the scope sees
	View          string // "open", "closed", "late"
	Limit, Offset int
}

// where is the condition of a filter.
func (f Filter) where(tx access.Tx) (string, []any) {
	where, args := tx.Only("member_id", nil)
	if f.Member != "" {
		args = append(args, f.Member)
		where += " and member_id = $" + strconv.Itoa(len(args))
	}
	switch f.View {
	case "closed":
		where += " and state in ('answered', 'declined')"
	case "late":
		args = append(args, clock.Micros(tx.Clock().Now().Add(-patience)))
		where += " and state = 'waiting' and proven_at <= $" + strconv.Itoa(len(args))
	default:
		where += " and state = 'waiting'"
	}
	return where, args
}

// List returns matters, of open ones the oldest first, and how many there are.
func List(ctx context.Context, tx access.Tx, f Filter) ([]Thread, int, error) {
	const op = "voice.List"
	where, args := f.where(tx)
	n, err := database.Value[int](ctx, tx, op, `select count(*) from voice_thread where `+where, args...)
	if err != nil || n == 0 || f.Limit == 0 {
		return nil, n, err
	}
	order := "proven_at, id"
	if f.View == "closed" {
		order = "closed_at desc, id"
	}
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from voice_thread where `+where+` order by `+order+` limit `+strconv.Itoa(f.Limit)+` offset `+strconv.Itoa(f.Offset), args...)
	return list, n, err
}

func insert(ctx context.Context, tx access.Tx, t Thread) error {
	_, err := database.Exec(ctx, tx, "voice.insert", `insert into voice_thread (`+columns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,'','','',$10,0,0,0,0)`,
		t.ID, t.MemberID, t.DatasetID, string(t.Kind), string(t.State), t.Title, t.Body, t.Link, t.Reuse, clock.Micros(t.Created))
	return err
}

func save(ctx context.Context, tx access.Tx, t Thread) error {
	_, err := database.Exec(ctx, tx, "voice.save", `update voice_thread set state = $1, name = $2, answer = $3, answered_by = $4, proven_at = $5, closed_at = $6, reminded_at = $7, public = $8 where id = $9`,
		string(t.State), t.Name, t.Answer, t.By, clock.Micros(t.Proven), clock.Micros(t.Closed), clock.Micros(t.Reminded), database.Bool(t.Public), t.ID)
	return err
}

// asker is who wrote, while that is kept.
type asker struct {
	name, sealed, lang, proof string
	shown                     bool
}

func askerOf(ctx context.Context, tx access.Tx, thread string) (asker, error) {
	return database.One(ctx, tx, "voice.askerOf", func(r database.Row) (a asker, err error) {
		return a, r.Scan(&a.name, &a.shown, &a.sealed, &a.lang, &a.proof)
	}, `select name, shown, email, lang, proof from voice_asker where thread_id = $1`, thread)
}

// remove deletes matters with all that is kept of them.
func remove(ctx context.Context, tx access.Tx, where string, args ...any) error {
	const op = "voice.remove"
	if _, err := database.Exec(ctx, tx, op, `delete from voice_asker where thread_id in (select id from voice_thread where `+where+`)`, args...); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, `delete from voice_thread where `+where, args...)
	return err
}
