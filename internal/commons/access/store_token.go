package access

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

const tokenColumns = `id, member_id, name, role, rights, created_at, expires_at, last_used_at, last_used_from, revoked_at` // #nosec G101 -- names of columns, no credentials

func scanToken(r database.Row) (Token, error) {
	var t Token
	var role, list string
	var created, expires, used, revoked int64
	err := r.Scan(&t.ID, &t.MemberID, &t.Name, &role, &list, &created, &expires, &used, &t.UsedFrom, &revoked)
	t.Role, t.Rights = Role(role), readRights(list)
	t.Created, t.Expires = clock.FromMicros(created), clock.FromMicros(expires)
	t.LastUsed, t.Revoked = clock.FromMicros(used), clock.FromMicros(revoked)
	return t, err
}

// GetToken returns a token to somebody who may manage it.
func GetToken(ctx context.Context, tx Tx, id string) (Token, error) {
	const op = "access.GetToken"
	t, err := database.One(ctx, tx, op, scanToken, `select `+tokenColumns+` from token where id = $1`, id)
	if err == nil {
		err = tx.May(ctx, Manage, t.MemberID)
	}
	if err != nil {
		return Token{}, err
	}
	return t, nil
}

// OwnToken returns the token that acts in a transaction.
func OwnToken(ctx context.Context, tx Tx) (Token, error) {
	const op = "access.OwnToken"
	if tx.scope.actor.Kind != Machine {
		return Token{}, fault.Missing(op)
	}
	return database.One(ctx, tx, op, scanToken, `select `+tokenColumns+` from token where id = $1`, tx.scope.actor.ID)
}

// Tokens lists a member's tokens, the latest first, without their secrets.
func Tokens(ctx context.Context, tx Tx, member string) ([]Token, error) {
	if err := tx.May(ctx, Manage, member); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, "access.Tokens", scanToken, `select `+tokenColumns+` from token where member_id = $1 order by id desc`, member)
}

// tokenUseStep is how coarsely the last use of a token is kept: writing it at
// each request would make every read a write.
const tokenUseStep = 10 * time.Minute

// TokenOf returns the token of a secret. One that is unknown, revoked or over
// is Unauthenticated. stale is true when its use should be noted.
func TokenOf(ctx context.Context, tx Tx, secret string) (t Token, stale bool, err error) {
	const op = "access.TokenOf"
	t, err = database.One(ctx, tx, op, scanToken, `select `+tokenColumns+` from token where hash = $1 and revoked_at = 0`, hashToken(secret))
	if fault.Is(err, fault.NotFound) {
		return t, false, fault.New(fault.Unauthenticated, op, "Ce jeton n’existe pas ou a été révoqué.", "This token does not exist or was revoked.")
	}
	if err != nil {
		return t, false, err
	}
	now := tx.Clock().Now()
	if !t.Live(now) {
		over := i18n.Local(t.Expires).Format(time.DateOnly)
		return t, false, fault.New(fault.Unauthenticated, op, "Ce jeton a expiré le %[1]s. Demandez-en un autre au gestionnaire de la collectivité.",
			"This token expired on %[1]s. Ask the manager of the body for another.", over)
	}
	return t, now.Sub(t.LastUsed) > tokenUseStep, nil
}

// TokenScope returns the scope of a token's secret, as TokenOf finds it.
func TokenScope(ctx context.Context, tx Tx, secret string) (s Scope, id string, stale bool, err error) {
	t, stale, err := TokenOf(ctx, tx, secret)
	if err != nil {
		return Scope{}, "", false, err
	}
	return t.scope(), t.ID, stale, nil
}

// NoteTokenUse keeps when a token was last used, and from which network.
func NoteTokenUse(ctx context.Context, tx Tx, id, from string) error {
	_, err := tx.Exec(ctx, `update token set last_used_at = $1, last_used_from = $2 where id = $3`, tx.Micros(), from, id)
	return fault.Wrap("access.NoteTokenUse", err)
}

// TokenWarning is how long before its end people are warned of a token.
const TokenWarning = 30 * 24 * time.Hour

// Expiring takes the tokens that are used and end soon, of which nobody was
// warned yet: each is returned once.
func Expiring(ctx context.Context, tx Tx) ([]Token, error) {
	const op = "access.Expiring"
	now := tx.Clock().Now()
	list, err := database.All(ctx, tx, op, scanToken, `select `+tokenColumns+` from token
		where revoked_at = 0 and warned_at = 0 and expires_at > $1 and expires_at <= $2 order by member_id, id limit 500`,
		clock.Micros(now), clock.Micros(now.Add(TokenWarning)))
	if err != nil {
		return nil, err
	}
	var out []Token
	for _, t := range list {
		// One that lives for less than twice that is renewed by hand each time.
		if t.Expires.Sub(t.Created) < 2*TokenWarning {
			continue
		}
		if _, err := database.Exec(ctx, tx, op, `update token set warned_at = $1 where id = $2`, clock.Micros(now), t.ID); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}
