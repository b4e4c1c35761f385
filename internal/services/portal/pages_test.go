package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"airial/internal/services/portal/portaltest"
)

const (
	town   = "/p/" + portaltest.Slug
	grants = town + "/datasets/subventions-aux-associations-2025"
)

func TestAnswers(t *testing.T) {
	s := newSite()
	for _, c := range []struct {
		path     string
		status   int
		location string
		has      []string
		hasNot   []string
	}{
		{path: "/", status: 200, has: []string{"Les données publiques de votre commune", "Saint-Airial-des-Pins", "Luxeyrotte", "ne publie rien pour l’instant", "154", `href="/datasets?schema=scdl/subventions"`}},
		{path: "/en/", status: 200, has: []string{"Your town’s public data", `href="/en/p/saint-airial-des-pins"`}},
		{path: "/?place=lux", status: 200, has: []string{"Luxeyrotte"}, hasNot: []string{`<a href="/p/saint-airial-des-pins">`}},
		{path: "/datasets", status: 200, has: []string{"3 jeux de données", "Subventions aux associations 2025", "Liste des bancs publics"}, hasNot: []string{"Menus de la cantine"}},
		{path: "/datasets?q=", status: 200, has: []string{"3 jeux de données"}},
		{path: "/datasets?q=bancs", status: 200, has: []string{"1 jeu de données", "« bancs »", "Retirer ce filtre"}, hasNot: []string{"Subventions aux associations", "noindex"}},
		{path: "/datasets?q=rien+du+tout", status: 200, has: []string{"0 jeu de données", "Aucun jeu de données ne correspond", "noindex"}},
		{path: "/datasets?schema=none", status: 200, has: []string{"Sans schéma national", "Liste des bancs"}, hasNot: []string{"Subventions aux associations 2025"}},
		{path: "/datasets?member=" + portaltest.Siren, status: 200, has: []string{"3 jeux de données"}},
		{path: "/datasets?member=nobody", status: 404},
		{path: "/datasets?page=-4&sort=nothing", status: 200, has: []string{"3 jeux de données"}},
		{path: "/members", status: 200, has: []string{"Luxeyrotte", "Rien pour l’instant", "Communauté de communes des Airials"}},
		{path: "/members?kind=epci", status: 200, has: []string{"Communauté de communes"}, hasNot: []string{"Luxeyrotte"}},
		{path: "/datasets?q=sub&theme=ECON&year=2025&licence=lov2&format=geojson&sort=title", status: 200, has: []string{
			`name="theme" value="ECON"`, `name="year" value="2025"`, "Économie et finances", "GeoJSON (à placer sur une carte)", "Licence Ouverte 2.0",
			`href="/datasets?format=geojson&amp;licence=lov2&amp;q=sub&amp;sort=title&amp;theme=ECON"`,
			`href="/datasets.csv?format=geojson&amp;licence=lov2&amp;q=sub&amp;sort=title&amp;theme=ECON&amp;year=2025"`}},
		{path: "/datasets.atom?q=subventions", status: 200, has: []string{`<feed xmlns="http://www.w3.org/2005/Atom">`,
			"<id>" + public + "/datasets/" + portaltest.Grants + "#v", `href="` + public + `/datasets.atom?q=subventions"`, "<updated>2025-"}},
		{path: "/datasets.rss", status: 200, has: []string{`<rss version="2.0">`, `isPermaLink="false"`, "<pubDate>"}},
		{path: town + "/datasets.rss?q=licorne", status: 200, has: []string{"<title>Saint-Airial-des-Pins – « licorne »</title>"}, hasNot: []string{"<item>"}},
		{path: "/datasets/" + portaltest.Grants + "/versions.atom", status: 200, has: []string{"/datasets/" + portaltest.Grants + "#v1", "/datasets/" + portaltest.Grants + "#v2"}},
		{path: "/datasets/0198c1a0-0000-7000-8000-0000000000ff/versions.rss", status: 404},
		{path: grants, status: 200, has: []string{"Jeux de données proches", "Aussi publié par", "/versions.atom"}},
		{path: "/commune", status: 200, has: []string{"code postal ou code Insee"}},
		{path: "/fr/commune?q=airial", status: 307, location: "/fr" + town + "/around"},
		{path: "/commune?q=licorne", status: 200, has: []string{"Aucune commune servie ici"}},
		{path: town + "/around", status: 200, has: []string{"Son intercommunalité", "Subventions aux associations 2025", "/datasets?area=communaute-de-communes-des-airials"}},
		{path: "/p/communaute-de-communes-des-airials/around", status: 404},
		{path: "/fr/recherche?q=a", status: 307, location: "/fr/datasets?q=a"},
		{path: "/datasets.csv?q=subventions", status: 200, has: []string{"identifiant;titre;", "Subventions aux associations 2025"}},
		{path: town + "/datasets.csv?q=licorne", status: 200, has: []string{"identifiant;titre;"}, hasNot: []string{"Subventions"}},
		{path: "/members?q=xyz", status: 200, has: []string{"Aucune collectivité ne correspond"}},

		{path: town, status: 200, has: []string{"Saint-Airial-des-Pins", "812", "Membre de ", `href="/p/communaute-de-communes-des-airials"`, "/p/214003004/catalog.jsonld"}},
		{path: "/p/" + portaltest.Siren, status: 308, location: town},
		{path: "/fr/p/" + portaltest.OldSlug + "?a=b", status: 308, location: "/fr" + town + "?a=b"},
		{path: "/p/communaute-de-communes-des-airials", status: 200, has: []string{"Ses membres", "Luxeyrotte"}},
		{path: "/p/" + portaltest.Silent, status: 200, has: []string{"Luxeyrotte ne publie rien pour l’instant"}},
		{path: "/p/nobody", status: 404, has: []string{"Agence numérique des Airials"}},
		{path: town + "/datasets?q=bancs", status: 200, has: []string{"Nos données", "Liste des bancs"}, hasNot: []string{"Subventions aux associations 2025"}},
		{path: "/en/p/" + portaltest.Siren + "/datasets?q=bancs", status: 308, location: "/en" + town + "/datasets?q=bancs"},
		{path: "/p/" + portaltest.Silent + "/datasets", status: 200, has: []string{"Luxeyrotte ne publie rien pour l’instant", "Voir tout le territoire"}},

		{path: "/datasets/" + portaltest.Grants, status: 307, location: grants},
		{path: "/en/datasets/" + portaltest.Grants, status: 307, location: "/en" + grants},
		{path: "/datasets/not-an-identifier", status: 404},
		{path: "/datasets/0198c1a0-0000-7000-8000-0000000000ff", status: 404},
		{path: grants, status: 200, has: []string{"Subventions aux associations 2025", "Publié par", "y compris commerciale", "12 décembre 2025", "mise à jour annuelle",
			"/datasets/" + portaltest.Grants + "/data.csv", "/data.parquet", "/original", "14,5\u202fko", "Nom du bénéficiaire", "version 2", "/versions/1",
			"curl &#39;" + public + "/api/v1/datasets/" + portaltest.Grants + "/rows?limit=10&#39;", strings.Repeat("1b", 32), `rel="alternate" type="text/turtle"`}},
		{path: "/en" + grants, status: 200, has: []string{"Published by", "May I use them?", "update: yearly", "14.5 kB", "12 December 2025"}},
		{path: "/p/" + portaltest.Siren + "/datasets/subventions-aux-associations-2025?sort=montant", status: 308, location: grants + "?sort=montant"},
		{path: town + "/datasets/" + portaltest.Grants, status: 308, location: grants},
		{path: grants + "/versions/1", status: 200, has: []string{"Vous lisez la version 1", "Aller à la dernière version", "/datasets/" + portaltest.Grants + "/versions/1/data.csv", "noindex"}},
		{path: grants + "/versions/2", status: 200, hasNot: []string{"Vous lisez la version"}},
		{path: grants + "/versions/3", status: 404},
		{path: grants + "/versions/01", status: 404},
		{path: grants + "/versions/x", status: 404},
		{path: town + "/datasets/nothing", status: 404},

		{path: "/datasets/" + portaltest.Withdrawn, status: 410, has: []string{"Ce jeu de données a été retiré", "Menus de la cantine", "15 mars 2026", "Saint-Airial-des-Pins", "Les données contiennent une erreur", "Colonne décalée."}},
		{path: town + "/datasets/retire", status: 410, has: []string{"Ce jeu de données a été retiré"}},
		{path: "/en/datasets/" + portaltest.Erased, status: 410, has: []string{"This dataset was erased", "The data contain personal information"}},

		{path: "/schemas", status: 200, has: []string{"Subventions", "7 colonnes"}},
		{path: "/schemas?q=SUBVENTION", status: 200, has: []string{"1 schéma<", "Subventions"}},
		{path: "/schemas?q=subventions+bénéficiaire", status: 200, has: []string{"1 schéma<", "Colonnes", "nomBeneficiaire"}},
		{path: "/schemas?q=subventions+piscine", status: 200, has: []string{"Aucun schéma ne correspond", `value="subventions piscine"`}},
		{path: "/schemas/scdl/subventions", status: 200, has: []string{"Nom du bénéficiaire", "2 valeurs possibles", "https://schema.data.gouv.fr/scdl/subventions/", "1 jeu de données"}},
		{path: "/schemas/subventions", status: 307, location: "/schemas/scdl/subventions"},
		{path: "/schemas/scdl/nothing", status: 404},
		{path: "/about", status: 200, has: []string{"non conforme", "254003007"}},
		{path: "/accessibility", status: 200, has: []string{"non conforme", "Défenseur des droits", "Aucun audit de ses 106 critères", public + "/"}},
		{path: "/legal", status: 200, has: []string{"254003007", "hébergé par"}},
		{path: "/personal-data", status: 200, has: []string{"aucun cookie", "cnil.fr"}},
		{path: "/licence", status: 200, has: []string{`id="lov2"`, `id="odbl"`}},
		{path: "/robots.txt", status: 200, has: []string{"Sitemap: " + public + "/sitemap.xml"}},
		{path: "/sitemap.xml", status: 200, has: []string{public + "/sitemaps/1.xml"}, hasNot: []string{"/sitemaps/2.xml"}},
		{path: "/sitemaps/1.xml", status: 200, has: []string{public + grants, "<lastmod>2025-12-12</lastmod>"}, hasNot: []string{"retire"}},
		{path: "/sitemaps/0.xml", status: 404},
	} {
		w := s.get(t, c.path)
		body := w.Body.String()
		if w.Code != c.status || w.Header().Get("Location") != c.location {
			t.Errorf("%s: %d to %q, want %d to %q", c.path, w.Code, w.Header().Get("Location"), c.status, c.location)
		}
		for _, text := range c.has {
			if !strings.Contains(body, text) {
				t.Errorf("%s: lacks %q", c.path, text)
			}
		}
		for _, text := range c.hasNot {
			if strings.Contains(body, text) {
				t.Errorf("%s: has %q", c.path, text)
			}
		}
		if cookie := w.Header().Get("Set-Cookie"); cookie != "" {
			t.Errorf("%s sets a cookie: %s", c.path, cookie)
		}
	}
}

