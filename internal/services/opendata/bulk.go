package opendata

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Act is something that is done with many datasets at once.
type Act string

// The acts.
const (
	ActApprove  Act = "approve"
	ActRefuse   Act = "refuse"
	ActWithdraw Act = "withdraw"
	ActUndo     Act = "undo"    // of an approval or a refusal
	ActRestore  Act = "restore" // the undo of a withdrawal
)

// Undo returns the act that takes another back, "" for none.
func (a Act) Undo() Act {
	switch a {
	case ActApprove, ActRefuse:
		return ActUndo
	case ActWithdraw:
		return ActRestore
	}
	return ""
}

// Told is what came of an act on one dataset.
type Told struct {
	PieceID  string
	MemberID string
	Title    string
	Err      error // why it was not done; nil when it was
}

// Say returns why it was not done, for people.
func (t Told) Say() i18n.Text { return fault.Message(t.Err) }

// Many does an act with many datasets, each by itself: what cannot be done
// with one keeps nothing from being done with the next. reason is what the act
// needs; for a withdrawal it is the key, and note goes with it. Datasets that
// the scope does not see are left out.
func (s *Service) Many(ctx context.Context, scope access.Scope, act Act, ids []string, reason, note string) ([]Told, error) {
	var out []Told
	for _, id := range ids {
		t := Told{PieceID: id}
		t.Err = s.doors.Write(ctx, scope, func(tx access.Tx) error {
			p, err := piece.Get(ctx, tx, id)
			if err != nil {
				return err
			}
			t.Title, t.MemberID = p.Title, p.MemberID
			return s.one(ctx, tx, act, p, reason, note)
		})
		if t.MemberID == "" && fault.Is(t.Err, fault.NotFound) {
			continue
		}
		if t.Err != nil && fault.KindOf(t.Err) == fault.Other {
			return out, t.Err
		}
		out = append(out, t)
	}
	return out, nil
}

func (s *Service) one(ctx context.Context, tx access.Tx, act Act, p piece.Piece, reason, note string) error {
	const op = "opendata.Many"
	switch act {
	case ActWithdraw:
		return s.Withdraw(ctx, tx, p.ID, reason, note)
	case ActRestore:
		return s.Restore(ctx, tx, p.ID)
	}
	v, err := piece.ByNumber(ctx, tx, p.ID, p.Latest)
	if err != nil {
		return err
	}
	switch act {
	case ActUndo:
		return s.UndoDecision(ctx, tx, v.ID, reason)
	case ActApprove, ActRefuse:
		if err := awaitsApproval(ctx, tx, v.ID); err != nil {
			return err
		}
		return s.Decide(ctx, tx, v.ID, string(act), reason)
	}
	return fault.New(fault.Invalid, op, "Choisissez un geste\u202f: approuver, refuser ou retirer.",
		"Choose an act: approve, refuse or withdraw.")
}

// awaitsApproval says why a version is not to be approved or refused, in words
// that tell what to do instead.
func awaitsApproval(ctx context.Context, tx access.Tx, version string) error {
	const op = "opendata.Many"
	l, err := life.Get(ctx, tx, version)
	switch {
	case err != nil:
		return err
	case l.Outcome == life.OnHold && l.WaitRight == access.Approve:
		return nil
	case l.Outcome == life.OnHold && (l.WaitRight == access.Decide || l.WaitRight == access.Advise):
		return fault.New(fault.Conflict, op, "Des données personnelles y attendent une décision\u202f: ouvrez ce dépôt pour la prendre.",
			"Personal data there wait for a decision: open this deposit to take it.")
	case l.Outcome == life.OnHold && l.WaitRight == access.Publish:
		return fault.New(fault.Conflict, op, "Son déposant n’a pas encore demandé la publication.",
			"Its depositor has not asked for publication yet.")
	case l.Outcome == life.Running:
		return fault.New(fault.Conflict, op, "Ses vérifications sont en cours. Réessayez dans un instant.",
			"Its checks are under way. Try again in a moment.")
	}
	return fault.New(fault.Conflict, op, "Ce dépôt n’attend pas d’approbation.", "This deposit waits for no approval.")
}
