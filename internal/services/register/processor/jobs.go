package processor

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/services/register/model"
	"airial/internal/services/register/post"
)

const jobClock = "register.contracts"

// Handle gives the room's job to a runner: reminders of contracts and of
// certificates that end.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Every(jobClock, jobs.Each(6*time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.Tick(ctx) })
}

// stage is the reminder that a contract is at: three months before its end,
// one, and over.
func stage(left int) string {
	switch {
	case left < 0:
		return "over"
	case left <= 30:
		return "30"
	case left <= Soon:
		return "90"
	}
	return ""
}

// batch is how many contracts are told of in one transaction.
const batch = 100

// Tick reminds of contracts and certificates that end. It may be called again.
func (s *Service) Tick(ctx context.Context) error {
	for _, remind := range []func(context.Context, access.Tx) (bool, error){s.remind, s.remindCertificates} {
		for more := true; more; {
			err := s.Doors.Write(ctx, access.System("contracts"), func(tx access.Tx) (err error) {
				more, err = remind(ctx, tx)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) remind(ctx context.Context, tx access.Tx) (more bool, err error) {
	const op = "processor.remind"
	today := access.Today(tx.Clock())
	until := access.Day(tx.Clock().Now().AddDate(0, 0, Soon))
	list, err := database.All(ctx, tx, op, scanContract, `select `+contractColumns+` from register_contract c join register_instance i on i.id = c.instance_id and i.retired_at = 0
		where c.ends_on <> '' and c.ends_on <= $1 and c.reminded <> 'over' order by c.ends_on, c.instance_id`, until)
	if err != nil {
		return false, err
	}
	told := 0
	for _, c := range list {
		left, _ := c.Left(today)
		at := stage(left)
		if at == "" || at == c.Reminded {
			continue
		}
		if told++; told > batch {
			return true, nil
		}
		if _, err := database.Exec(ctx, tx, op, `update register_contract set reminded = $1 where instance_id = $2`, at, c.InstanceID); err != nil {
			return false, err
		}
		if err := s.tellEnd(ctx, tx, c, at); err != nil {
			return false, err
		}
		if err := tx.Record(ctx, EventReminded, c.MemberID, c.InstanceID, map[string]any{"stage": at}); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (s *Service) tellEnd(ctx context.Context, tx access.Tx, c Contract, at string) error {
	i, err := model.Get(ctx, tx, c.InstanceID)
	if err != nil {
		return err
	}
	m, err := organisation.Get(ctx, tx, c.MemberID)
	if err != nil || !m.Closed.IsZero() {
		return err
	}
	day, _ := time.Parse(time.DateOnly, c.Ends)
	on := day.Format("02/01/2006")
	l := post.Letter{Path: Path(m.Siren) + "/" + c.InstanceID,
		Subject: i18n.T("Contrat %[1]s\u00a0: fin le %[2]s", "Contract %[1]s: ends on %[2]s", i.Name.Fr, on),
		Text: i18n.T("Bonjour,\n\nLe contrat de %[1]s pour «\u00a0%[2]s\u00a0» prend fin le %[3]s. Renouvelez-le ou préparez la reprise des données, puis notez la nouvelle date.",
			"Hello,\n\nThe contract of %[1]s for “%[2]s” ends on %[3]s. Renew it or prepare to take the data back, then write the new date.", m.Name, i.Name.Fr, on)}
	if at == "over" {
		l.Subject = i18n.T("Contrat %[1]s\u00a0: terminé depuis le %[2]s", "Contract %[1]s: over since %[2]s", i.Name.Fr, on)
		l.Text = i18n.T("Bonjour,\n\nLe contrat de %[1]s pour «\u00a0%[2]s\u00a0» a pris fin le %[3]s. S’il n’est pas renouvelé, le fournisseur doit restituer les données, puis les supprimer (RGPD, art. 28.3.g).",
			"Hello,\n\nThe contract of %[1]s for “%[2]s” ended on %[3]s. If it is not renewed, the supplier must return the data, then delete them (GDPR, art. 28.3.g).", m.Name, i.Name.Fr, on)
	}
	return s.Post.Tell(ctx, tx, c.MemberID, l, access.ProtectionOfficer)
}
