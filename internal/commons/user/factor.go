package user

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Factors are the second proofs that an account has.
type Factors struct {
	Code     time.Time // since when codes of an authenticator; zero for none
	Passkeys int
	Spare    int // recovery codes that are left
}

// Any tells whether there is a second proof to ask for.
func (f Factors) Any() bool { return !f.Code.IsZero() || f.Passkeys > 0 }

// FactorsOf returns the second proofs of an account. The person herself and who
// manages the account may ask.
func FactorsOf(ctx context.Context, tx access.Tx, account string) (f Factors, err error) {
	const op = "user.FactorsOf"
	if herself(tx, op, account) != nil {
		if err := MayManage(ctx, tx, account); err != nil {
			return f, err
		}
	}
	var made int64
	_, err = database.One(ctx, tx, op, func(r database.Row) (bool, error) { return true, r.Scan(&made, &f.Passkeys, &f.Spare) },
		`select coalesce((select made_at from account_totp where account_id = $1), 0),
			(select count(*) from account_passkey where account_id = $1),
			(select count(*) from account_code where account_id = $1 and used_at = 0)`, account)
	f.Code = clock.FromMicros(made)
	return f, err
}

// totpPurpose is what the ring seals secrets of authenticators for.
const totpPurpose = "totp"

// AddTOTP gives an account an authenticator whose first code it has shown, in
// place of an earlier one, and returns fresh recovery codes when it had none.
func (s *Service) AddTOTP(ctx context.Context, account string, secret []byte, code string) (spare []string, err error) {
	const op = "user.AddTOTP"
	step, ok := matchTOTP(secret, code, s.Clock.Now(), 0)
	if !ok {
		return nil, fault.New(fault.Invalid, op, "Ce code n’est pas celui de l’application. Vérifiez l’heure de votre téléphone, puis saisissez le code affiché maintenant.",
			"This is not the application’s code. Check the time of your telephone, then type the code that it shows now.")
	}
	sealed, err := s.Sealer.Seal(totpPurpose, secret)
	if err != nil {
		return nil, err
	}
	err = s.Doors.Write(ctx, access.System("factor"), func(tx access.Tx) error {
		u, err := Get(ctx, tx, account)
		if err != nil {
			return err
		}
		_, err = database.Exec(ctx, tx, op, `insert into account_totp (account_id, secret, made_at, last_step) values ($1,$2,$3,$4)
			on conflict (account_id) do update set secret = excluded.secret, made_at = excluded.made_at, last_step = excluded.last_step`,
			account, base64.RawStdEncoding.EncodeToString(sealed), tx.Micros(), step)
		if err != nil {
			return err
		}
		if spare, err = s.firstCodes(ctx, tx, account); err != nil {
			return err
		}
		return tx.RecordBy(ctx, u.Actor(), EventFactor, "", account, map[string]string{"factor": "totp"})
	})
	return spare, err
}

// DropTOTP takes an account's authenticator away; with the last second proof go
// the recovery codes.
func (s *Service) DropTOTP(ctx context.Context, tx access.Tx, account string) error {
	const op = "user.DropTOTP"
	if err := herself(tx, op, account); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `delete from account_totp where account_id = $1`, account)
	if err != nil || n == 0 {
		return err
	}
	if err := dropSpare(ctx, tx, account); err != nil {
		return err
	}
	return tx.Record(ctx, EventFactorGone, "", account, map[string]string{"factor": "totp"})
}

// dropSpare takes the recovery codes away when there is nothing left to recover.
func dropSpare(ctx context.Context, tx access.Tx, account string) error {
	f, err := FactorsOf(ctx, tx, account)
	if err != nil || f.Any() {
		return err
	}
	_, err = database.Exec(ctx, tx, "user.dropSpare", `delete from account_code where account_id = $1`, account)
	return err
}

// spareCodes is how many recovery codes an account gets at once.
const spareCodes = 10

