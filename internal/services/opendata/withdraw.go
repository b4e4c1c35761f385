package opendata

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
)

// Withdraw hides a dataset from portal, interfaces and catalogue at once; its
// addresses then answer 410 with the reason. reason is a key of
// WithdrawalReasons; note is the public's, and needed for "other".
func (s *Service) Withdraw(ctx context.Context, tx access.Tx, id, reason, note string) error {
	const op = "opendata.Withdraw"
	d, err := s.own(ctx, tx, id, access.Withdraw)
	if err != nil {
		return err
	}
	note = strings.TrimSpace(note)
	if _, ok := ReasonOf(reason); !ok {
		return fault.New(fault.Invalid, op, "Choisissez la raison du retrait dans la liste.", "Choose the reason of the withdrawal from the list.")
	}
	if reason == "other" && note == "" {
		return fault.New(fault.Invalid, op, "Dites en une phrase pourquoi vous retirez ce jeu de données.",
			"Say in a sentence why you withdraw this dataset.")
	}
	if utf8.RuneCountInString(note) > 500 {
		return fault.New(fault.Invalid, op, "La raison tient en 500 caractères.", "The reason must fit in 500 characters.")
	}
	if err := s.impersonal(op, note); err != nil {
		return err
	}
	return s.hide(ctx, tx, d, reason, note)
}

// withdraw hides a dataset for a reason of the program's own.
func (s *Service) withdraw(ctx context.Context, tx access.Tx, id, reason, note string) error {
	d, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	return s.hide(ctx, tx, d, reason, note)
}

func (s *Service) hide(ctx context.Context, tx access.Tx, d Dataset, reason, note string) error {
	const op = "opendata.Withdraw"
	if d.State != Published {
		return fault.New(fault.Conflict, op, "Ce jeu de données n’est pas publié : il n’y a rien à retirer.",
			"This dataset is not published: there is nothing to withdraw.")
	}
	d.State, d.Hidden, d.HiddenWhy, d.HiddenNote = Withdrawn, tx.Clock().Now(), reason, note
	if err := saveDataset(ctx, tx, d); err != nil {
		return err
	}
	if err := unindex(ctx, tx, d.ID); err != nil {
		return err
	}
	if err := piece.SetState(ctx, tx, d.ID, piece.Withdrawn); err != nil {
		return err
	}
	return tell(ctx, tx, "dataset.withdrawn", d, map[string]any{"reason": reason, "note": note})
}

// Restore brings a withdrawn dataset back: the undo of Withdraw.
func (s *Service) Restore(ctx context.Context, tx access.Tx, id string) error {
	const op = "opendata.Restore"
	d, err := s.own(ctx, tx, id, access.Withdraw)
	if err != nil {
		return err
	}
	if d.State != Withdrawn {
		return fault.New(fault.Conflict, op, "Ce jeu de données n’est pas retiré.", "This dataset is not withdrawn.")
	}
	// Draft is what showLatest may turn into Published.
	d.State, d.Hidden, d.HiddenWhy, d.HiddenNote = Draft, time.Time{}, "", ""
	if err := s.showLatest(ctx, tx, &d); err != nil {
		return err
	}
	if err := piece.SetState(ctx, tx, d.ID, piece.Active); err != nil {
		return err
	}
	return tell(ctx, tx, "dataset.restored", d, nil)
}

// UndoDecision sends a version back to the last decision that a person took on
// it: on what the gate of personal data found, when that refused it; else on
// its publication. If it was published, it no longer is.
func (s *Service) UndoDecision(ctx context.Context, tx access.Tx, version, reason string) error {
	l, err := life.Get(ctx, tx, version)
	if err != nil {
		return err
	}
	stage, right := StageApproved, access.Approve
	if refusedForPersonalData(l) {
		stage, right = StageCleared, access.Decide
	}
	if _, err := s.own(ctx, tx, l.PieceID, right); err != nil {
		return err
	}
	return s.engine.SendBack(ctx, tx, version, stage, reason)
}

func refusedForPersonalData(l life.Life) bool {
	return l.Outcome == life.Rejected && l.Stage() == StageCleared
}

// own returns a dataset with which the scope may do something.
func (s *Service) own(ctx context.Context, tx access.Tx, id string, right access.Right) (Dataset, error) {
	d, err := Get(ctx, tx, id)
	if fault.Is(err, fault.Gone) {
		return d, fault.Missing("opendata.own") // gone is for the public; another member's is not there
	}
	if err != nil {
		return d, err
	}
	if err := tx.May(ctx, right, d.MemberID); err != nil {
		return d, err
	}
	if d.State == Erased {
		return d, fault.New(fault.Gone, "opendata.own", "Ce jeu de données a été effacé.", "This dataset was erased.")
	}
	return d, nil
}
