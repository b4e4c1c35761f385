package display

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const columns = `number, document, actor_kind, actor_id, actor_name, written_at`

func scan(r database.Row) (State, error) {
	var s State
	var document, kind string
	var at int64
	if err := r.Scan(&s.Number, &document, &kind, &s.Actor.ID, &s.Actor.Name, &at); err != nil {
		return s, err
	}
	s.Actor.Kind, s.At = access.ActorKind(kind), clock.FromMicros(at)
	return s, json.Unmarshal([]byte(document), &s.Document)
}

// history lists the states of a dataset's page, the latest first.
func history(ctx context.Context, tx access.Tx, id string, limit int) ([]State, error) {
	return database.All(ctx, tx, "display.history", scan, `select `+columns+` from portal_display where dataset_id = $1
		order by number desc limit $2`, id, limit)
}

// latest is what everybody sees.
func latest(ctx context.Context, tx access.Tx, id string) (State, error) {
	list, err := history(ctx, tx, id, 1)
	if err != nil || len(list) == 0 {
		return State{Document: Document{Automatic: true}}, err
	}
	return list[0], nil
}

// at is the state of a number; NotFound where there is none.
func at(ctx context.Context, tx access.Tx, id string, number int) (State, error) {
	return database.One(ctx, tx, "display.at", scan, `select `+columns+` from portal_display where dataset_id = $1 and number = $2`, id, number)
}

// insert keeps a state, unless another one with its number came first.
func insert(ctx context.Context, tx access.Tx, id string, s State) error {
	const op = "display.insert"
	document, err := json.Marshal(s.Document)
	if err != nil {
		return fault.Wrap(op, err)
	}
	n, err := database.Exec(ctx, tx, op, `insert into portal_display (id, dataset_id, `+columns+`) values ($1,$2,$3,$4,$5,$6,$7,$8)
		on conflict (dataset_id, number) do nothing`, tx.NewID(), id, s.Number, string(document), string(s.Actor.Kind), s.Actor.ID, s.Actor.Name, clock.Micros(s.At))
	if err == nil && n == 0 {
		err = overtaken(op)
	}
	return err
}
