package user_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/oidc"
	"airial/internal/commons/oidc/oidctest"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
)

const here = "http://localhost:8080"

// withProvider is the room of an installation whose people may log in by a
// provider.
func withProvider(t *testing.T, g *organisationtest.Ground) (*user.Service, *oidctest.Server) {
	s := oidctest.New(t, g.Clock.Now)
	s.Redirect, s.Left = here+user.ProviderBack, here+user.ProviderLeft
	parts := service(t, g).Parts
	parts.Provider = oidc.New(oidc.Config{Issuer: s.URL, ClientID: oidctest.ClientID, Secret: oidctest.Secret, Label: "ProConnect", Strong: []string{"eidas2"},
		Redirect: s.Redirect, Left: s.Left, HTTP: &http.Client{Transport: &http.Transport{}}, Clock: g.Clock, Log: slog.New(slog.DiscardHandler)})
	return user.New(parts), s
}

// back goes to the provider and returns the address to which it sends the
// browser.
func back(t *testing.T, address string) string {
	t.Helper()
	to := oidctest.Visit(t, address)
	if !strings.HasPrefix(to.String(), here) {
		t.Fatalf("the provider sends people to %s", to)
	}
	return to.RequestURI()
}

// byProvider begins a log-in and returns the address to which the provider
// sends the browser.
func (b *browser) byProvider(next string) string {
	b.t.Helper()
	status, body := b.do("GET", user.LoginPath+"/provider?"+url.Values{"next": {next}}.Encode(), nil)
	if status != 303 {
		b.t.Fatalf("a log-in by the provider: %d, %s", status, body)
	}
	return back(b.t, b.header.Get("Location"))
}

// linking begins to link an identity.
func (b *browser) linking() string {
	b.t.Helper()
	status, body := b.do("POST", user.AccountPath+"/identities", nil)
	address, found := strings.CutPrefix(b.header.Get("Refresh"), "0; url=")
	if status != 200 || !found || !strings.Contains(body, "ProConnect") {
		b.t.Fatalf("linking: %d, Refresh %q, %s", status, b.header.Get("Refresh"), body)
	}
	return back(b.t, address)
}

// flashed tells whether a session is about to say some words.
func flashed(t *testing.T, g *organisationtest.Ground, words string) (said bool) {
	t.Helper()
	g.Read(t, access.System("test"), func(tx access.Tx) error {
		var n int
		err := tx.QueryRow(t.Context(), `select count(*) from session where data like $1`, "%"+words+"%").Scan(&n)
		said = n > 0
		return err
	})
	return said
}

func TestLogInByProvider(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		u := signUp(t, g)
		s, provider := withProvider(t, g)
		b := &browser{t: t, site: siteOf(g, s)}
		if _, body := b.do("GET", user.LoginPath, nil); !strings.Contains(body, "S’identifier avec ProConnect") {
			t.Errorf("no button: %s", body)
		}
		// An identity that opens no account is told what to do.
		status, body := b.do("GET", b.byProvider("/console/pieces"), nil)
		if status != 422 || !strings.Contains(body, "Mon compte") || !strings.Contains(body, `value="/console/pieces"`) {
			t.Errorf("an unknown identity: %d, %s", status, body)
		}
		b.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)

		// She links it, signed in by her password.
		b.login("claire", good, "")
		b.wants(303, user.AccountPath, "GET", b.linking(), nil)
		if _, body := b.do("GET", user.AccountPath, nil); !strings.Contains(body, provider.URL) || !flashed(t, g, "est reliée") {
			t.Errorf("her account: %s", body)
		}
		b.wants(303, user.LoginPath, "POST", user.LogoutPath, nil) // she did not come by the provider

		// Now it opens her account, in a fresh session, and leads on.
		before := b.cookie
		answer := b.byProvider("/console/pieces?q=a")
		b.wants(303, "/console/pieces?q=a", "GET", answer, nil)
		if b.cookie == before {
			t.Error("the token is the one from before the log-in")
		}
		if body := b.wants(200, "", "GET", "/console", nil); body != "by Claire" {
			t.Errorf("page says %q", body)
		}
		g.Read(t, access.System("test"), func(tx access.Tx) error {
			var kept string
			err := tx.QueryRow(t.Context(), `select data from session where data like '%id-token%'`).Scan(&kept)
			if strings.Contains(kept, "eyJhbGci") { // how a JWT begins; what is sealed may hold three letters by chance
				t.Error("the provider's token lies open in the session")
			}
			return err
		})

		// The log-out ends both.
		status, _ = b.do("POST", user.LogoutPath, nil)
		address, _ := strings.CutPrefix(b.header.Get("Refresh"), "0; url=")
		if status != 200 {
			t.Fatalf("the log-out: %d", status)
		}
		b.wants(303, user.LoginPath, "GET", back(t, address), nil)
		if _, body := b.do("GET", user.LoginPath, nil); provider.LoggedOut != 1 || !strings.Contains(body, "ici et de ProConnect") {
			t.Errorf("logged out %d times: %s", provider.LoggedOut, body)
		}
		b.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)

		// An account that is closed, or lost the identity, opens no more.
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			list, err := user.Identities(t.Context(), tx, u.ID)
			if err != nil || len(list) != 1 || list[0].Subject != "agent-1" || list[0].Used.IsZero() {
				t.Errorf("%+v, %v", list, err)
			}
			_, err = tx.Exec(t.Context(), `update account set disabled_at = 1 where id = $1`, u.ID)
			return err
		})
		if status, _ := b.do("GET", b.byProvider(""), nil); status != 422 {
			t.Errorf("a closed account: %d", status)
		}
	})
}

