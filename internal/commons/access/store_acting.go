package access

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const actingColumns = `id, agent_id, agent_name, user_id, user_name, reason, begun_at, ends_at, ended_at`

func scanActing(r database.Row) (Acting, error) {
	var a Acting
	var begun, ends, ended int64
	err := r.Scan(&a.ID, &a.AgentID, &a.AgentName, &a.UserID, &a.UserName, &a.Reason, &begun, &ends, &ended)
	a.Begun, a.Ends, a.Ended = clock.FromMicros(begun), clock.FromMicros(ends), clock.FromMicros(ended)
	return a, err
}

// BeginActing lets somebody of the operator's support, or its administrator,
// act for a person in one of her own sessions. Nobody acts for the operator's
// people, nor for herself.
func BeginActing(ctx context.Context, tx Tx, session string, user Actor, reason string) (Acting, error) {
	const op = "access.BeginActing"
	s := tx.Scope()
	if _, already := s.Acting(); already || !s.Has(Support, Administrator) {
		return Acting{}, fault.New(fault.Forbidden, op, "Seules l’assistance et l’administration de l’opérateur agissent pour quelqu’un d’autre.",
			"Only the operator’s support and administrators act for somebody else.")
	}
	if reason == "" {
		return Acting{}, fault.New(fault.Invalid, op, "Dites pourquoi vous agissez pour cette personne\u202f: elle le lira.",
			"Say why you act for this person: she will read it.")
	}
	theirs, err := ScopeOf(ctx, tx, user)
	if err != nil {
		return Acting{}, err
	}
	if theirs.OfOperator() || user.ID == s.actor.ID {
		return Acting{}, fault.New(fault.Forbidden, op, "On n’agit pas à la place d’une personne de l’opérateur.",
			"Nobody acts in the place of the operator’s people.")
	}
	now := tx.Clock().Now()
	a := Acting{ID: tx.NewID(), AgentID: s.actor.ID, AgentName: s.actor.Name, UserID: user.ID, UserName: user.Name,
		Reason: reason, Begun: now, Ends: now.Add(ActingFor)}
	_, err = database.Exec(ctx, tx, op, `insert into acting (`+actingColumns+`, session, shown_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,0,$9,0)`, a.ID, a.AgentID, a.AgentName, a.UserID, a.UserName, a.Reason,
		clock.Micros(a.Begun), clock.Micros(a.Ends), session)
	if err != nil {
		return a, err
	}
	return a, tx.Record(ctx, EventActingBegun, "", user.ID, map[string]string{"acting": a.ID, "reason": reason})
}

// EndActing ends the time in which the scope acts for somebody.
func EndActing(ctx context.Context, tx Tx) error {
	const op = "access.EndActing"
	a, acts := tx.Scope().Acting()
	if !acts {
		return nil
	}
	n, err := database.Exec(ctx, tx, op, `update acting set ended_at = $1 where id = $2 and ended_at = 0`, tx.Micros(), a.ID)
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventActingEnded, "", a.UserID, map[string]string{"acting": a.ID})
}

// InSession returns the scope that a person has in one of her sessions: her
// own, or that of the person for whom she acts there. Who has lost the role
// that lets her act has lost that too.
func InSession(ctx context.Context, tx Tx, s Scope, session string) (Scope, error) {
	if !s.Has(Support, Administrator) {
		return s, nil
	}
	a, err := database.One(ctx, tx, "access.InSession", scanActing, `select `+actingColumns+` from acting
		where session = $1 and agent_id = $2 and ended_at = 0 and ends_at > $3 order by begun_at desc, id desc limit 1`,
		session, s.actor.ID, tx.Micros())
	if fault.Is(err, fault.NotFound) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	theirs, err := ScopeOf(ctx, tx, Actor{Kind: Person, ID: a.UserID, Name: a.UserName})
	if err != nil || theirs.OfOperator() {
		return s, err
	}
	theirs.actor, theirs.acting = a.actor(), a
	return theirs, nil
}

// ActedFor lists the times in which somebody acted for a person, the latest
// first, since an instant. She may ask, and the operator's people.
func ActedFor(ctx context.Context, tx Tx, user string, since time.Time) ([]Acting, error) {
	const op = "access.ActedFor"
	s := tx.Scope()
	if !s.IsSystem() && !s.OfOperator() && !(s.Actor().Kind == Person && Persons(s.Actor().ID)[0] == user) {
		return nil, fault.Missing(op)
	}
	return database.All(ctx, tx, op, scanActing, `select `+actingColumns+` from acting
		where user_id = $1 and begun_at >= $2 order by begun_at desc, id desc`, user, clock.Micros(since))
}

// Unshown returns, once, the times in which somebody acted for the person of
// the scope and which she was not yet told.
func Unshown(ctx context.Context, tx Tx) ([]Acting, error) {
	const op = "access.Unshown"
	s := tx.Scope()
	if _, acts := s.Acting(); acts || s.Actor().Kind != Person {
		return nil, nil
	}
	list, err := database.All(ctx, tx, op, scanActing, `select `+actingColumns+` from acting
		where user_id = $1 and shown_at = 0 order by begun_at, id`, s.Actor().ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	_, err = database.Exec(ctx, tx, op, `update acting set shown_at = $1 where user_id = $2 and shown_at = 0`, tx.Micros(), s.Actor().ID)
	return list, err
}

// CountUnshown is how many there are for Unshown to return.
func CountUnshown(ctx context.Context, tx Tx) (int, error) {
	s := tx.Scope()
	if _, acts := s.Acting(); acts || s.Actor().Kind != Person {
		return 0, nil
	}
	return database.Value[int](ctx, tx, "access.CountUnshown", `select count(*) from acting where user_id = $1 and shown_at = 0`, s.Actor().ID)
}
