package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Token lets a machine act for one member, within some rights, until a date.
// Its secret is shown once and kept only as a SHA-256: it has 256 random bits,
// so a slow hash would add nothing.
type Token struct {
	ID       string
	MemberID string
	Name     string
	Role     Role    // the least that holds its rights
	Rights   []Right // what it may do; nil for all that its role gives
	Created  time.Time
	Expires  time.Time // from then on it is refused; zero for never
	LastUsed time.Time
	UsedFrom string // the network from which, coarsely
	Revoked  time.Time
}

// tokenPrefix makes a leaked token recognisable to secret scanners.
const tokenPrefix = "airial_"

// MaxTokenDays is the longest life of a token: whatever is forgotten somewhere
// stops some day.
const MaxTokenDays = 731

// TokenGrace is how long a token goes on when another takes its place.
const TokenGrace = 7 * 24 * time.Hour

// TokenRights are what a token may be given, in the order of a form. To see
// goes with each of them. Managing is for people.
func TokenRights() []Right {
	return []Right{See, Deposit, Publish, Withdraw, Decide, Approve, Erase, Register, Listen}
}

// NewToken is what is asked of somebody who makes a token.
type NewToken struct {
	MemberID string
	Name     string
	Rights   []Right
	Days     int // of its life, from now
}

// roleFor returns the least role that holds all of some rights.
func roleFor(list []Right) Role {
	for _, role := range []Role{Reader, Depositor, Approver} {
		if !slices.ContainsFunc(list, func(r Right) bool { return !slices.Contains(rights[r], role) }) {
			return role
		}
	}
	return Manager
}

// MakeToken makes a token and returns it with its secret.
func MakeToken(ctx context.Context, tx Tx, n NewToken) (Token, string, error) {
	const op = "access.MakeToken"
	if err := tx.May(ctx, Manage, n.MemberID); err != nil {
		return Token{}, "", err
	}
	var list []Right
	for _, r := range TokenRights() {
		if r == See || slices.Contains(n.Rights, r) {
			list = append(list, r)
		}
	}
	for _, r := range n.Rights {
		if !slices.Contains(list, r) {
			return Token{}, "", fault.New(fault.Invalid, op, "Un jeton ne peut pas recevoir le droit «\u00a0%[1]s\u00a0».", "A token cannot be given the right “%[1]s”.", string(r))
		}
	}
	if n.Days < 1 || n.Days > MaxTokenDays {
		return Token{}, "", fault.New(fault.Invalid, op, "Un jeton vaut de 1 à %[1]d jours.", "A token is good for 1 to %[1]d days.", MaxTokenDays)
	}
	now := tx.Clock().Now()
	return create(ctx, tx, op, Token{MemberID: n.MemberID, Name: n.Name, Role: roleFor(list), Rights: list, Expires: now.AddDate(0, 0, n.Days)})
}

// CreateToken makes a token that never expires, with all that a role gives; the
// role is Depositor or Approver. It is for the demonstration, whose programs
// are invented.
func CreateToken(ctx context.Context, tx Tx, member, name string, role Role) (Token, string, error) {
	const op = "access.CreateToken"
	if err := tx.May(ctx, Manage, member); err != nil {
		return Token{}, "", err
	}
	if role != Depositor && role != Approver {
		return Token{}, "", fault.New(fault.Invalid, op,
			"Un jeton est « depositor » ou « approver ».", "A token is “depositor” or “approver”.")
	}
	return create(ctx, tx, op, Token{MemberID: member, Name: name, Role: role})
}

