package user

import (
	"net/http"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

// What a person may have proven.
const (
	provenPassword  = "password"
	provenLink      = "link"            // she reads the mail of the account, or was handed its link
	provenCode      = "code"            // of an authenticator, or a recovery code
	provenPasskey   = "passkey"         // with the device's own check of who holds it
	provenElsewhere = "provider"        // an identity provider says so
	provenStrongly  = "provider-strong" // and has asked for two proofs
)

// step is what a log-in still wants.
type step int

const (
	stepIn     step = iota // nothing: she is in
	stepSecond             // a second proof that she has
	stepSetup              // a second proof that she has yet to set up
)

// stepOf decides what a log-in still wants, from what was proven, what the
// account has and what the operator requires.
func stepOf(proven []string, f Factors, need Means) step {
	has := func(what ...string) bool {
		return slices.ContainsFunc(what, func(w string) bool { return slices.Contains(proven, w) })
	}
	strong := has(provenCode, provenPasskey, provenStrongly)
	switch {
	case f.Any() && !strong:
		return stepSecond
	case need == PasskeyOnly && !has(provenPasskey) && f.Passkeys > 0:
		return stepSecond
	case need == PasskeyOnly && !has(provenPasskey), need == Second && !strong:
		return stepSetup
	}
	return stepIn
}

// advance takes a log-in on to what it still wants, or in.
func (p *pages) advance(w http.ResponseWriter, r *http.Request, u User, proven []string, next string) error {
	ctx := r.Context()
	var f Factors
	var need Means
	err := p.doors.Read(ctx, access.System("login"), func(tx access.Tx) (err error) {
		if f, err = FactorsOf(ctx, tx, u.ID); err == nil {
			need, err = required(ctx, tx, u.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	wants := stepOf(proven, f, need)
	if wants == stepIn {
		return p.comeIn(w, r, u, proven, next)
	}
	if err := p.sessions.hold(ctx, u.ID, proven, next); err != nil {
		return err
	}
	if wants == stepSecond {
		return web.Redirect(w, r, secondPath)
	}
	return web.Redirect(w, r, setupPath)
}

// comeIn ends a log-in: the session begins.
func (p *pages) comeIn(w http.ResponseWriter, r *http.Request, u User, proven []string, next string) error {
	v := p.visit(r)
	v.Device = p.sessions.nameDevice(w, r)
	if err := p.logins.welcome(r.Context(), u, v, proven[len(proven)-1]); err != nil {
		return err
	}
	if err := p.sessions.begin(r.Context(), u, v, proven); err != nil {
		return err
	}
	return web.Redirect(w, r, SafeNext(next))
}

// halfway returns the person whose log-in wants another proof, with what the
// account has and what is required. Without one it is Unauthenticated: the
// router leads to the log-in page.
func (p *pages) halfway(r *http.Request) (h half, err error) {
	ctx := r.Context()
	account, proven, next := p.sessions.held(ctx)
	if account == "" {
		return h, &fault.Error{Kind: fault.Unauthenticated, Op: "user.halfway"}
	}
	h.proven, h.next = proven, next
	err = p.doors.Read(ctx, access.System("login"), func(tx access.Tx) (err error) {
		if h.User, err = Get(ctx, tx, account); err != nil {
			return err
		}
		if h.Factors, err = FactorsOf(ctx, tx, account); err == nil {
			h.need, err = required(ctx, tx, account)
		}
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && !h.Disabled.IsZero() {
		err = &fault.Error{Kind: fault.Unauthenticated, Op: "user.halfway"}
	}
	return h, err
}

// half is a log-in that is not over.
type half struct {
	User
	Factors Factors
	need    Means
	proven  []string
	next    string
}

// passkeyOnly tells whether a code would not do any more.
func (h half) passkeyOnly() bool {
	return h.need == PasskeyOnly && h.Factors.Passkeys > 0 && slices.Contains(h.proven, provenCode)
}
