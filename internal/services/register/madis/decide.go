package madis

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/intake"
)

// May tells whether the scope takes an installation over: the operator's
// data-protection officer and its administrator.
func May(tx access.Tx) error {
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.ProtectionOfficer, access.Administrator) {
		return fault.New(fault.Forbidden, "madis.May", "Seuls le délégué à la protection des données et l’administrateur de l’opérateur reprennent une installation.",
			"Only the operator’s data-protection officer and administrator take an installation over.")
	}
	return nil
}

// Begin notes an import whose files are in the store of the operator already,
// and asks for its reading. dump is zero where the caller reads a source itself.
func (s *Service) Begin(ctx context.Context, tx access.Tx, name string, dump, documents blob.Ref) (intake.Import, error) {
	if err := May(tx); err != nil {
		return intake.Import{}, err
	}
	operator, err := organisation.Operator(ctx, tx)
	if err != nil {
		return intake.Import{}, err
	}
	for _, ref := range []blob.Ref{dump, documents} {
		if ref.Digest != "" {
			if err := s.Files.Claim(ctx, tx, operator.ID, ref.Digest); err != nil {
				return intake.Import{}, err
			}
		}
	}
	i, err := intake.Begin(ctx, tx, intake.Import{MemberID: operator.ID, Source: Name, Name: cut(oneLine(name), 200), State: intake.Reading,
		Digest: dump.Digest, Size: dump.Size, Documents: documents.Digest, Choices: "{}", Counts: "{}"})
	if err != nil || dump.Digest == "" {
		return i, err
	}
	return i, s.enqueue(ctx, tx, jobRead, i.ID)
}

// A Decision says what becomes of a body.
type Decision struct {
	Part   string
	Decide string // intake.Match, Make, Skip, Choose
	Member string // the member's id, for Match
}

// Decide writes decisions, while nothing is taken over yet.
func (s *Service) Decide(ctx context.Context, tx access.Tx, id string, decisions []Decision) error {
	const op = "madis.Decide"
	i, err := s.ready(ctx, tx, op, id)
	if err != nil {
		return err
	}
	parts, err := intake.Parts(ctx, tx, i.ID)
	if err != nil {
		return err
	}
	by := map[string]intake.Part{}
	for _, p := range parts {
		by[p.Key] = p
	}
	for _, d := range decisions {
		p, ok := by[d.Part]
		if !ok || d.Part == "" {
			return fault.Missing(op)
		}
		p.Decision, p.TargetID, p.State = d.Decide, "", "waiting"
		switch d.Decide {
		case intake.Match:
			m, err := organisation.Get(ctx, tx, d.Member)
			if err != nil {
				return err
			}
			p.TargetID = m.ID
		case intake.Make:
			if p.Siren == "" {
				return fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» n’a pas de SIREN valable\u202f: choisissez un adhérent, ou laissez-la de côté.",
					"“%[1]s” has no valid SIREN: choose a member, or leave it aside.", p.Name)
			}
		case intake.Skip, intake.Choose:
		default:
			return fault.Missing(op)
		}
		if err := s.before(ctx, tx, &p); err != nil {
			return err
		}
		if err := intake.PutPart(ctx, tx, p); err != nil {
			return err
		}
		by[p.Key] = p
	}
	return nil
}

func (s *Service) ready(ctx context.Context, tx access.Tx, op, id string) (intake.Import, error) {
	if err := May(tx); err != nil {
		return intake.Import{}, err
	}
	i, err := intake.Get(ctx, tx, id)
	if err == nil && i.State != intake.Ready {
		err = fault.New(fault.Conflict, op, "Cette reprise n’attend plus de décision.", "This import no longer waits for a decision.")
	}
	return i, err
}

