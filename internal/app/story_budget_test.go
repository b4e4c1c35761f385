package app

import (
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
)

const budgetHead = "BGT_NATDEC,BGT_ANNEE,BGT_SIRET,BGT_NOM,BGT_CONTNAT,BGT_CONTNAT_LABEL,BGT_NATURE,BGT_NATURE_LABEL,BGT_FONCTION,BGT_FONCTION_LABEL," +
	"BGT_OPERATION,BGT_SECTION,BGT_OPBUDG,BGT_CODRD,BGT_MTREAL,BGT_MTBUDGPREC,BGT_MTRARPREC,BGT_MTPROPNOUV,BGT_MTPREV,BGT_CREDOUV,BGT_MTRAR3112,BGT_ARTSPE\n"

// budgetLine is a line of a budget: what was voted, what was done ("" where the
// document does not say).
func budgetLine(document, chapter, label, section, kind, way, voted, done string) string {
	return strings.Join([]string{document, "2024", "21400001000014", "Commune de Montcuq", chapter, label, chapter + "1", "Nature " + label, "", "", "",
		section, kind, way, done, "", "", "", voted, voted, "", "non spécialisé"}, ",") + "\n"
}

// The documents of a budget say different things of the same money: one of them is
// counted at a time, without entries between sections and what was left of the year
// before.
func TestBudgetsAreNeverSummed(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		system := access.System("test")
		o.write(system, func(tx access.Tx) error {
			a := o.town.Attributes()
			a.Kind, a.Population = organisation.Commune, 100
			_, err := organisation.Change(t.Context(), tx, o.town.ID, "2020-01-01", a, "recensement")
			return err
		})
		of := func(document string, done func(string) string) string {
			return budgetHead + budgetLine(document, "012", "Personnel", "fonctionnement", "réel", "dépense", "700", done("650")) +
				budgetLine(document, "011", "Énergie", "fonctionnement", "réel", "dépense", "300", done("250")) +
				budgetLine(document, "023", "Virement", "fonctionnement", "ordre", "dépense", "4000", done("4000")) +
				budgetLine(document, "731", "Fiscalité", "fonctionnement", "réel", "recette", "1200", done("1234")) +
				budgetLine(document, "002", "Report", "fonctionnement", "réel", "recette", "5000", done("5000")) +
				budgetLine(document, "21", "Travaux", "investissement", "réel", "dépense", "80", done("77"))
		}
		o.depositUnder("scdl/budget", system, o.town, "Budget primitif 2024", of("budget primitif", func(string) string { return "" }), true)
		o.depositUnder("scdl/budget", system, o.town, "Compte administratif 2024", of("compte administratif", func(x string) string { return x }), true)
		o.gathered()
		page := o.get("/en/stories/budgets?year=2024").is(200)
		page.says("€900", "€1,234", "Accounts of the year", "Initial budget", "never their sum", "What was voted, what was done", "This very document (Accounts of the year): 1 public body").silent("€1,900", "€2,434", "€6,234", "€4,900", "Report", "Virement")
		o.get("/en/stories/budgets?year=2024&kind=bp").is(200).says("€1,000", "€1,200", "This very document (Initial budget)").silent("€900", "€1,234", "What was voted, what was done")
		o.get("/en/stories/budgets?year=2024&kind=bp&member="+o.town.Slug).is(200).says("€10 of operating expenses per inhabitant (100 inhabitants)", o.town.Name+" has published for 2024")
		o.get("/en/stories/budgets?year=all").is(404)
		o.get("/fr/stories/schema/scdl/budget").is(308)

		o.depositUnder("scdl/catalogue", system, o.town, "Catalogue", "COLL_NOM,COLL_SIRET,ID,TITRE,DESCRIPTION,THEME,PRODUCTEUR_NOM,PRODUCTEUR_SIRET,COUV_SPAT_MAILLE,COUV_SPAT_NOM,COUV_TEMP_DEBUT,COUV_TEMP_FIN,DATE_PUBL,FREQ_MAJ,DATE_MAJ,MOTS_CLES,LICENCE,NOMBRE_RESSOURCES,FORMAT_RESSOURCES,URL\n"+
			"Montcuq,21400001000014,a1,Budget,Le budget,Finances,Montcuq,21400001000014,Communale,Montcuq,2023-01-01,2023-12-31,2024-02-01,Annuelle,2024-02-01,budget,Licence Ouverte-LO,2,csv,https://exemple.fr/a1\n"+
			"Montcuq,21400001000014,a2,Arbres,Les arbres,Environnement,Montcuq,21400001000014,Communale,Montcuq,2023-01-01,2023-12-31,2024-03-01,Annuelle,2024-03-01,arbres,Licence Ouverte-LO,1,csv,https://exemple.fr/a2\n", true)
		o.gathered()
		o.get("/fr/stories").is(200).says("Les budgets", "Les autres données du territoire", "Catalogue").links("/fr/stories/schema/scdl/catalogue")
		o.get("/fr/stories/schema/scdl/catalogue").is(200).says("Toutes années confondues, 1 des 3 collectivités ont publié", "Collectivité par collectivité", o.town.Name)
		o.get("/fr/stories/schema/scdl/prenoms").is(308)
		o.get("/fr/stories/schema/no/such").is(404)
		path, err := storyData{o.app}.Told(t.Context())
		if err != nil || path("scdl/budget") != "/stories/budgets" || path("scdl/catalogue") != "/stories/schema/scdl/catalogue" || path("scdl/prenoms") != "" {
			t.Errorf("what may be linked to: %v", err)
		}
	})
}
