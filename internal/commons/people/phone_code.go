package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// What this room tells the journal.
const (
	EventPhoneCode     = "user.phone-code"
	EventPhoneRefused  = "user.phone-code-refused"
	EventPhoneUnlocked = "user.phone-unlocked"
)

const (
	// codeDigits is the length of a code that is read out on the telephone.
	codeDigits = 8
	codeLife   = 10 * time.Minute
	// codesAtOnce bounds the codes of an account that stand: more make none
	// easier to guess, and the oldest goes.
	codesAtOnce = 5
)

// newCode draws a code of eight digits.
func newCode() (string, error) {
	most := new(big.Int).Exp(big.NewInt(10), big.NewInt(codeDigits), nil)
	n, err := rand.Int(rand.Reader, most)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%0*d", codeDigits, n), nil
}

// spaced writes a code as it is read: "1234 5678".
func spaced(code string) string { return code[:codeDigits/2] + "\u00a0" + code[codeDigits/2:] }

func codeDigest(code, account string) string {
	sum := sha256.Sum256([]byte(code + "\x00" + account))
	return hex.EncodeToString(sum[:])
}

// MakeCode returns a code for the telephone that stands for ten minutes. It is
// kept when the login has an account; whether it has is not to be seen.
func MakeCode(ctx context.Context, tx access.Tx, login string) (string, error) {
	const op = "people.MakeCode"
	code, err := newCode()
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	inside := tx.Elevated("telephone-code")
	u, err := user.ByLogin(ctx, inside, login)
	if fault.Is(err, fault.NotFound) || err == nil && !u.Disabled.IsZero() {
		return code, nil
	}
	if err != nil {
		return "", err
	}
	now := tx.Clock().Now()
	for _, do := range []struct {
		query string
		args  []any
	}{
		{`delete from phone_code where expires_at <= $1`, []any{clock.Micros(now)}},
		{`delete from phone_code where account_id = $1 and digest not in
			(select digest from phone_code where account_id = $2 order by made_at desc, digest limit $3)`, []any{u.ID, u.ID, codesAtOnce - 1}},
		{`insert into phone_code (digest, account_id, made_at, expires_at, used_at) values ($1,$2,$3,$4,0)
			on conflict (digest) do nothing`, []any{codeDigest(code, u.ID), u.ID, clock.Micros(now), clock.Micros(now.Add(codeLife))}},
	} {
		if _, err := database.Exec(ctx, inside, op, do.query, do.args...); err != nil {
			return "", err
		}
	}
	return code, inside.Record(ctx, EventPhoneCode, "", u.ID, nil)
}

// SpendCode tells whether a code read on the telephone is one of the account's,
// and uses it up. Support and the administrator may ask.
func SpendCode(ctx context.Context, tx access.Tx, account, code string) (bool, error) {
	const op = "people.SpendCode"
	if !tx.Scope().Has(access.Support, access.Administrator) {
		return false, fault.Missing(op)
	}
	code = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, code)
	n, err := database.Exec(ctx, tx, op, `update phone_code set used_at = $1 where digest = $2 and account_id = $3 and used_at = 0 and expires_at > $4`,
		tx.Micros(), codeDigest(code, account), account, tx.Micros())
	if err != nil {
		return false, err
	}
	event := EventPhoneUnlocked
	if n == 0 {
		event = EventPhoneRefused
	}
	return n > 0, tx.Record(ctx, event, "", account, nil)
}
