package user

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Means is what a log-in must prove beside or instead of the password.
type Means string

// The means, each stronger than the one before.
const (
	AnyMeans    Means = ""        // the password is enough
	Second      Means = "second"  // a code or a passkey
	PasskeyOnly Means = "passkey" // a passkey, which no false page can ask for
)

var meansOrder = []Means{AnyMeans, Second, PasskeyOnly}

// Label names a means on screen.
func (m Means) Label() i18n.Text {
	switch m {
	case Second:
		return i18n.T("Code ou clé d’accès", "Code or passkey")
	case PasskeyOnly:
		return i18n.T("Clé d’accès", "Passkey")
	}
	return i18n.T("Mot de passe", "Password")
}

func (m Means) over(other Means) bool {
	return slices.Index(meansOrder, m) > slices.Index(meansOrder, other)
}

// Rule is what the operator requires of a role.
type Rule struct {
	Role  access.Role
	Means Means
}

// PolicyRoles are the roles in the order of the policy's page.
var PolicyRoles = []access.Role{access.Administrator, access.ProtectionOfficer, access.OpenDataOfficer, access.SecurityOfficer, access.Support,
	access.Manager, access.Official, access.Approver, access.Depositor, access.Reader}

// Policy returns what the operator requires of each role.
func Policy(ctx context.Context, tx access.Tx) ([]Rule, error) {
	kept := map[access.Role]Means{}
	err := database.Each(ctx, tx, "user.Policy", func(r database.Row) error {
		var role, means string
		err := r.Scan(&role, &means)
		kept[access.Role(role)] = Means(means)
		return err
	}, `select role, means from login_policy`)
	rules := make([]Rule, len(PolicyRoles))
	for i, role := range PolicyRoles {
		rules[i] = Rule{role, kept[role]}
	}
	return rules, err
}

// SetPolicy writes what the operator requires; it holds from each person's next
// log-in. Only the operator's administrator may.
func SetPolicy(ctx context.Context, tx access.Tx, rules []Rule) error {
	const op = "user.SetPolicy"
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.Administrator) {
		return fault.New(fault.Forbidden, op, "Seul l’administrateur de l’opérateur fixe ces règles.", "Only the operator’s administrator sets these rules.")
	}
	body := map[string]string{}
	for _, r := range rules {
		if !slices.Contains(PolicyRoles, r.Role) || !slices.Contains(meansOrder, r.Means) {
			return fault.New(fault.Invalid, op, "Choisissez une des exigences proposées.", "Choose one of the requirements on offer.")
		}
		_, err := database.Exec(ctx, tx, op, `insert into login_policy (role, means, set_at, set_by) values ($1,$2,$3,$4)
			on conflict (role) do update set means = excluded.means, set_at = excluded.set_at, set_by = excluded.set_by
			where login_policy.means <> excluded.means`, string(r.Role), string(r.Means), tx.Micros(), tx.Scope().Actor().Ref())
		if err != nil {
			return err
		}
		body[string(r.Role)] = string(r.Means)
	}
	return tx.Record(ctx, EventPolicy, "", "", body)
}

// required returns what a person must prove: the strongest that any of her
// roles asks for, those lent to her today among them.
func required(ctx context.Context, tx access.Tx, account string) (need Means, err error) {
	tx = tx.Elevated("what roles require")
	roles, days := access.RolesToday(tx, 1)
	err = database.Each(ctx, tx, "user.required", func(r database.Row) error {
		var means string
		err := r.Scan(&means)
		if Means(means).over(need) {
			need = Means(means)
		}
		return err
	}, `select distinct p.means from login_policy p join `+roles+` h on h.role = p.role where h.user_id = $1`,
		append([]any{account}, days...)...)
	return need, err
}

// Lacking is a person who lacks what her roles require.
type Lacking struct {
	User
	Needs Means
}

// maxLacking bounds the list that the page shows.
const maxLacking = 200

// WhoLacks lists the open accounts that lack what is required of them, by
// login, and how many there are in all. The operator's administrator and
// security officer may ask.
func WhoLacks(ctx context.Context, tx access.Tx) (list []Lacking, total int, err error) {
	const op = "user.WhoLacks"
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.Administrator, access.SecurityOfficer) {
		return nil, 0, fault.Missing(op)
	}
	roles, days := access.RolesToday(tx, 0)
	err = database.Each(ctx, tx, op, func(r database.Row) error {
		var passkeys, codes, only int
		u, err := scan(also{also{also{r, &only}, &codes}, &passkeys})
		if err != nil || passkeys > 0 || codes > 0 && only == 0 {
			return err
		}
		l := Lacking{User: u, Needs: Second}
		if only > 0 {
			l.Needs = PasskeyOnly
		}
		if total++; total <= maxLacking {
			list = append(list, l)
		}
		return nil
	}, `select `+prefixed("a")+`,
			(select count(*) from account_passkey k where k.account_id = a.id),
			(select count(*) from account_totp t where t.account_id = a.id),
			n.only_passkey
		from account a join (select h.user_id, max(case when p.means = 'passkey' then 1 else 0 end) as only_passkey
			from `+roles+` h join login_policy p on p.role = h.role where p.means <> '' group by h.user_id) n on n.user_id = a.id
		where a.disabled_at = 0 order by a.login`, days...)
	return list, total, err
}
