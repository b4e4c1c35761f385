package user

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// What a session holds, all of it text.
const (
	keyUser     = "user"
	keyLocale   = "locale"
	keyFlash    = "flash"
	keyAgent    = "agent"    // browser and system, in words
	keyPlace    = "place"    // of the address, coarsely
	keyMeans    = "means"    // what was proven, separated by blanks
	keyLocked   = "locked"   // why
	keyHeld     = "held"     // code of a form that was sent after the lock
	keyCeremony = "ceremony" // question to a passkey
	keyBefore   = "before"   // when the person had come before this time
	keyProven   = "proven"   // when it was proven last, in microseconds
	// Of a log-in that is not over.
	keyPending  = "pending" // account
	keyHalf     = "half"    // what was proven so far
	keyHalfAt   = "half-at"
	keyNext     = "next"
	keyLink     = "link"     // code of an invitation or a recovery
	keyProvider = "provider" // question to the identity provider
	keyIDToken  = "id-token" // the provider's, sealed, to log out there too
	keyLeaving  = "leaving"  // state of a log-out at the provider
	keySecret   = "secret"   // of an authenticator that has shown no code yet
)

// Sessions remembers who is signed in to the console. It implements
// access.Sessions.
type Sessions struct {
	doors *access.Doors
	clock clock.Clock
	scs   *scs.SessionManager
	store *store
}

var _ access.Sessions = (*Sessions)(nil)

// NewSessions returns the sessions of an installation whose public address is
// known: over https the cookie is bound to the host (__Host-, RFC 6265bis
// §4.1.3.2). On plain http, which is for one's own machine, browsers refuse
// that name.
func NewSessions(doors *access.Doors, c clock.Clock, publicURL string, log *slog.Logger) *Sessions {
	m := scs.New()
	kept := &store{doors: doors, clock: c, lockAfter: lockAfter}
	m.Store = kept
	m.Codec = codec{}
	m.Lifetime = sessionLife
	m.Cookie.Name = "airial"
	m.Cookie.Persist = false // closing the browser ends it
	if strings.HasPrefix(publicURL, "https://") {
		m.Cookie.Name, m.Cookie.Secure = "__Host-airial", true
	}
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		log.ErrorContext(r.Context(), "session", "error", err)
		http.Error(w, fault.Message(&fault.Error{Kind: fault.Unavailable}).In(i18n.Negotiate(r)), http.StatusServiceUnavailable)
	}
	return &Sessions{doors: doors, clock: c, scs: m, store: kept}
}

// LockAfter sets the pause after which a session locks; 0 never locks it. It is
// called before the first request.
func (s *Sessions) LockAfter(d time.Duration) { s.store.lockAfter = d }

