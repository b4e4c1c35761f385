package access

import (
	"context"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// Journal is where what happened is written down; journal.Journal is one.
type Journal interface {
	Append(ctx context.Context, tx database.Tx, e journal.Entry) (id string, err error)
}

// Tell gives the doors the journal to which Tx.Record writes. It is called once,
// when the program is put together; until then Record keeps nothing.
func (d *Doors) Tell(j Journal) { d.journal = j }

// What this room tells the journal.
const (
	EventMandated     = "mandate.recorded"
	EventMandateEnded = "mandate.ended"
	EventTokenCreated = "token.created"
	EventTokenRevoked = "token.revoked"
	EventTokenRotated = "token.rotated"
	EventGranted      = "role.granted"
	EventRevoked      = "role.revoked"
	EventDelegated    = "delegation.recorded"
	EventUndelegated  = "delegation.revoked"
	EventActingBegun  = "acting.begun"
	EventActingEnded  = "acting.ended"
)

// Record writes into the journal that something happened, by the actor of the
// scope, in this transaction. member and subject are identifiers, or "". body
// is what else there is to know; it may be nil.
func (tx Tx) Record(ctx context.Context, kind, member, subject string, body any) error {
	return tx.RecordBy(ctx, tx.scope.actor, kind, member, subject, body)
}

// RecordBy is Record for what somebody else did: a person whose decision the
// system carries out.
func (tx Tx) RecordBy(ctx context.Context, by Actor, kind, member, subject string, body any) error {
	if tx.doors.journal == nil {
		return nil
	}
	if body == nil {
		body = struct{}{}
	}
	_, err := tx.doors.journal.Append(ctx, tx.Tx, journal.Entry{Kind: kind, Member: member, Subject: subject,
		By: by.Ref(), At: tx.doors.clock.Now(), Body: body})
	return fault.Wrap("access.Record", err)
}

// Ref names the actor as the journal does, without its name: "user:0193…",
// "user:0193…/by:0194…" for somebody in whose place another acts, "token:0193…",
// "system:life", or "" for nobody known.
func (a Actor) Ref() string {
	switch a.Kind {
	case Person:
		return "user:" + a.ID
	case Machine:
		return "token:" + a.ID
	case Itself:
		return "system:" + a.Name
	}
	return ""
}
