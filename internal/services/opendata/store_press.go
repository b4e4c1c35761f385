package opendata

import (
	"context"
	"database/sql"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// press is that "Publier" was pressed for a version: by whom, when. A deposit
// by token has pressed it.
type press struct {
	Actor access.Actor
	At    time.Time
}

func (p press) isZero() bool { return p.At.IsZero() }

func (p press) save(ctx context.Context, tx access.Tx, version string) error {
	return database.Later(ctx, tx, "opendata.press", `insert into pressed (version_id, actor_kind, actor_id, actor_name, at)
		values ($1,$2,$3,$4,$5) on conflict (version_id) do nothing`,
		version, string(p.Actor.Kind), p.Actor.ID, p.Actor.Name, clock.Micros(p.At))
}

func pressOf(ctx context.Context, tx access.Tx, version string) (press, error) {
	var p press
	var kind string
	var at int64
	err := tx.QueryRow(ctx, `select actor_kind, actor_id, actor_name, at from pressed where version_id = $1`, version).
		Scan(&kind, &p.Actor.ID, &p.Actor.Name, &at)
	if err == sql.ErrNoRows {
		return press{}, nil
	}
	p.Actor.Kind, p.At = access.ActorKind(kind), clock.FromMicros(at)
	return p, fault.Wrap("opendata.pressOf", err)
}

// PressAs takes it for a version as it is for another: where "Publier" was
// pressed for that one, it is for this one, by the same hand.
func PressAs(ctx context.Context, tx access.Tx, from, to string) error {
	p, err := pressOf(ctx, tx, from)
	if err != nil || p.isZero() {
		return err
	}
	return p.save(ctx, tx, to)
}

// presses names, by version, those who pressed for the versions of a piece, as
// the journal does.
func presses(ctx context.Context, tx access.Tx, piece string) (map[string]string, error) {
	out := map[string]string{}
	err := database.Each(ctx, tx, "opendata.presses", func(r database.Row) error {
		var version, kind string
		var a access.Actor
		err := r.Scan(&version, &kind, &a.ID, &a.Name)
		a.Kind = access.ActorKind(kind)
		out[version] = a.Ref()
		return err
	}, `select p.version_id, p.actor_kind, p.actor_id, p.actor_name from pressed p
		join version v on v.id = p.version_id where v.piece_id = $1`, piece)
	return out, err
}
