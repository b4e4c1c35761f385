package plan

import (
	"context"
	"fmt"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/services/register/post"
)

// Often is how often somebody wants a letter that says what is due.
type Often string

// The choices; Weekly holds for who has not chosen.
const (
	Never   Often = "none"
	Daily   Often = "day"
	Weekly  Often = "week"
	Monthly Often = "month"
)

// Oftens lists the choices in the order of a form.
func Oftens() []Often { return []Often{Never, Daily, Weekly, Monthly} }

// Label names the choice on screen.
func (o Often) Label() i18n.Text {
	switch o {
	case Never:
		return i18n.T("jamais", "never")
	case Daily:
		return i18n.T("chaque jour", "every day")
	case Monthly:
		return i18n.T("chaque mois, le premier jour", "every month, on the first day")
	}
	return i18n.T("chaque semaine, le lundi", "every week, on Monday")
}

// OftenOf is what the actor has chosen.
func OftenOf(ctx context.Context, tx access.Tx) (Often, error) {
	o, err := database.Value[string](ctx, tx, "plan.OftenOf", `select often from register_digest where user_id = $1`, tx.Scope().Actor().ID)
	if fault.Is(err, fault.NotFound) {
		return Weekly, nil
	}
	return Often(o), err
}

// SetOften is the actor's choice.
func SetOften(ctx context.Context, tx access.Tx, o Often) error {
	const op = "plan.SetOften"
	id, err := person(tx, op)
	if err != nil {
		return err
	}
	if o != Never && o != Daily && o != Weekly && o != Monthly {
		return wrong("often", "Choisissez une fréquence.", "Choose how often.")
	}
	_, err = database.Exec(ctx, tx, op, `insert into register_digest (user_id, often, told, changed_at) values ($1,$2,'',$3)
		on conflict (user_id) do update set often = excluded.often, changed_at = excluded.changed_at`, id, string(o), tx.Micros())
	return err
}

const jobDigest = "register.digest"

// morning is the hour before which no letter goes out, in Paris.
const morning = 7

// Handle gives the room's job to a runner: the letters that say what is due.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Every(jobDigest, jobs.Each(time.Hour), func(ctx context.Context, _ jobs.Job) error { return s.Tick(ctx) })
}

// period names the stretch of time for which a letter is written, once.
func period(o Often, now time.Time) string {
	local := i18n.Local(now)
	switch o {
	case Daily:
		return local.Format(time.DateOnly)
	case Monthly:
		return local.Format("2006-01")
	case Weekly:
		year, week := local.ISOWeek()
		return fmt.Sprintf("%d-W%02d", year, week)
	}
	return ""
}

// until is the last day that a letter looks at.
func until(o Often, today string) string {
	switch o {
	case Daily:
		return addDays(today, 3)
	case Monthly:
		return addDays(today, 31)
	}
	return addDays(today, 7)
}

// reader is somebody to whom a letter may be written.
type reader struct {
	id, told string
	often    Often
}

// Tick writes the letters whose time has come. It may be called again: each
// period has one letter at most, and none where nothing is due.
func (s *Service) Tick(ctx context.Context) error {
	const op = "plan.Tick"
	system := access.System("register-digest")
	if !s.Post.Letters.On() {
		return nil
	}
	var readers []reader
	err := s.Doors.Read(ctx, system, func(tx access.Tx) (err error) {
		if i18n.Local(tx.Clock().Now()).Hour() < morning {
			return nil
		}
		// Those who keep a register or see to it, and those who have an action to do.
		readers, err = database.All(ctx, tx, op, func(r database.Row) (x reader, err error) {
			var often string
			err = r.Scan(&x.id, &often, &x.told)
			x.often = Often(often)
			return x, err
		}, `select p.user_id, coalesce(d.often, 'week'), coalesce(d.told, '') from (
				select distinct user_id from role_grant where role in ($1, $2, $3)
				union select distinct owner_id from register_action where is_open = 1 and owner_id <> ''
				union select user_id from register_digest where often <> 'none') p
			left join register_digest d on d.user_id = p.user_id order by p.user_id`,
			string(access.Manager), string(access.Depositor), string(access.ProtectionOfficer))
		return err
	})
	for _, x := range readers {
		if err != nil {
			return err
		}
		err = s.Doors.Write(ctx, system, func(tx access.Tx) error {
			now := period(x.often, tx.Clock().Now())
			if now == "" || now == x.told {
				return nil
			}
			if _, err := database.Exec(ctx, tx, op, `insert into register_digest (user_id, often, told, changed_at) values ($1,$2,$3,$4)
				on conflict (user_id) do update set told = excluded.told`, x.id, string(x.often), now, tx.Micros()); err != nil {
				return err
			}
			return s.write(ctx, tx, x)
		})
	}
	return err
}

