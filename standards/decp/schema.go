package decp

import ts "airial/standards/tableschema"

// SchemaName and Version are those of the documents in the catalogue of
// schema.data.gouv.fr; the table is made of what they hold.
const (
	SchemaName = "139bercy/format-commande-publique"
	// Identifier is the column that names a contract, among those of all buyers.
	Identifier = "uid"
	Version    = "2.0.3"
)

// Columns that are taken from a contract as they are, those that are lists there,
// and those that are yes or no.
var (
	plain = []string{"nature", "objet", "codeCPV", "procedure", "dureeMois", "offresRecues", "formePrix", "attributionAvance", "tauxAvance", "marcheInnovant",
		"ccag", "sousTraitanceDeclaree", "typeGroupementOperateurs", "origineUE", "origineFrance", "idAccordCadre", "montantSubventionPublique"}
	lists    = []string{"techniques", "modalitesExecution", "typesPrix", "considerationsSociales", "considerationsEnvironnementales"}
	booleans = []string{"attributionAvance", "marcheInnovant", "sousTraitanceDeclaree"}
)

// Schema describes the table. What is asked of a document beyond it is the
// official JSON Schema's to say: a table may hold documents of the older format,
// which had fewer data and other lists of words.
func Schema() *ts.Schema {
	return &ts.Schema{Name: SchemaName, Version: Version,
		Title: ts.Text{Fr: "Marchés publics et concessions (DECP)", En: "Public contracts and concessions (DECP)"},
		Description: ts.Text{Fr: "Qui achète quoi, à qui, pour combien : une ligne par titulaire de chaque marché ou concession, dans son état d’aujourd’hui. Le document JSON ou XML du profil d’acheteur se dépose tel quel.",
			En: "Who buys what, from whom, for how much: one row for each holder of each contract or concession, as it stands today. The JSON or XML document of the buyer’s platform is deposited as it is."},
		MissingValues: []string{""},
		Fields:        fields(),
		Checks: []ts.CustomCheck{
			{Name: ts.CheckCompare, Columns: []string{"origineUE", "origineFrance"}, Op: ">="},
		},
	}
}