// firstCodes makes recovery codes for an account that has none.
func (s *Service) firstCodes(ctx context.Context, tx access.Tx, account string) ([]string, error) {
	n, err := database.Value[int](ctx, tx, "user.firstCodes", `select count(*) from account_code where account_id = $1 and used_at = 0`, account)
	if err != nil || n > 0 {
		return nil, err
	}
	return s.newCodes(ctx, tx, account)
}

// newCodes makes an account's recovery codes, in place of earlier ones. Each has
// 80 random bits, so that its plain digest may be kept, and serves once.
func (s *Service) newCodes(ctx context.Context, tx access.Tx, account string) (codes []string, err error) {
	const op = "user.newCodes"
	if _, err := database.Exec(ctx, tx, op, `delete from account_code where account_id = $1`, account); err != nil {
		return nil, err
	}
	for range spareCodes {
		text := strings.ToLower(rand.Text()[:16])
		codes = append(codes, text[:4]+"-"+text[4:8]+"-"+text[8:12]+"-"+text[12:])
		_, err := database.Exec(ctx, tx, op, `insert into account_code (digest, account_id, used_at) values ($1,$2,0)`, codeDigest(account, text), account)
		if err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// codeDigest folds a recovery code as typed, and digests it with its account.
func codeDigest(account, code string) string {
	code = strings.ToLower(strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '\u00a0' {
			return -1
		}
		return r
	}, code))
	return sessionKey(account + "\x00" + code)
}

// ProveCode tells whether a code is one of an account's authenticator or one of
// its recovery codes, and uses it up. It counts tries; a wrong one is Forbidden.
func (l *Logins) ProveCode(ctx context.Context, account, code string, v Visit) error {
	const op = "user.ProveCode"
	var known bool
	err := l.Doors.Read(ctx, access.System("login"), func(tx access.Tx) (err error) {
		known, err = knows(ctx, tx, account, v.Device)
		return err
	})
	if err != nil {
		return err
	}
	keys := []string{tryKey("code", account, whence(v.Device, known, v.Address))}
	if err := l.tries.begin(ctx, account, keys[0], freeTries); err != nil {
		return err
	}
	if !known {
		keys = append(keys, tryKey("codes", account, ""))
		if err := l.tries.begin(ctx, account, keys[1], freeCodes); err != nil {
			return err
		}
	}
	right := false
	err = l.Doors.Write(ctx, access.System("login"), func(tx access.Tx) (err error) {
		right, err = l.take(ctx, tx, account, code)
		return err
	})
	if err != nil {
		return err
	}
	if !right {
		return l.refused(ctx, account, fault.New(fault.Forbidden, op,
			"Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant dans l’application, ou prenez un code de secours.",
			"This code is not the right one, or was used already. Wait for the application’s next one, or take a recovery code."))
	}
	return l.tries.pass(ctx, keys...)
}

// take uses a code up.
func (l *Logins) take(ctx context.Context, tx access.Tx, account, code string) (bool, error) {
	const op = "user.take"
	n, err := database.Exec(ctx, tx, op, `update account_code set used_at = $1 where digest = $2 and account_id = $3 and used_at = 0`,
		tx.Micros(), codeDigest(account, code), account)
	if err != nil || n > 0 {
		return n > 0, err
	}
	var sealed string
	var last int64
	_, err = database.One(ctx, tx, op, func(r database.Row) (bool, error) { return true, r.Scan(&sealed, &last) },
		`select secret, last_step from account_totp where account_id = $1`, account)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil {
		return false, fault.Wrap(op, err)
	}
	plain, err := l.Sealer.Unseal(totpPurpose, raw)
	if err != nil {
		return false, fault.Wrap(op, err)
	}
	step, ok := matchTOTP(plain, code, tx.Clock().Now(), last)
	if !ok {
		return false, nil
	}
	_, err = database.Exec(ctx, tx, op, `update account_totp set last_step = $1 where account_id = $2`, step, account)
	return err == nil, err
}