// Wrap loads and saves the session around the console's pages. All other
// addresses pass untouched: public pages neither read nor set the cookie.
func (s *Sessions) Wrap(next http.Handler) http.Handler {
	inside := s.scs.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(context.WithValue(r.Context(), loadedKey{}, true))
		// The language that a person chose stands before her browser's.
		if locale := s.scs.GetString(r.Context(), keyLocale); locale != "" {
			r.Header.Set("Accept-Language", locale)
		}
		next.ServeHTTP(w, r)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ofConsole(r.URL.Path) {
			inside.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func ofConsole(path string) bool {
	if _, rest, ok := i18n.CutPrefix(path); ok {
		path = rest
	}
	return path == home || strings.HasPrefix(path, home+"/")
}

type loadedKey struct{}

// loaded tells whether Wrap loaded a session for the context. Elsewhere nobody
// is signed in, and messages are lost.
func loaded(ctx context.Context) bool { return ctx.Value(loadedKey{}) != nil }

// id returns who is signed in, "" for nobody.
func (s *Sessions) id(ctx context.Context) string {
	if !loaded(ctx) {
		return ""
	}
	return s.scs.GetString(ctx, keyUser)
}

// Scope returns the scope of the person signed in, or an Unauthenticated
// error. The account and the roles are read anew at each request: who is
// disabled or loses a role is out at once.
func (s *Sessions) Scope(r *http.Request) (access.Scope, error) {
	_, scope, err := s.load(r)
	return scope, err
}

// User returns the account of the person signed in.
func (s *Sessions) User(r *http.Request) (User, error) {
	u, _, err := s.load(r)
	return u, err
}

func (s *Sessions) load(r *http.Request) (u User, scope access.Scope, err error) {
	ctx := r.Context()
	id := s.id(ctx)
	if id == "" || s.locked(ctx) != "" {
		return u, scope, &fault.Error{Kind: fault.Unauthenticated, Op: "user.Scope"}
	}
	err = s.doors.Read(ctx, access.System("session"), func(tx access.Tx) (err error) {
		if u, err = Get(ctx, tx, id); err != nil {
			return err
		}
		if scope, err = access.ScopeOf(ctx, tx, u.Actor()); err != nil {
			return err
		}
		scope, err = access.InSession(ctx, tx, scope, s.key(ctx))
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && !u.Disabled.IsZero() {
		return u, access.Scope{}, &fault.Error{Kind: fault.Unauthenticated, Op: "user.Scope", Cause: err}
	}
	return u, scope, err
}

// begin opens a session for a person, under a fresh token: whoever knew the
// one before knows nothing. proven is what she has proven.
func (s *Sessions) begin(ctx context.Context, u User, v Visit, proven []string) error {
	if err := s.scs.RenewToken(ctx); err != nil {
		return fault.Wrap("user.begin", err)
	}
	for _, key := range []string{keyPending, keyHalf, keyHalfAt, keyNext, keyLink, keySecret, keyLocked} {
		s.scs.Remove(ctx, key)
	}
	s.scs.Put(ctx, keyUser, u.ID)
	s.scs.Put(ctx, keyAgent, v.Agent)
	s.scs.Put(ctx, keyPlace, placeOf(v.Address))
	s.scs.Put(ctx, keyMeans, strings.Join(proven, " "))
	s.scs.Put(ctx, keyProven, strconv.FormatInt(clock.Micros(s.clock.Now()), 10))
	s.scs.Put(ctx, keyBefore, strconv.FormatInt(clock.Micros(u.LastLogin), 10))
	s.setLocale(ctx, u.Locale)
	return nil
}

// hold keeps a log-in that wants another proof.
func (s *Sessions) hold(ctx context.Context, account string, proven []string, next string) error {
	if err := s.scs.RenewToken(ctx); err != nil {
		return fault.Wrap("user.hold", err)
	}
	s.scs.Put(ctx, keyPending, account)
	s.scs.Put(ctx, keyHalf, strings.Join(proven, " "))
	s.scs.Put(ctx, keyHalfAt, strconv.FormatInt(clock.Micros(s.clock.Now()), 10))
	s.scs.Put(ctx, keyNext, next)
	return nil
}

// held returns the account of a log-in that wants another proof, "" for none,
// and what was proven so far. It is forgotten after a pause.
func (s *Sessions) held(ctx context.Context) (account string, proven []string, next string) {
	if !loaded(ctx) || !s.within(ctx, keyHalfAt, pause) {
		return "", nil, ""
	}
	return s.scs.GetString(ctx, keyPending), strings.Fields(s.scs.GetString(ctx, keyHalf)), s.scs.GetString(ctx, keyNext)
}

// before returns when the person had come before this time, zero for never.
func (s *Sessions) before(ctx context.Context) time.Time {
	at, err := strconv.ParseInt(s.scs.GetString(ctx, keyBefore), 10, 64)
	if err != nil {
		return time.Time{}
	}
	return clock.FromMicros(at)
}

// within tells whether the instant kept under a key is no longer ago than d.
func (s *Sessions) within(ctx context.Context, key string, d time.Duration) bool {
	at, err := strconv.ParseInt(s.scs.GetString(ctx, key), 10, 64)
	return err == nil && s.clock.Now().Sub(clock.FromMicros(at)) <= d
}

func (s *Sessions) setLocale(ctx context.Context, locale i18n.Lang) {
	s.scs.Put(ctx, keyLocale, string(locale))
}

// end closes the session of the request.
func (s *Sessions) end(ctx context.Context) error {
	return fault.Wrap("user.end", s.scs.Destroy(ctx))
}

// key names the session of the request.
func (s *Sessions) key(ctx context.Context) string { return sessionKey(s.scs.Token(ctx)) }

// Flash keeps what the next page is to say.
func (s *Sessions) Flash(ctx context.Context, f ui.Flash) {
	if !loaded(ctx) {
		return
	}
	list := append(s.flashes(ctx), f)
	if len(list) > 5 {
		list = list[len(list)-5:]
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic("user: a message that cannot be encoded: " + err.Error())
	}
	s.scs.Put(ctx, keyFlash, string(text))
}

// Flashes returns what the page is to say, once.
func (s *Sessions) Flashes(ctx context.Context) []ui.Flash {
	list := s.flashes(ctx)
	if len(list) > 0 {
		s.scs.Remove(ctx, keyFlash)
	}
	return list
}

func (s *Sessions) flashes(ctx context.Context) []ui.Flash {
	var list []ui.Flash
	if !loaded(ctx) {
		return nil
	}
	if text := s.scs.GetString(ctx, keyFlash); text != "" {
		_ = json.Unmarshal([]byte(text), &list) // one that cannot be read has nothing to say
	}
	return list
}

// codec writes a session as a document that both databases and people read.
type codec struct{}

type document struct {
	Deadline int64             `json:"deadline"`
	Values   map[string]string `json:"values"`
}

func (codec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	d := document{Deadline: clock.Micros(deadline), Values: make(map[string]string, len(values))}
	for k, v := range values {
		text, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("user: session value %s is no text", strconv.Quote(k))
		}
		d.Values[k] = text
	}
	return json.Marshal(d)
}

func (codec) Decode(b []byte) (time.Time, map[string]any, error) {
	var d document
	if err := json.Unmarshal(b, &d); err != nil {
		return time.Time{}, nil, err
	}
	values := make(map[string]any, len(d.Values))
	for k, v := range d.Values {
		values[k] = v
	}
	return clock.FromMicros(d.Deadline), values, nil
}
