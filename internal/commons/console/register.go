package console

import (
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/platform/web"
)

// Register adds the console's own pages to the list of routes.
func (c *Console) Register(routes *web.Routes) {
	const one = membersPath + "/{siren}"
	anyone, admin := c.SignedIn(), c.OperatorOnly(access.Administrator)
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: Home, Guard: anyone, Handler: c.home},
		{Method: http.MethodGet, Pattern: searchPath, Guard: anyone, Handler: c.search},
		{Method: http.MethodGet, Pattern: membersPath, Guard: anyone, Handler: c.members},
		{Method: http.MethodGet, Pattern: membersPath + "/new", Guard: admin, Handler: c.newMember},
		{Method: http.MethodPost, Pattern: membersPath + "/new", Guard: admin, Handler: c.addMember},
		{Method: http.MethodGet, Pattern: one, Guard: anyone, Handler: c.member},
		{Method: http.MethodGet, Pattern: one + "/mandates", Guard: anyone, Handler: c.mandates},
		{Method: http.MethodPost, Pattern: one + "/mandates", Guard: anyone, Handler: c.addMandate},
		{Method: http.MethodGet, Pattern: one + "/mandates/{id}/end", Guard: anyone, Handler: c.askEndMandate},
		{Method: http.MethodPost, Pattern: one + "/mandates/{id}/end", Guard: anyone, Handler: c.endMandate},
		{Method: http.MethodGet, Pattern: one + "/tokens", Guard: anyone, Handler: c.tokens},
		{Method: http.MethodPost, Pattern: one + "/tokens", Guard: anyone, Handler: c.addToken},
		{Method: http.MethodGet, Pattern: one + "/tokens/{id}/revoke", Guard: anyone, Handler: c.askRevokeToken},
		{Method: http.MethodPost, Pattern: one + "/tokens/{id}/revoke", Guard: anyone, Handler: c.revokeToken},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}
