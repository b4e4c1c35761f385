package user

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Passkey is a key that a person's device or security key holds (WebAuthn Level
// 3). The site keeps its public half.
type Passkey struct {
	ID   string // of the credential, base64url
	Name string
	Made time.Time
	Used time.Time // zero for never
}

const (
	maxPasskeys    = 10 // of one account
	maxPasskeyName = 60 // characters
)

// relyingParty is what browsers bind passkeys to: the host of the public
// address, and none of its neighbours.
func relyingParty(publicURL, name string) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(publicURL)
	if err != nil {
		return nil, err
	}
	yes := true
	return webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: name, RPOrigins: []string{publicURL},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: &yes,
			UserVerification: protocol.VerificationRequired}})
}

// holder is an account as the library asks for it.
type holder struct {
	User
	keys []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return []byte(h.ID) }
func (h holder) WebAuthnName() string                       { return h.Login }
func (h holder) WebAuthnDisplayName() string                { return h.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func credentialID(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// holderOf returns an open account with its passkeys.
func holderOf(ctx context.Context, tx access.Tx, account string) (h holder, err error) {
	const op = "user.holderOf"
	if h.User, err = Get(ctx, tx, account); err != nil {
		return h, err
	}
	if !h.Disabled.IsZero() {
		return h, fault.Missing(op)
	}
	h.keys, err = database.All(ctx, tx, op, func(r database.Row) (c webauthn.Credential, err error) {
		var text string
		if err := r.Scan(&text); err != nil {
			return c, err
		}
		return c, json.Unmarshal([]byte(text), &c)
	}, `select credential from account_passkey where account_id = $1 order by id`, account)
	return h, err
}

// Passkeys lists an account's passkeys, by name.
func Passkeys(ctx context.Context, tx access.Tx, account string) ([]Passkey, error) {
	const op = "user.Passkeys"
	if err := herself(tx, op, account); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, op, func(r database.Row) (k Passkey, err error) {
		var made, used int64
		err = r.Scan(&k.ID, &k.Name, &made, &used)
		k.Made, k.Used = clock.FromMicros(made), clock.FromMicros(used)
		return k, err
	}, `select id, name, made_at, used_at from account_passkey where account_id = $1 order by name, id`, account)
}

func errPasskey() error {
	return fault.New(fault.Forbidden, "user.passkey",
		"Cette clé d’accès n’a pas pu être vérifiée. Réessayez, ou prenez un autre moyen.",
		"This passkey could not be verified. Try again, or take another way.")
}

// beginPasskey returns what a browser asks the device for to make a key for an
// account, and what must be remembered until it answers.
func (s *Service) beginPasskey(ctx context.Context, account string) (options any, ceremony string, err error) {
	rp, err := relyingParty(s.PublicURL, s.Name())
	if err != nil {
		return nil, "", err
	}
	var h holder
	err = s.Doors.Read(ctx, access.System("passkey"), func(tx access.Tx) (err error) {
		h, err = holderOf(ctx, tx, account)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	if len(h.keys) >= maxPasskeys {
		return nil, "", fault.New(fault.Conflict, "user.beginPasskey", "Un compte a %[1]d clés d’accès au plus. Retirez-en une d’abord.",
			"An account has at most %[1]d passkeys. Remove one first.", maxPasskeys)
	}
	creation, session, err := rp.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return nil, "", err
	}
	return creation.Response, encodeCeremony(session), nil
}

func encodeCeremony(session *webauthn.SessionData) string {
	text, err := json.Marshal(session)
	if err != nil {
		panic("user: a ceremony that cannot be encoded: " + err.Error())
	}
	return string(text)
}

// AddPasskey keeps the key that a device has made, and returns fresh recovery
// codes when the account had none. A key that cannot be verified is Forbidden.
func (s *Service) AddPasskey(ctx context.Context, account, ceremony, answer, name string) (spare []string, err error) {
	const op = "user.AddPasskey"
	rp, err := relyingParty(s.PublicURL, s.Name())
	if err != nil {
		return nil, err
	}
	var session webauthn.SessionData
	parsed, problem := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if json.Unmarshal([]byte(ceremony), &session) != nil || problem != nil {
		return nil, errPasskey()
	}
	if name = strings.TrimSpace(name); name == "" {
		name = "—"
	}
	err = s.Doors.Write(ctx, access.System("passkey"), func(tx access.Tx) error {
		h, err := holderOf(ctx, tx, account)
		if err != nil {
			return err
		}
		key, err := rp.CreateCredential(h, session, parsed)
		if err != nil {
			return errPasskey()
		}
		text, err := json.Marshal(key)
		if err != nil {
			return err
		}
		n, err := database.Exec(ctx, tx, op, `insert into account_passkey (id, account_id, name, credential, made_at, used_at) values ($1,$2,$3,$4,$5,0)
			on conflict (id) do nothing`, credentialID(key.ID), account, name, string(text), tx.Micros())
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, op, "Cette clé d’accès sert déjà à un compte.", "This passkey serves an account already.")
		}
		if spare, err = s.firstCodes(ctx, tx, account); err != nil {
			return err
		}
		return tx.RecordBy(ctx, h.Actor(), EventFactor, "", account, map[string]string{"factor": "passkey"})
	})
	return spare, err
}