func create(ctx context.Context, tx Tx, op string, t Token) (Token, string, error) {
	t.Name = strings.TrimSpace(t.Name)
	if t.Name == "" || len(t.Name) > 200 {
		return Token{}, "", fault.New(fault.Invalid, op,
			"Donnez au jeton un nom de 1 à 200 caractères, qui dise à quoi il sert.",
			"Give the token a name of 1 to 200 characters that says what it is for.")
	}
	if err := Served(ctx, tx, op, t.MemberID); err != nil {
		return Token{}, "", err
	}
	var raw [32]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return Token{}, "", fault.Wrap(op, err)
	}
	secret := tokenPrefix + base64.RawURLEncoding.EncodeToString(raw[:])
	t.ID, t.Created = tx.NewID(), tx.Clock().Now()
	_, err := tx.Exec(ctx, `insert into token (id, member_id, name, role, rights, hash, created_at, expires_at, last_used_at, revoked_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,0,0)`, t.ID, t.MemberID, t.Name, string(t.Role), writeRights(t.Rights), hashToken(secret),
		clock.Micros(t.Created), clock.Micros(t.Expires))
	if err != nil {
		return t, "", fault.Wrap(op, err)
	}
	return t, secret, tx.Record(ctx, EventTokenCreated, t.MemberID, t.ID, map[string]string{"name": t.Name, "role": string(t.Role), "rights": writeRights(t.Rights)})
}

// RotateToken makes a token that takes another's place: same name, same rights,
// a life of the same length. The other goes on for TokenGrace, so that its
// programs can be told.
func RotateToken(ctx context.Context, tx Tx, id string) (Token, string, error) {
	const op = "access.RotateToken"
	old, err := GetToken(ctx, tx, id)
	if err != nil {
		return Token{}, "", err
	}
	now := tx.Clock().Now()
	if !old.Live(now) {
		return Token{}, "", fault.New(fault.Conflict, op, "Ce jeton ne vaut plus. Créez-en un autre.", "This token is no longer good. Make another.")
	}
	life := 365 * 24 * time.Hour
	if !old.Expires.IsZero() {
		life = old.Expires.Sub(old.Created)
	}
	list := old.Rights
	if list == nil {
		list = rightsOf(old.Role)
	}
	fresh, secret, err := create(ctx, tx, op, Token{MemberID: old.MemberID, Name: old.Name, Role: roleFor(list), Rights: list, Expires: now.Add(life)})
	if err != nil {
		return fresh, "", err
	}
	if end := now.Add(TokenGrace); old.Expires.IsZero() || end.Before(old.Expires) {
		if _, err := database.Exec(ctx, tx, op, `update token set expires_at = $1 where id = $2`, clock.Micros(end), id); err != nil {
			return fresh, "", err
		}
	}
	return fresh, secret, tx.Record(ctx, EventTokenRotated, old.MemberID, id, map[string]string{"by": fresh.ID})
}

// rightsOf lists what a token with a role alone may do.
func rightsOf(role Role) []Right {
	var out []Right
	for _, r := range TokenRights() {
		if slices.Contains(rights[r], role) {
			out = append(out, r)
		}
	}
	return out
}

// Allows lists what a token may do.
func (t Token) Allows() []Right {
	if t.Rights == nil {
		return rightsOf(t.Role)
	}
	return t.Rights
}

// Live tells whether a token opens a door at an instant.
func (t Token) Live(now time.Time) bool {
	return t.Revoked.IsZero() && (t.Expires.IsZero() || now.Before(t.Expires))
}

// EndsSoon tells whether a token wants to be renewed: within a month of its end,
// or within a week where it lives for less than two.
func (t Token) EndsSoon(now time.Time) bool {
	if t.Expires.IsZero() {
		return false
	}
	left := t.Expires.Sub(now)
	return left < 7*24*time.Hour || left < TokenWarning && t.Expires.Sub(t.Created) >= 2*TokenWarning
}

// RevokeToken ends a token at once.
func RevokeToken(ctx context.Context, tx Tx, id string) error {
	const op = "access.RevokeToken"
	t, err := GetToken(ctx, tx, id)
	if err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `update token set revoked_at = $1 where id = $2 and revoked_at = 0`, tx.Micros(), id)
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventTokenRevoked, t.MemberID, id, nil)
}

func writeRights(list []Right) string {
	var out []string
	for _, r := range list {
		out = append(out, string(r))
	}
	return strings.Join(out, " ")
}

func readRights(s string) []Right {
	var out []Right
	for _, r := range strings.Fields(s) {
		out = append(out, Right(r))
	}
	return out
}

func hashToken(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// scope is what a token opens.
func (t Token) scope() Scope {
	s := For(Actor{Kind: Machine, ID: t.ID, Name: t.Name}, map[string][]Role{t.MemberID: {t.Role}}, nil)
	s.limit = t.Rights
	return s
}
