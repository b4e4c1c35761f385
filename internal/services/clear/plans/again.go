package plans

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/i18n"
)

// Before is asked by the gate of personal data before it looks at a version. It
// applies the dataset's plan, where there is one, to a version that was not made
// by it; done is false where the gate is to look as ever.
func (s *Service) Before(ctx context.Context, v life.Visit) (verdict life.Verdict, done bool, err error) {
	if v.Answer != nil && v.Answer.Verb != life.Look {
		return verdict, false, nil // somebody has decided on this very version
	}
	var plan *Kept
	var key []byte
	err = s.Doors.Read(ctx, access.System("anonymise"), func(tx access.Tx) error {
		if plan, err = current(ctx, tx, v.Piece.ID); err != nil || plan == nil || !plan.Active {
			return err
		}
		run, err := RunOf(ctx, tx, v.Version.ID)
		if err != nil {
			return err
		}
		if run != nil {
			plan = nil // it was made by the plan, or the plan has made another of it
			return nil
		}
		key, err = s.key(ctx, tx, v.Piece.ID)
		return err
	})
	if err != nil || plan == nil || !plan.Active {
		return verdict, false, err
	}
	m, err := s.make(ctx, v.Version, plan.Plan, key)
	if err != nil {
		if say, ok := words(err); ok {
			return s.ask(say, plan), true, nil
		}
		return verdict, false, err
	}
	abandon := func(ctx context.Context) error { return s.Datasets.Abandon(ctx, v.Version.MemberID, m.ref) }
	if left := m.report.Left; len(left) > 0 || m.report.RowsOut == 0 {
		var columns []string
		for _, f := range left {
			columns = append(columns, f.Field+" ("+string(f.Kind)+")")
		}
		say := i18n.T("Après le plan, il reste de quoi s’arrêter\u202f: %[1]s.", "After the plan, something is left to stop for: %[1]s.", strings.Join(columns, ", "))
		if m.report.RowsOut == 0 {
			say = i18n.T("Le plan ne laisse aucune ligne de ce fichier.", "The plan leaves no row of this file.")
		}
		return s.ask(say, plan), true, abandon(ctx)
	}
	if m.ref.Digest == v.Version.Digest {
		return verdict, false, nil // it is what the plan would make of it
	}
	evidence := map[string]any{"plan": plan.Plan.Digest(), "number": plan.Number, "source": v.Version.Digest, "result": m.ref.Digest,
		"rows": m.report.RowsIn, "suppressed": m.report.Suppressed}
	why := i18n.T("Remplacée par la version que le plan d’anonymisation en a faite.", "Replaced by the version that the anonymisation plan has made of it.")
	return life.Refuse(why, evidence).With(func(ctx context.Context, tx access.Tx) error {
		_, err := s.record(ctx, tx, v.Version, plan.Plan, true, m)
		return err
	}).OrElse(abandon), true, nil
}

// ask stops a version in which something is new; the gate looks at it all the
// same.
func (s *Service) ask(say i18n.Text, plan *Kept) life.Verdict {
	return life.Hold(life.Wait{Right: access.Decide, Why: i18n.Text{
		Fr: "Le plan d’anonymisation de ce jeu de données ne suffit pas à cette version. " + say.Fr + " Ouvrez le plan pour le compléter.",
		En: "The anonymisation plan of this dataset does not suffice for this version. " + say.En + " Open the plan to complete it.",
	}}, map[string]any{"plan": plan.Plan.Digest(), "number": plan.Number})
}
