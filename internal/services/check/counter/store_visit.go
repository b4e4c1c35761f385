package counter

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

var scope = access.System("check")

// keep notes a visit, and gives its token.
func (s *Service) keep(ctx context.Context, v *visit) (token string, err error) {
	token = newToken()
	sealed, err := s.seal(token, v)
	if err != nil {
		return "", err
	}
	err = s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "counter.keep", `insert into check_visit (digest, sealed, expires_at) values ($1,$2,$3)`,
			digestOf(token), sealed, clock.Micros(tx.Clock().Now().Add(s.Limits.Kept)))
		return err
	})
	return token, err
}

// visit opens the report of a token. What is over, was erased, or is not shared
// with who asks does not exist.
func (s *Service) visit(ctx context.Context, token, key string) (*visit, error) {
	const op = "counter.visit"
	var sealed string
	var shared, expires int64
	err := s.Doors.Read(ctx, scope, func(tx access.Tx) error {
		_, err := database.One(ctx, tx, op, func(r database.Row) (struct{}, error) {
			return struct{}{}, r.Scan(&sealed, &shared, &expires)
		}, `select sealed, shared, expires_at from check_visit where digest = $1 and expires_at > $2`, digestOf(token), tx.Micros())
		return err
	})
	own := s.isMaker(token, key)
	if fault.Is(err, fault.NotFound) || err == nil && !own && shared == 0 {
		return nil, fault.New(fault.NotFound, op, "Ce rapport n’existe pas ou n’existe plus\u202f: un rapport s’efface au bout de son délai, ou quand son auteur le demande. Refaites la vérification.",
			"This report does not exist, or no longer: a report is erased when its time is over, or when its maker asks for it. Make the check again.")
	}
	if err != nil {
		return nil, err
	}
	v, err := s.unseal(token, sealed)
	if err != nil {
		return nil, err
	}
	v.own, v.shared, v.expires = own, shared != 0, clock.FromMicros(expires)
	return v, nil
}

// share lets everybody who has the address read a report, for some days,
// without what looks like personal data.
func (s *Service) share(ctx context.Context, v *visit) error {
	const op = "counter.share"
	hide(v)
	sealed, err := s.seal(v.token, v)
	if err != nil {
		return err
	}
	return s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, op, `update check_visit set shared = 1, sealed = $1, expires_at = $2 where digest = $3 and shared = 0`,
			sealed, clock.Micros(tx.Clock().Now().Add(s.Limits.Shared)), digestOf(v.token))
		return err
	})
}

// erase forgets a report at once.
func (s *Service) erase(ctx context.Context, token string) error {
	return s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "counter.erase", `delete from check_visit where digest = $1`, digestOf(token))
		return err
	})
}

// Sweep forgets the reports whose time is over.
func (s *Service) Sweep(ctx context.Context) error {
	return s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "counter.Sweep", `delete from check_visit where expires_at <= $1`, tx.Micros())
		return err
	})
}

// JobSweep is the kind of the job that forgets what is over.
const JobSweep = "check.sweep"

// Handle runs the room's jobs.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Every(JobSweep, jobs.Each(10*time.Minute), func(ctx context.Context, _ jobs.Job) error { return s.Sweep(ctx) })
}
