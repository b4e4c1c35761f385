package plans

import (
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/privacy/anonymise"
)

// Parts are what the room stands on.
type Parts struct {
	Doors    *access.Doors
	Tables   Tables
	Datasets Datasets
	Vault    Vault
	// Strict tells whether a dataset comes from the processing of sensitive data;
	// nil for never.
	Strict func(ctx context.Context, tx access.Tx, piece string) (bool, error)
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

func (s *Service) opener(ctx context.Context, v piece.Version) anonymise.Opener {
	return func() (anonymise.Table, error) { return s.Tables.Open(ctx, v) }
}

// strict tells whether the strict profile holds for a dataset.
func (s *Service) strict(ctx context.Context, pieceID string) (strict bool, err error) {
	if s.Strict == nil {
		return false, nil
	}
	err = s.Doors.Read(ctx, access.System("anonymise"), func(tx access.Tx) error {
		strict, err = s.Strict(ctx, tx, pieceID)
		return err
	})
	return strict, err
}

// made is a result that is in the store and not yet recorded.
type made struct {
	ref    blob.Ref
	report *anonymise.Report
}

// make applies a plan to a version's table and puts the result into the store.
func (s *Service) make(ctx context.Context, v piece.Version, p *anonymise.Plan, key []byte) (made, error) {
	strict, err := s.strict(ctx, v.PieceID)
	if err != nil {
		return made{}, err
	}
	in, out := io.Pipe()
	var m made
	ended := make(chan error, 1)
	go func() {
		var err error
		m.report, err = anonymise.Run(ctx, p, s.opener(ctx, v), out, anonymise.Options{Key: key, Strict: strict})
		out.CloseWithError(err)
		ended <- err
	}()
	ref, err := s.Datasets.Receive(ctx, v.MemberID, in)
	in.CloseWithError(errors.Join(err, io.ErrClosedPipe)) // so that the writer ends too
	if ran := <-ended; ran != nil {
		err = ran // it says why, where the reader only says that it ended
	}
	m.ref = ref
	if err != nil && ref.Digest != "" {
		err = errors.Join(err, s.Datasets.Abandon(context.WithoutCancel(ctx), v.MemberID, ref))
	}
	return m, err
}

// record makes the result the next version.
func (s *Service) record(ctx context.Context, tx access.Tx, v piece.Version, p *anonymise.Plan, active bool, m made) (piece.Version, error) {
	number, err := keep(ctx, tx, v, p, active)
	if err != nil {
		return piece.Version{}, err
	}
	next, err := s.Datasets.Deposit(ctx, tx, v, resultName(v.FileName), m.ref)
	if err != nil {
		return next, err
	}
	return next, note(ctx, tx, Run{VersionID: next.ID, SourceID: v.ID, PieceID: v.PieceID, Number: number,
		Evidence: Evidence{Plan: p.Digest(), Source: v.Digest, Result: next.Digest, Report: m.report}}, v.MemberID)
}

// Apply makes the next version of a dataset out of one, by a plan, in
// somebody's name. again has the plan applied to every later version.
func (s *Service) Apply(ctx context.Context, scope access.Scope, v piece.Version, p *anonymise.Plan, again bool) (next piece.Version, err error) {
	var key []byte
	err = s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if err := tx.May(ctx, access.Deposit, v.MemberID); err != nil {
			return err
		}
		if !p.Uses(anonymise.Pseudonym) {
			return nil
		}
		key, err = s.ensureKey(ctx, tx, v)
		return err
	})
	if err != nil {
		return next, err
	}
	m, err := s.make(ctx, v, p, key)
	if err != nil {
		return next, said(err)
	}
	if m.report.RowsOut == 0 {
		return next, errors.Join(fault.New(fault.Invalid, "plans.Apply", "Ce plan ne laisse aucune ligne.", "This plan leaves no row."),
			s.Datasets.Abandon(context.WithoutCancel(ctx), v.MemberID, m.ref))
	}
	if m.ref.Digest == v.Digest {
		return next, fault.New(fault.Invalid, "plans.Apply", "Ce plan ne change rien au fichier.", "This plan changes nothing in the file.")
	}
	err = s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		next, err = s.record(ctx, tx, v, p, again, m)
		return err
	})
	if err != nil {
		err = errors.Join(err, s.Datasets.Abandon(context.WithoutCancel(ctx), v.MemberID, m.ref))
	}
	return next, err
}

func resultName(name string) string {
	base := path.Base(name)
	return strings.TrimSuffix(base, path.Ext(base)) + ".csv"
}

// said gives what is wrong with a plan or a table words for who asked.
func said(err error) error {
	if say, ok := words(err); ok {
		return &fault.Error{Kind: fault.Invalid, Op: "plans", Cause: err, Say: say}
	}
	return err
}

func words(err error) (i18n.Text, bool) {
	var plan *anonymise.PlanError
	var changed *anonymise.ChangedError
	switch {
	case errors.As(err, &plan):
		return i18n.Text{Fr: capital(plan.In("fr")), En: capital(plan.In("en"))}, true
	case errors.As(err, &changed):
		return i18n.Text{Fr: capital(changed.In("fr")), En: capital(changed.In("en"))}, true
	case errors.Is(err, anonymise.ErrNoKey):
		return i18n.T("La clé des pseudonymes de ce jeu de données a été détruite\u202f: choisissez un autre traitement.", "The key of this dataset’s pseudonyms was destroyed: choose another treatment."), true
	}
	return i18n.Text{}, false
}

func capital(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
