package user

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
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
	// Delegations she gave or got, times in which somebody acted for her, and
	// what other rooms keep of her, by their names.
	Delegations []CopyDelegation `json:"delegations"`
	Acted       []CopyActing     `json:"acted_for_her"`
	Others      map[string]any   `json:"others"`
	Journal     []CopyEntry      `json:"journal"`
}

// CopyDelegation is a role that she lent or that was lent to her.
type CopyDelegation struct {
	Given     bool   `json:"given"`
	Role      string `json:"role"`
	From      string `json:"from"`
	Until     string `json:"until"`
	Reason    string `json:"reason"`
	Reference string `json:"reference"`
}

// CopyActing is a time in which somebody of the operator acted for her.
type CopyActing struct {
	Begun  time.Time `json:"begun"`
	End    time.Time `json:"end"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
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
	if err := s.alsoOf(ctx, tx, account, &c); err != nil {
		return c, err
	}
	c.Journal, err = database.All(ctx, tx, op, func(r database.Row) (x CopyEntry, err error) {
		var at int64
		err = r.Scan(&at, &x.Kind)
		x.At = clock.FromMicros(at)
		return x, err
	}, `select at, kind from journal_leaf where subject = $1 order by seq desc limit 1000`, account)
	return c, err
}

// alsoOf adds what other rooms keep of a person.
func (s *Service) alsoOf(ctx context.Context, tx access.Tx, account string, c *Copy) error {
	lent, err := access.DelegationsOf(ctx, tx, account)
	if err != nil {
		return err
	}
	for _, d := range lent {
		c.Delegations = append(c.Delegations, CopyDelegation{d.GiverID == account, string(d.Role), d.From, d.Until, string(d.Reason), d.Reference})
	}
	acted, err := access.ActedFor(ctx, tx, account, time.Time{})
	if err != nil {
		return err
	}
	for _, a := range acted {
		c.Acted = append(c.Acted, CopyActing{a.Begun, a.End(), a.AgentName, a.Reason})
	}
	c.Others = map[string]any{}
	for room, of := range s.Copies {
		if c.Others[room], err = of(ctx, tx, account); err != nil {
			return err
		}
	}
	return nil
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
	err := s.Doors.Write(ctx, access.System("erasure of an account"), func(tx access.Tx) error {
		return s.erase(ctx, tx, by.Actor(), account)
	})
	if err != nil {
		return err
	}
	if err := s.scrub(context.WithoutCancel(ctx)); err != nil {
		// The records are gone; the job goes on until their traces are too.
		s.Log.WarnContext(ctx, "erasure goes on", "error", err)
	}
	return nil
}

// scrubKind is the job that makes what was erased of an account unreadable, if
// that was not done at once.
const scrubKind = "user.scrub"

func (s *Service) scrub(ctx context.Context) error {
	if s.Scrub == nil {
		return nil
	}
	tables := []string{"journal_body"}
	for _, t := range s.Tables {
		if len(t.People) > 0 && t.Only == "" {
			tables = append(tables, t.Name)
		}
	}
	return s.Scrub(ctx, tables...)
}

func (s *Service) erase(ctx context.Context, tx access.Tx, by access.Actor, account string) error {
	const op = "user.Erase"
	u, err := Get(ctx, tx, account)
	if err != nil {
		return err
	}
	if u.Login == erased(account) {
		return nil
	}
	if err := notTheLast(ctx, tx, "user.Erase", account); err != nil {
		return err
	}
	also, err := entriesNaming(ctx, tx, u)
	if err != nil {
		return err
	}
	for _, room := range s.Forget {
		if err := room(ctx, tx, account); err != nil {
			return err
		}
	}
	if err := forget(ctx, tx, s.Tables, u, Forgotten); err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, endSession+`account_id = $1`, account); err != nil {
		return err
	}
	_, err = database.Exec(ctx, tx, op, `update account set login = $1, name = $2, email = '', locale = '', password = '', last_login_at = 0,
		disabled_at = $3, closed_at = $3 where id = $4`, erased(account), Forgotten, tx.Micros(), account)
	if err != nil {
		return err
	}
	_, err = s.Journal.Erase(ctx, tx.Tx, journal.Entry{Kind: EventErased, Subject: account, By: by.Ref(), At: tx.Clock().Now(),
		Body: struct{}{}}, journal.Erasure{Subject: account, IDs: also})
	if err != nil {
		return err
	}
	_, err = s.Jobs.Insert(ctx, tx, jobs.Job{Kind: scrubKind, UniqueKey: account})
	return err
}

// erased is the login of an account that is erased: no person can have it.
func erased(account string) string { return "efface-" + account }
