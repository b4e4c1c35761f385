package user

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/oidc"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Identity is who an identity provider says a person is. Issuer and subject
// alone bind it to her account: an e-mail address never does.
type Identity struct {
	Issuer  string
	Subject string
	Linked  time.Time
	Used    time.Time // zero for never
}

// Key names an identity in addresses, and tells nothing of it.
func (i Identity) Key() string {
	sum := sha256.Sum256([]byte(i.Issuer + "\x00" + i.Subject))
	return hex.EncodeToString(sum[:16])
}

// Identities lists those that open an account, the oldest first. She herself
// may ask.
func Identities(ctx context.Context, tx access.Tx, account string) ([]Identity, error) {
	const op = "user.Identities"
	if err := herself(tx, op, account); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, op, func(r database.Row) (i Identity, err error) {
		var linked, used int64
		err = r.Scan(&i.Issuer, &i.Subject, &linked, &used)
		i.Linked, i.Used = clock.FromMicros(linked), clock.FromMicros(used)
		return i, err
	}, `select issuer, subject, linked_at, used_at from account_identity where account_id = $1 order by linked_at, issuer, subject`, account)
}

// Link has an identity open an account from now on. She herself may. One that
// opens another account already is a Conflict; one that opens this one stays.
func Link(ctx context.Context, tx access.Tx, account string, p oidc.Person) error {
	const op = "user.Link"
	if err := herself(tx, op, account); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `insert into account_identity (issuer, subject, account_id, linked_at, used_at) values ($1,$2,$3,$4,0)
		on conflict (issuer, subject) do nothing`, p.Issuer, p.Subject, account, tx.Micros())
	if err != nil {
		return err
	}
	if n > 0 {
		return tx.Record(ctx, EventIdentity, "", account, map[string]string{"issuer": p.Issuer})
	}
	holder, err := holderOfIdentity(ctx, tx, p)
	if err == nil && holder != account {
		err = fault.New(fault.Conflict, op, "Cette identité ouvre déjà un autre compte. Retirez-la d’abord de celui-là.",
			"This identity opens another account already. Remove it from that one first.")
	}
	return err
}

// Unlink takes from an account the identity of a key. She herself may.
func Unlink(ctx context.Context, tx access.Tx, account, key string) error {
	const op = "user.Unlink"
	list, err := Identities(ctx, tx, account)
	if err != nil {
		return err
	}
	for _, i := range list {
		if i.Key() != key {
			continue
		}
		_, err := database.Exec(ctx, tx, op, `delete from account_identity where issuer = $1 and subject = $2 and account_id = $3`, i.Issuer, i.Subject, account)
		if err != nil {
			return err
		}
		return tx.Record(ctx, EventIdentityGone, "", account, map[string]string{"issuer": i.Issuer})
	}
	return fault.Missing(op)
}

func holderOfIdentity(ctx context.Context, tx access.Tx, p oidc.Person) (string, error) {
	return database.One(ctx, tx, "user.holderOfIdentity", func(r database.Row) (account string, err error) { return account, r.Scan(&account) },
		`select account_id from account_identity where issuer = $1 and subject = $2`, p.Issuer, p.Subject)
}

// ByIdentity returns the open account of an identity; one that opens none is
// Unauthenticated, with what to do.
func (l *Logins) ByIdentity(ctx context.Context, p oidc.Person, provider string) (u User, err error) {
	err = l.Doors.Write(ctx, access.System("login"), func(tx access.Tx) error {
		account, err := holderOfIdentity(ctx, tx, p)
		if err == nil {
			u, err = Get(ctx, tx, account)
		}
		if err != nil {
			return err
		}
		if !u.Disabled.IsZero() {
			return fault.Missing("user.ByIdentity")
		}
		_, err = database.Exec(ctx, tx, "user.ByIdentity", `update account_identity set used_at = $1 where issuer = $2 and subject = $3`, tx.Micros(), p.Issuer, p.Subject)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return User{}, l.refused(ctx, "", fault.New(fault.Unauthenticated, "user.ByIdentity",
			"%[1]s vous a reconnu, mais aucun compte ouvert d’ici n’est relié à cette identité. Connectez-vous avec votre identifiant et votre mot de passe, puis reliez-la sous «\u00a0Mon compte\u00a0». Si vous n’avez pas encore de compte, demandez-en un à votre opérateur.",
			"%[1]s knows you, but no open account here is linked to this identity. Log in with your login and your password, then link it under “My account”. If you have no account yet, ask your operator for one.", provider))
	}
	return u, err
}
