package user

import (
	"context"

	"airial/internal/commons/access"
)

// What this room tells the journal.
const (
	EventLogin    = "user.login"
	EventLogout   = "user.logout"
	EventRefused  = "user.login-refused"
	EventPassword = "user.password"
	EventCreated  = "user.created"
	EventGranted  = "user.granted"
	EventRevoked  = "user.revoked"
)

// Event is something that happened to an account. It never holds what was
// typed: a person may type her password where her login goes.
type Event struct {
	Kind   string
	User   string // the account's id; "" when none was recognised
	Member string // the member's id, where one is concerned
	By     access.Actor
	Detail map[string]string
}

// Recorder writes an event into the journal, in the event's transaction.
type Recorder interface {
	Record(ctx context.Context, tx access.Tx, e Event) error
}

// Unrecorded is a Recorder that keeps nothing, for tests and for filling a
// demonstration.
var Unrecorded Recorder = silence{}

type silence struct{}

func (silence) Record(context.Context, access.Tx, Event) error { return nil }

// Grant gives a person a role at a member, and says so in the journal.
func Grant(ctx context.Context, tx access.Tx, rec Recorder, user, member string, role access.Role) error {
	if err := access.Grant(ctx, tx, user, member, role); err != nil {
		return err
	}
	return rec.Record(ctx, tx, Event{Kind: EventGranted, User: user, Member: member, By: tx.Scope().Actor(),
		Detail: map[string]string{"role": string(role)}})
}

// Revoke takes a role back, and says so in the journal.
func Revoke(ctx context.Context, tx access.Tx, rec Recorder, user, member string, role access.Role) error {
	if err := access.Revoke(ctx, tx, user, member, role); err != nil {
		return err
	}
	return rec.Record(ctx, tx, Event{Kind: EventRevoked, User: user, Member: member, By: tx.Scope().Actor(),
		Detail: map[string]string{"role": string(role)}})
}