func fields() []ts.Field {
	t := func(fr, en string) ts.Text { return ts.Text{Fr: fr, En: en} }
	field := func(name string, kind ts.Type, title, about ts.Text, example string, c ts.Constraints) ts.Field {
		return ts.Field{Name: name, Type: kind, Title: title, Description: about, Example: example, Constraints: c}
	}
	must, may := ts.Constraints{Required: true}, ts.Constraints{}
	// No contract of a local body comes near; what exceeds it is a slip of the keys
	// that would drown every total.
	amount := ts.Constraints{Minimum: "0", Maximum: "99999999999"}
	owed := amount
	owed.Required = true
	share := ts.Constraints{Minimum: "0", Maximum: "1"}
	count := ts.Constraints{Minimum: "0"}
	return []ts.Field{
		field(Identifier, ts.String, t("Identifiant unique", "Unique identifier"), t("SIRET de l’acheteur suivi du numéro du marché.", "SIRET of the buyer followed by the contract’s number."), "213399900000172026S01", must),
		field("id", ts.String, t("Numéro du marché", "Contract number"), t("Numéro que l’acheteur a donné.", "Number given by the buyer."), "2026S01", must),
		field("nature", ts.String, t("Nature", "Nature"), t("Marché, marché de partenariat, concession, délégation de service public…", "Contract, partnership contract, concession, delegation of a public service…"), "Marché", must),
		field("acheteur_id", ts.String, t("SIRET de l’acheteur", "SIRET of the buyer"), t("Les 14 chiffres ; l’autorité concédante d’une concession.", "The 14 digits; the granting authority of a concession."), "21339990000017",
			ts.Constraints{Required: true, Pattern: `^\d{14}$`}),
		field("acheteur_nom", ts.String, t("Acheteur", "Buyer"), t("Nom, si le document le donne.", "Name, where the document has it."), "Commune de Sainte-Aulaye", may),
		field("titulaire_id", ts.String, t("Identifiant du titulaire", "Identifier of the holder"), t("L’entreprise retenue ; le concessionnaire d’une concession.", "The company chosen; the concession holder of a concession."), "89999900700011", may),
		field("titulaire_typeIdentifiant", ts.String, t("Type d’identifiant du titulaire", "Kind of the holder’s identifier"), t("SIRET, TVA, HORS-UE…", "SIRET, TVA (VAT), HORS-UE (outside the EU)…"), "SIRET", may),
		field("titulaire_nom", ts.String, t("Titulaire", "Holder"), t("Nom, si le document le donne : la norme de 2024 ne le demande plus.", "Name, where the document has it: the standard of 2024 no longer asks for it."), "Charpentes de la Lande", may),
		field("objet", ts.String, t("Objet", "Purpose"), t("Ce qui est acheté.", "What is bought."), "Toiture de l’école", must),
		field("montantUneFois", ts.Number, t("Montant compté une fois", "Amount counted once"), t("Le montant du marché, sur la ligne de son premier titulaire seulement : c’est lui qu’on additionne.", "The contract’s amount, on the row of its first holder only: the one to add up."), "48000", amount),
		field("montant", ts.Number, t("Montant du marché", "Amount of the contract"), t("Hors taxes, en euros, modifications comprises ; répété sur la ligne de chaque titulaire. Valeur globale d’une concession.", "Before tax, in euros, with modifications; repeated on the row of each holder. Overall value of a concession."), "48000", owed),
		field("montantInitial", ts.Number, t("Montant initial", "Initial amount"), t("Avant toute modification.", "Before any modification."), "45000", amount),
		field("type", ts.String, t("Travaux, fournitures ou services", "Works, supplies or services"), t("D’après le code CPV.", "By the CPV code."), Works, ts.Constraints{Enum: []string{Works, Supplies, Services}}),
		field("codeCPV", ts.String, t("Code CPV", "CPV code"), t("Ce qui est acheté, dans la nomenclature européenne.", "What is bought, in the European nomenclature."), "45261210", may),
		field("codeCPV_division", ts.String, t("Division CPV", "CPV division"), t("Les deux premiers chiffres du code.", "The first two digits of the code."), "45", may),
		field("procedure", ts.String, t("Procédure", "Procedure"), t("Comment le titulaire a été choisi.", "How the holder was chosen."), "Procédure adaptée", may),
		field("techniques", ts.String, t("Techniques d’achat", "Purchasing techniques"), t("Accord-cadre, concours… séparés par une virgule.", "Framework, contest… with commas between them."), "Accord-cadre", may),
		field("modalitesExecution", ts.String, t("Modalités d’exécution", "Terms of execution"), t("Tranches, bons de commande… séparés par une virgule.", "Stages, purchase orders… with commas between them."), "Bons de commande", may),
		field("idAccordCadre", ts.String, t("Accord-cadre", "Framework"), t("Numéro de l’accord-cadre d’un marché subséquent.", "Number of the framework of a call-off contract."), "", may),
		field("dureeMois", ts.Integer, t("Durée en mois", "Months"), t("Modifications comprises.", "With modifications."), "12", count),
		field("dateNotification", ts.Date, t("Notifié le", "Notified on"), t("Date de signature d’une concession.", "Day of signature of a concession."), "2026-03-12", must),
		field("datePublicationDonnees", ts.Date, t("Données publiées le", "Data published on"), t("Première publication.", "First publication."), "2026-04-02", may),
		field("dateDebutExecution", ts.Date, t("Début d’exécution", "Execution begins"), t("D’une concession.", "Of a concession."), "", may),
		field("offresRecues", ts.Integer, t("Offres reçues", "Bids received"), t("Toutes les offres, même écartées.", "All bids, also those put aside."), "4", count),
		field("formePrix", ts.String, t("Forme du prix", "Form of the price"), t("Unitaire, forfaitaire, mixte.", "Unit price, lump sum, mixed."), "Forfaitaire", may),
		field("typesPrix", ts.String, t("Types de prix", "Kinds of price"), t("Ferme, révisable… séparés par une virgule.", "Firm, revisable… with commas between them."), "Définitif ferme", may),
		field("attributionAvance", ts.Boolean, t("Avance accordée", "Advance granted"), t("Au titulaire principal.", "To the main holder."), "false", may),
		field("tauxAvance", ts.Number, t("Taux de l’avance", "Rate of the advance"), t("De 0 à 1.", "From 0 to 1."), "0.1", share),
		field("marcheInnovant", ts.Boolean, t("Achat innovant", "Innovative purchase"), t("Oui ou non.", "Yes or no."), "false", may),
		field("ccag", ts.String, t("Cahier des clauses", "Standard clauses"), t("Le CCAG de référence.", "The standard terms that apply."), "Travaux", may),
		field("typeGroupementOperateurs", ts.String, t("Groupement", "Grouping"), t("Comment les titulaires sont liés.", "How the holders are bound."), "Pas de groupement", may),
		field("sousTraitanceDeclaree", ts.Boolean, t("Sous-traitance déclarée", "Subcontracting declared"), t("Au moment de la notification.", "At the time of notification."), "false", may),
		field("actesSousTraitance_nombre", ts.Integer, t("Sous-traitants", "Subcontracts"), t("Nombre d’actes de sous-traitance.", "Number of acts of subcontracting."), "1", count),
		field("actesSousTraitance_montant", ts.Number, t("Montant sous-traité", "Subcontracted amount"), t("Somme des actes, modifications comprises.", "Sum of the acts, with modifications."), "12000", amount),
		field("considerationsSociales", ts.String, t("Considérations sociales", "Social considerations"), t("Clause, critère, marché réservé.", "Clause, criterion, reserved contract."), "Clause sociale", may),
		field("considerationsEnvironnementales", ts.String, t("Considérations environnementales", "Environmental considerations"), t("Clause, critère.", "Clause, criterion."), "Critère environnemental", may),
		field("origineUE", ts.Number, t("Part d’origine UE", "Share from the EU"), t("Pour les denrées, véhicules, produits de santé, vêtements. De 0 à 1.", "For food, vehicles, health products, clothing. From 0 to 1."), "0.8", share),
		field("origineFrance", ts.Number, t("Part d’origine France", "Share from France"), t("Comprise dans la part d’origine UE.", "Part of the share from the EU."), "0.5", share),
		field("lieuExecution_code", ts.String, t("Lieu d’exécution", "Place of execution"), t("Code postal, de commune, de département…", "Postal code, code of a commune, of a département…"), "33999", may),
		field("lieuExecution_typeCode", ts.String, t("Type du lieu", "Kind of place"), t("Ce que ce code désigne.", "What this code names."), "Code commune", may),
		field("montantSubventionPublique", ts.Number, t("Subvention publique", "Public subsidy"), t("D’une concession.", "Of a concession."), "0", amount),
		field("modification_id", ts.Integer, t("Modifications", "Modifications"), t("Numéro de la dernière modification comprise ; 0 pour aucune.", "Number of the last modification taken in; 0 for none."), "0", count),
		field("modification_dateNotification", ts.Date, t("Modifié le", "Modified on"), t("Notification de cette modification.", "Notification of that modification."), "", may),
	}
}
