package access

import (
	"context"
	"net/http"
	"strings"
	"time"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

// Sessions tells which person is signed in behind a request of the console.
// It is the door that the room of users fills.
type Sessions interface {
	// Scope returns the scope of the person signed in, or an Unauthenticated
	// error.
	Scope(r *http.Request) (Scope, error)
}

type guard struct {
	name  string
	admit func(*http.Request) (Scope, error)
}

func (g guard) Name() string { return g.name }

func (g guard) Admit(r *http.Request) (*http.Request, error) {
	s, err := g.admit(r)
	if err != nil {
		return nil, err
	}
	return r.WithContext(With(r.Context(), s)), nil
}

// SignedIn admits a person who is signed in to the console.
func SignedIn(sessions Sessions) web.Guard { return guard{"signed in", sessions.Scope} }

// OperatorOnly admits the operator's people with one of the roles, or with any
// when none is named. To others the page does not exist.
func OperatorOnly(sessions Sessions, roles ...Role) web.Guard {
	name := "operator"
	for _, r := range roles {
		name += " " + string(r)
	}
	return guard{name, func(r *http.Request) (Scope, error) {
		s, err := sessions.Scope(r)
		if err != nil {
			return s, err
		}
		if !s.OfOperator() || len(roles) > 0 && !s.Has(roles...) {
			return s, fault.Missing("access.OperatorOnly")
		}
		return s, nil
	}}
}

// Bearer admits a machine with a token (RFC 6750).
func Bearer(doors *Doors) web.Guard {
	return guard{"token", func(r *http.Request) (Scope, error) { return doors.bearer(r, false) }}
}

// BearerOrPublic admits a machine with a token under its own scope, and
// anybody else as the public. A token that is given and wrong is refused.
func BearerOrPublic(doors *Doors) web.Guard {
	return guard{"everyone or token", func(r *http.Request) (Scope, error) { return doors.bearer(r, true) }}
}

func (d *Doors) bearer(r *http.Request, optional bool) (Scope, error) {
	header := r.Header.Get("Authorization")
	if header == "" && optional {
		return Public(), nil
	}
	scheme, secret, _ := strings.Cut(header, " ")
	secret = strings.TrimSpace(secret)
	if !strings.EqualFold(scheme, "Bearer") || secret == "" {
		return Scope{}, fault.New(fault.Unauthenticated, "access.bearer",
			"Ajoutez l’en-tête « Authorization: Bearer » suivi de votre jeton.",
			"Add the header “Authorization: Bearer” followed by your token.")
	}
	ctx := r.Context()
	var t Token
	var stale bool
	err := d.Read(ctx, System("token"), func(tx Tx) (err error) {
		t, stale, err = TokenOf(database.Last(ctx), tx, secret)
		return err
	})
	if err != nil {
		return Scope{}, err
	}
	if err := d.measure(ctx, t); err != nil {
		return Scope{}, err
	}
	if stale {
		from := web.Network(r)
		err = d.Write(context.WithoutCancel(ctx), System("token"), func(tx Tx) error { return NoteTokenUse(ctx, tx, t.ID, from) })
	}
	return t.scope(), err
}

// LimitTokens bounds the requests of each token, in this process. It is called
// once, when the program is put together.
func (d *Doors) LimitTokens(l *web.Limiter) { d.tokens = l }

// measure counts a request of a token, and says in the answer how it stands.
func (d *Doors) measure(ctx context.Context, t Token) error {
	h := web.ResponseHeader(ctx)
	if !t.Expires.IsZero() {
		h.Set("Airial-Token-Expires", t.Expires.UTC().Format(time.RFC3339))
	}
	if d.tokens == nil {
		return nil
	}
	q := d.tokens.Take(t.ID)
	q.Tell(h, "token")
	if q.Wait == 0 {
		return nil
	}
	return fault.New(fault.TooMany, "access.bearer", "Ce jeton a fait trop de demandes. Attendez %[1]d\u00a0s, puis reprenez\u202f; l’en-tête RateLimit dit ce qui reste.",
		"This token has made too many requests. Wait %[1]d s, then go on; the header RateLimit says what is left.", max(1, int((q.Wait+time.Second-1)/time.Second)))
}
