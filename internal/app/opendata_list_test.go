package app

import (
	"encoding/csv"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"airial/internal/commons/access"
)

var listed = regexp.MustCompile(`<a class="row-title"[^>]*>([^<]*)</a>`)

// titles are the datasets of a list, in its order.
func (p reply) titles() (out []string) {
	for _, m := range listed.FindAllStringSubmatch(p.is(200).Body.String(), -1) {
		out = append(out, m[1])
	}
	return out
}

func TestList(t *testing.T) {
	o := newOffice(t)
	officer := o.person("officer", "Amandine Larrieu", o.operator, access.OpenDataOfficer)
	for _, prepare := range []func(){
		func() { published(o, o.town, "Écoles") },
		func() { checked(o, o.town, "Budget") },
		func() { personal(o, o.village, "Aides") },
		func() {
			o.deposit(access.System("test"), o.village, "Cantine", grants("A", "B", "trois"), false)
		},
		func() { withdrawn(o, o.other, "Repas") },
	} {
		o.clock.Advance(3600e9)
		prepare()
	}
	all := []string{"Repas", "Cantine", "Aides", "Budget", "Écoles"}
	for query, want := range map[string][]string{
		"":                            all,
		"?sort=date":                  {"Écoles", "Budget", "Aides", "Cantine", "Repas"},
		"?sort=title":                 {"Aides", "Budget", "Cantine", "Écoles", "Repas"},
		"?sort=-title":                {"Repas", "Écoles", "Cantine", "Budget", "Aides"},
		"?sort=member":                {"Repas", "Cantine", "Aides", "Budget", "Écoles"},
		"?sort=drop":                  all,
		"?q=ecole":                    {"Écoles"},
		"?q=elix":                     {"Repas", "Cantine", "Aides"},
		"?q=%25":                      nil,
		"?state=published":            {"Écoles"},
		"?state=publish":              {"Budget"},
		"?state=decide":               {"Aides"},
		"?state=refused":              {"Cantine"},
		"?state=withdrawn":            {"Repas"},
		"?state=approve":              nil,
		"?state=whatever":             all,
		"?schema=scdl/subventions":    all,
		"?schema=scdl/budget":         nil,
		"?schema=none":                nil,
		"?member=" + o.village.Siren:  {"Cantine", "Aides"},
		"?member=214000010&q=budget":  {"Budget"},
		"?page=2":                     nil,
		"?page=-1":                    all,
		"?state=refused&sort=-member": {"Cantine"},
	} {
		if got := o.as(officer).get("/fr/console/deposits" + query).titles(); !slices.Equal(got, want) {
			t.Errorf("%q gives %q, want %q", query, got, want)
		}
	}
	o.get("/fr/console/deposits?q=rien").says("Aucun dépôt ne correspond")
	if to := o.get("/fr/console/deposits?member=" + url.QueryEscape("Saint-Élix (214000028)")).to("/fr/console/deposits?member="); !strings.HasSuffix(to, "214000028") {
		t.Errorf("a member's name leads to %s", to)
	}
	if to := o.get("/fr/console/deposits?member=ychoux&state=publish").to("/fr/console/deposits?member=214000010"); !strings.Contains(to, "state=publish") {
		t.Errorf("the other filters are lost: %s", to)
	}
	o.get("/fr/console/deposits?member=personne").to("/fr/console/deposits?q=personne")
	if got := o.as(o.secretary).get("/fr/console/deposits").titles(); !slices.Equal(got, []string{"Budget", "Écoles"}) {
		t.Errorf("the secretary sees %q", got)
	}
	o.get("/fr/console/deposits").silent("Collectivité", "Approuver")
	o.as(o.person("nobody", "Un lecteur", o.operator)).get("/fr/console/deposits").says("Rien n’est encore déposé")
}

func TestExport(t *testing.T) {
	o := newOffice(t)
	published(o, o.town, "=cmd|' /C calc'!A0")
	checked(o, o.town, "Budget, <b>2025</b>")
	answer := o.as(o.secretary).get("/fr/console/deposits/export?sort=title").is(200)
	if got := answer.Header().Get("Content-Disposition"); got != "attachment; filename=depots-2026-11-20.csv" {
		t.Errorf("disposition %q", got)
	}
	rows, err := csv.NewReader(answer.Body).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if rows[1][2] != "Budget, <b>2025</b>" || rows[2][2] != "'=cmd|' /C calc'!A0" || rows[2][6] != "1" || rows[1][6] != "" {
		t.Errorf("rows %q", rows[1:])
	}
	if rows, _ := csv.NewReader(o.get("/en/console/deposits/export?state=published").is(200).Body).ReadAll(); len(rows) != 2 || rows[0][0] != "member" {
		t.Errorf("rows %q", rows)
	}
}

