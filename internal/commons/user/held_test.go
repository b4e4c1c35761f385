package user_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
)

// What is sent after the lock has fallen comes back to its sender alone, once,
// without its passwords, and lies sealed meanwhile.
func TestFormSentAfterTheLock(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		s := service(t, g)
		b := &browser{t: t, site: siteOf(g, s)}
		b.login("claire", good, "")
		g.Clock.Advance(20 * time.Minute)
		b.wants(303, "/console/login?next=%2Fconsole%2Faccount%2Fheld", "POST", user.AccountPath,
			url.Values{"name": {"Claire la Lande"}, "email": {"claire@exemple.fr"}, "present": {good}})
		g.Read(t, access.System("test"), func(tx access.Tx) error {
			var kept string
			err := tx.QueryRow(t.Context(), `select sealed from held_form`).Scan(&kept)
			if strings.Contains(kept, "Lande") || kept == "" {
				t.Errorf("kept as %q", kept)
			}
			return err
		})
		if _, body := b.do("GET", "/console/login?next=/console/account/held", nil); !strings.Contains(body, "croissants") || !strings.Contains(body, "Claire") {
			t.Errorf("the page of the lock: %s", body)
		}
		if status, _ := b.do("POST", "/console/login/unlock", url.Values{"password": {"faux mot de passe"}}); status != 422 {
			t.Errorf("a wrong password: %d", status)
		}
		b.wants(303, "/console/account/held", "POST", "/console/login/unlock", url.Values{"password": {good}, "next": {"/console/account/held"}})
		body := b.wants(200, "", "GET", "/console/account/held", nil)
		if !strings.Contains(body, `value="Claire la Lande"`) || !strings.Contains(body, `action="/console/account"`) || strings.Contains(body, good) {
			t.Errorf("the form comes back as %s", body)
		}
		b.wants(303, "/console", "GET", "/console/account/held", nil)
	})
}

// Weighty changes want a fresh proof.
func TestProveAgain(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		b := &browser{t: t, site: siteOf(g, service(t, g))}
		b.login("claire", good, "")
		b.wants(200, "", "GET", "/console/account/code", nil)
		for range 4 {
			g.Clock.Advance(5 * time.Minute)
			b.wants(200, "", "GET", "/console", nil)
		}
		b.wants(303, "/console/login?next=%2Fconsole%2Faccount%2Fcode", "GET", "/console/account/code", nil)
		b.wants(303, "/console/account/code", "POST", "/console/login/unlock", url.Values{"password": {good}, "next": {"/console/account/code"}})
		b.wants(200, "", "GET", "/console/account/code", nil)
	})
}
