package app

import (
	"net/url"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/services/opendata"
)

func TestPersonalDataWaitForADecision(t *testing.T) {
	o := newOffice(t)
	v := personal(o, o.town, "Subventions 2025")
	approver := o.person("approver", "Rémi Hargous", o.town, access.Approver)
	o.as(o.secretary).get(pageOf(v)).is(200).says("semble contenir des données personnelles", "Numéro de téléphone", "06 •• •• •• 78",
		"Déposer le fichier corrigé", "peut aussi décider").silent("12 34 56", "Publier quand même")
	o.as(approver).get(pageOf(v)).is(200).says("Publier quand même", "Refuser la publication")
	o.post(decisionOf(v), url.Values{"verb": {"allow"}}).is(422).says("Dites pourquoi")
	o.post(decisionOf(v), url.Values{"verb": {"allow"}, "reason": {"Numéro du service des sports"}}).to(pageOf(v))
	o.settle()
	o.get(pageOf(v)).is(200).says("Voici ce que le public verra", "publication permise malgré des données personnelles",
		"Numéro du service des sports", "par Rémi Hargous")
}

func TestSecondPerson(t *testing.T) {
	o := newOffice(t)
	manager := o.person("manager", "Anne Lesca", o.town, access.Manager)
	o.as(manager).get("/fr/console/rules").is(200).says("Pour Ychoux-sur-Lande", "Aucune règle")
	o.post("/fr/console/rules", url.Values{"member": {o.town.Siren}, "schema": {"scdl/subventions"}}).to("/fr/console/rules?member=")
	o.get("/fr/console/rules").is(200).says("Subventions", "Règle ajoutée")
	o.post("/fr/console/rules", url.Values{"member": {o.town.Siren}, "schema": {"nimporte"}}).is(422)
	o.post("/fr/console/rules", url.Values{"member": {o.village.Siren}, "schema": {""}}).is(404)
	o.as(o.secretary).get("/fr/console/rules").is(404)

	v := o.deposit(manager, o.town, "Subventions 2025", grants("Judo", "Tournoi", "800"), false)
	o.as(manager).get(pageOf(v)).is(200).says("Une seconde personne devra ensuite approuver.")
	o.post(decisionOf(v), url.Values{"verb": {"publish"}}).to(pageOf(v))
	o.settle()
	o.get(pageOf(v)).is(200).says("Une autre personne doit approuver").silent("Approuver et publier")
	o.post(decisionOf(v), url.Values{"verb": {"approve"}}).is(403)
	approver := o.person("approver", "Rémi Hargous", o.town, access.Approver)
	o.as(approver).post(decisionOf(v), url.Values{"verb": {"refuse"}, "reason": {" "}}).is(422).says("Dites pourquoi vous refusez")
	o.post(decisionOf(v), url.Values{"verb": {"approve"}}).to(pageOf(v))
	o.settle()
	o.get(pageOf(v)).is(200).says("C’est publié", "Version 1 : approuvée", "par Rémi Hargous")
	o.post(pageOf(v)+"/versions/1/undo", nil).to(pageOf(v))
	o.settle()
	o.get(pageOf(v)).is(200).says("Approuvez-vous cette publication", "Publication annulée")
	o.as(manager).post("/fr/console/rules", url.Values{"member": {o.town.Siren}, "schema": {"scdl/subventions"}, "act": {"drop"}}).to("/fr/console/rules")
	o.get("/fr/console/rules").is(200).says("Aucune règle")
}

func TestADecisionTakenTwice(t *testing.T) {
	o := newOffice(t)
	v := checked(o, o.town, "Subventions")
	o.as(o.secretary).post(decisionOf(v), url.Values{"verb": {"publish"}}).to(pageOf(v))
	o.settle()
	o.post(decisionOf(v), url.Values{"verb": {"publish"}}).to(pageOf(v))
	o.get(pageOf(v)).is(200).says("n’attend plus de décision", "C’est publié")
	o.post(decisionOf(v), url.Values{"verb": {"eat"}}).to(pageOf(v))
	o.post(strings.Replace(decisionOf(v), "/1/", "/2/", 1), url.Values{"verb": {"publish"}}).to(pageOf(v))
}

func TestOperatorActsUnderAMandate(t *testing.T) {
	o := newOffice(t)
	officer := o.person("officer", "Amandine Larrieu", o.operator, access.OpenDataOfficer)
	v := ruled(o, o.town, "Subventions")
	o.as(officer).post(decisionOf(v), url.Values{"verb": {"refuse"}, "reason": {"Le titre ne dit pas l’année"}}).to(pageOf(v))
	o.settle()
	o.as(o.secretary).get(pageOf(v)).is(200).says("La publication a été refusée", "Le titre ne dit pas l’année",
		"par Amandine Larrieu, de l’opérateur, au nom de la collectivité")
	left := ruled(o, o.village, "Autres")
	o.as(officer).get(pageOf(left)).is(200).says("Saint-Élix n’a pas donné de mandat à l’opérateur").silent("Approuver et publier")
}

