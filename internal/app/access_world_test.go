package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life/lifetest"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
)

// accessWorld is a compact installation, whole: its router, its log-in, its
// tokens. The town gave the operator a mandate, the village did not; whoever
// has a role at a member has it at the town.
type accessWorld struct {
	*office
	site   http.Handler
	undo   *undoing
	oneIn  int // of how many cells one is asked
	hash   user.Hash
	actors []*accessActor
	places [2]*accessPlace // town, village
	ended  *accessPlace    // of a member whose service has ended
	left   *accessPlace    // of one that has left
	shown  bool            // somebody was shown what is not published
}

// accessActor is one column of the table.
type accessActor struct {
	name   string
	cookie string // of a session that was begun at the log-in page
	bearer string
	id     string // of the account
	// sees says whether what the town and the village have not published may
	// stand in an answer.
	sees [2]bool
	// at are the two members of which the actor is asked, when they are not the
	// town and the village.
	at *[2]*accessPlace
}

const accessPassword = "les pins font de l'ombre"

// newAccessWorld builds the world on a database.
func newAccessWorld(t *testing.T, db *database.DB) *accessWorld {
	t.Helper()
	o := &office{t: t, clock: clock.NewManual(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)), queue: &lifetest.Queue{}, sessions: &signedIn{}}
	data := config.Data{Data: t.TempDir()}
	ground, err := OpenGround(t.Context(), GroundConfig{Data: data, Alone: true, Clock: o.clock, Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ground.Close() })
	undo := &undoing{DB: db}
	ground.Doors = access.New(undo, o.clock, ground.Ident)
	ground.Doors.Tell(ground.Journal)
	c := config.Serve{Data: data, Listen: "localhost:8080", Check: openCheck, Outbound: config.Outbound{OutboundHosts: []string{"hooks.example.fr"}},
		Limits: config.Limits{Upload: 1 << 20, Columns: 2000, Record: 1 << 20, Requests: 1e6, Burst: 1e6}}
	if o.app, err = New(t.Context(), ground, c, "test", slog.New(slog.DiscardHandler), o.queue); err != nil {
		t.Fatal(err)
	}
	o.operator = o.member("200004000", "Données des Landes", organisation.Operateur)
	o.town = o.member("214000010", "Ychoux-sur-Lande", organisation.Commune)
	o.village = o.member("214000028", "Saint-Élix", organisation.Commune)
	o.write(access.System("test"), func(tx access.Tx) error {
		_, err := access.AddMandate(t.Context(), tx, access.Mandate{MemberID: o.town.ID, From: "2026-01-01", Signatory: "Une maire"})
		return err
	})
	w := &accessWorld{office: o, undo: undo, oneIn: oneIn}
	if w.site, err = o.app.Handler(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w.hash, err = user.HashPassword(t.Context(), accessPassword); err != nil {
		t.Fatal(err)
	}
	w.places = [2]*accessPlace{w.place(o.town), w.place(o.village)}
	w.people()
	w.machines()
	w.standings()
	w.redactions()
	undo.on.Store(true)
	return w
}

// people makes one person for each role, and some who have none or no longer.
func (w *accessWorld) people() {
	w.actors = append(w.actors, &accessActor{name: "nobody"})
	for _, role := range []access.Role{access.Reader, access.Depositor, access.Official, access.Approver, access.Manager} {
		w.signIn(string(role), w.town, role).sees = [2]bool{true, false}
	}
	for _, role := range []access.Role{access.Support, access.SecurityOfficer, access.ProtectionOfficer, access.OpenDataOfficer, access.Administrator} {
		w.signIn(string(role), w.operator, role).sees = [2]bool{true, true}
	}
	w.signIn("no role", w.town)
	disabled := w.signIn("disabled", w.town, access.Manager)
	w.write(access.System("test"), func(tx access.Tx) error {
		_, err := tx.Exec(w.t.Context(), `update account set disabled_at = $1 where id = $2`, tx.Micros(), disabled.id)
		return err
	})
}

// where are the two members of which an actor is asked.
func (w *accessWorld) where(a *accessActor) [2]*accessPlace {
	if a.at != nil {
		return *a.at
	}
	return w.places
}

