package portaltest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/portal"
)

// Now is the present of the samples.
var Now = time.Date(2026, 3, 15, 9, 30, 0, 0, time.UTC)

// Addresses and identifiers of the samples.
const (
	Siren     = "214003004"
	Slug      = "saint-airial-des-pins"
	OldSlug   = "saint-airial"
	Silent    = "luxeyrotte"
	Grants    = "0198c1a0-0000-7000-8000-000000000001"
	Markup    = "0198c1a0-0000-7000-8000-000000000002"
	Withdrawn = "0198c1a0-0000-7000-8000-000000000003"
	Erased    = "0198c1a0-0000-7000-8000-000000000004"
	Plain     = "0198c1a0-0000-7000-8000-000000000005"
)

// Operator is the made-up operator.
var Operator = organisation.Member{ID: "op", Siren: "254003007", Name: "Agence numérique des Airials",
	Kind: organisation.Operateur, Slug: "agence-numerique-des-airials", IsOperator: true}

// Town is the made-up commune that publishes.
var Town = organisation.Member{ID: "m1", Siren: Siren, Name: "Saint-Airial-des-Pins", Kind: organisation.Commune,
	Population: 812, Slug: Slug, Postcode: "40999", GroupID: "m3"}

// Quiet is the made-up commune that publishes nothing.
var Quiet = organisation.Member{ID: "m2", Siren: "214003012", Name: "Luxeyrotte", Kind: organisation.Commune,
	Population: 120, Slug: Silent, Postcode: "40998", GroupID: "m3"}

// Group is the body that both belong to.
var Group = organisation.Member{ID: "m3", Siren: "244003000", Name: "Communauté de communes des Airials",
	Kind: organisation.EPCI, Population: 9120, Slug: "communaute-de-communes-des-airials"}

var lov2 = portal.Licence{Key: "lov2", Label: i18n.T("Licence Ouverte 2.0", "Open Licence 2.0"),
	URI: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"}

// GrantFields are the columns of the sample of grants.
var GrantFields = []portal.Field{
	{Name: "nomBeneficiaire", Type: "text", Title: i18n.T("Nom du bénéficiaire", "Name of the recipient"),
		Description: i18n.T("L’organisme qui reçoit l’aide.", "The body that gets the aid."), Required: true},
	{Name: "montant", Type: "number", Title: i18n.T("Montant", "Amount"), Description: i18n.T("En euros.", "In euros."), Required: true},
	{Name: "dateConvention", Type: "date", Title: i18n.T("Date de la convention", "Date of the agreement"), Required: true},
	{Name: "nature", Type: "text", Title: i18n.T("Nature", "Nature"), Required: true, Values: []string{"aide en numéraire", "aide en nature"}},
	{Name: "notificationUE", Type: "boolean", Title: i18n.T("Notifiée à la Commission", "Notified to the Commission")},
	{Name: "annee", Type: "integer", Title: i18n.T("Année", "Year")},
	{Name: "objet", Type: "text", Title: i18n.T("Objet", "Purpose")},
}

// GrantSchema is the schema of the sample of grants.
var GrantSchema = portal.Schema{Name: "scdl/subventions", Version: "2.1.1", Title: i18n.T("Subventions", "Grants"),
	Description: i18n.T("Les subventions attribuées.", "The grants given."), Official: "https://schema.data.gouv.fr/scdl/subventions/",
	Fields: GrantFields}

// GrantRows are n rows of grants.
func GrantRows(n int) [][]string {
	names := []string{"Foyer rural", "Union sportive des Pins", "Comité des fêtes", "Les Amis de l’orgue", "Chorale du Born"}
	out := make([][]string, n)
	for i := range out {
		purpose := "Fonctionnement annuel"
		if i == 1 {
			purpose = strings.Repeat("Travaux de la salle, tranche ferme puis tranche conditionnelle. ", 8)
		}
		out[i] = []string{names[i%len(names)] + " " + strconv.Itoa(i), fmt.Sprintf("%d.5", 300+i*1250),
			fmt.Sprintf("2025-%02d-%02d", i%12+1, i%28+1), []string{"aide en numéraire", "aide en nature"}[i%2],
			[]string{"true", "false"}[i%2], "2025", purpose}
	}
	return out
}

func version(number int, rows int64) portal.Version {
	return portal.Version{Number: number, Issued: Now.AddDate(0, -6/number, -3), Rows: rows, FileName: "export_mandats_2025 (2).csv",
		Original: portal.File{Digest: strings.Repeat("0a", 32), Size: 15210}, CSV: portal.File{Digest: strings.Repeat("1b", 32), Size: 14480},
		Parquet: portal.File{Digest: strings.Repeat("2c", 32), Size: 8123}}
}

// Sets are the sample datasets: one with two versions and a schema, one full
// of markup, one withdrawn, one erased, one without schema.
func Sets() []portal.Shown {
	set := func(id, slug, title string) portal.Shown {
		v := version(1, 3)
		return portal.Shown{Dataset: portal.Dataset{ID: id, Slug: slug, Title: title, Description: "Toutes les lignes.", Number: 1,
			Rows: 3, Issued: v.Issued, Modified: v.Issued, Body: Town}, Licence: lov2, Version: v, Latest: 1,
			History: []portal.Version{v}, Columns: []portal.Field{{Name: "a", Type: "text"}}, Preview: [][]string{{"un"}, {"deux"}, {"trois"}}}
	}
	grants := set(Grants, "subventions-aux-associations-2025", "Subventions aux associations 2025")
	grants.Description = "Toutes les subventions versées par la commune en 2025, quel que soit leur montant.\n\nLa liste est arrêtée par le conseil municipal."
	grants.Schema, grants.SchemaVersion, grants.Columns = GrantSchema.Name, GrantSchema.Version, GrantFields
	grants.Preview, grants.Frequency, grants.Every = GrantRows(20), i18n.T("annuelle", "yearly"), 366
	grants.Period = portal.Period{From: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)}
	grants.Keywords = []string{"subventions", "vie associative"}
	grants.Version, grants.Latest, grants.Number, grants.Rows = version(2, 148), 2, 2, 148
	grants.History = []portal.Version{version(2, 148), version(1, 97)}
	grants.Modified = grants.Version.Issued
	markup := set(Markup, "script", `<script>alert(1)</script> & "co"`)
	markup.Description = `<img src=x onerror=alert(2)>`
	markup.Keywords = []string{"<b>"}
	markup.Columns = []portal.Field{{Name: `<i>"'`, Type: "text"}, {Name: "lien", Type: "text"}}
	markup.Preview = [][]string{{"</td><script>alert(3)</script>", "javascript:alert(4)"}, {"", "https://exemple.fr/?a=1&b=2"}}
	withdrawn := set(Withdrawn, "retire", "Menus de la cantine")
	withdrawn.Hidden = &portal.Hidden{At: Now, Why: i18n.T("Les données contiennent une erreur", "The data contain an error"), Note: "Colonne décalée."}
	erased := set(Erased, "", "")
	erased.Hidden = &portal.Hidden{Erased: true, At: Now, Why: i18n.T("Les données contiennent des informations personnelles", "The data contain personal information")}
	return []portal.Shown{grants, markup, withdrawn, erased, set(Plain, "liste-des-bancs", "Liste des bancs publics")}
}