func TestWithdrawRestoreErase(t *testing.T) {
	o := newOffice(t)
	v := published(o, o.town, "Subventions 2025")
	approver := o.person("approver", "Rémi Hargous", o.town, access.Approver)
	o.as(approver).get(pageOf(v)+"/withdraw").is(200).says("vous pourrez le rétablir", "Les données contiennent une erreur")
	o.post(pageOf(v)+"/withdraw", url.Values{"note": {"Une précision"}}).is(422).says("Choisissez la raison du retrait.", "Une précision")
	o.post(pageOf(v)+"/withdraw", url.Values{"reason": {"other"}}).is(422).says("Dites en une phrase pourquoi")
	o.post(pageOf(v)+"/withdraw", url.Values{"reason": {"error"}, "note": {"Deux lignes en double"}}).to(pageOf(v))
	o.settle()
	page := o.get(pageOf(v)).is(200).says("Retiré de la publication le 20 novembre 2026", "Les données contiennent une erreur. Deux lignes en double", "Annuler")
	page.silent("Voir sur le portail")
	o.post(pageOf(v)+"/withdraw", url.Values{"reason": {"error"}}).to(pageOf(v))
	o.get(pageOf(v)).says("il n’y a rien à retirer")
	o.post(pageOf(v)+"/restore", nil).to(pageOf(v))
	o.get(pageOf(v)).is(200).says("C’est publié", "Rétabli")

	o.get(pageOf(v)+"/erase").is(200).says("ne peut pas être annulé", "1 fichier déposé", "« Subventions 2025 »")
	o.post(pageOf(v)+"/erase", url.Values{"title": {"Subventions"}}).is(422).says("Recopiez le titre")
	o.post(pageOf(v)+"/erase", url.Values{"title": {" subventions  2025"}}).to("/fr/console/deposits")
	o.settle()
	o.get(pageOf(v)).is(200).says("Dépôt effacé", "Effacé pour données personnelles", "par Rémi Hargous").silent("Subventions 2025", "Modifier la fiche", "Judo")
	o.get(pageOf(v) + "/erase").is(410)
	o.get("/fr/console/deposits/new?piece=" + v.PieceID).is(410)
	o.get("/fr/console/deposits").is(200).says("Dépôt effacé").silent("Subventions 2025")
}

func TestEdit(t *testing.T) {
	o := newOffice(t)
	v := published(o, o.town, "Subventions")
	form := url.Values{"title": {"Subventions versées en 2025"}, "description": {"Les aides."}, "licence": {"odbl"},
		"frequency": {"ANNUAL"}, "keywords": {"aides, associations;judo"}}
	o.as(o.secretary).get(pageOf(v) + "/edit").is(200)
	form.Set("description", "Appeler 06 12 34 56 78")
	o.post(pageOf(v)+"/edit", form).is(422).says("contient : numéro de téléphone")
	form.Set("description", "Les aides.")
	o.post(pageOf(v)+"/edit", form).to(pageOf(v))
	o.settle()
	o.get(pageOf(v)).is(200).says("Subventions versées en 2025", "Les aides.", "annuelle", "aides, associations, judo",
		"Open Database License", "Fiche modifiée", "/p/ychoux-sur-lande/datasets/subventions-versees-en-2025")
	form.Set("title", "")
	o.post(pageOf(v)+"/edit", form).is(422).says("Donnez un titre")
}

func TestStepsAreShownAtTheSideAndAsPages(t *testing.T) {
	o := newOffice(t)
	v := published(o, o.town, "Subventions")
	o.as(o.secretary).get(pageOf(v)+"/versions/1/steps/1").is(200).says("Reçu", "subventions.csv", "SHA-256", v.Digest)
	o.get(pageOf(v)+"/versions/1/steps/2").is(200).says("Vérifié", "Schéma", "Subventions 2.1.", "choisi par le déposant")
	o.get(pageOf(v) + "/versions/1/steps/9").is(404)
}

func TestAFailedStageRunsAgain(t *testing.T) {
	o := newOffice(t)
	v, _, err := o.app.OpenData.Deposit(t.Context(), access.System("test"), opendata.Request{MemberID: o.town.ID, Title: "S", FileName: "s.csv"},
		strings.NewReader(grants("A", "B", "1")))
	if err != nil {
		t.Fatal(err)
	}
	for _, turn := range o.queue.Take() {
		o.write(access.System("test"), func(tx access.Tx) error { return o.app.Engine.Fail(t.Context(), tx, turn, nil) })
	}
	o.as(o.secretary).get(pageOf(v)).is(200).says("Une panne de notre côté", "rien à refaire").silent("Relancer")
	o.post(pageOf(v)+"/versions/1/retry", nil).is(403)
	o.as(o.person("support", "Lucie", o.operator, access.Support)).get(pageOf(v)).says("Relancer l’étape")
	o.post(pageOf(v)+"/versions/1/retry", nil).to(pageOf(v))
	o.settle()
	if l := o.life(v.ID); l.Outcome != life.OnHold || l.WaitRight != access.Publish {
		t.Errorf("outcome %s, waits for %s", l.Outcome, l.WaitRight)
	}
}
