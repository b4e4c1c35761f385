package console

import (
	"net/http"
	"strings"

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
		{Method: http.MethodGet, Pattern: one + "/edit", Guard: admin, Handler: c.askChange},
		{Method: http.MethodPost, Pattern: one + "/edit", Guard: admin, Handler: c.change},
		{Method: http.MethodGet, Pattern: one + "/history/{from}/correct", Guard: admin, Handler: c.askCorrect},
		{Method: http.MethodPost, Pattern: one + "/history/{from}/correct", Guard: admin, Handler: c.correct},
		{Method: http.MethodPost, Pattern: one + "/history/{from}/cancel", Guard: admin, Handler: c.cancelChange},
		{Method: http.MethodPost, Pattern: one + "/unions", Guard: admin, Handler: c.joinUnion},
		{Method: http.MethodPost, Pattern: one + "/unions/{joined}/end", Guard: admin, Handler: c.partUnion},
		{Method: http.MethodGet, Pattern: one + "/mandates", Guard: anyone, Handler: c.mandates},
		{Method: http.MethodPost, Pattern: one + "/mandates", Guard: anyone, Handler: c.addMandate},
		{Method: http.MethodGet, Pattern: one + "/mandates/{id}/end", Guard: anyone, Handler: c.askEndMandate},
		{Method: http.MethodPost, Pattern: one + "/mandates/{id}/end", Guard: anyone, Handler: c.endMandate},
		{Method: http.MethodGet, Pattern: one + "/tokens", Guard: anyone, Handler: c.tokens},
		{Method: http.MethodPost, Pattern: one + "/tokens", Guard: anyone, Handler: c.addToken},
		{Method: http.MethodGet, Pattern: one + "/tokens/{id}/revoke", Guard: anyone, Handler: c.askRevokeToken},
		{Method: http.MethodPost, Pattern: one + "/tokens/{id}/revoke", Guard: anyone, Handler: c.revokeToken},
		{Method: http.MethodGet, Pattern: one + "/tokens/{id}/rotate", Guard: anyone, Handler: c.askRotateToken},
		{Method: http.MethodPost, Pattern: one + "/tokens/{id}/rotate", Guard: anyone, Handler: c.rotateToken},
	} {
		r.Kind = web.Page
		if r.Method == http.MethodGet && strings.HasPrefix(r.Pattern, one) {
			r.Handler = c.today(r.Handler)
		}
		routes.Add(r)
	}
}
