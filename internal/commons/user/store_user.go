package user

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

const columns = `id, login, name, email, locale, created_at, last_login_at, disabled_at`

func scan(row database.Row) (User, error) {
	var u User
	var locale string
	var created, last, disabled int64
	err := row.Scan(&u.ID, &u.Login, &u.Name, &u.Email, &locale, &created, &last, &disabled)
	u.Locale = i18n.Lang(locale)
	u.Created, u.LastLogin, u.Disabled = clock.FromMicros(created), clock.FromMicros(last), clock.FromMicros(disabled)
	return u, err
}

// Account is what is asked when an account is opened. Password may be "": then
// nobody can log in until one is set. The hash is made beforehand, for it takes
// a while.
type Account struct {
	Login     string
	Name      string
	Email     string
	Locale    i18n.Lang
	Password  Hash
	LastLogin int64 // microseconds; 0 for never (demonstrations say otherwise)
}

// Create opens an account. Only the operator's administrator and the system
// may. A login that is taken is a Conflict.
func Create(ctx context.Context, tx access.Tx, a Account) (User, error) {
	const op = "user.Create"
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.Administrator) {
		return User{}, fault.New(fault.Forbidden, op, "Seul l’administrateur de l’opérateur ouvre un compte.",
			"Only the operator’s administrator opens an account.")
	}
	return create(ctx, tx, op, a)
}

// create opens an account for a caller that may.
func create(ctx context.Context, tx access.Tx, op string, a Account) (User, error) {
	profile, wrong := CleanProfile(Profile{Name: a.Name, Email: a.Email, Locale: a.Locale})
	for _, field := range []string{"name", "email", "locale"} {
		if say, bad := wrong[field]; bad {
			return User{}, &fault.Error{Kind: fault.Invalid, Op: op, Say: say}
		}
	}
	u := User{ID: tx.NewID(), Login: FoldLogin(a.Login), Name: profile.Name, Email: profile.Email, Locale: profile.Locale,
		Created: tx.Clock().Now(), LastLogin: clock.FromMicros(a.LastLogin)}
	if err := checkLogin(op, u.Login); err != nil {
		return User{}, err
	}
	n, err := database.Exec(ctx, tx, op, `insert into account (`+columns+`, password) values ($1,$2,$3,$4,$5,$6,$7,0,$8)
		on conflict (login) do nothing`, u.ID, u.Login, u.Name, u.Email, string(u.Locale), clock.Micros(u.Created), a.LastLogin, string(a.Password))
	if err != nil {
		return User{}, err
	}
	if n == 0 {
		return User{}, fault.New(fault.Conflict, op, "L’identifiant «\u00a0%[1]s\u00a0» est déjà pris. Choisissez-en un autre.",
			"The login “%[1]s” is taken. Choose another.", u.Login)
	}
	return u, tx.Record(ctx, EventCreated, "", u.ID, nil)
}

// Get returns an account by its id. Accounts are seen by those who may see
// one another's members; the caller has that in hand (OfMember), so that Get
// asks only for somebody to be signed in.
func Get(ctx context.Context, tx access.Tx, id string) (User, error) {
	const op = "user.Get"
	if tx.Scope().IsPublic() {
		return User{}, fault.Missing(op)
	}
	return database.One(ctx, tx, op, scan, `select `+columns+` from account where id = $1`, id)
}

// ByLogin returns an account by what a person types as her login. Only the
// operator's people and the system may ask.
func ByLogin(ctx context.Context, tx access.Tx, login string) (User, error) {
	const op = "user.ByLogin"
	if s := tx.Scope(); !s.IsSystem() && !s.OfOperator() {
		return User{}, fault.Missing(op)
	}
	return database.One(ctx, tx, op, scan, `select `+columns+` from account where login = $1`, FoldLogin(login))
}

// Update changes what a person may change of her own account.
func Update(ctx context.Context, tx access.Tx, id string, p Profile) error {
	const op = "user.Update"
	if err := herself(tx, op, id); err != nil {
		return err
	}
	p, wrong := CleanProfile(p)
	for _, say := range wrong {
		return &fault.Error{Kind: fault.Invalid, Op: op, Say: say}
	}
	_, err := database.Exec(ctx, tx, op, `update account set name = $1, email = $2, locale = $3 where id = $4`,
		p.Name, p.Email, string(p.Locale), id)
	return err
}

// SetPassword gives an account another password. A person may for herself; the
// caller has asked for the present one.
func SetPassword(ctx context.Context, tx access.Tx, id string, h Hash) error {
	const op = "user.SetPassword"
	if err := herself(tx, op, id); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, `update account set password = $1, password_at = $2 where id = $3`, string(h), tx.Micros(), id)
	return err
}

func herself(tx access.Tx, op, id string) error {
	s := tx.Scope()
	if s.IsSystem() || s.Actor().Kind == access.Person && s.Actor().ID == id {
		return nil
	}
	return fault.Missing(op)
}

// secret returns an account with its password's hash.
func secret(ctx context.Context, tx access.Tx, column, key string) (User, Hash, error) {
	const op = "user.secret"
	var h string
	u, err := database.One(ctx, tx, op, func(r database.Row) (User, error) {
		return scan(also{r, &h})
	}, `select `+columns+`, password from account where `+column+` = $1`, key)
	return u, Hash(h), err
}

// also scans one more column behind those of a scan function.
type also struct {
	database.Row
	last any
}

func (a also) Scan(dest ...any) error { return a.Row.Scan(append(dest, a.last)...) }

// Colleague is a person with her roles at one member.
type Colleague struct {
	User
	Roles []access.Role
}

// OfMember lists the people with a role at a member, by login. Those who see the
// member may ask.
func OfMember(ctx context.Context, tx access.Tx, member string) ([]Colleague, error) {
	const op = "user.OfMember"
	if err := tx.Sees(op, member); err != nil {
		return nil, err
	}
	var list []Colleague
	err := database.Each(ctx, tx, op, func(r database.Row) error {
		var role string
		u, err := scan(also{r, &role})
		if n := len(list); n > 0 && list[n-1].ID == u.ID {
			list[n-1].Roles = append(list[n-1].Roles, access.Role(role))
			return err
		}
		list = append(list, Colleague{User: u, Roles: []access.Role{access.Role(role)}})
		return err
	}, `select `+prefixed("a")+`, g.role from role_grant g join account a on a.id = g.user_id
		where g.member_id = $1 order by a.login, g.role`, member)
	return list, err
}

func prefixed(alias string) string {
	return alias + "." + strings.ReplaceAll(columns, ", ", ", "+alias+".")
}
