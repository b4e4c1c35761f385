package user

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// State is how an account stands, as a filter.
type State string

// The states: one may log in, nobody may any more, nobody ever has.
const (
	AnyState  State = ""
	OpenState State = "open"
	Closed    State = "disabled"
	NeverSeen State = "never"
)

// Filter narrows a list of accounts.
type Filter struct {
	Query  string // words of the name, the login or the e-mail address
	Role   access.Role
	Member string // id: those with a role there
	State  State
}

func (f Filter) where() (string, []any) {
	conditions, args := []string{"1=1"}, []any{}
	add := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "$?", fmt.Sprintf("$%d", len(args)), 1)
		}
		conditions = append(conditions, condition)
	}
	for _, word := range strings.Fields(f.Query) {
		folded := "%" + text.EscapeLike(FoldLogin(word)) + "%"
		add(`(a.login like $? escape '\' or `+foldedName+` like $? escape '\' or lower(a.email) like $? escape '\')`, folded, folded, folded)
	}
	switch f.State {
	case OpenState:
		add("a.disabled_at = 0")
	case Closed:
		add("a.disabled_at > 0")
	case NeverSeen:
		add("a.disabled_at = 0 and a.last_login_at = 0")
	}
	if f.Role != "" || f.Member != "" {
		inner := []string{"g.user_id = a.id"}
		var values []any
		if f.Role != "" {
			inner, values = append(inner, "g.role = $?"), append(values, string(f.Role))
		}
		if f.Member != "" {
			inner, values = append(inner, "g.member_id = $?"), append(values, f.Member)
		}
		add("exists (select 1 from role_grant g where "+strings.Join(inner, " and ")+")", values...)
	}
	return strings.Join(conditions, " and "), args
}

// foldedName is the name of an account as FoldLogin would fold it, as far as
// names are written in France: the letters with their marks of French and of
// its neighbours. Both databases reckon it alike.
var foldedName = func() string {
	name := "lower(a.name)"
	for plain, marked := range map[string]string{"a": "àâäáãåÀÂÄÁÃÅ", "c": "çÇ", "e": "éèêëÉÈÊË", "i": "îïíìÎÏÍÌ", "n": "ñÑ",
		"o": "ôöóòõÔÖÓÒÕ", "u": "ùûüúÙÛÜÚ", "y": "ÿýŸÝ"} {
		for _, r := range marked {
			name = "replace(" + name + ", '" + string(r) + "', '" + plain + "')"
		}
	}
	return name
}()

// List returns a page of the accounts by login, and how many there are. Only
// the operator's people and the system may ask.
func List(ctx context.Context, tx access.Tx, f Filter, limit, offset int) ([]User, int, error) {
	const op = "user.List"
	if s := tx.Scope(); !s.IsSystem() && !s.OfOperator() {
		return nil, 0, fault.Missing(op)
	}
	where, args := f.where()
	total, err := database.Value[int](ctx, tx, op, `select count(*) from account a where `+where, args...)
	if err != nil || total == 0 {
		return nil, total, err
	}
	n := len(args)
	list, err := database.All(ctx, tx, op, scan, `select `+prefixed("a")+` from account a where `+where+
		fmt.Sprintf(` order by a.login limit $%d offset $%d`, n+1, n+2), append(args, limit, offset)...)
	return list, total, err
}

