package user

import (
	"context"
	"errors"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

const recoverKind = "user.recover"

// wish is a recovery's arguments: what was typed, sealed, for people type
// anything there.
type wish struct {
	Sealed []byte `json:"sealed"`
}

// Recover asks for letters to whoever the login or the e-mail address belongs
// to. What it answers, and in what time, tells nothing: the looking up is a job.
func (s *Service) Recover(ctx context.Context, who string) error {
	sealed, err := s.Sealer.Seal(recoverKind, []byte(who))
	if err != nil {
		return err
	}
	return s.Doors.Write(ctx, access.System("recover"), func(tx access.Tx) error {
		_, err := s.Jobs.Insert(ctx, tx, jobs.Job{Kind: recoverKind, Args: wish{sealed}, Fair: recoverKind})
		return err
	})
}

func (s *Service) recover(ctx context.Context, job jobs.Job) error {
	var w wish
	if err := job.Decode(&w); err != nil {
		return jobs.Cancel(err)
	}
	who, err := s.Sealer.Unseal(recoverKind, w.Sealed)
	if err != nil {
		return jobs.Cancel(errors.New("the wish cannot be unsealed"))
	}
	return s.Doors.Write(ctx, access.System("recover"), func(tx access.Tx) error {
		if err := s.answer(ctx, tx, string(who)); err != nil {
			return err
		}
		return job.Done(ctx, tx)
	})
}

// answer writes one letter that lists every account of the address, each with
// its own link: a town hall's address serves several people.
func (s *Service) answer(ctx context.Context, tx access.Tx, who string) error {
	list, err := s.meant(ctx, tx, who)
	if err != nil {
		return err
	}
	var lines []recoverable
	for _, u := range list {
		recent, err := database.Value[int](ctx, tx, "user.answer", `select count(*) from account_link where account_id = $1 and purpose = $2 and made_at > $3`,
			u.ID, string(recovery), clock.Micros(tx.Clock().Now().Add(-recoverLife)))
		if err != nil {
			return err
		}
		if recent >= maxRecoveries {
			continue
		}
		address, _, err := s.newLink(ctx, tx, u.ID, recovery, recoverLife)
		if err != nil {
			return err
		}
		if err := tx.Record(ctx, EventLink, "", u.ID, map[string]string{"purpose": string(recovery)}); err != nil {
			return err
		}
		lines = append(lines, recoverable{u, address})
	}
	if len(lines) == 0 {
		return nil
	}
	return s.post(ctx, tx, s.recoverLetter(lines))
}

type recoverable struct {
	User
	link string
}

// meant returns the open accounts that have an address to write to: all those
// of an e-mail address, or the one of a login.
func (s *Service) meant(ctx context.Context, tx access.Tx, who string) ([]User, error) {
	const op = "user.meant"
	condition, key := "login = $1", FoldLogin(who)
	if strings.Contains(who, "@") {
		condition, key = "lower(email) = $1", strings.ToLower(strings.TrimSpace(who))
	}
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from account where `+condition+
		` and disabled_at = 0 and email <> '' order by login limit 20`, key)
	return list, fault.Wrap(op, err)
}