func TestManyAtOnce(t *testing.T) {
	o := newOffice(t)
	officer := o.person("officer", "Amandine Larrieu", o.operator, access.OpenDataOfficer)
	first, second := ruled(o, o.town, "Une"), ruled(o, o.town, "Deux")
	waits, foreign := checked(o, o.town, "Trois"), ruled(o, o.village, "Quatre")
	ids := url.Values{"id": {first.PieceID, second.PieceID, waits.PieceID, foreign.PieceID, "nonsense"}, "back": {"/fr/console/deposits?state=approve"}}
	with := func(more ...string) url.Values {
		out := url.Values{}
		for k, v := range ids {
			out[k] = v
		}
		for i := 0; i+1 < len(more); i += 2 {
			out.Set(more[i], more[i+1])
		}
		return out
	}
	page := o.as(officer).post("/fr/console/deposits/bulk", with("act", "approve")).is(200).
		says("2 dépôts approuvés", "2 dépôts laissés tels quels", "n’a pas encore demandé la publication", "ne vous a pas donné de mandat", "Annuler")
	if !strings.Contains(page.Body.String(), `href="/fr/console/deposits?state=approve"`) {
		t.Error("no way back to the list as it was")
	}
	o.settle()
	o.get("/fr/console/deposits?state=published").says("Une", "Deux")
	o.post("/fr/console/deposits/bulk", url.Values{"act": {"undo"}, "id": {first.PieceID, second.PieceID}}).is(200).says("2 décisions annulées")
	o.settle()
	o.post("/fr/console/deposits/bulk", with("act", "refuse")).is(200).says("4 dépôts à refuser", "Raison du refus").silent("À corriger")
	o.post("/fr/console/deposits/bulk", with("act", "refuse", "said", "1")).is(422).says("Dites pourquoi vous refusez")
	o.post("/fr/console/deposits/bulk", with("act", "refuse", "said", "1", "reason", "Trop vague")).is(200).says("2 dépôts refusés")
	o.settle()
	o.get(pageOf(first)).says("Trop vague", "Annuler le refus")
	done := published(o, o.other, "Cinq")
	o.as(o.person("manager", "Une gestionnaire", o.other, access.Manager))
	o.post("/fr/console/deposits/bulk", url.Values{"act": {"withdraw"}, "id": {done.PieceID}}).is(200).says("1 jeu de données à retirer")
	o.post("/fr/console/deposits/bulk", url.Values{"act": {"withdraw"}, "said": {"1"}, "reason": {"obsolete"}, "id": {done.PieceID}}).is(200).says("1 jeu de données retiré")
	o.post("/fr/console/deposits/bulk", url.Values{"act": {"restore"}, "id": {done.PieceID}}).is(200).says("1 jeu de données rétabli")
	o.post("/fr/console/deposits/bulk", url.Values{"act": {"eat"}, "id": {done.PieceID}}).is(200).says("Choisissez un geste")
	o.post("/fr/console/deposits/bulk", url.Values{"act": {"approve"}, "back": {"//evil.example/"}}).to("/fr/console/deposits")
	o.get("/fr/console/deposits").says("Cochez d’abord")
}

func TestMarkupIsText(t *testing.T) {
	o := newOffice(t)
	const evil = `<img src=x onerror=alert(1)>`
	var pages []reply
	bad := o.deposit(access.System("test"), o.town, "Titre "+evil, grants(evil, "B", evil), false)
	good := o.deposit(access.System("test"), o.town, "Bon "+evil, grants(evil, evil, "3"), false)
	o.as(o.secretary)
	for _, path := range []string{"/fr/console/deposits", pageOf(bad), pageOf(good), pageOf(good) + "/edit", pageOf(good) + "/erase",
		pageOf(bad) + "/versions/1/steps/1", pageOf(bad) + "/versions/1/steps/2"} {
		pages = append(pages, o.get(path))
	}
	pages = append(pages, o.get(o.send("/fr/console/deposits/new", url.Values{"member": {o.town.Siren}},
		file{evil + ".csv", "a" + evil + ";b\n1;2\n"}).to("/fr/console/deposits/confirm")))
	for i, p := range pages {
		if strings.Contains(p.Body.String(), "<img") {
			t.Errorf("page %d: markup of the depositor is alive", i)
		}
	}
	pages[1].is(200).says(evil)
	pages[2].is(200).says(evil)
}

func TestListInEnglish(t *testing.T) {
	o := newOffice(t)
	v := checked(o, o.town, "Grants")
	o.settle()
	o.as(o.secretary).get("/en/console/deposits").is(200).says("Deposits", "To be published", "just now")
	o.get("/en/console/deposits/"+v.PieceID).is(200).says("This is what the public will see", "Publish", "may be empty", "deposited (subventions.csv)").
		silent("Voici", "déposé")
	o.get("/en/console/deposits/new").is(200).says("Deposit files", "For: Ychoux-sur-Lande")
}
