package user

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

// Logins checks who someone says she is.
type Logins struct {
	*Service
	tries   tries
	callers *web.Limiter
}

// What one address may try, whatever the logins: a whole town hall in the
// morning, not a list of names.
const (
	loginBurst     = 60
	loginPerSecond = 1
)

// newCallers counts them, in all processes together.
func newCallers(c clock.Clock, shared web.Ledger) *web.Limiter {
	return web.NewLimiter(c, loginPerSecond, loginBurst).Share(shared, 1)
}

// Visit is where somebody comes from.
type Visit struct {
	Address string
	Device  string // digest of the browser's own cookie, "" without one
	Agent   string
}

// errWrong is the one answer to a wrong password, an unknown login and a
// disabled account.
func errWrong() error {
	return fault.New(fault.Unauthenticated, "user.Check",
		"Cet identifiant et ce mot de passe ne vont pas ensemble. Vérifiez les deux\u202f; votre opérateur peut vous redonner un accès.",
		"This login and this password do not go together. Check both; your operator can give you access again.")
}

// Check returns the account behind a login and a password. Whatever is wrong,
// the answer and the time it takes are the same; who tries too often gets
// TooMany. The log-in is not over: a second proof may be asked for.
func (l *Logins) Check(ctx context.Context, login, password string, v Visit) (User, error) {
	if d, ok := l.callers.Allow(v.Address); !ok {
		return User{}, errWait(d)
	}
	u, hash, known, err := l.find(ctx, login, v.Device)
	if err != nil {
		return User{}, err
	}
	key := tryKey("password", FoldLogin(login), whence(v.Device, known, v.Address))
	if err := l.tries.begin(ctx, u.ID, key, freeTries); err != nil {
		return User{}, err
	}
	matches, err := hash.Matches(ctx, password)
	if err != nil {
		return User{}, err
	}
	if !matches || !u.Disabled.IsZero() {
		return User{}, l.refused(ctx, u.ID, errWrong())
	}
	if err := l.tries.pass(ctx, key); err != nil {
		return User{}, err
	}
	return u, l.renew(ctx, u, hash, password)
}

// refused notes an answer that was wrong, and returns what to say.
func (l *Logins) refused(ctx context.Context, account string, say error) error {
	err := l.Doors.Write(ctx, access.System("login"), func(tx access.Tx) error {
		return tx.Record(ctx, EventRefused, "", account, nil)
	})
	if err != nil {
		return err
	}
	return say
}

// find returns the account of a login, and whether it knows the browser; the
// zero one, whose hash matches nothing, when there is none.
func (l *Logins) find(ctx context.Context, login, device string) (u User, h Hash, known bool, err error) {
	err = l.Doors.Read(ctx, access.System("login"), func(tx access.Tx) error {
		u, h, err = secret(ctx, tx, "login", FoldLogin(login))
		if fault.Is(err, fault.NotFound) {
			u, h, err = User{}, "", nil
		}
		if err == nil {
			known, err = knows(ctx, tx, u.ID, device)
		}
		return err
	})
	return u, h, known, err
}

// renew makes a hash that has become weak anew, while the password is at hand.
// One that would be refused today keeps its old hash.
func (l *Logins) renew(ctx context.Context, u User, old Hash, password string) error {
	if !old.Outdated() {
		return nil
	}
	renewed, err := HashPassword(ctx, password)
	if fault.Is(err, fault.Invalid) {
		return nil
	}
	if err != nil {
		return err
	}
	return l.Doors.Write(ctx, access.System("login"), func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "user.renew", `update account set password = $1 where id = $2 and password = $3`, string(renewed), u.ID, string(old))
		return err
	})
}

// welcome notes a log-in that is over: when, and with which browser. A letter
// tells the person of one that is new to her account.
func (l *Logins) welcome(ctx context.Context, u User, v Visit, means string) error {
	return l.Doors.Write(ctx, access.For(u.Actor(), nil, nil), func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "user.welcome", `update account set last_login_at = $1 where id = $2`, tx.Micros(), u.ID)
		if err != nil {
			return err
		}
		stranger, err := meet(ctx, tx, u.ID, v.Device, v.Agent)
		if err != nil {
			return err
		}
		if stranger && l.Notice {
			if err := l.post(ctx, tx, l.strangerLetter(u, v.Agent, placeOf(v.Address), tx.Clock().Now())); err != nil {
				return err
			}
		}
		return tx.Record(ctx, EventLogin, "", u.ID, map[string]string{"means": means})
	})
}

// Confirm tells whether a password is that of an account, counting tries like
// Check: for the one who is there already. A wrong one is Forbidden.
func (l *Logins) Confirm(ctx context.Context, account, password string, v Visit) error {
	const op = "user.Confirm"
	var hash Hash
	known := false
	err := l.Doors.Read(ctx, access.System("login"), func(tx access.Tx) (err error) {
		if _, hash, err = secret(ctx, tx, "id", account); err == nil {
			known, err = knows(ctx, tx, account, v.Device)
		}
		return err
	})
	if err != nil {
		return err
	}
	key := tryKey("confirm", account, whence(v.Device, known, v.Address))
	if err := l.tries.begin(ctx, account, key, freeTries); err != nil {
		return err
	}
	matches, err := hash.Matches(ctx, password)
	if err != nil {
		return err
	}
	if !matches {
		return l.refused(ctx, account, fault.New(fault.Forbidden, op, "Ce n’est pas votre mot de passe actuel.", "This is not your present password."))
	}
	return l.tries.pass(ctx, key)
}

// Change gives a person another password when she knows the present one, and
// ends her other sessions. A wrong present one is Forbidden, a bad new one
// Invalid.
func (l *Logins) Change(ctx context.Context, scope access.Scope, present, fresh, session string, v Visit) error {
	id := scope.Actor().ID
	if err := l.Confirm(ctx, id, present, v); err != nil {
		return err
	}
	var u User
	var about []string
	err := l.Doors.Read(ctx, access.System("login"), func(tx access.Tx) (err error) {
		if u, err = Get(ctx, tx, id); err == nil {
			about, err = aboutAccount(ctx, tx, u)
		}
		return err
	})
	if err != nil {
		return err
	}
	renewed, err := HashPassword(ctx, fresh, about...)
	if err != nil {
		return err
	}
	return l.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if err := SetPassword(ctx, tx, id, renewed); err != nil {
			return err
		}
		if _, err := CloseOthers(ctx, tx, id, session); err != nil {
			return err
		}
		if err := voidLinks(ctx, tx, id); err != nil {
			return err
		}
		if err := l.post(ctx, tx, l.changedLetter(u)); err != nil {
			return err
		}
		return tx.Record(ctx, EventPassword, "", id, nil)
	})
}