// maySee tells whether an actor may read what a member has not published.
func (w *accessWorld) maySee(a *accessActor, p *accessPlace) bool {
	for i, one := range w.where(a) {
		if one == p {
			return a.sees[i]
		}
	}
	return a.sees == [2]bool{true, true} // of the operator
}

// signIn opens an account with roles at a member, and logs in as anybody does.
func (w *accessWorld) signIn(name string, m organisation.Member, roles ...access.Role) *accessActor {
	w.t.Helper()
	ctx := w.t.Context()
	a := &accessActor{name: name}
	login := strings.ReplaceAll(name, " ", "-")
	w.write(access.System("test"), func(tx access.Tx) error {
		u, err := user.Create(ctx, tx, user.Account{Login: login, Name: "Une personne", Password: w.hash})
		if err != nil {
			return err
		}
		a.id = u.ID
		for _, role := range roles {
			if err := access.Grant(ctx, tx, u.ID, m.ID, role); err != nil {
				return err
			}
		}
		return nil
	})
	form := url.Values{"login": {login}, "password": {accessPassword}}
	r := httptest.NewRequest(http.MethodPost, "/fr/console/login", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	for _, c := range answer.Result().Cookies() {
		a.cookie = c.Name + "=" + c.Value
	}
	if answer.Code != http.StatusSeeOther || a.cookie == "" {
		w.t.Fatalf("%s cannot log in: status %d\n%s", name, answer.Code, answer.Body)
	}
	w.actors = append(w.actors, a)
	return a
}

// machines makes tokens of the town.
func (w *accessWorld) machines() {
	for _, one := range []struct {
		name   string
		rights []access.Right
	}{
		{"token reads", nil}, {"token deposits", []access.Right{access.Deposit}},
		{"token publishes", []access.Right{access.Deposit, access.Publish}}, {"token withdraws", []access.Right{access.Withdraw}},
		{"token listens", []access.Right{access.Listen}}, {"token all", access.TokenRights()},
	} {
		_, secret := w.made(w.town, one.rights)
		w.actors = append(w.actors, &accessActor{name: one.name, bearer: secret, sees: [2]bool{true, false}})
	}
	expired, over := w.made(w.town, access.TokenRights())
	w.write(access.System("test"), func(tx access.Tx) error {
		_, err := tx.Exec(w.t.Context(), `update token set expires_at = $1 where id = $2`, tx.Micros(), expired.ID)
		return err
	})
	w.actors = append(w.actors, &accessActor{name: "token expired", bearer: over})
	t, secret := w.token(w.town, access.Approver)
	w.write(access.System("test"), func(tx access.Tx) error { return access.RevokeToken(w.t.Context(), tx, t.ID) })
	w.actors = append(w.actors, &accessActor{name: "token revoked", bearer: secret})
}

func (w *accessWorld) token(m organisation.Member, role access.Role) (t access.Token, secret string) {
	w.write(access.System("test"), func(tx access.Tx) (err error) {
		t, secret, err = access.CreateToken(w.t.Context(), tx, m.ID, "logiciel", role)
		return err
	})
	return t, secret
}

// made makes a token of a member with some rights.
func (w *accessWorld) made(m organisation.Member, rights []access.Right) (t access.Token, secret string) {
	w.write(access.System("test"), func(tx access.Tx) (err error) {
		t, secret, err = access.MakeToken(w.t.Context(), tx, access.NewToken{MemberID: m.ID, Name: "logiciel", Rights: rights, Days: 30})
		return err
	})
	return t, secret
}

// undoing is a database whose writes are made and then undone while it is on:
// who asks is told that all went well, and the next one finds the world as it
// was. Reads wait meanwhile for nobody.
type undoing struct {
	*database.DB
	on   atomic.Bool
	turn sync.Mutex
}

var errUndone = errors.New("undone")

func (u *undoing) Write(ctx context.Context, fn func(database.Tx) error) error {
	if !u.on.Load() {
		return u.DB.Write(ctx, fn)
	}
	u.turn.Lock()
	defer u.turn.Unlock()
	err := u.DB.Write(ctx, func(tx database.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return errUndone
	})
	if errors.Is(err, errUndone) {
		return nil
	}
	return err
}