// DropPasskey takes a passkey away; with the last second proof go the recovery
// codes.
func (s *Service) DropPasskey(ctx context.Context, tx access.Tx, account, id string) error {
	const op = "user.DropPasskey"
	if err := herself(tx, op, account); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `delete from account_passkey where account_id = $1 and id = $2`, account, id)
	if err != nil || n == 0 {
		return err
	}
	if err := dropSpare(ctx, tx, account); err != nil {
		return err
	}
	return tx.Record(ctx, EventFactorGone, "", account, map[string]string{"factor": "passkey"})
}

// askPasskey returns what a browser asks the device for to prove who is there:
// a key of one account, or of whichever account the person chooses ("").
func (s *Service) askPasskey(ctx context.Context, account string) (options any, ceremony string, err error) {
	rp, err := relyingParty(s.PublicURL, s.Name())
	if err != nil {
		return nil, "", err
	}
	var assertion *protocol.CredentialAssertion
	var session *webauthn.SessionData
	if account == "" {
		assertion, session, err = rp.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	} else {
		var h holder
		err = s.Doors.Read(ctx, access.System("passkey"), func(tx access.Tx) (err error) {
			h, err = holderOf(ctx, tx, account)
			return err
		})
		if err != nil {
			return nil, "", err
		}
		if len(h.keys) == 0 {
			return nil, "", errPasskey()
		}
		assertion, session, err = rp.BeginLogin(h, webauthn.WithUserVerification(protocol.VerificationRequired))
	}
	if err != nil {
		return nil, "", err
	}
	return assertion.Response, encodeCeremony(session), nil
}

// ProvePasskey returns the account whose passkey has answered. Given an account
// it must be that one's. An answer that does not hold is Forbidden.
func (s *Service) ProvePasskey(ctx context.Context, account, ceremony, answer string) (u User, err error) {
	const op = "user.ProvePasskey"
	rp, err := relyingParty(s.PublicURL, s.Name())
	if err != nil {
		return u, err
	}
	var session webauthn.SessionData
	parsed, problem := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if json.Unmarshal([]byte(ceremony), &session) != nil || problem != nil {
		return u, errPasskey()
	}
	err = s.Doors.Write(ctx, access.System("passkey"), func(tx access.Tx) error {
		key, err := s.validate(ctx, tx, rp, account, session, parsed, &u)
		if err != nil || key.Authenticator.CloneWarning {
			return errPasskey()
		}
		text, err := json.Marshal(key)
		if err != nil {
			return err
		}
		_, err = database.Exec(ctx, tx, op, `update account_passkey set credential = $1, used_at = $2 where id = $3 and account_id = $4`,
			string(text), tx.Micros(), credentialID(key.ID), u.ID)
		return err
	})
	return u, err
}

func (s *Service) validate(ctx context.Context, tx access.Tx, rp *webauthn.WebAuthn, account string, session webauthn.SessionData,
	parsed *protocol.ParsedCredentialAssertionData, u *User) (*webauthn.Credential, error) {
	if account != "" {
		h, err := holderOf(ctx, tx, account)
		if err != nil {
			return nil, err
		}
		*u = h.User
		return rp.ValidateLogin(h, session, parsed)
	}
	_, key, err := rp.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		h, err := holderOf(ctx, tx, string(handle))
		*u = h.User
		return h, err
	}, session, parsed)
	return key, err
}
