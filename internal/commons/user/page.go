package user

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/platform/web"
)

// The addresses of this room. The console's first page is where a log-in
// leads by default.
const (
	home        = "/console"
	LoginPath   = "/console/login"
	LogoutPath  = "/console/logout"
	AccountPath = "/console/account"
)

// Frames dress the pages of this room.
type Frames struct {
	// Gate dresses the log-in page.
	Gate func(ctx context.Context, title string, body templ.Component) templ.Component
	// Desk dresses the account page: the console's shell.
	Desk func(r *http.Request, title string, body templ.Component) (templ.Component, error)
}

type pages struct {
	doors    *access.Doors
	sessions *Sessions
	logins   *Logins
	frames   Frames
}

// Register adds the pages: log-in, log-out, account.
func Register(routes *web.Routes, doors *access.Doors, sessions *Sessions, logins *Logins, frames Frames) {
	p := &pages{doors: doors, sessions: sessions, logins: logins, frames: frames}
	signedIn := access.SignedIn(sessions)
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: LoginPath, Guard: web.Everyone, Handler: p.login},
		{Method: http.MethodPost, Pattern: LoginPath, Guard: web.Everyone, Handler: p.enter},
		{Method: http.MethodPost, Pattern: LogoutPath, Guard: signedIn, Handler: p.leave},
		{Method: http.MethodGet, Pattern: AccountPath, Guard: signedIn, Handler: p.account},
		{Method: http.MethodPost, Pattern: AccountPath, Guard: signedIn, Handler: p.saveAccount},
		{Method: http.MethodPost, Pattern: AccountPath + "/password", Guard: signedIn, Handler: p.savePassword},
		{Method: http.MethodPost, Pattern: AccountPath + "/sessions", Guard: signedIn, Handler: p.closeSessions},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}
