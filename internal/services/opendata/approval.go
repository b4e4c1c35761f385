package opendata

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// The verbs of the decisions that the stage of approval waits for.
const (
	VerbPublish = "publish" // the depositor presses "Publier"
	VerbApprove = "approve"
	VerbRefuse  = "refuse"
	VerbAbandon = "abandon" // the depositor gives the deposit up
)

// approval is the stage where a person says yes. The depositor's "Publier" is
// enough, unless the operator or the member requires a second person.
type approval struct{ s *Service }

func (a approval) Visit(ctx context.Context, v life.Visit) (life.Verdict, error) {
	press, rule, err := a.state(ctx, v)
	if err != nil {
		return life.Verdict{}, err
	}
	if v.Answer != nil {
		switch v.Answer.Verb {
		case VerbRefuse:
			return life.Refuse(i18n.Text{Fr: v.Answer.Reason, En: v.Answer.Reason}, nil), nil
		case VerbAbandon:
			return life.Refuse(i18n.T("Abandonné par le déposant.", "Given up by the depositor."), nil), nil
		case VerbApprove:
			return life.Pass(map[string]any{"approval": "person"}).Because(said(v.Answer)), nil
		case life.Undo:
			if press.isZero() {
				break // nobody has asked for publication: that comes first
			}
			return life.Hold(life.Wait{Right: access.Approve, Why: i18n.T(
				"La décision précédente a été annulée : une nouvelle décision est attendue.",
				"The earlier decision was undone: a new one is awaited.")}, map[string]any{"undone": v.Answer.Reason}), nil
		}
	}
	switch {
	case press.isZero():
		return life.Hold(life.Wait{Right: access.Publish, Why: i18n.T(
			"Vérifiez ce que le public verra, puis publiez.",
			"Look at what the public will see, then publish.")}, nil), nil
	case rule:
		return life.Hold(life.Wait{Right: access.Approve, Why: i18n.T(
			"Une seconde personne doit approuver cette publication.",
			"A second person must approve this publication.")}, map[string]any{"second_person": true}), nil
	}
	return life.Pass(map[string]any{"approval": "automatic"}), nil
}

func said(a *life.Answer) i18n.Text { return i18n.Text{Fr: a.Reason, En: a.Reason} }

func (a approval) state(ctx context.Context, v life.Visit) (press press, rule bool, err error) {
	err = a.s.doors.Read(ctx, access.System("approval"), func(tx access.Tx) error {
		if press, err = pressOf(ctx, tx, v.Version.ID); err != nil {
			return err
		}
		schema, err := a.s.checks.Schema(ctx, tx, v.Version.ID)
		if err != nil {
			return err
		}
		rule, err = secondPerson(database.Last(ctx), tx, v.Version.MemberID, schema.Name)
		return err
	})
	return press, rule, err
}

// Accept refuses a decision by someone who may not take it, a refusal without
// a reason, and a second person who is the first.
func (a approval) Accept(ctx context.Context, tx access.Tx, v life.Visit, ans life.Answer) error {
	const op = "opendata.approval"
	if ans.Source != life.FromPerson {
		return fault.New(fault.Conflict, op, "Une personne doit décider.", "A person must decide.")
	}
	switch ans.Verb {
	case VerbPublish:
		if v.Life.WaitRight != access.Publish {
			return fault.New(fault.Conflict, op, "Ce dépôt attend une approbation.", "This deposit waits for an approval.")
		}
		return press{Actor: tx.Scope().Actor(), At: tx.Clock().Now()}.save(ctx, tx, v.Version.ID)
	case VerbAbandon:
		return tx.May(ctx, access.Publish, v.Version.MemberID)
	case VerbRefuse:
		if strings.TrimSpace(ans.Reason) == "" {
			return fault.New(fault.Invalid, op, "Dites pourquoi vous refusez : le déposant lira votre raison.",
				"Say why you refuse: the depositor will read your reason.")
		}
		return tx.May(ctx, access.Approve, v.Version.MemberID)
	case VerbApprove:
		if err := tx.May(ctx, access.Approve, v.Version.MemberID); err != nil {
			return err
		}
		if v.Life.WaitRight != access.Approve {
			return fault.New(fault.Conflict, op, "Son déposant n’a pas encore demandé la publication.",
				"Its depositor has not asked for publication yet.")
		}
		return a.second(ctx, tx, v)
	}
	return fault.New(fault.Invalid, op, "La décision « %[1]s » n’existe pas.", "There is no decision “%[1]s”.", ans.Verb)
}

// second makes sure that the approver is not who deposited or pressed, where a
// second person is required.
func (a approval) second(ctx context.Context, tx access.Tx, v life.Visit) error {
	inside := tx.Elevated("approval")
	schema, err := a.s.checks.Schema(ctx, inside, v.Version.ID)
	if err != nil {
		return err
	}
	required, err := secondPerson(ctx, inside, v.Version.MemberID, schema.Name)
	if err != nil || !required {
		return err
	}
	press, err := pressOf(ctx, inside, v.Version.ID)
	if err != nil {
		return err
	}
	me := tx.Scope().Actor()
	if same(me, v.Version.Actor) || same(me, press.Actor) {
		return fault.New(fault.Forbidden, "opendata.approval",
			"Cette publication demande une seconde personne : vous l’avez déposée, quelqu’un d’autre doit l’approuver.",
			"This publication needs a second person: you deposited it, somebody else must approve it.")
	}
	return nil
}

// same counts who acts for somebody as both of them.
func same(a, b access.Actor) bool { return access.SamePerson(a, b) }
