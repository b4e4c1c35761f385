package user_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
)

func TestAccountPage(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		u := signUp(t, g)
		b := &browser{t: t, site: site(t, g, "http://localhost:8080")}
		b.login("claire", good, "")
		status, body := b.do("POST", user.AccountPath, url.Values{"name": {""}, "email": {"pas une adresse"}, "locale": {"en"}})
		if status != 422 || !strings.Contains(body, `value="pas une adresse"`) || strings.Count(body, "f-email-error") == 0 {
			t.Errorf("a wrong form: %d, %s", status, body)
		}
		b.wants(303, user.AccountPath, "POST", user.AccountPath, url.Values{"name": {"Claire B."}, "email": {"claire@saint-elix.example"}, "locale": {"en"}})
		g.Read(t, access.System("test"), func(tx access.Tx) error {
			got, err := user.Get(t.Context(), tx, u.ID)
			if got.Name != "Claire B." || got.Email != "claire@saint-elix.example" || got.Locale != i18n.English {
				t.Errorf("account %+v", got)
			}
			return err
		})
		if _, body := b.do("GET", user.AccountPath, nil); !strings.Contains(body, "My account") {
			t.Error("the language that was chosen is not that of the page")
		}
		if _, body := b.do("GET", "/fr"+user.AccountPath, nil); !strings.Contains(body, "Mon compte") {
			t.Error("the address does not decide the language")
		}
	})
}

func TestChangePassword(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		h := site(t, g, "http://localhost:8080")
		here, elsewhere := &browser{t: t, site: h}, &browser{t: t, site: h}
		here.login("claire", good, "")
		elsewhere.login("claire", good, "")
		const fresh = "cinq autres mots de passe"
		for _, c := range []struct {
			present, fresh, again string
			status                int
		}{
			{"faux mot de passe", fresh, fresh, 422},
			{good, "court", "court", 422},
			{good, fresh, "autre chose encore", 422},
			{"", "", "", 422},
			{good, fresh, fresh, 303},
		} {
			status, body := here.do("POST", user.AccountPath+"/password", url.Values{"present": {c.present}, "fresh": {c.fresh}, "again": {c.again}})
			if status != c.status || strings.Contains(body, fresh) {
				t.Errorf("%+v: %d, %s", c, status, body)
			}
		}
		here.wants(200, "", "GET", "/console", nil)
		elsewhere.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)
		if status := elsewhere.login("claire", good, ""); status != 422 {
			t.Errorf("the old password: %d", status)
		}
		if status := elsewhere.login("claire", fresh, ""); status != 303 {
			t.Errorf("the new password: %d", status)
		}
	})
}

func TestCloseOtherSessions(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		h := site(t, g, "http://localhost:8080")
		here, elsewhere := &browser{t: t, site: h}, &browser{t: t, site: h}
		here.login("claire", good, "")
		elsewhere.login("claire", good, "")
		if _, body := here.do("GET", user.AccountPath, nil); strings.Count(body, "Ouverte le") != 2 || strings.Count(body, "celle-ci") != 1 {
			t.Errorf("account page %s", body)
		}
		here.wants(303, user.AccountPath, "POST", user.AccountPath+"/sessions", nil)
		here.wants(200, "", "GET", "/console", nil)
		elsewhere.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)
	})
}

func TestAClosedSessionStaysClosed(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		h := site(t, g, "http://localhost:8080")
		here, elsewhere := &browser{t: t, site: h}, &browser{t: t, site: h}
		for name, end := range map[string]func(){
			"closed from elsewhere": func() { here.wants(303, user.AccountPath, "POST", user.AccountPath+"/sessions", nil) },
			"logged out": func() {
				other := *elsewhere
				other.wants(303, user.LoginPath, "POST", user.LogoutPath, nil)
			},
		} {
			here.login("claire", good, "")
			elsewhere.login("claire", good, "")
			kept := elsewhere.cookie
			meanwhile = func(*http.Request) { end() }
			elsewhere.do("GET", "/console/slow", nil)
			elsewhere.cookie = kept
			if status, _ := elsewhere.do("GET", "/console", nil); status != 303 {
				t.Errorf("%s while a request was under way, the session answers %d", name, status)
			}
		}
	})
}