// write writes somebody's letter, if there is anything to say.
func (s *Service) write(ctx context.Context, tx access.Tx, x reader) error {
	u, err := user.Get(ctx, tx, x.id)
	if fault.Is(err, fault.NotFound) || err == nil && (!u.Disabled.IsZero() || u.Email == "") {
		return nil
	}
	if err != nil {
		return err
	}
	scope, err := access.ScopeOf(ctx, tx, u.Actor())
	if err != nil {
		return err
	}
	d, err := s.Digest(ctx, s.Doors.As(tx, scope), u, until(x.often, access.Today(tx.Clock())))
	if err != nil || d.Empty() {
		return err
	}
	subject := i18n.T("RGPD\u00a0: %[1]d échéances en retard, %[2]d à venir", "GDPR: %[1]d late, %[2]d to come", d.LateCount, d.SoonCount)
	return s.Post.Person(ctx, tx, u.ID, post.Letter{Subject: subject, Text: i18n.Text{Fr: d.Words(i18n.French, s.PublicURL), En: d.Words(i18n.English, s.PublicURL)}, Path: MinePath})
}

// A Digest is what is due for somebody.
type Digest struct {
	Late, Soon           []DigestLine // the first of them
	LateCount, SoonCount int
}

// A DigestLine is a deadline with its member.
type DigestLine struct {
	Deadline
	Member, Siren string
	Mine          bool
}

// mostLines is how many lines a part of a letter has.
const mostLines = 40

// Empty tells whether there is nothing to say.
func (d Digest) Empty() bool { return d.LateCount+d.SoonCount == 0 }

// Digest gathers what is due until a day for the scope of a transaction: hers
// before all else. Who looks after some of the members hears of these.
func (s *Service) Digest(ctx context.Context, tx access.Tx, u user.User, until string) (Digest, error) {
	var d Digest
	list, err := s.Deadlines(ctx, tx, "", until)
	if err != nil {
		return d, err
	}
	members, err := s.portfolio(ctx, tx, u.ID)
	if err != nil {
		return d, err
	}
	if !tx.Scope().OfOperator() {
		members = nil
	}
	hers := among(list, members)
	if members != nil { // what is hers by name stands whoever looks after the member
		for _, x := range list {
			if x.OwnerID == u.ID && len(among([]Deadline{x}, members)) == 0 {
				hers = append(hers, x)
			}
		}
	}
	// Who neither keeps a register nor looks after members hears of her own.
	keeps := tx.Scope().Has(access.ProtectionOfficer)
	keepsAt := map[string]bool{}
	for _, id := range tx.Scope().MembersWith(access.Register) {
		keepsAt[id] = true
	}
	names, err := membersOf(ctx, tx, hers)
	now := tx.Clock().Now()
	add := func(mine bool) {
		for _, x := range hers {
			if (x.OwnerID == u.ID) != mine || !mine && !keeps && !keepsAt[x.MemberID] {
				continue
			}
			line := DigestLine{Deadline: x, Member: names[x.MemberID].Name, Siren: names[x.MemberID].Siren, Mine: mine}
			part, count := &d.Soon, &d.SoonCount
			if x.Late(now) {
				part, count = &d.Late, &d.LateCount
			}
			if *count++; len(*part) < mostLines {
				*part = append(*part, line)
			}
		}
	}
	add(true)
	add(false)
	return d, err
}

func (s *Service) portfolio(ctx context.Context, tx access.Tx, id string) ([]string, error) {
	if s.Portfolio == nil {
		return nil, nil
	}
	list, err := s.Portfolio(ctx, tx, id)
	if len(list) == 0 {
		return nil, err
	}
	return list, err
}

// Words writes a digest as the text of a letter.
func (d Digest) Words(l i18n.Lang, base string) string {
	var b strings.Builder
	b.WriteString(i18n.T("Bonjour,\n", "Hello,\n").In(l))
	part := func(title i18n.Text, list []DigestLine, count int) {
		if count == 0 {
			return
		}
		fmt.Fprintf(&b, "\n%s (%d)\n", title.In(l), count)
		for _, x := range list {
			mine := ""
			if x.Mine {
				mine = i18n.T("pour vous, ", "for you, ").In(l)
			}
			when := day(x.On).Format("02/01/2006")
			if !x.At.IsZero() {
				when = i18n.Local(x.At).Format("02/01/2006 15:04")
			}
			fmt.Fprintf(&b, "- %s%s, %s%s (%s)\n  %s\n", x.Label.In(l)+i18n.T("\u202f: ", ": ").In(l), x.Title.In(l), mine, when, x.Member, base+x.Href(x.Siren))
		}
		if more := count - len(list); more > 0 {
			b.WriteString(i18n.T("- et %[1]d autres, sur la page ci-dessous\n", "- and %[1]d others, on the page below\n", more).In(l))
		}
	}
	part(i18n.T("En retard", "Late"), d.Late, d.LateCount)
	part(i18n.T("À venir", "To come"), d.Soon, d.SoonCount)
	b.WriteString(i18n.T("\nVotre agenda, et la fréquence de ces courriels\u202f:", "\nYour calendar, and how often these letters come:").In(l))
	return b.String()
}
