package user

import (
	"context"
	"crypto/rand"
	"net/url"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// purpose is what a link is for.
type purpose string

const (
	invitation purpose = "invite"  // to open an account for the first time
	recovery   purpose = "recover" // to choose another password
)

// How long a link stands. One that a person hands over takes longer to arrive
// than a letter.
const (
	inviteLife  = 7 * 24 * time.Hour
	recoverLife = time.Hour
	handedLife  = 24 * time.Hour
	// maxRecoveries is how many letters of recovery an account gets in the life
	// of a link: nobody fills another's mailbox.
	maxRecoveries = 3
)

// Handed says what became of a link: it went out by mail, or it is to be handed
// over.
type Handed struct {
	To      string // the e-mail address, when it went there
	Address string // the link, to be shown this once, when it did not
	Expires time.Time
}

// Invite makes the link by which a person chooses her first password, in place
// of earlier ones. It goes to her e-mail address when there is one and letters
// go out, unless the caller asks to hand it over. Who manages the account may.
func (s *Service) Invite(ctx context.Context, tx access.Tx, account string, handOver bool) (Handed, error) {
	return s.send(ctx, tx, "user.Invite", account, invitation, inviteLife, handOver)
}

// Reset makes the link by which a person who lost her password chooses another,
// like Invite. Her sessions stay until she uses it; see CloseAll.
func (s *Service) Reset(ctx context.Context, tx access.Tx, account string, handOver bool) (Handed, error) {
	return s.send(ctx, tx, "user.Reset", account, recovery, handedLife, handOver)
}

func (s *Service) send(ctx context.Context, tx access.Tx, op, account string, p purpose, life time.Duration, handOver bool) (Handed, error) {
	if err := MayManage(ctx, tx, account); err != nil {
		return Handed{}, err
	}
	u, err := Get(ctx, tx, account)
	if err != nil {
		return Handed{}, err
	}
	if !u.Disabled.IsZero() {
		return Handed{}, fault.New(fault.Conflict, op, "Ce compte est fermé. Rouvrez-le d’abord.", "This account is closed. Open it again first.")
	}
	if err := voidLinks(ctx, tx, account); err != nil {
		return Handed{}, err
	}
	address, expires, err := s.newLink(ctx, tx, account, p, life)
	if err != nil {
		return Handed{}, err
	}
	if err := tx.Record(ctx, EventLink, "", account, map[string]string{"purpose": string(p)}); err != nil {
		return Handed{}, err
	}
	out := Handed{Address: address, Expires: expires}
	if !handOver && s.Letters.On() && u.Email != "" {
		out = Handed{To: u.Email, Expires: expires}
		err = s.post(ctx, tx, s.linkLetter(u, p, address, expires))
	}
	return out, err
}

// newLink keeps the digest of a new link and returns its address.
func (s *Service) newLink(ctx context.Context, tx access.Tx, account string, p purpose, life time.Duration) (address string, expires time.Time, err error) {
	const op = "user.newLink"
	code := rand.Text()
	now := tx.Clock().Now()
	expires = now.Add(life)
	_, err = database.Exec(ctx, tx, op, `delete from account_link where digest in
		(select digest from account_link where expires_at < $1 order by expires_at limit 20)`, clock.Micros(now.Add(-forgotten)))
	if err != nil {
		return "", expires, err
	}
	_, err = database.Exec(ctx, tx, op, `insert into account_link (digest, account_id, purpose, made_at, expires_at, used_at) values ($1,$2,$3,$4,$5,0)`,
		sessionKey(code), account, string(p), clock.Micros(now), clock.Micros(expires))
	return s.PublicURL + LinkPath + "?" + url.Values{"code": {code}}.Encode(), expires, err
}

// voidLinks ends the links of an account that were not used.
func voidLinks(ctx context.Context, tx access.Tx, account string) error {
	_, err := database.Exec(ctx, tx, "user.voidLinks", `delete from account_link where account_id = $1 and used_at = 0`, account)
	return err
}

func errLink() error {
	return fault.New(fault.Gone, "user.link",
		"Ce lien a déjà servi ou n’est plus valable. Demandez-en un autre sur la page de connexion, ou à qui vous l’a remis.",
		"This link was used already or is no longer valid. Ask for another on the log-in page, or whoever gave it to you.")
}

// linked returns the account of a link that stands.
func (s *Service) linked(ctx context.Context, tx access.Tx, code string) (u User, p purpose, err error) {
	const op = "user.linked"
	var account, what string
	_, err = database.One(ctx, tx, op, func(r database.Row) (bool, error) { return true, r.Scan(&account, &what) },
		`select account_id, purpose from account_link where digest = $1 and used_at = 0 and expires_at > $2`, sessionKey(code), tx.Micros())
	if err == nil {
		u, err = Get(ctx, tx, account)
	}
	if fault.Is(err, fault.NotFound) || err == nil && !u.Disabled.IsZero() {
		return User{}, "", errLink()
	}
	return u, purpose(what), err
}

// spend uses a link up, in the transaction that does what it is for. Of two
// that come at once one finds it gone.
func (s *Service) spend(ctx context.Context, tx access.Tx, code string) (User, error) {
	u, _, err := s.linked(ctx, tx, code)
	if err != nil {
		return u, err
	}
	n, err := database.Exec(ctx, tx, "user.spend", `update account_link set used_at = $1 where digest = $2 and used_at = 0`, tx.Micros(), sessionKey(code))
	if err == nil && n == 0 {
		err = errLink()
	}
	if err == nil {
		err = voidLinks(ctx, tx, u.ID)
	}
	return u, err
}

// Redeem gives the account of a link the password that its holder chose, and
// ends all its sessions. A password that CheckPassword refuses is Invalid, a
// link that does not stand Gone.
func (s *Service) Redeem(ctx context.Context, code, password string) (User, error) {
	var u User
	var about []string
	err := s.Doors.Read(ctx, access.System("link"), func(tx access.Tx) (err error) {
		if u, _, err = s.linked(ctx, tx, code); err == nil {
			about, err = aboutAccount(ctx, tx, u)
		}
		return err
	})
	if err != nil {
		return u, err
	}
	hash, err := HashPassword(ctx, password, about...)
	if err != nil {
		return u, err
	}
	return u, s.Doors.Write(ctx, access.System("link"), func(tx access.Tx) (err error) {
		if u, err = s.spend(ctx, tx, code); err != nil {
			return err
		}
		if err := SetPassword(ctx, tx, u.ID, hash); err != nil {
			return err
		}
		if _, err := CloseOthers(ctx, tx, u.ID, ""); err != nil {
			return err
		}
		if err := s.post(ctx, tx, s.changedLetter(u)); err != nil {
			return err
		}
		return tx.RecordBy(ctx, u.Actor(), EventPassword, "", u.ID, nil)
	})
}
