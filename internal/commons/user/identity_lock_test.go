package user_test

import (
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/oidc"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
)

// The provider opens a locked session for its person, who has shown anew who
// she is; nothing that it remembers does, and nobody else.
func TestTheProviderOpensALockedSession(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		u := signUp(t, g)
		create(t, g, user.Account{Login: "denis", Name: "Denis", Password: user.WeakHash(good)})
		s, provider := withProvider(t, g)
		b := &browser{t: t, site: siteOf(g, s)}
		locked := func() string {
			t.Helper()
			b.do("POST", user.AccountPath+"/lock", nil)
			_, page := b.do("GET", user.LoginPath, nil)
			if !strings.Contains(page, "Session verrouillée") {
				t.Fatalf("the session is not locked: %s", page)
			}
			return page
		}
		again := func() string {
			t.Helper()
			if status, body := b.do("GET", user.LoginPath+"/provider?again=1&next=/console/pieces", nil); status != 303 {
				t.Fatalf("asking again: %d, %s", status, body)
			}
			return back(t, b.header.Get("Location"))
		}
		b.login("claire", good, "")
		if page := locked(); strings.Contains(page, "Reprendre avec") {
			t.Error("a provider that knows nobody here is offered")
		}
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			return user.Link(t.Context(), tx, u.ID, oidc.Person{Issuer: provider.URL, Subject: provider.Subject})
		})
		if page := locked(); !strings.Contains(page, "Reprendre avec ProConnect") {
			t.Errorf("the provider is not offered: %s", page)
		}

		provider.Remembers = true
		if status, page := b.do("GET", again(), nil); status != 422 || !strings.Contains(page, "vérifiée") {
			t.Errorf("what the provider remembers: %d, %s", status, page)
		}
		provider.Remembers = false
		provider.Subject = "agent-9"
		if status, _ := b.do("GET", again(), nil); status != 422 {
			t.Errorf("somebody else: %d", status)
		}
		b.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)
		provider.Subject = "agent-1"
		b.wants(303, "/console/pieces", "GET", again(), nil)
		if body := b.wants(200, "", "GET", "/console", nil); body != "by Claire" {
			t.Errorf("page says %q", body)
		}
	})
}
