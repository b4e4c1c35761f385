package user

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
)

// Why a session is locked: nobody moved for a while, or something weighty wants
// a fresh proof.
const (
	lockedIdle  = "idle"
	lockedAgain = "again"
)

// fresh is how long a proof is good enough for changing what proves who one is.
const fresh = 15 * time.Minute

const (
	unlockPath = LoginPath + "/unlock"
	lockPath   = AccountPath + "/lock"
	alivePath  = AccountPath + "/alive"
)

// lock closes a session until its person shows again who she is. What it holds
// stays.
func (s *Sessions) lock(ctx context.Context, why string) { s.scs.Put(ctx, keyLocked, why) }

// locked returns why the session is locked, "" when it is not.
func (s *Sessions) locked(ctx context.Context) string {
	if !loaded(ctx) {
		return ""
	}
	return s.scs.GetString(ctx, keyLocked)
}

// unlock opens a session again, under a fresh token.
func (s *Sessions) unlock(ctx context.Context) error {
	if err := s.scs.RenewToken(ctx); err != nil {
		return fault.Wrap("user.unlock", err)
	}
	s.scs.Remove(ctx, keyLocked)
	s.scs.Put(ctx, keyProven, strconv.FormatInt(clock.Micros(s.clock.Now()), 10))
	return nil
}

// proveAgain asks for a fresh proof when the last one is old: it locks the
// session and leads to the page that opens it, and from there back. It tells
// whether it has answered.
func (p *pages) proveAgain(w http.ResponseWriter, r *http.Request) (answered bool, err error) {
	ctx := r.Context()
	if p.sessions.within(ctx, keyProven, fresh) {
		return false, nil
	}
	next := AccountPath
	if r.Method == http.MethodGet {
		next = r.URL.RequestURI()
	}
	p.sessions.lock(ctx, lockedAgain)
	return true, web.Redirect(w, r, LoginPath+"?"+url.Values{"next": {next}}.Encode())
}

// lockedUser returns the account of a session that is locked, and why.
func (p *pages) lockedUser(ctx context.Context) (u User, why string, err error) {
	why = p.sessions.locked(ctx)
	id := p.sessions.id(ctx)
	if why == "" || id == "" {
		return u, "", nil
	}
	err = p.doors.Read(ctx, access.System("session"), func(tx access.Tx) (err error) {
		u, err = Get(ctx, tx, id)
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && !u.Disabled.IsZero() {
		return u, "", nil
	}
	return u, why, err
}

// lockView is the page that opens a locked session.
type lockView struct {
	User
	Why  string
	Form *form.Form
	By   string // the provider that can open it, as people call it; "" for none
}

func (p *pages) showLocked(w http.ResponseWriter, r *http.Request, status int, u User, why string, f *form.Form) error {
	if web.IsFragment(r) { // the overlay shows what is wrong itself
		said := ""
		if len(f.Errors) > 0 {
			said = i18n.Read(r.Context(), f.Errors[0].Say)
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		_, err := io.WriteString(w, said)
		return err
	}
	title := i18n.Say(r.Context(), "Session verrouillée", "Session locked")
	if why == lockedAgain {
		title = i18n.Say(r.Context(), "C’est bien vous\u202f?", "Is it you?")
	}
	by, err := p.opensBy(r.Context(), u.ID)
	if err != nil {
		return err
	}
	return p.gate(w, r, status, title, lockedBody(lockView{u, why, f, by}))
}

// open unlocks a session by the password of its person.
func (p *pages) open(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	u, why, err := p.lockedUser(ctx)
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	if why == "" {
		return web.Redirect(w, r, SafeNext(f.Raw("next")))
	}
	password := f.Raw("password")
	if password == "" {
		f.Fail("password", i18n.T("Indiquez votre mot de passe.", "Give your password."))
		return p.showLocked(w, r, http.StatusUnprocessableEntity, u, why, f)
	}
	err = p.logins.Confirm(ctx, u.ID, password, p.visit(r))
	if status := refusal(err); status != 0 {
		f.Fail("password", fault.Message(err))
		return p.showLocked(w, r, status, u, why, f)
	}
	if err != nil {
		return err
	}
	return p.reopen(w, r, f)
}

// reopen goes on with a session whose person has shown who she is: in place
// where a script asks, else at the page that was asked for.
func (p *pages) reopen(w http.ResponseWriter, r *http.Request, f *form.Form) error {
	if err := p.sessions.unlock(r.Context()); err != nil {
		return err
	}
	if web.IsFragment(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return web.Redirect(w, r, SafeNext(f.Raw("next")))
}

// lockNow locks the session when its page has not been touched for a while.
func (p *pages) lockNow(w http.ResponseWriter, r *http.Request) error {
	p.sessions.lock(r.Context(), lockedIdle)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// alive notes that somebody is typing: the guard has read the session, which
// notes its use.
func (p *pages) alive(w http.ResponseWriter, _ *http.Request) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// OverlayFor returns what locks a page of a signed-in person in place, nil when
// sessions never lock.
func (s *Service) OverlayFor(r *http.Request) templ.Component {
	after := s.Sessions.store.lockAfter
	if after <= 0 {
		return nil
	}
	u, err := s.Sessions.User(r)
	if err != nil {
		return nil
	}
	return Overlay(u.Login, u.Name, after)
}

// forget ends a locked session for somebody else to log in.
func (p *pages) forget(w http.ResponseWriter, r *http.Request) error {
	if err := p.sessions.end(r.Context()); err != nil {
		return err
	}
	return web.Redirect(w, r, LoginPath)
}
