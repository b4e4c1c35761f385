package user

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// Copy is all that is kept of a person as such: what she may ask for (RGPD,
// art. 15 and 20). Her deposits are her members', not hers.
type Copy struct {
	Made       time.Time      `json:"made"`
	Login      string         `json:"login"`
	Name       string         `json:"name"`
	Email      string         `json:"email"`
	Language   string         `json:"language"`
	Created    time.Time      `json:"created"`
	LastLogin  time.Time      `json:"last_login"`
	Roles      []CopyRole     `json:"roles"`
	Sessions   []CopySession  `json:"sessions"`
	Devices    []CopyDevice   `json:"devices"`
	Passkeys   []CopyPasskey  `json:"passkeys"`
	Identities []CopyIdentity `json:"identities"`
	Code       *time.Time     `json:"code_application_since,omitempty"`
	Spare      int            `json:"recovery_codes_left"`
	Journal    []CopyEntry    `json:"journal"`
}

// CopyRole is a role at a member.
type CopyRole struct {
	Member string `json:"member"`
	Role   string `json:"role"`
}

// CopySession is an open log-in.
type CopySession struct {
	Opened  time.Time `json:"opened"`
	Browser string    `json:"browser"`
	Network string    `json:"network"`
}

// CopyDevice is a browser that the account knows.
type CopyDevice struct {
	Browser string    `json:"browser"`
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
}

// CopyPasskey is a passkey.
type CopyPasskey struct {
	Name string    `json:"name"`
	Made time.Time `json:"made"`
}

// CopyIdentity is an identity at a provider that opens the account.
type CopyIdentity struct {
	Issuer  string    `json:"issuer"`
	Subject string    `json:"subject"`
	Linked  time.Time `json:"linked"`
}

// CopyEntry is an entry of the journal about the account.
type CopyEntry struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind"`
}

// CopyOf gathers what is kept of a person. She herself may ask.
func (s *Service) CopyOf(ctx context.Context, tx access.Tx, account string) (c Copy, err error) {
	const op = "user.CopyOf"
	if err := herself(tx, op, account); err != nil {
		return c, err
	}
	u, err := Get(ctx, tx, account)
	if err != nil {
		return c, err
	}
	c = Copy{Made: tx.Clock().Now(), Login: u.Login, Name: u.Name, Email: u.Email, Language: string(u.Locale), Created: u.Created, LastLogin: u.LastLogin}
	c.Roles, err = database.All(ctx, tx, op, func(r database.Row) (x CopyRole, err error) { return x, r.Scan(&x.Member, &x.Role) },
		`select m.name, g.role from role_grant g join member m on m.id = g.member_id where g.user_id = $1 order by m.name, g.role`, account)
	if err != nil {
		return c, err
	}
	sessions, err := Open(ctx, tx, account)
	if err != nil {
		return c, err
	}
	for _, x := range sessions {
		c.Sessions = append(c.Sessions, CopySession{x.Begun, x.Agent, x.Place})
	}
	devices, err := Devices(ctx, tx, account)
	if err != nil {
		return c, err
	}
	for _, x := range devices {
		c.Devices = append(c.Devices, CopyDevice{x.Agent, x.First, x.Last})
	}
	keys, err := Passkeys(ctx, tx, account)
	if err != nil {
		return c, err
	}
	for _, x := range keys {
		c.Passkeys = append(c.Passkeys, CopyPasskey{x.Name, x.Made})
	}
	identities, err := Identities(ctx, tx, account)
	if err != nil {
		return c, err
	}
	for _, x := range identities {
		c.Identities = append(c.Identities, CopyIdentity{x.Issuer, x.Subject, x.Linked})
	}
	f, err := FactorsOf(ctx, tx, account)
	if err != nil {
		return c, err
	}
	if c.Spare = f.Spare; !f.Code.IsZero() {
		c.Code = &f.Code
	}
	c.Journal, err = database.All(ctx, tx, op, func(r database.Row) (x CopyEntry, err error) {
		var at int64
		err = r.Scan(&at, &x.Kind)
		x.At = clock.FromMicros(at)
		return x, err
	}, `select at, kind from journal_leaf where subject = $1 order by seq desc limit 1000`, account)
	return c, err
}

// Forgotten is what stands in place of the name of a person whose account is
// erased.
const Forgotten = "Compte effacé"

// Erase erases an account (RGPD, art. 17): name, address, login, password, keys,
// browsers, sessions, roles. What she did stays, under a neutral label: acts of a
// public body are kept; the journal keeps that something happened, and loses the
// bodies of the entries about her. The person herself, the operator's
// administrator and the system may. The operator's last administrator stays: he
// names another first.
func (s *Service) Erase(ctx context.Context, by access.Scope, account string) error {
	if a := by.Actor(); !by.IsSystem() && !by.Has(access.Administrator) && (a.Kind != access.Person || a.ID != account) {
		return fault.Missing("user.Erase")
	}
	// Her name stands in what members own whom she may no longer serve.
	return s.Doors.Write(ctx, access.System("erasure of an account"), func(tx access.Tx) error {
		return s.erase(ctx, tx, by.Actor(), account)
	})
}

func (s *Service) erase(ctx context.Context, tx access.Tx, by access.Actor, account string) error {
	const op = "user.Erase"
	u, err := Get(ctx, tx, account)
	if err != nil {
		return err
	}
	if err := notTheLast(ctx, tx, "user.Erase", account); err != nil {
		return err
	}
	for _, statement := range []string{
		endSession + `account_id = $1`,
		`delete from account_link where account_id = $1`, `delete from account_totp where account_id = $1`,
		`delete from account_code where account_id = $1`, `delete from account_passkey where account_id = $1`,
		`delete from account_device where account_id = $1`, `delete from account_identity where account_id = $1`,
		`delete from login_try where account_id = $1`, `delete from held_form where account_id = $1`,
		`delete from role_grant where user_id = $1`,
	} {
		if _, err := database.Exec(ctx, tx, op, statement, account); err != nil {
			return err
		}
	}
	_, err = database.Exec(ctx, tx, op, `update account set login = $1, name = $2, email = '', locale = '', password = '', last_login_at = 0,
		disabled_at = $3, closed_at = $3 where id = $4`, "efface-"+u.ID, Forgotten, tx.Micros(), account)
	if err != nil {
		return err
	}
	for _, forget := range s.Forget {
		if err := forget(ctx, tx, account, Forgotten); err != nil {
			return err
		}
	}
	_, err = s.Journal.Erase(ctx, tx.Tx, journal.Entry{Kind: EventErased, Subject: account, By: by.Ref(), At: tx.Clock().Now(),
		Body: struct{}{}}, journal.Erasure{Subject: account})
	return err
}
