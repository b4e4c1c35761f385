package user

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/oidc"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/mail"
	"airial/internal/platform/web"
)

// Parts is what the room stands on.
type Parts struct {
	Doors     *access.Doors
	Clock     clock.Clock
	Sessions  *Sessions
	Jobs      *jobs.Queue
	Letters   *mail.Queue
	Sealer    mail.Sealer   // seals what the database keeps of secrets
	PublicURL string        // without a slash at its end
	Name      func() string // the site's, in letters and in authenticators
	// Journal loses the bodies about a person whose account is erased. Tables
	// is the register of all tables, which says where people are named; Forget
	// are the rooms that have more to do, before the tables are gone through.
	Journal *journal.Journal
	Tables  []database.Table
	Forget  []func(ctx context.Context, tx access.Tx, account string) error
	// Copies are what other rooms keep of a person, by their names.
	Copies map[string]func(ctx context.Context, tx access.Tx, account string) (any, error)
	// Scrub has the database make what was erased unreadable; nil does not.
	Scrub func(ctx context.Context, tables ...string) error
	// Callers is where several processes tell each other what addresses try;
	// nil for one alone.
	Callers web.Ledger
	// Provider is the identity provider by which people may log in, nil for none.
	Provider *oidc.Client
	Log      *slog.Logger // nil is silent
	// Notice has a letter sent at a log-in from a browser that is new to the
	// account.
	Notice bool
}

// Service is the room: the people who have an account, and how they prove who
// they are.
type Service struct {
	Parts
	logins *Logins
}

// New returns the room of an installation.
func New(p Parts) *Service {
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{Parts: p}
	s.logins = &Logins{Service: s, tries: tries{p.Doors, p.Clock}, callers: newCallers(p.Clock, p.Callers)}
	return s
}

// Handle registers the room's jobs.
func (s *Service) Handle(r *jobs.Runner) {
	r.Handle(recoverKind, s.recover)
	r.Handle(scrubKind, func(ctx context.Context, _ jobs.Job) error { return s.scrub(ctx) })
}

// aboutAccount returns what is known of an account and must not make up its
// password.
func aboutAccount(ctx context.Context, tx access.Tx, u User) ([]string, error) {
	names, err := database.All(ctx, tx, "user.about", func(r database.Row) (n string, err error) { return n, r.Scan(&n) },
		`select distinct m.name from member m join role_grant g on g.member_id = m.id where g.user_id = $1`, u.ID)
	local, _, _ := strings.Cut(u.Email, "@")
	return append(names, u.Login, u.Name, local), err
}

// pause is how long a person may take between the first and the second proof of
// who she is.
const pause = 10 * time.Minute
