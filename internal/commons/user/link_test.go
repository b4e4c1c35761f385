package user_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
)

var linkIn = regexp.MustCompile(`http://localhost:8080(/console/login/link\?code=[A-Z0-9]+)`)

const chosen = "tondeuse girafe mercredi"

func TestInvitationIsHandedOver(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		u := create(t, g, user.Account{Login: "claire", Name: "Claire Dubosq"})
		grant(t, g, u, g.Village.ID, access.Depositor)
		s := service(t, g)
		invite := func(by access.Scope) (h user.Handed, err error) {
			err = g.Try(t, by, func(tx access.Tx) (err error) { h, err = s.Invite(t.Context(), tx, u.ID, false); return err })
			return h, err
		}
		if _, err := invite(organisationtest.At("other", g.Town, access.Manager)); !fault.Is(err, fault.NotFound) {
			t.Errorf("by the manager of another member: %v", err)
		}
		if _, err := invite(organisationtest.At("reader", g.Village, access.Depositor)); !fault.Is(err, fault.NotFound) {
			t.Errorf("by a colleague: %v", err)
		}
		manager := organisationtest.At("manager", g.Village, access.Manager)
		first, err := invite(manager)
		if err != nil {
			t.Fatal(err)
		}
		second, err := invite(manager)
		if err != nil || second.To != "" || second.Expires.Sub(organisationtest.Start) != 7*24*time.Hour {
			t.Fatalf("handed %+v, %v", second, err)
		}
		if len(letters(t, g)) != 0 {
			t.Error("a letter to an account without an address")
		}
		b := &browser{t: t, site: siteOf(g, s)}
		path := func(h user.Handed) string { return linkIn.FindStringSubmatch(h.Address)[1] }
		b.wants(303, user.LinkPath, "GET", path(first), nil)
		b.wants(410, "", "GET", user.LinkPath, nil)
		b.wants(303, user.LinkPath, "GET", path(second), nil)
		if _, body := b.do("GET", user.LinkPath, nil); !strings.Contains(body, "Claire Dubosq") || !strings.Contains(body, "Bienvenue") {
			t.Errorf("the page of the link: %s", body)
		}
		for _, bad := range [][2]string{{"", ""}, {"court", "court"}, {"claire dubosq 2026", "claire dubosq 2026"}, {"Saint-Élix 2026", "Saint-Élix 2026"}, {chosen, "autre"}} {
			if status, body := b.do("POST", user.LinkPath, url.Values{"fresh": {bad[0]}, "again": {bad[1]}}); status != 422 || strings.Contains(body, `value="`+chosen) {
				t.Errorf("%q: %d", bad[0], status)
			}
		}
		b.wants(303, "/console", "POST", user.LinkPath, url.Values{"fresh": {chosen}, "again": {chosen}})
		b.wants(200, "", "GET", "/console", nil)
		again := &browser{t: t, site: b.site}
		again.wants(303, user.LinkPath, "GET", path(second), nil)
		again.wants(410, "", "POST", user.LinkPath, url.Values{"fresh": {chosen}, "again": {chosen}})
		if status := again.login("claire", chosen, ""); status != 303 {
			t.Errorf("with the password that was chosen: %d", status)
		}
	})
}

func TestLinkExpires(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		u := create(t, g, user.Account{Login: "claire", Name: "Claire", Email: "claire@exemple.fr"})
		s := service(t, g)
		var h user.Handed
		g.Write(t, access.System("test"), func(tx access.Tx) (err error) { h, err = s.Reset(t.Context(), tx, u.ID, false); return err })
		if got := letters(t, g); h.To != "claire@exemple.fr" || h.Address != "" || len(got) != 1 || !strings.Contains(got[0].Text, "claire") {
			t.Fatalf("handed %+v, letters %+v", h, got)
		}
		link := linkIn.FindStringSubmatch(letters(t, g)[0].Text)[1]
		b := &browser{t: t, site: siteOf(g, s)}
		b.do("GET", link, nil)
		b.wants(200, "", "GET", user.LinkPath, nil)
		g.Clock.Advance(24*time.Hour + time.Second)
		b.do("GET", link, nil)
		b.wants(410, "", "GET", user.LinkPath, nil)
	})
}

// One address of a town hall serves several people: one letter lists their
// logins. Nothing tells from outside whether an account exists.
func TestRecovery(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		for _, login := range []string{"claire", "bernard"} {
			create(t, g, user.Account{Login: login, Name: strings.ToUpper(login), Email: "Mairie@saint-elix.example", Password: user.WeakHash(good)})
		}
		create(t, g, user.Account{Login: "seule", Name: "Seule", Email: "seule@saint-elix.example"})
		create(t, g, user.Account{Login: "sans", Name: "Sans adresse"})
		s := service(t, g)
		b := &browser{t: t, site: siteOf(g, s)}
		answers := map[string]bool{}
		ask := func(who string) {
			status, body := b.do("POST", "/console/login/recover", url.Values{"who": {who}})
			if status != 200 {
				t.Errorf("%q: %d", who, status)
			}
			answers[body] = true
			drain(t, g, s)
		}
		for _, who := range []string{"personne", "personne@exemple.fr", "sans", "%", "seule' or '1'='1"} {
			ask(who)
		}
		if got := letters(t, g); len(got) != 0 {
			t.Fatalf("letters to nobody: %+v", got)
		}
		ask("mairie@saint-elix.example")
		ask("SEULE")
		got := letters(t, g)
		if len(got) != 2 || got[0].To != "Mairie@saint-elix.example" || !strings.Contains(got[0].Text, "claire (CLAIRE)") || !strings.Contains(got[0].Text, "bernard (BERNARD)") ||
			strings.Contains(got[0].Text, "seule") || got[1].To != "seule@saint-elix.example" {
			t.Fatalf("letters: %+v", got)
		}
		if len(answers) != 1 {
			t.Errorf("%d different answers", len(answers))
		}
		for range 5 {
			ask("claire")
		}
		if got := letters(t, g); len(got) != 4 {
			t.Errorf("%d letters: the mailbox is being filled", len(got))
		}
		// A link opens its own account and leaves the other's alone.
		links := linkIn.FindAllStringSubmatch(got[0].Text, -1)
		b.do("GET", links[0][1], nil)
		b.wants(303, "/console", "POST", user.LinkPath, url.Values{"fresh": {chosen}, "again": {chosen}})
		if body := b.wants(200, "", "GET", "/console", nil); body != "by BERNARD" {
			t.Errorf("page says %q", body)
		}
		if status := (&browser{t: t, site: b.site}).login("claire", good, ""); status != 303 {
			t.Errorf("the other account: %d", status)
		}
	})
}

func grant(t *testing.T, g *organisationtest.Ground, u user.User, member string, roles ...access.Role) {
	t.Helper()
	g.Write(t, access.System("test"), func(tx access.Tx) error {
		for _, r := range roles {
			if err := access.Grant(t.Context(), tx, u.ID, member, r); err != nil {
				return err
			}
		}
		return nil
	})
}
