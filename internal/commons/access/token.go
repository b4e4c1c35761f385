package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Token lets a machine act for one member, with one role. Its secret is shown
// once and kept only as a SHA-256: it has 256 random bits, so a slow hash
// would add nothing.
type Token struct {
	ID       string
	MemberID string
	Name     string
	Role     Role
	Created  time.Time
	LastUsed time.Time
	Revoked  time.Time
}

// tokenPrefix makes a leaked token recognisable to secret scanners.
const tokenPrefix = "airial_"

// CreateToken makes a token for a member and returns it with its secret.
// The role is Depositor or Approver.
func CreateToken(ctx context.Context, tx Tx, member, name string, role Role) (Token, string, error) {
	const op = "access.CreateToken"
	if err := tx.May(ctx, Manage, member); err != nil {
		return Token{}, "", err
	}
	if role != Depositor && role != Approver {
		return Token{}, "", fault.New(fault.Invalid, op,
			"Un jeton est « depositor » ou « approver ».", "A token is “depositor” or “approver”.")
	}
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 200 {
		return Token{}, "", fault.New(fault.Invalid, op,
			"Donnez au jeton un nom de 1 à 200 caractères, qui dise à quoi il sert.",
			"Give the token a name of 1 to 200 characters that says what it is for.")
	}
	var raw [32]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return Token{}, "", fault.Wrap(op, err)
	}
	secret := tokenPrefix + base64.RawURLEncoding.EncodeToString(raw[:])
	t := Token{ID: tx.NewID(), MemberID: member, Name: name, Role: role, Created: tx.Clock().Now()}
	_, err := tx.Exec(ctx, `insert into token (id, member_id, name, role, hash, created_at, last_used_at, revoked_at)
		values ($1,$2,$3,$4,$5,$6,0,0)`, t.ID, t.MemberID, t.Name, string(t.Role), hashToken(secret), clock.Micros(t.Created))
	if err != nil {
		return t, "", fault.Wrap(op, err)
	}
	return t, secret, tx.Record(ctx, EventTokenCreated, member, t.ID, map[string]string{"name": name, "role": string(role)})
}

// RevokeToken ends a token at once.
func RevokeToken(ctx context.Context, tx Tx, id string) error {
	const op = "access.RevokeToken"
	var member string
	err := tx.QueryRow(ctx, `select member_id from token where id = $1`, id).Scan(&member)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Missing(op)
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	if err := tx.May(ctx, Manage, member); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `update token set revoked_at = $1 where id = $2 and revoked_at = 0`, tx.Micros(), id)
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventTokenRevoked, member, id, nil)
}

// Tokens lists a member's tokens, the latest first, without their secrets.
func Tokens(ctx context.Context, tx Tx, member string) ([]Token, error) {
	const op = "access.Tokens"
	if err := tx.May(ctx, Manage, member); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `select id, member_id, name, role, created_at, last_used_at, revoked_at
		from token where member_id = $1 order by id desc`, member)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	defer rows.Close()
	var out []Token
	for rows.Next() {
		var t Token
		var role string
		var created, used, revoked int64
		if err := rows.Scan(&t.ID, &t.MemberID, &t.Name, &role, &created, &used, &revoked); err != nil {
			return nil, fault.Wrap(op, err)
		}
		t.Role = Role(role)
		t.Created, t.LastUsed, t.Revoked = clock.FromMicros(created), clock.FromMicros(used), clock.FromMicros(revoked)
		out = append(out, t)
	}
	return out, fault.Wrap(op, rows.Err())
}

// tokenUseStep is how coarsely the last use of a token is kept: writing it at
// each request would make every read a write.
const tokenUseStep = 10 * time.Minute

// TokenScope returns the scope of a token's secret. An unknown or revoked one
// is Unauthenticated. stale is true when the last use should be noted.
func TokenScope(ctx context.Context, tx Tx, secret string) (s Scope, id string, stale bool, err error) {
	var member, name, role string
	var used int64
	row := tx.QueryRow(ctx, `select id, member_id, name, role, last_used_at from token
		where hash = $1 and revoked_at = 0`, hashToken(secret))
	err = row.Scan(&id, &member, &name, &role, &used)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Scope{}, "", false, fault.Wrap("access.TokenScope", err)
	}
	if err != nil {
		return Scope{}, "", false, fault.New(fault.Unauthenticated, "access.TokenScope",
			"Ce jeton n’existe pas ou a été révoqué.", "This token does not exist or was revoked.")
	}
	s = Token{ID: id, MemberID: member, Name: name, Role: Role(role)}.scope()
	return s, id, tx.Clock().Now().Sub(clock.FromMicros(used)) > tokenUseStep, nil
}

// NoteTokenUse keeps when a token was last used.
func NoteTokenUse(ctx context.Context, tx Tx, id string) error {
	_, err := tx.Exec(ctx, `update token set last_used_at = $1 where id = $2`, tx.Micros(), id)
	return fault.Wrap("access.NoteTokenUse", err)
}

func hashToken(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
