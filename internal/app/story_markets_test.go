package app

import (
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
	"airial/standards/decp"
)

// procurement is a document of public procurement with a contract of two holders
// that was modified, one with a single bid, and a concession.
func procurement(buyer, note string) string {
	contract := func(id, object, cpv, procedure, bids, amount, holders, more string) string {
		return `{"id":"` + id + `","acheteur":{"id":"` + buyer + `"},"nature":"Marché","objet":"` + object + `","codeCPV":"` + cpv + `","techniques":{"technique":["Sans objet"]},
			"modalitesExecution":{"modaliteExecution":["Sans objet"]},"marcheInnovant":false,"ccag":"Travaux","offresRecues":` + bids + `,"attributionAvance":false,
			"typeGroupementOperateurs":"Pas de groupement","procedure":"` + procedure + `","lieuExecution":{"code":"40192","typeCode":"Code commune"},"dureeMois":6,
			"dateNotification":"2026-03-02","datePublicationDonnees":"2026-03-20","montant":` + amount + `,"typesPrix":{"typePrix":["Définitif ferme"]},"formePrix":"Forfaitaire",
			"sousTraitanceDeclaree":false,"titulaires":[` + holders + `],"considerationsSociales":{"considerationSociale":["Clause sociale"]},
			"considerationsEnvironnementales":{"considerationEnvironnementale":["Clause environnementale"]}` + more + `}`
	}
	holder := func(id, name string) string {
		return `{"titulaire":{"id":"` + id + `","typeIdentifiant":"SIRET","denominationSociale":"` + name + `"}}`
	}
	return `{"marches":{"marche":[` + contract("2026S01", "Toiture de l’école"+note, "45261210-9", "Procédure adaptée", "4", "100000", holder("89999900700011", "Charpentes de la Lande")+","+holder("89999900800019", "Zinguerie du Bourg"),
		`,"modifications":[{"modification":{"id":1,"montant":130000,"dateNotificationModification":"2026-06-02","datePublicationDonneesModification":"2026-06-10"}}]`) + "," +
		contract("2026S02", "Repas de la cantine"+note, "55523100", "Appel d'offres ouvert", "1", "50000", `{"titulaire":{"id":"89999900900017","typeIdentifiant":"SIRET"}}`, "") + `],
		"contrat-concession":[{"id":"C1","autoriteConcedante":{"id":"` + buyer + `"},"nature":"Délégation de service public","objet":"Camping` + note + `","procedure":"Procédure négociée ouverte","dureeMois":60,
			"dateSignature":"2025-05-05","datePublicationDonnees":"2025-06-01","dateDebutExecution":"2025-07-01","valeurGlobale":1000000,"montantSubventionPublique":0,
			"concessionnaires":[{"concessionnaire":{"id":"89999901000015","typeIdentifiant":"SIRET"}}],
			"considerationsSociales":{"considerationSociale":["Clause sociale"]},"considerationsEnvironnementales":{"considerationEnvironnementale":["Clause environnementale"]}}]}}`
}

// A document of public procurement goes all the way: it is recognised, becomes a
// table with the document as its origin, is published, queried, gathered and told,
// each contract once at its present amount.
func TestMarketsAreTold(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		deposit := func(m organisation.Member, text string) (string, error) {
			v, _, err := o.app.OpenData.Deposit(t.Context(), access.System("test"), opendata.Request{MemberID: m.ID, Title: "Marchés 2026", FileName: "decp.json", Schema: decp.SchemaName, Press: true}, strings.NewReader(text))
			if err == nil {
				o.queue.Run(t, o.app.Engine)
				if l := o.life(v.ID); l.Outcome != life.Done || l.Position < len(l.Path)-1 {
					t.Fatalf("%s is not published: %+v", m.Name, l)
				}
			}
			return v.PieceID, err
		}
		_, err := deposit(o.town, procurement("21400001000014", ""))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := deposit(o.village, procurement("21400002000012", " du village")); err != nil {
			t.Fatal(err)
		}
		broken := strings.Replace(procurement("21400001000014", ""), `"nature":"Marché"`, `"nature":"Achat"`, 1)
		if _, err := deposit(o.town, broken); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err).Fr, "nature") {
			t.Errorf("a document that breaks its format: %v", err)
		}
		o.settle()
		o.gathered()

		o.get("/en/stories/marches?year=all").is(200).says("€2,360,000", "6 contracts and concessions", "4 holders", "50% received a single bid",
			"2 were modified, from €200,000 to €260,000", "Charpentes de la Lande", "Building works", "Catering and hotels", "Procédure adaptée", "Délégation de service public", "Camping du village")
		o.get("/fr/stories/marches?member="+o.village.Slug+"&year=2026").is(200).says("2 marchés et concessions", "Toiture de l’école du village").silent("Qui achète le plus", "Camping")
		o.get("/fr/stories/marches?year=all&q=zinguerie").is(200).says("Zinguerie du Bourg").silent("Repas de la cantine")
		o.get("/en/stories/marches?year=2026").is(200).says("Put this chart into a site")
		o.get("/fr/stories").is(200).says("Les marchés publics")
		o.get("/fr/coverage/" + decp.SchemaName).is(200)
	})
}