// Accept has everything that was decided taken over. Every body must have been
// decided, and each member may be chosen once.
func (s *Service) Accept(ctx context.Context, tx access.Tx, id string) error {
	const op = "madis.Accept"
	i, err := s.ready(ctx, tx, op, id)
	if err != nil {
		return err
	}
	parts, err := intake.Parts(ctx, tx, id)
	if err != nil {
		return err
	}
	open, taken := 0, map[string]string{}
	for _, p := range parts {
		switch {
		case p.Key == "":
		case p.Decision == intake.Choose:
			open++
		case p.Decision == intake.Match:
			if other := taken[p.TargetID]; other != "" {
				return fault.New(fault.Conflict, op, "«\u00a0%[1]s\u00a0» et «\u00a0%[2]s\u00a0» vont au même adhérent. Changez l’un des deux.",
					"“%[1]s” and “%[2]s” go to the same member. Change one of them.", other, p.Name)
			}
			taken[p.TargetID] = p.Name
		}
	}
	if open > 0 {
		return &fault.Error{Kind: fault.Conflict, Op: op, Say: i18n.T("Décidez d’abord pour %[1]d collectivités\u202f: un adhérent, une création, ou laisser de côté.",
			"Decide first for %[1]d bodies: a member, a new one, or leave aside.", open)}
	}
	i.State, i.Done, i.Total = intake.Accepting, 0, int64(len(parts))
	if err := intake.Save(ctx, tx, i); err != nil {
		return err
	}
	if err := tx.Record(ctx, intake.EventAccepted, i.MemberID, id, map[string]any{"source": Name, "bodies": len(parts) - 1}); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, jobAccept, id)
}

// Drop throws away an import of which nothing was taken over. Whoever calls it
// has the files freed afterwards.
func (s *Service) Drop(ctx context.Context, tx access.Tx, id string) error {
	const op = "madis.Drop"
	if err := May(tx); err != nil {
		return err
	}
	i, err := intake.Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if i.State != intake.Ready && i.State != intake.Failed && i.State != intake.Reading {
		return fault.New(fault.Conflict, op, "Cette reprise est faite\u202f: annulez-la.", "This import is done: undo it.")
	}
	i.State = intake.Dropped
	if err := intake.DropRows(ctx, tx, id); err != nil {
		return err
	}
	if err := intake.Save(ctx, tx, i); err != nil {
		return err
	}
	return tx.Record(ctx, intake.EventDropped, i.MemberID, id, map[string]any{"source": Name})
}

// Free destroys the files of an import that was dropped.
func (s *Service) Free(ctx context.Context, id string) error { return s.free(ctx, id) }

// Undo asks that an import is taken back, as far as nobody has worked on what
// it made.
func (s *Service) Undo(ctx context.Context, tx access.Tx, id string) error {
	const op = "madis.Undo"
	if err := May(tx); err != nil {
		return err
	}
	i, err := intake.Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if i.State != intake.Done {
		return fault.New(fault.Conflict, op, "Seule une reprise faite s’annule.", "Only an import that is done can be undone.")
	}
	i.State, i.Done = intake.Undoing, 0
	if err := intake.Save(ctx, tx, i); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, jobUndo, id)
}

// TakeBack undoes an import, body by body, and the library at the end.
func (s *Service) TakeBack(ctx context.Context, id string) error {
	i, err := s.get(ctx, id)
	if err != nil || i.State != intake.Undoing {
		return err
	}
	var parts []intake.Part
	if err := s.reading(ctx, func(tx access.Tx) (err error) { parts, err = intake.Parts(ctx, tx, id); return err }); err != nil {
		return err
	}
	for n := len(parts) - 1; n >= 0; n-- {
		p := parts[n]
		if p.State != "done" {
			continue
		}
		var freed []string
		if err := s.write(ctx, func(tx access.Tx) error {
			before, err := intake.Digests(ctx, tx, id, p.Key)
			if err != nil {
				return err
			}
			counts, err := s.Holds.Undo(ctx, tx, id, p.Key)
			if err != nil {
				return err
			}
			after, err := intake.Digests(ctx, tx, id, p.Key)
			if err != nil {
				return err
			}
			freed = gone(before, after)
			now := p
			now.State, now.Counts = "undone", counts
			if err := s.before(ctx, tx, &now); err != nil {
				return err
			}
			if err := intake.PutPart(ctx, tx, now); err != nil {
				return err
			}
			step, err := intake.Get(ctx, tx, id)
			if err != nil {
				return err
			}
			step.Done = int64(len(parts) - n)
			return intake.Save(ctx, tx, step)
		}); err != nil {
			return err
		}
		if len(freed) > 0 {
			if err := s.Files.Destroy(ctx, p.TargetID, freed); err != nil {
				return err
			}
		}
	}
	return s.write(ctx, func(tx access.Tx) error {
		i, err := intake.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		i.State, i.Done = intake.Undone, i.Total
		if err := intake.Save(ctx, tx, i); err != nil {
			return err
		}
		return tx.Record(ctx, intake.EventUndone, i.MemberID, id, map[string]any{"source": Name})
	})
}

func gone(before, after []string) (out []string) {
	left := map[string]bool{}
	for _, d := range after {
		left[d] = true
	}
	for _, d := range before {
		if d != "" && !left[d] {
			out = append(out, d)
		}
	}
	return out
}
