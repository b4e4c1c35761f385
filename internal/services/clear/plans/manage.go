package plans

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/privacy/anonymise"
)

// own returns the latest version of a dataset for which the scope may deposit.
func own(ctx context.Context, tx access.Tx, pieceID string) (v piece.Version, err error) {
	const op = "plans.own"
	p, err := piece.Get(ctx, tx, pieceID)
	if err != nil {
		return v, err
	}
	if err := tx.Sees(op, p.MemberID); err != nil {
		return v, err
	}
	if err := tx.May(ctx, access.Deposit, p.MemberID); err != nil {
		return v, err
	}
	if err := p.Takes(); err != nil {
		return v, err
	}
	return piece.ByNumber(ctx, tx, pieceID, p.Latest)
}

// Current returns the plan of a dataset; NotFound where it has none.
func (s *Service) Current(ctx context.Context, tx access.Tx, pieceID string) (*Kept, error) {
	if _, err := own(ctx, tx, pieceID); err != nil {
		return nil, err
	}
	k, err := current(ctx, tx, pieceID)
	if err == nil && k == nil {
		err = fault.New(fault.NotFound, "plans.Current", "Ce jeu de données n’a pas de plan d’anonymisation.", "This dataset has no anonymisation plan.")
	}
	return k, err
}

// Attach keeps a plan with a dataset, in place of the one that it has. An active
// one is applied to every later version; nothing is made of the present one.
func (s *Service) Attach(ctx context.Context, tx access.Tx, pieceID string, p *anonymise.Plan, active bool) (*Kept, error) {
	v, err := own(ctx, tx, pieceID)
	if err != nil {
		return nil, err
	}
	if err := p.Check(); err != nil {
		return nil, said(err)
	}
	if p.Uses(anonymise.Pseudonym) {
		if _, err := s.ensureKey(ctx, tx, v); err != nil {
			return nil, err
		}
	}
	if _, err := keep(ctx, tx, v, p, active); err != nil {
		return nil, err
	}
	return current(ctx, tx, pieceID)
}

// Stop ends that the plan of a dataset is applied to its later versions.
func (s *Service) Stop(ctx context.Context, tx access.Tx, pieceID string) error {
	return change(ctx, tx, pieceID, "dataset.plan-stopped", `update anonymise_plan set active = 0 where piece_id = $1`)
}

// DestroyKey destroys the key of a dataset's pseudonyms: nobody can make them
// again.
func (s *Service) DestroyKey(ctx context.Context, tx access.Tx, pieceID string) error {
	return change(ctx, tx, pieceID, "dataset.plan-key", `delete from anonymise_key where piece_id = $1`)
}

// change is one statement about a dataset, and its entry in the journal where it
// changed something.
func change(ctx context.Context, tx access.Tx, pieceID, kind, query string) error {
	v, err := own(ctx, tx, pieceID)
	if err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, "plans.change", query, pieceID)
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, kind, v.MemberID, pieceID, nil)
}

// Suggest proposes a plan for the latest version of a dataset. It does not have
// the one that the dataset may have in it.
func (s *Service) Suggest(ctx context.Context, scope access.Scope, pieceID string) (*anonymise.Plan, error) {
	v, err := s.latest(ctx, scope, pieceID)
	if err != nil {
		return nil, err
	}
	strict, err := s.strict(ctx, pieceID)
	if err != nil {
		return nil, err
	}
	found, err := anonymise.SuggestFrom(ctx, s.opener(ctx, v), strict, mostLooked)
	if err != nil {
		return nil, fault.Wrap("plans.Suggest", err)
	}
	return found.Plan, nil
}

// ApplyCurrent makes the next version of a dataset out of its latest one, by the
// plan that it has.
func (s *Service) ApplyCurrent(ctx context.Context, scope access.Scope, pieceID string) (next piece.Version, err error) {
	var v piece.Version
	var k *Kept
	err = s.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		if k, err = s.Current(ctx, tx, pieceID); err != nil {
			return err
		}
		v, err = own(ctx, tx, pieceID)
		return err
	})
	if err != nil {
		return next, err
	}
	return s.Apply(ctx, scope, v, k.Plan, k.Active)
}

func (s *Service) latest(ctx context.Context, scope access.Scope, pieceID string) (v piece.Version, err error) {
	err = s.Doors.Read(ctx, scope, func(tx access.Tx) error {
		v, err = own(ctx, tx, pieceID)
		return err
	})
	return v, err
}