func TestWhoHasThePageGetsNoneAgain(t *testing.T) {
	s := newSite()
	for _, path := range []string{"/", "/datasets", "/members", town, grants, "/schemas", "/about"} {
		first := s.get(t, path)
		tag := first.Header().Get("ETag")
		if tag == "" {
			t.Errorf("%s has no tag", path)
		}
		again := s.get(t, path, "If-None-Match", tag)
		if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s: %d with %d bytes, want 304", path, again.Code, again.Body.Len())
		}
		if other := s.get(t, "/en"+path, "If-None-Match", tag); other.Code != http.StatusOK {
			t.Errorf("/en%s: %d for the tag of the French page", path, other.Code)
		}
	}
}

func TestHTMXGetsThePartAlone(t *testing.T) {
	s := newSite()
	for path, id := range map[string]string{"/": "places", "/datasets": "found", "/members": "found", town + "/datasets": "found", grants: "rows"} {
		body := s.get(t, path, "HX-Request", "true", "HX-Target", id).Body.String()
		if !strings.HasPrefix(strings.TrimSpace(body), `<div id="`+id+`"`) || strings.Contains(body, "<html") {
			t.Errorf("%s: not the part %s alone: %.80s", path, id, body)
		}
		if whole := s.get(t, path, "HX-Request", "true", "HX-Target", id, "HX-History-Restore-Request", "true").Body.String(); !strings.Contains(whole, "<html") {
			t.Errorf("%s: going back in the history must give the whole page", path)
		}
	}
}
