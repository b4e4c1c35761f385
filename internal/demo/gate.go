package demo

import (
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/demo/world"
	gate "airial/internal/services/clear"
)

// passed takes the decisions by which, in the story, names went out that were
// erased later: one against the opinion of the data-protection officer.
func (f *filling) passed(ctx context.Context, list []*entry, at map[string]time.Time) error {
	for _, e := range list {
		if !e.fresh || e.version.Ending != world.Erased || len(e.version.Faults) == 0 {
			continue
		}
		decider, err := f.who(e.deposit.SIREN, access.Manager, access.Approver, access.Official)
		if err != nil {
			return fmt.Errorf("%s: %w", e.deposit.Key, err)
		}
		if e.version.Faults[0].Kind == world.FaultNamedAgent {
			officer, err := f.who("", access.ProtectionOfficer)
			if err != nil {
				return err
			}
			if err := f.answer(ctx, e, at, officer, gate.VerbObject, "Une agente y est nommée avec sa santé : à retirer avant de publier."); err != nil {
				return err
			}
		}
		if err := f.answer(ctx, e, at, decider, gate.VerbAllow, "La délibération est déjà affichée en mairie."); err != nil {
			return err
		}
	}
	return nil
}

// answer gives a version an answer, a while after it began to wait.
func (f *filling) answer(ctx context.Context, e *entry, at map[string]time.Time, by access.Scope, verb, reason string) error {
	at[e.id] = at[e.id].Add(20 * time.Minute)
	f.clock.Set(at[e.id])
	err := f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		return f.OpenData.Decide(ctx, f.Doors.As(tx, by), e.id, verb, reason)
	})
	if err != nil {
		return fmt.Errorf("%s, %s: %w", e.deposit.Key, verb, err)
	}
	return f.run(ctx, at)
}

// who is the first person with one of the roles, at a member or anywhere.
func (f *filling) who(siren string, roles ...access.Role) (access.Scope, error) {
	for _, role := range roles {
		for _, g := range f.granted {
			if g.role == role && (siren == "" || g.siren == siren) {
				return f.people[g.login], nil
			}
		}
	}
	return access.Scope{}, fmt.Errorf("nobody at %s is one of %v", siren, roles)
}