// ByIDs returns accounts by their ids. Like Get, it asks only for somebody to
// be signed in.
func ByIDs(ctx context.Context, tx access.Tx, ids []string) (map[string]User, error) {
	const op = "user.ByIDs"
	out := make(map[string]User, len(ids))
	if tx.Scope().IsPublic() || len(ids) == 0 {
		return out, nil
	}
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from account where id in (`+database.In(len(ids), 1)+`)`, database.Args(ids)...)
	for _, u := range list {
		out[u.ID] = u
	}
	return out, err
}

// Sharing lists the other accounts with the same e-mail address, by login. An
// address is no identity: it may serve all of a town hall.
func Sharing(ctx context.Context, tx access.Tx, u User) ([]User, error) {
	const op = "user.Sharing"
	if s := tx.Scope(); u.Email == "" || !s.IsSystem() && !s.OfOperator() {
		return nil, nil
	}
	return database.All(ctx, tx, op, scan, `select `+columns+` from account where lower(email) = $1 and id <> $2 order by login`,
		strings.ToLower(u.Email), u.ID)
}

// OpenAt opens an account for somebody at a member, with her first roles there:
// the member's manager may, and the operator's administrator.
func OpenAt(ctx context.Context, tx access.Tx, member string, a Account, roles []access.Role) (User, error) {
	const op = "user.OpenAt"
	if err := tx.May(ctx, access.Manage, member); err != nil {
		return User{}, err
	}
	if len(roles) == 0 {
		return User{}, fault.New(fault.Invalid, op, "Choisissez au moins un rôle.", "Choose at least one role.")
	}
	u, err := create(ctx, tx, op, a)
	if err != nil {
		return u, err
	}
	for _, role := range roles {
		if err := access.Grant(ctx, tx, u.ID, member, role); err != nil {
			return u, err
		}
	}
	return u, nil
}

// Disable closes an account: nobody logs in with it any more, and who is logged
// in is out. Its roles stay written, so that Enable brings all of it back. The
// operator's administrator may; a member's manager may when the person serves
// nobody but members that she manages. The last administrator stays.
func Disable(ctx context.Context, tx access.Tx, id string) error {
	const op = "user.Disable"
	if err := mayClose(ctx, tx, op, id); err != nil {
		return err
	}
	if tx.Scope().Actor().ID == id {
		return fault.New(fault.Invalid, op, "Vous ne pouvez pas désactiver votre propre compte.", "You cannot disable your own account.")
	}
	if err := notTheLast(ctx, tx, op, id); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `update account set disabled_at = $1 where id = $2 and disabled_at = 0`, tx.Micros(), id)
	if err != nil || n == 0 {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, endSession+`account_id = $1`, id); err != nil {
		return err
	}
	if err := voidLinks(ctx, tx, id); err != nil {
		return err
	}
	return tx.Record(ctx, EventDisabled, "", id, nil)
}

// Enable opens a disabled account again. Whoever may disable it may.
func Enable(ctx context.Context, tx access.Tx, id string) error {
	const op = "user.Enable"
	if err := mayClose(ctx, tx, op, id); err != nil {
		return err
	}
	erased, err := database.Value[bool](ctx, tx, op, `select closed_at > 0 from account where id = $1`, id)
	if err != nil {
		return err
	}
	if erased {
		return fault.New(fault.Gone, op, "Ce compte est effacé et ne se rouvre pas.", "This account is erased and cannot be opened again.")
	}
	n, err := database.Exec(ctx, tx, op, `update account set disabled_at = 0 where id = $1 and disabled_at > 0`, id)
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventEnabled, "", id, nil)
}

// MayClose tells whether the scope may disable an account, and open it again.
func MayClose(ctx context.Context, tx access.Tx, id string) (bool, error) {
	err := mayClose(ctx, tx, "user.MayClose", id)
	if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

func mayClose(ctx context.Context, tx access.Tx, op, id string) error {
	s := tx.Scope()
	if s.IsSystem() || s.Has(access.Administrator) {
		_, err := database.Value[int](ctx, tx, op, `select 1 from account where id = $1`, id)
		return err
	}
	members, err := database.All(ctx, tx.Elevated("all roles of a person"), op, func(r database.Row) (m string, err error) { return m, r.Scan(&m) },
		`select distinct member_id from role_grant where user_id = $1 order by member_id`, id)
	if err != nil {
		return err
	}
	mine := 0
	for _, m := range members {
		yes, err := tx.Allowed(ctx, access.Manage, m)
		if err != nil {
			return err
		}
		if yes {
			mine++
		}
	}
	switch {
	case mine == 0:
		return fault.Missing(op)
	case mine < len(members):
		return fault.New(fault.Forbidden, op,
			"Cette personne travaille aussi pour d’autres collectivités\u202f: reprenez ses rôles ici, ou demandez à l’opérateur de désactiver le compte.",
			"This person works for other bodies too: take her roles here back, or ask the operator to disable the account.")
	}
	return nil
}

// notTheLast keeps one administrator of the operator whose account is open.
func notTheLast(ctx context.Context, tx access.Tx, op, id string) error {
	const admins = `select count(distinct g.user_id) from role_grant g join account a on a.id = g.user_id
		join member m on m.id = g.member_id where g.role = 'administrator' and m.is_operator = 1 and a.disabled_at = 0 and a.id `
	tx = tx.Elevated("the last administrator")
	his, err := database.Value[int](ctx, tx, op, admins+`= $1`, id)
	if err != nil || his == 0 {
		return err
	}
	others, err := database.Value[int](ctx, tx, op, admins+`<> $1`, id)
	if err == nil && others == 0 {
		err = fault.New(fault.Conflict, op, "C’est le dernier administrateur de l’opérateur\u202f: donnez d’abord ce rôle à quelqu’un d’autre.",
			"This is the operator’s last administrator: give the role to somebody else first.")
	}
	return err
}

// Roles sets which roles a person has at a member, giving and taking what
// differs, and returns those she had. Whoever manages the member may. A member's
// last manager is taken away by the operator's administrator alone, and the
// operator's last administrator by nobody.
func Roles(ctx context.Context, tx access.Tx, id, member string, roles []access.Role) (had []access.Role, err error) {
	const op = "user.Roles"
	if err := tx.May(ctx, access.Manage, member); err != nil {
		return nil, err
	}
	if _, err := Get(ctx, tx, id); err != nil {
		return nil, err
	}
	had, err = granted(ctx, tx, op, id, member)
	if err != nil {
		return nil, err
	}
	for _, role := range had {
		if slices.Contains(roles, role) {
			continue
		}
		if err := mayTake(ctx, tx, op, id, member, role); err != nil {
			return had, err
		}
		if err := access.Revoke(ctx, tx, id, member, role); err != nil {
			return had, err
		}
	}
	for _, role := range roles {
		if !slices.Contains(had, role) {
			if err := access.Grant(ctx, tx, id, member, role); err != nil {
				return had, err
			}
		}
	}
	return had, nil
}

// Take takes one role back, with the same care as Roles.
func Take(ctx context.Context, tx access.Tx, id, member string, role access.Role) error {
	const op = "user.Take"
	if err := tx.May(ctx, access.Manage, member); err != nil {
		return err
	}
	had, err := granted(ctx, tx, op, id, member)
	if err != nil || !slices.Contains(had, role) {
		return err
	}
	if err := mayTake(ctx, tx, op, id, member, role); err != nil {
		return err
	}
	return access.Revoke(ctx, tx, id, member, role)
}

// RolesAt lists the roles of her own that a person has at a member. Those who
// see the member may ask.
func RolesAt(ctx context.Context, tx access.Tx, id, member string) ([]access.Role, error) {
	const op = "user.RolesAt"
	if err := tx.Sees(op, member); err != nil {
		return nil, err
	}
	return granted(ctx, tx, op, id, member)
}

func granted(ctx context.Context, tx access.Tx, op, id, member string) ([]access.Role, error) {
	return database.All(ctx, tx, op, func(r database.Row) (access.Role, error) {
		var role string
		err := r.Scan(&role)
		return access.Role(role), err
	}, `select role from role_grant where user_id = $1 and member_id = $2 order by role`, id, member)
}

func mayTake(ctx context.Context, tx access.Tx, op, id, member string, role access.Role) error {
	if role == access.Administrator {
		return notTheLast(ctx, tx, op, id)
	}
	if s := tx.Scope(); role != access.Manager || s.IsSystem() || s.Has(access.Administrator) {
		return nil
	}
	others, err := database.Value[int](ctx, tx, op, `select count(*) from role_grant g join account a on a.id = g.user_id
		where g.member_id = $1 and g.role = 'manager' and g.user_id <> $2 and a.disabled_at = 0`, member, id)
	if err == nil && others == 0 {
		err = fault.New(fault.Conflict, op, "C’est le dernier gestionnaire de cette collectivité\u202f: donnez d’abord ce rôle à quelqu’un d’autre.",
			"This is the last manager of this body: give the role to somebody else first.")
	}
	return err
}
