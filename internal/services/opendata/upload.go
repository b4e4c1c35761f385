package opendata

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
)

// Upload is a file that was received and is not deposited yet: its sender has
// still to say what it is. It belongs to the person who sent it.
type Upload struct {
	ID       string
	MemberID string
	UserID   string
	FileName string
	Digest   string
	Size     int64
	Guess    Guess
	Received time.Time
	Expires  time.Time
}

// uploadDays is how long a received file waits for its sender, in days.
const uploadDays = 7

// Keep notes a file that was received, for its sender to say what it is.
func (s *Service) Keep(ctx context.Context, tx access.Tx, member, fileName string, ref blob.Ref, g Guess) (Upload, error) {
	if err := s.mayDeposit(ctx, tx, member); err != nil {
		return Upload{}, err
	}
	if err := s.claim(ctx, tx, member, ref.Digest); err != nil {
		return Upload{}, err
	}
	now := tx.Clock().Now()
	u := Upload{ID: tx.NewID(), MemberID: member, UserID: tx.Scope().Actor().ID, FileName: piece.CleanFileName(fileName),
		Digest: ref.Digest, Size: ref.Size, Guess: g, Received: now, Expires: now.AddDate(0, 0, uploadDays)}
	return u, insertUpload(ctx, tx, u)
}

// DepositUpload makes a deposit of a file that was received. The request holds
// what its sender says of it; member and file come from the upload. fresh is
// false when the very file was the dataset's latest version already.
func (s *Service) DepositUpload(ctx context.Context, tx access.Tx, id string, q Request) (v piece.Version, fresh bool, err error) {
	const op = "opendata.DepositUpload"
	u, err := uploadOf(ctx, tx, id)
	if err != nil {
		return v, false, err
	}
	if err := s.mayDeposit(ctx, tx, u.MemberID); err != nil {
		return v, false, err
	}
	q.MemberID, q.FileName, q.Key = u.MemberID, u.FileName, "upload:"+u.ID
	if q.Description, err = cleanDescription(op, q.Description); err != nil {
		return v, false, err
	}
	if _, err := s.checks.Known(q.Schema); err != nil {
		return v, false, err
	}
	if err := s.impersonal(op, q.Title, q.Description); err != nil {
		return v, false, err
	}
	if _, err := s.blobs.Stat(ctx, u.MemberID, u.Digest); err != nil {
		if fault.Is(err, fault.NotFound) {
			err = fault.New(fault.Conflict, op, "Ce fichier n’est plus en attente. Déposez-le de nouveau.",
				"This file is no longer waiting. Deposit it again.")
		}
		return v, false, err
	}
	ref := blob.Ref{Digest: u.Digest, Size: u.Size}
	if q.origin != nil {
		ref, q.FileName = q.made, q.named
	}
	v, fresh, err = s.Enter(ctx, tx, q, ref)
	if err != nil {
		return v, fresh, err
	}
	return v, fresh, deleteUpload(ctx, tx, u.ID)
}

// TabulateUpload makes the CSV of a received file that is none, for the request
// with which it is then deposited.
func (s *Service) TabulateUpload(ctx context.Context, scope access.Scope, id string, q *Request) error {
	var u Upload
	err := s.doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		u, err = uploadOf(ctx, tx, id)
		return err
	})
	if err != nil || u.Guess.Format == "" {
		return err
	}
	q.MemberID, q.FileName = u.MemberID, u.FileName
	q.made, err = s.tabulate(ctx, q, blob.Ref{Digest: u.Digest, Size: u.Size})
	q.named = q.FileName
	return err
}

// DropUpload gives a received file up. Its bytes go once nobody names them.
func (s *Service) DropUpload(ctx context.Context, tx access.Tx, id string) error {
	u, err := uploadOf(ctx, tx, id)
	if err != nil {
		return err
	}
	return expireUpload(ctx, tx, u.ID)
}

// Abandon leaves bytes to the next sweep that came with a request which was
// refused after them.
func (s *Service) Abandon(ctx context.Context, member string, ref blob.Ref) error {
	if ref.Digest == "" {
		return nil
	}
	return s.doors.Write(context.WithoutCancel(ctx), access.System("uploads"), func(tx access.Tx) error {
		now := tx.Clock().Now()
		return insertUpload(ctx, tx, Upload{ID: tx.NewID(), MemberID: member, Digest: ref.Digest, Size: ref.Size, Received: now, Expires: now})
	})
}

func cleanDescription(op, text string) (string, error) {
	text = strings.TrimSpace(strings.ToValidUTF8(text, "\ufffd"))
	if n := utf8.RuneCountInString(text); n > MaxDescription {
		return text, fault.New(fault.Invalid, op, "La description compte %[1]d caractères\u202f; il en faut au plus %[2]d.",
			"The description has %[1]d characters; at most %[2]d fit.", n, MaxDescription)
	}
	return text, nil
}

// impersonal refuses words that hold personal data: they would be published
// beside the table, and no gate reads them.
func (s *Service) impersonal(op string, texts ...string) error {
	for _, text := range texts {
		if say, found := s.findings.Personal(text); found {
			return &fault.Error{Kind: fault.Invalid, Op: op, Say: say}
		}
	}
	return nil
}

// SweepUploads destroys the files that nobody has said anything of in time.
func (s *Service) SweepUploads(ctx context.Context) error {
	var gone []Upload
	err := s.doors.Write(ctx, access.System("uploads"), func(tx access.Tx) (err error) {
		gone, err = takeExpired(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, u := range gone {
		if err := s.destroyFree(ctx, u.MemberID, []string{u.Digest}); err != nil {
			return fault.Wrap("opendata.SweepUploads", err)
		}
	}
	return nil
}