// An answer serves once, in the browser that asked, and soon.
func TestAnswersOfTheProvider(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		u := signUp(t, g)
		s, provider := withProvider(t, g)
		link := func(account string) {
			g.Write(t, access.System("test"), func(tx access.Tx) error {
				return user.Link(t.Context(), tx, account, oidc.Person{Issuer: provider.URL, Subject: provider.Subject})
			})
		}
		link(u.ID)
		site := siteOf(g, s)
		hers, other := &browser{t: t, site: site}, &browser{t: t, site: site}
		answer := hers.byProvider("")
		if status, _ := other.do("GET", answer, nil); status != 422 {
			t.Errorf("in another browser: %d", status)
		}
		wrong := strings.Replace(answer, "state=", "state=x", 1)
		if status, _ := hers.do("GET", wrong, nil); status != 422 {
			t.Errorf("with another state: %d", status)
		}
		if status, _ := hers.do("GET", answer, nil); status != 422 {
			t.Errorf("after a wrong one: %d", status)
		}
		answer = hers.byProvider("")
		hers.wants(303, "/console", "GET", answer, nil)
		hers.cookie = ""
		if status, _ := hers.do("GET", answer, nil); status != 422 {
			t.Errorf("again: %d", status)
		}
		answer = hers.byProvider("")
		g.Clock.Advance(11 * time.Minute)
		if status, _ := hers.do("GET", answer, nil); status != 422 {
			t.Errorf("too late: %d", status)
		}
		provider.Forge = provider.Stranger
		if status, body := hers.do("GET", hers.byProvider(""), nil); status != 422 || !strings.Contains(body, "vérifiée") {
			t.Errorf("by another's key: %d, %s", status, body)
		}
		provider.Forge = nil

		// What the provider remembers does not open what was locked here.
		hers.wants(303, "/console", "GET", hers.byProvider(""), nil)
		hers.do("POST", user.AccountPath+"/lock", nil)
		hers.wants(303, "/console/login?next=%2Fconsole", "GET", user.LoginPath+"/provider", nil)

		// An identity opens one account; she who links it takes it from nobody.
		create(t, g, user.Account{Login: "denis", Name: "Denis", Password: user.WeakHash(good)})
		his := &browser{t: t, site: site}
		his.login("denis", good, "")
		his.wants(303, user.AccountPath, "GET", his.linking(), nil)
		if _, body := his.do("GET", user.AccountPath, nil); !flashed(t, g, "autre compte") || strings.Contains(body, provider.URL) {
			t.Errorf("his account: %s", body)
		}
		// An answer about linking, in a session that is not his any more, links nothing.
		provider.Subject = "agent-2"
		answer = his.linking()
		his.do("POST", user.LogoutPath, nil)
		if status, _ := his.do("GET", answer, nil); status != 422 {
			t.Errorf("linking after the log-out: %d", status)
		}
	})
}

// The provider's level counts as two proofs only where the operator says so.
func TestProviderAndTheSecondProof(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		u := signUp(t, g)
		grant(t, g, u, g.Operator.ID, access.Administrator)
		s, provider := withProvider(t, g)
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			if err := user.SetPolicy(t.Context(), tx, []user.Rule{{Role: access.Administrator, Means: user.Second}}); err != nil {
				return err
			}
			return user.Link(t.Context(), tx, u.ID, oidc.Person{Issuer: provider.URL, Subject: provider.Subject})
		})
		b := &browser{t: t, site: siteOf(g, s)}
		b.wants(303, "/console/login/setup", "GET", b.byProvider("/console/pieces"), nil)
		b.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)
		provider.ACR = "eidas2"
		b.cookie = ""
		b.wants(303, "/console/pieces", "GET", b.byProvider("/console/pieces"), nil)

		// She takes the identity away again.
		_, body := b.do("GET", user.AccountPath, nil)
		_, rest, _ := strings.Cut(body, `action="`+user.AccountPath+`/identities/`)
		key, _, _ := strings.Cut(rest, `/remove"`)
		b.wants(404, "", "POST", user.AccountPath+"/identities/0/remove", nil)
		b.wants(303, user.AccountPath, "POST", user.AccountPath+"/identities/"+key+"/remove", nil)
		b.cookie = ""
		if status, _ := b.do("GET", b.byProvider(""), nil); status != 422 {
			t.Errorf("an identity that was taken away: %d", status)
		}
	})
}
