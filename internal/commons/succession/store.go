package succession

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const actColumns = `id, kind, state, day, deed, plan, recorder, recorded_at, done_at, problem, recorder_id`

func scanAct(r database.Row) (Act, error) {
	var a Act
	var plan string
	var recorded, done int64
	err := r.Scan(&a.ID, &a.Kind, &a.State, &a.Day, &a.Deed, &plan, &a.Recorder, &recorded, &done, &a.Problem, &a.By)
	if err != nil {
		return a, err
	}
	a.Recorded, a.Done = clock.FromMicros(recorded), clock.FromMicros(done)
	return a, json.Unmarshal([]byte(plan), &a.Plan)
}

func save(ctx context.Context, tx access.Tx, a Act) error {
	const op = "succession.save"
	plan, err := json.Marshal(a.Plan)
	if err != nil {
		return fault.Wrap(op, err)
	}
	if _, err := database.Exec(ctx, tx, op, `insert into succession (`+actColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)
		on conflict (id) do update set state = excluded.state, plan = excluded.plan, done_at = excluded.done_at, problem = excluded.problem`,
		a.ID, string(a.Kind), string(a.State), a.Day, a.Deed, string(plan), a.Recorder, clock.Micros(a.Recorded), clock.Micros(a.Done), a.Problem, a.By); err != nil {
		return err
	}
	for _, m := range a.Plan.all() {
		if _, err := database.Exec(ctx, tx, op, `insert into succession_member (succession_id, member_id) values ($1,$2)
			on conflict (succession_id, member_id) do nothing`, a.ID, m); err != nil {
			return err
		}
	}
	return nil
}

// Get returns an act. The operator's people and the system may ask.
func Get(ctx context.Context, tx access.Tx, id string) (Act, error) {
	const op = "succession.Get"
	if s := tx.Scope(); !s.IsSystem() && !s.OfOperator() {
		return Act{}, fault.Missing(op)
	}
	return database.One(ctx, tx, op, scanAct, `select `+actColumns+` from succession where id = $1`, id)
}

// List lists acts, the latest first: those that concern a member, or all ("").
func List(ctx context.Context, tx access.Tx, member string, limit int) ([]Act, error) {
	const op = "succession.List"
	if s := tx.Scope(); !s.IsSystem() && !s.OfOperator() {
		return nil, fault.Missing(op)
	}
	return database.All(ctx, tx, op, scanAct, `select `+actColumns+` from succession
		where $1 = '' or id in (select succession_id from succession_member where member_id = $1)
		order by recorded_at desc, id desc limit $2`, member, limit)
}

// Former lists the ids of the members that a member has inherited from.
func Former(ctx context.Context, tx access.Tx, heir string) ([]string, error) {
	acts, err := List(ctx, tx, heir, 1000)
	var out []string
	for _, a := range acts {
		if a.State == Done && a.Plan.Heir == heir && (a.Kind == Merger || a.Kind == Absorption) {
			out = append(out, a.Plan.Members...)
		}
	}
	return out, err
}

// Was returns whose pieces of an heir were before: the id of the former member
// by that of the piece.
func Was(ctx context.Context, tx access.Tx, former []string) (map[string]string, error) {
	out := map[string]string{}
	if len(former) == 0 {
		return out, nil
	}
	err := database.Each(ctx, tx, "succession.Was", func(r database.Row) error {
		var piece, member string
		err := r.Scan(&piece, &member)
		out[piece] = member
		return err
	}, `select piece_id, member_id from succession_piece where member_id in (`+database.In(len(former), 1)+`) order by succession_id`,
		database.Args(former)...)
	return out, err
}

// Piece is a piece that may pass in a split.
type Piece struct {
	ID, Title string
	Was       string // id of the member whose it was before; "" for the owner's own
}

// Pieces lists a member's pieces, by title, with whose they were.
func Pieces(ctx context.Context, tx access.Tx, member string) ([]Piece, error) {
	former, err := Former(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	was, err := Was(ctx, tx, former)
	if err != nil {
		return nil, err
	}
	return database.All(ctx, tx, "succession.Pieces", func(r database.Row) (p Piece, err error) {
		err = r.Scan(&p.ID, &p.Title)
		p.Was = was[p.ID]
		return p, err
	}, `select id, title from piece where member_id = $1 order by search_text, id`, member)
}
