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
	// LinkPath is where invitations and recoveries lead.
	LinkPath    = LoginPath + "/link"
	recoverPath = LoginPath + "/recover"
	secondPath  = LoginPath + "/second"
	setupPath   = LoginPath + "/setup"
	// SecurityPath is where the operator says what log-ins must prove.
	SecurityPath = "/console/operator/security"
)

// Frames dress the pages of this room.
type Frames struct {
	// Gate dresses the log-in page.
	Gate func(ctx context.Context, title string, body templ.Component) templ.Component
	// Desk dresses the account page: the console's shell.
	Desk func(r *http.Request, title string, body templ.Component) (templ.Component, error)
}

type pages struct {
	*Service
	doors    *access.Doors
	sessions *Sessions
	frames   Frames
}

// Register adds the pages: log-in in all its steps, log-out, account, policy.
func (s *Service) Register(routes *web.Routes, frames Frames) {
	p := &pages{Service: s, doors: s.Doors, sessions: s.Sessions, frames: frames}
	routes.Hold = s.Hold
	signedIn := access.SignedIn(s.Sessions)
	watch := access.OperatorOnly(s.Sessions, access.Administrator, access.SecurityOfficer)
	admin := access.OperatorOnly(s.Sessions, access.Administrator)
	add := func(guard web.Guard, method, pattern string, h web.Handler) {
		routes.Add(web.Route{Method: method, Pattern: pattern, Kind: web.Page, Guard: guard, Handler: h})
	}
	const get, post = http.MethodGet, http.MethodPost
	// Who asks for these is not signed in yet; each looks at what was proven.
	add(web.Everyone, get, LoginPath, p.login)
	add(web.Everyone, post, LoginPath, p.enter)
	add(web.Everyone, post, unlockPath, p.open)
	add(web.Everyone, post, passkeyPath+"/options", p.askLoginPasskey)
	add(web.Everyone, post, passkeyPath, p.enterByPasskey)
	add(web.Everyone, post, setupPath+"/passkey/options", p.askSetupPasskey)
	add(web.Everyone, post, setupPath+"/passkey", p.saveSetupPasskey)
	add(web.Everyone, post, unlockPath+"/other", p.forget)
	add(web.Everyone, get, secondPath, p.second)
	add(web.Everyone, post, secondPath, p.proveSecond)
	add(web.Everyone, get, setupPath, p.setup)
	add(web.Everyone, get, setupPath+"/code", p.setupCode)
	add(web.Everyone, post, setupPath+"/code", p.saveSetupCode)
	add(web.Everyone, get, recoverPath, p.askRecovery)
	add(web.Everyone, post, recoverPath, p.recoverAccess)
	add(web.Everyone, get, LinkPath, p.link)
	add(web.Everyone, post, LinkPath, p.redeem)

	add(signedIn, post, LogoutPath, p.leave)
	add(signedIn, get, AccountPath, p.account)
	add(signedIn, post, AccountPath, p.saveAccount)
	add(signedIn, post, AccountPath+"/password", p.savePassword)
	add(signedIn, post, AccountPath+"/sessions", p.closeSessions)
	add(signedIn, post, AccountPath+"/sessions/{key}", p.closeSession)
	add(signedIn, get, AccountPath+"/code", p.accountCode)
	add(signedIn, post, AccountPath+"/code", p.saveAccountCode)
	add(signedIn, get, AccountPath+"/code/remove", p.askDropCode)
	add(signedIn, post, AccountPath+"/code/remove", p.dropCode)
	add(signedIn, post, AccountPath+"/spare", p.renewSpare)

	add(signedIn, get, passkeysPath+"/new", p.newPasskey)
	add(signedIn, post, passkeysPath+"/options", p.askNewPasskey)
	add(signedIn, post, passkeysPath, p.savePasskey)
	add(signedIn, post, passkeysPath+"/{key}/remove", p.dropPasskey)
	add(web.Everyone, get, providerPath, p.askProvider)
	add(web.Everyone, get, ProviderBack, p.backFromProvider)
	add(web.Everyone, get, ProviderLeft, p.leftProvider)
	add(signedIn, post, identitiesPath, p.addIdentity)
	add(signedIn, post, identitiesPath+"/{key}/remove", p.dropIdentity)
	add(signedIn, post, lockPath, p.lockNow)
	add(signedIn, post, alivePath, p.alive)
	add(signedIn, get, copyPath, p.showCopy)
	routes.Add(web.Route{Method: get, Pattern: copyPath + ".json", Kind: web.Download, Guard: signedIn, Handler: p.sendCopy})
	add(signedIn, get, erasePath, p.askErase)
	add(signedIn, post, erasePath, p.eraseAccount)
	add(signedIn, get, heldPath, p.heldPage)

	add(watch, get, SecurityPath, p.security)
	add(admin, post, SecurityPath, p.saveSecurity)
}

// visit tells where a request comes from.
func (p *pages) visit(r *http.Request) Visit {
	return Visit{Address: web.Address(r), Device: p.sessions.deviceOf(r), Agent: agentOf(r)}
}

// gate shows a page to somebody who is not signed in.
func (p *pages) gate(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.RenderStatus(w, r, status, p.frames.Gate(r.Context(), title, body))
}

// desk shows a page to somebody who is.
func (p *pages) desk(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	page, err := p.frames.Desk(r, title, body)
	if err != nil {
		return err
	}
	return web.RenderStatus(w, r, status, page)
}
