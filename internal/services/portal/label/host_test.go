package label_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/web/here"
	"airial/internal/services/portal/label"
)

const (
	name   = "donnees.ychoux.example"
	record = "_airial." + name
)

var idOf = regexp.MustCompile(`/portal/host/([0-9a-f-]+)/verify`)
var valueOf = regexp.MustCompile(`airial-portal=[a-z2-7]+`)

// ask asks for the name, and returns what to write into the DNS and where to
// have it looked at.
func (h *house) ask(who access.Scope) (value, verify string) {
	h.t.Helper()
	h.Wants(303, who, h.portal("/host"), "host", "https://Donnees.Ychoux.example/")
	body, _ := h.Wants(200, who, h.portal("/host"))
	id := idOf.FindStringSubmatch(body)
	if id == nil {
		h.t.Fatal(consoletest.Words(body))
	}
	return valueOf.FindString(body), h.portal("/host/" + id[1] + "/verify")
}

func (h *house) site() (here.Site, bool) {
	h.Clock.Advance(5 * time.Second) // what another process did is known by then
	return h.room.Site(h.t.Context(), name+":443")
}

// says wants words on the page of hosts after a look.
func (h *house) says(who access.Scope, verify string, words ...string) {
	h.t.Helper()
	h.Wants(303, who, verify, "x", "")
	body, _ := h.Wants(200, who, h.portal("/host"))
	consoletest.Says(h.t, "the page of names", body, words...)
}

// TestNameProven goes from the wish to the served name: nothing is served before
// the record is seen, each wrong record is said with what to do, and the name is
// the portal's address once it leads here.
func TestNameProven(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		odile := h.manager("odile")
		value, verify := h.ask(odile)
		h.says(odile, verify, "à vérifier", "L’enregistrement TXT n’a pas été trouvé", "Créez-le")
		h.zone.txt[record] = []string{"v=spf1 -all", "airial-portal=autre"}
		h.says(odile, verify, "à vérifier", "avec une autre valeur", "Copiez de nouveau")
		h.zone.down = true
		h.says(odile, verify, "Les serveurs de noms n’ont pas répondu", "Réessayez")
		h.zone.down = false
		if _, ok := h.site(); ok || h.room.Serves(t.Context(), name) {
			t.Error("served, and a certificate asked for, before it is proven")
		}

		h.zone.txt[record] = []string{"v=spf1 -all", value}
		h.zone.addresses[name] = []string{"198.51.100.7"}
		h.says(odile, verify, "vérifié, ne mène pas ici", "aucun autre enregistrement A ou AAAA")
		if h.face().Site.Base != "" || h.room.Elsewhere(t.Context(), "/p/"+h.Town.Slug) {
			t.Error("search engines are led to a name that does not lead here")
		}
		h.zone.aliases[name] = "donnees.example.fr"
		h.says(odile, verify, "servi", "Le portail répond à", name, "!n’a pas")
		site, ok := h.site()
		if want := (here.Site{Base: "https://" + name, Under: "/p/" + h.Town.Slug}); !ok || site != want || h.face().Site != want || !h.room.Elsewhere(t.Context(), want.Under+"/datasets") {
			t.Errorf("%+v %t, the face: %+v", site, ok, h.face().Site)
		}
		if !h.room.Serves(t.Context(), name) || h.room.Serves(t.Context(), "www."+name) {
			t.Error("certificates are for names that are proven, and no others")
		}
		if body, _ := h.Wants(200, access.Public(), "/hosts.txt"); body != "donnees.example.fr\n"+name+"\n" {
			t.Errorf("the proxy is told %q", body)
		}
		h.Wants(200, access.Public(), "/hosts.txt?domain="+name)
		h.Wants(404, access.Public(), "/hosts.txt?domain=www."+name)
		h.Wants(303, odile, strings.Replace(verify, "/verify", "/release", 1), "x", "")
		if _, ok := h.site(); ok || h.room.Serves(t.Context(), name) {
			t.Error("still served after it was given back")
		}
	})
}

// TestRecordGone: a name whose record is gone is served for a week, then no
// more; a name server that does not answer takes nothing away; and the record
// brings it back.
func TestRecordGone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		odile := h.manager("odile")
		value, verify := h.ask(odile)
		h.zone.txt[record] = []string{value}
		h.zone.addresses[name] = []string{"192.0.2.1"}
		h.Wants(303, odile, verify, "x", "")
		daily := func(days int) {
			t.Helper()
			for range days {
				h.Clock.Advance(24*time.Hour + time.Minute)
				if err := h.room.Look(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		h.zone.down = true
		daily(30)
		if _, ok := h.site(); !ok {
			t.Error("a name server that does not answer takes a portal away")
		}
		h.zone.down, h.zone.txt = false, map[string][]string{}
		daily(3)
		if _, ok := h.site(); !ok {
			t.Error("served no more after three days")
		}
		body, _ := h.Wants(200, odile, h.portal("/host"))
		consoletest.Says(t, "the page", body, "servi, bientôt plus", "jusqu’au", "Remettez l’enregistrement TXT")
		daily(6)
		if _, ok := h.site(); ok || h.face().Site.Base != "" || h.room.Serves(t.Context(), name) {
			t.Error("served after more than a week without its record")
		}
		body, _ = h.Wants(200, odile, h.portal("/host"))
		consoletest.Says(t, "the page", body, "plus servi", "depuis plus d’une semaine")
		lapses := 0
		for _, kind := range h.told {
			if kind == label.EventLapsed {
				lapses++
			}
		}
		if lapses != 1 {
			t.Errorf("told %d times", lapses)
		}
		h.zone.txt[record] = []string{value}
		h.says(odile, verify, "servi", "Le portail répond à")
		if _, ok := h.site(); !ok {
			t.Error("the record is back, and the name is not served")
		}
	})
}

// TestNamesRefused: what is no name, what is the platform's, and what is
// another's.
func TestNamesRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		odile := h.manager("odile")
		for _, wrong := range []string{"", "ychoux", "ville.fr/donnees", "192.0.2.1", "donnees.example.fr", "a.donnees.example.fr", "ville..fr", "-a.fr", "a b.fr"} {
			body, _ := h.Wants(422, odile, h.portal("/host"), "host", wrong)
			consoletest.Says(t, wrong, body, "À corriger")
		}
		value, verify := h.ask(odile)
		h.zone.txt[record] = []string{value}
		h.zone.addresses[name] = []string{"192.0.2.1"}
		h.Wants(303, odile, verify, "x", "")
		zoe := organisationtest.At("zoé", h.Village, access.Manager)
		body, _ := h.Wants(422, zoe, "/console/members/"+h.Village.Siren+"/portal/host", "host", name)
		consoletest.Says(t, "another’s name", body, "sert déjà au portail d’une autre collectivité")
		h.Wants(404, zoe, strings.Replace(verify, h.Town.Siren, h.Village.Siren, 1), "x", "")
	})
}
