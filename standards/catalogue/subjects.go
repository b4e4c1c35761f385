package catalogue

import "airial/standards/tableschema"

// Subject is what a group of schemas is about.
type Subject struct {
	Key   string // in addresses: never changed
	Title tableschema.Text
	names []string
}

// Subjects are the groups, in the order in which people look for them.
var Subjects = []Subject{
	{"institution", tableschema.Text{Fr: "Vie de la collectivité", En: "Life of the public body"}, []string{"scdl/deliberations", "scdl/prenoms",
		"scdl/catalogue", "betagouv/collectivites", "betagouv/projets-territoire", "Archivistes75/registre_entrees"}},
	{"finance", tableschema.Text{Fr: "Finances, aides et achats", En: "Finance, aid and purchases"}, []string{"scdl/subventions", "scdl/budget",
		"139bercy/format-commande-publique", "etalab/schema-decp-dpa", "datagouv/schema-declaration-biens-reemploi-reutilisation-recycle", "etalab/schema-hautes-remunerations",
		"etalab/dispositif-aide", "etalab/dispositif-aide-professionnels"}},
	{"places", tableschema.Text{Fr: "Lieux et équipements", En: "Places and facilities"}, []string{"etalab/schema-bal", "scdl/equipements", "LaMednum/standard-mediation-num",
		"atlasante/schema-dae", "datagouv/schema-fontaine-eau", "datakode/schema-pei"}},
	{"canteen", tableschema.Text{Fr: "Restauration collective", En: "Public canteens"}, []string{"scdl/menus-collectifs", "scdl/plats-menus-collectifs"}},
	{"access", tableschema.Text{Fr: "Accessibilité", En: "Accessibility"}, []string{"MTES-MCT/acceslibre-erp-base", "MTES-MCT/acceslibre-erp-bureau-de-vote",
		"MTES-MCT/acceslibre-erp-etablissement-scolaire", "MTES-MCT/acceslibre-erp-grand-etablissement", "MTES-MCT/acceslibre-erp-hebergement",
		"MTES-MCT/acceslibre-erp-sante"}},
	{"mobility", tableschema.Text{Fr: "Mobilité et stationnement", En: "Mobility and parking"}, []string{"etalab/schema-irve-statique",
		"etalab/schema-irve-dynamique", "etalab/schema-sdirve", "etalab/schema-stationnement", "etalab/schema-stationnement-cyclable",
		"etalab/schema-lieux-covoiturage", "openmaraude/schema-stationstaxi", "CEREMA/schema-aire-livraison",
		"CEREMA/schema-arrete-circulation-marchandises", "etalab/schema-passage-a-niveau", "etalab/schema-comptage-mobilites-site",
		"etalab/schema-comptage-mobilites-channel", "etalab/schema-comptage-mobilites-measure",
		"etalab/schema-vehicules-faibles-emissions-renouvellement-parc", "etalab/schema-vehicules-faibles-emissions-renouvellement-parc-synthese"}},
	{"planning", tableschema.Text{Fr: "Aménagement et activités économiques", En: "Planning and business"}, []string{"cnigfr/schema-friches",
		"cnigfr/operation-amenagement", "cnigfr/programme", "cnigfr/secteur", "cnigfr/sites-economiques-site-eco", "cnigfr/sites-economiques-pole-eco",
		"cnigfr/sites-economiques-terrain-eco", "cnigfr/sites-economiques-etablissement"}},
	{"landscape", tableschema.Text{Fr: "Paysages", En: "Landscape"}, []string{"cnigfr/atlas-paysager", "cnigfr/ensemble-paysager", "cnigfr/unite-paysagere",
		"cnigfr/sousunite-paysagere", "cnigfr/dynamique", "cnigfr/document-paysage", "cnigfr/limite-decoupage-paysager"}},
	{"environment", tableschema.Text{Fr: "Environnement et consommation", En: "Environment and consumption"}, []string{"etalab/schema-indice-reparabilite",
		"etalab/indice-durabilite-lave-linge", "etalab/indice-durabilite-televiseur", "etalab/schema-impact-service-public-numerique"}},
}

var subjectOf = func() map[string]*Subject {
	out := map[string]*Subject{}
	for i := range Subjects {
		for _, name := range Subjects[i].names {
			out[name] = &Subjects[i]
		}
	}
	return out
}()

// SubjectOf gives the group of a schema; nil for one that was not built in.
func SubjectOf(name string) *Subject { return subjectOf[name] }
