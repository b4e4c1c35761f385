package designation

import (
	"context"
	"embed"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/paper"
)

//go:embed papers
var paperFiles embed.FS

// blank is what is filled in by hand.
const blank = "………………………………"

// Papers are the acts of a designation: what the council resolves, and the
// letter by which the officer is engaged.
func Papers() []paper.Kind {
	fields := []paper.Field{
		paper.Text("seance", "Jour de la séance", "Day of the meeting", "12/03/2026", "12/03/2026"),
		paper.Text("designe", "Le délégué désigné", "The designated officer", "Mme Exemple", "Mme Exemple"),
		paper.Text("organisme", "Organisme du délégué, vide s’il n’en a pas", "Organisation of the officer, empty for none", "Agence numérique", "Agence numérique"),
		paper.Yes("mutualise", "Le délégué est mutualisé", "The officer is shared"),
		paper.Text("debut", "Premier jour de la désignation", "First day of the designation", "01/04/2026", "01/04/2026"),
		paper.Text("acte", "Acte qui désigne, vide s’il n’est pas noté", "Act that designates, empty when it is not entered", "délibération 12", "délibération 12"),
		paper.Text("coordonnees", "Nom et coordonnées du délégué", "Name and contact of the officer", "Mme Exemple, dpo@exemple.fr", "Mme Exemple, dpo@exemple.fr"),
		paper.Text("numero", "Numéro de désignation CNIL, ou un blanc à remplir", "The CNIL’s number, or a blank to fill in", "DPO-12345", "DPO-12345"),
		paper.Text("representant", "Représentant du responsable de traitement", "Representative of the controller", "M. Modèle", "M. Modèle"),
		paper.Text("qualite", "Sa qualité", "Title of that person", "maire", "maire"),
		paper.Text("referent", "Référent RGPD, vide s’il n’y en a pas", "GDPR referent, empty for none", "Mme Modèle", "Mme Modèle"),
	}
	fill := func(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
		return Fields(ctx, tx, a.Member)
	}
	return []paper.Kind{
		{Name: "deliberation-dpo", Group: paper.Designation, Template: paper.Read(paperFiles, "deliberation"), Fields: fields, Fill: fill,
			Title: i18n.T("Délibération", "Resolution of the council"),
			About: i18n.T("L’assemblée désigne le délégué à la protection des données.", "The council designates the data-protection officer.")},
		{Name: "lettre-mission", Group: paper.Designation, Template: paper.Read(paperFiles, "lettre-mission"), Fields: fields, Fill: fill,
			Title: i18n.T("Lettre de mission", "Letter of engagement"),
			About: i18n.T("Les missions et les moyens du délégué, à signer par lui et par la collectivité.", "The tasks and means of the officer, to be signed by both.")},
	}
}

// Fields are what the papers of a member are filled with.
func Fields(ctx context.Context, tx access.Tx, m organisation.Member) (document.Data, error) {
	who := map[Post]Office{}
	for _, post := range Posts {
		o, _, err := Of(ctx, tx, m.ID, post)
		if err != nil {
			return nil, err
		}
		who[post] = o
	}
	or := func(s string) string {
		if s == "" {
			return blank
		}
		return s
	}
	officer := who[Officer]
	return document.Data{
		"seance": or(french(officer.ActOn)), "designe": or(officer.Holder), "organisme": officer.Body, "mutualise": officer.Form == Shared,
		"debut": or(french(officer.From)), "acte": officer.Act, "coordonnees": or(officer.Contact()), "numero": or(officer.Reference),
		"representant": or(who[Controller].Holder), "qualite": who[Controller].Title, "referent": who[Referent].Holder,
	}, nil
}

// french writes a day as French papers do.
func french(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.Format("02/01/2006")
}
