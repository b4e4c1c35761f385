package user

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

// Logins checks who someone says she is.
type Logins struct {
	doors   *access.Doors
	backoff *backoff
	callers *web.Limiter
}

// What one address may try, whatever the logins: a whole town hall in the
// morning, not a list of names.
const (
	loginBurst     = 60
	loginPerSecond = 1
)

// NewLogins returns the check of an installation.
func NewLogins(doors *access.Doors, c clock.Clock) *Logins {
	return &Logins{doors: doors, backoff: newBackoff(c), callers: web.NewLimiter(c, loginPerSecond, loginBurst)}
}

// errWrong is the one answer to a wrong password, an unknown login and a
// disabled account.
func errWrong() error {
	return fault.New(fault.Unauthenticated, "user.Check",
		"Cet identifiant et ce mot de passe ne vont pas ensemble. Vérifiez les deux\u202f; votre opérateur peut vous redonner un accès.",
		"This login and this password do not go together. Check both; your operator can give you access again.")
}

func errWait(d time.Duration) error {
	seconds := int((d + time.Second - 1) / time.Second)
	fr, en := i18n.T("%[1]d\u00a0s", "%[1]d s", seconds).Fr, i18n.T("%[1]d\u00a0s", "%[1]d s", seconds).En
	if minutes := (seconds + 59) / 60; seconds > 90 {
		fr, en = i18n.T("%[1]d\u00a0min", "%[1]d min", minutes).Fr, i18n.T("%[1]d\u00a0min", "%[1]d min", minutes).En
	}
	return &fault.Error{Kind: fault.TooMany, Op: "user.Check", Say: i18n.Text{
		Fr: "Plusieurs essais n’ont pas abouti. Patientez " + fr + " avant le prochain\u202f; personne d’autre n’est bloqué.",
		En: "Several attempts failed. Wait " + en + " before the next one; nobody else is held up."}}
}

// Check returns the account behind a login and a password, and notes the
// log-in. Whatever is wrong, the answer and the time it takes are the same; an
// address that tries too often gets TooMany.
func (l *Logins) Check(ctx context.Context, login, password, address string) (User, error) {
	key := guess(FoldLogin(login), address)
	if d := l.backoff.wait(key); d > 0 {
		return User{}, errWait(d)
	}
	if d, ok := l.callers.Allow(address); !ok {
		return User{}, errWait(d)
	}
	u, hash, err := l.find(ctx, login)
	if err != nil {
		return User{}, err
	}
	matches, err := hash.Matches(ctx, password)
	if err != nil {
		return User{}, err
	}
	if !matches || !u.Disabled.IsZero() {
		l.backoff.fail(key)
		err := l.doors.Write(ctx, access.System("login"), func(tx access.Tx) error {
			return tx.Record(ctx, EventRefused, "", u.ID, nil)
		})
		if err != nil {
			return User{}, err
		}
		return User{}, errWrong()
	}
	l.backoff.pass(key)
	return u, l.welcome(ctx, &u, hash, password)
}

// find returns the account of a login; the zero one, whose hash matches
// nothing, when there is none.
func (l *Logins) find(ctx context.Context, login string) (u User, h Hash, err error) {
	err = l.doors.Read(ctx, access.System("login"), func(tx access.Tx) error {
		u, h, err = secret(ctx, tx, "login", FoldLogin(login))
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return User{}, "", nil
	}
	return u, h, err
}

// welcome notes when the person came, and renews a hash that has become weak.
func (l *Logins) welcome(ctx context.Context, u *User, old Hash, password string) error {
	const op = "user.welcome"
	renewed := old
	if old.Outdated() {
		if h, err := HashPassword(ctx, password); err == nil {
			renewed = h
		}
	}
	return l.doors.Write(ctx, access.For(u.Actor(), nil, nil), func(tx access.Tx) error {
		u.LastLogin = tx.Clock().Now()
		_, err := database.Exec(ctx, tx, op, `update account set last_login_at = $1, password = $2 where id = $3 and password = $4`,
			clock.Micros(u.LastLogin), string(renewed), u.ID, string(old))
		if err != nil {
			return err
		}
		return tx.Record(ctx, EventLogin, "", u.ID, nil)
	})
}

// Change gives a person another password when she knows the present one, and
// ends her other sessions. A wrong present one is Forbidden.
func (l *Logins) Change(ctx context.Context, scope access.Scope, present, fresh, address, session string) error {
	const op = "user.Change"
	id := scope.Actor().ID
	key := guess("\x00"+id, address)
	if d := l.backoff.wait(key); d > 0 {
		return errWait(d)
	}
	var hash Hash
	err := l.doors.Read(ctx, access.System("login"), func(tx access.Tx) (err error) {
		_, hash, err = secret(ctx, tx, "id", id)
		return err
	})
	if err != nil {
		return err
	}
	matches, err := hash.Matches(ctx, present)
	if err != nil {
		return err
	}
	if !matches {
		l.backoff.fail(key)
		return fault.New(fault.Forbidden, op, "Ce n’est pas votre mot de passe actuel.", "This is not your present password.")
	}
	l.backoff.pass(key)
	renewed, err := HashPassword(ctx, fresh)
	if err != nil {
		return err
	}
	return l.doors.Write(ctx, scope, func(tx access.Tx) error {
		if err := SetPassword(ctx, tx, id, renewed); err != nil {
			return err
		}
		if _, err := CloseOthers(ctx, tx, id, session); err != nil {
			return err
		}
		return tx.Record(ctx, EventPassword, "", id, nil)
	})
}
