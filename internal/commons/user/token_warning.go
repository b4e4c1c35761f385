package user

import (
	"context"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/mail"
)

const jobTokenWarning = "access.token-warning"

// WarnOfTokens has the managers of a member told by mail, once, of each of its
// tokens that ends within a month. publicURL begins the address of its page.
func WarnOfTokens(r *jobs.Runner, doors *access.Doors, letters *mail.Queue, publicURL string) {
	r.Every(jobTokenWarning, jobs.Each(6*time.Hour), func(ctx context.Context, _ jobs.Job) error {
		if !letters.On() {
			return nil // nobody could be told; the page of tokens shows it
		}
		return doors.Write(ctx, access.System("token-warning"), func(tx access.Tx) error {
			list, err := access.Expiring(ctx, tx)
			if err != nil {
				return err
			}
			for _, t := range list {
				if err := warnOf(ctx, tx, letters, t, publicURL); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func warnOf(ctx context.Context, tx access.Tx, letters *mail.Queue, t access.Token, publicURL string) error {
	const op = "user.warnOf"
	siren, err := database.Value[string](ctx, tx, op, `select siren from member where id = $1`, t.MemberID)
	if err != nil {
		return err
	}
	people, err := OfMember(ctx, tx, t.MemberID)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Email == "" || !p.Disabled.IsZero() || !slices.Contains(p.Roles, access.Manager) {
			continue
		}
		lang := p.Locale
		if lang == "" {
			lang = i18n.French
		}
		subject, text := tokenLetter(t, siren, publicURL)
		// A letter has one line of subject and no control characters, whatever
		// the token is called.
		if err := mail.Post(ctx, tx, letters, mail.Message{To: p.Email, Subject: strings.Join(strings.Fields(subject.In(lang)), " "), Text: text.In(lang)}); err != nil {
			return err
		}
	}
	return nil
}

func tokenLetter(t access.Token, siren, publicURL string) (subject, text i18n.Text) {
	day := i18n.Local(t.Expires).Format("02/01/2006")
	subject = i18n.T("Un jeton expire le %[1]s", "A token expires on %[1]s", day)
	return subject, i18n.T("Bonjour,\n\nLe jeton «\u00a0%[1]s\u00a0» expire le %[2]s. Le logiciel qui s’en sert ne pourra plus rien déposer après cette date.\n\nRenouvelez-le, puis donnez le nouveau secret au logiciel\u202f:\n%[3]s\n",
		"Hello,\n\nThe token “%[1]s” expires on %[2]s. The program that uses it can deposit nothing after that day.\n\nRenew it, then give the new secret to the program:\n%[3]s\n",
		t.Name, day, publicURL+"/console/members/"+siren+"/tokens")
}
