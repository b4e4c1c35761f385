package activity

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// Kind is the kind of record.
const Kind model.Kind = "activity"

// The vocabularies.
const (
	DataTerms   = "data"
	PeopleTerms = "people"
)

// The names of fields and lists, as records and exports have them.
const (
	fName     = "name"
	fAbout    = "about"
	fRef      = "reference"
	fService  = "service"
	fSince    = "since"
	fPaper    = "paper"
	fArt9     = "art9"
	fOrigin   = "origin"
	fDPIA     = "dpia"
	fDPIAWhy  = "dpia_why"
	fVerified = "verified"
	fRemarks  = "remarks"

	lPurposes   = "purposes"
	lPeople     = "people"
	lData       = "data"
	lRecipients = "recipients"
	lTransfers  = "transfers"
	lMeasures   = "measures"
	lSoftware   = "software"
	lJoint      = "joint"
	lSchemas    = "schemas"
)

func option(code, fr, en string) model.Option { return model.Option{Code: code, Label: i18n.T(fr, en)} }

// Bases are the legal bases (GDPR, art. 6.1; title III of the law of 1978 for
// police and justice).
var Bases = []model.Option{
	option("6.1.a", "Consentement (6.1.a)", "Consent (6.1.a)"),
	option("6.1.b", "Contrat (6.1.b)", "Contract (6.1.b)"),
	option("6.1.c", "Obligation légale (6.1.c)", "Legal obligation (6.1.c)"),
	option("6.1.d", "Intérêts vitaux (6.1.d)", "Vital interests (6.1.d)"),
	option("6.1.e", "Mission d’intérêt public (6.1.e)", "Task in the public interest (6.1.e)"),
	option("6.1.f", "Intérêt légitime (6.1.f), hors missions de service public", "Legitimate interest (6.1.f), outside public tasks"),
	option("LIL-III", "Police et justice (loi Informatique et Libertés, titre III)", "Police and justice (law of 1978, title III)"),
}

var fates = []model.Option{
	option("C", "Conservation définitive", "Kept for ever"),
	option("T", "Tri", "Sorted"),
	option("D", "Destruction (visa des Archives départementales)", "Destroyed (with the visa of the departmental archives)"),
}

var art9 = []model.Option{
	option("a", "Consentement explicite (9.2.a)", "Explicit consent (9.2.a)"),
	option("b", "Droit du travail et de la protection sociale (9.2.b)", "Employment and social protection law (9.2.b)"),
	option("c", "Intérêts vitaux (9.2.c)", "Vital interests (9.2.c)"),
	option("e", "Données rendues publiques par la personne (9.2.e)", "Made public by the person (9.2.e)"),
	option("f", "Droits en justice (9.2.f)", "Legal claims (9.2.f)"),
	option("g", "Intérêt public important (9.2.g)", "Substantial public interest (9.2.g)"),
	option("h", "Médecine, santé au travail, action sociale (9.2.h)", "Medicine, occupational health, social care (9.2.h)"),
	option("i", "Santé publique (9.2.i)", "Public health (9.2.i)"),
	option("j", "Archives, recherche, statistique (9.2.j)", "Archives, research, statistics (9.2.j)"),
}

var recipientKinds = []model.Option{
	option("internal", "Interne", "Internal"),
	option("external", "Externe", "External"),
	option("processor", "Sous-traitant", "Processor"),
}

var safeguards = []model.Option{
	option("adequacy", "Décision d’adéquation", "Adequacy decision"),
	option("scc", "Clauses contractuelles types", "Standard contractual clauses"),
	option("bcr", "Règles d’entreprise contraignantes", "Binding corporate rules"),
	option("code", "Code de conduite ou certification", "Code of conduct or certification"),
	option("derogation", "Dérogation (art. 49)", "Derogation (art. 49)"),
}

var measureKinds = []model.Option{
	option("access", "Contrôle d’accès", "Access control"),
	option("trace", "Traçabilité", "Logging"),
	option("software", "Protection des logiciels", "Protection of software"),
	option("backup", "Sauvegarde", "Backup"),
	option("encryption", "Chiffrement", "Encryption"),
	option("processors", "Contrôle des sous-traitants", "Control of processors"),
	option("other", "Autre", "Other"),
}

var dpia = []model.Option{
	option("no", "Non attendue", "Not expected"),
	option("exempt", "Dispensée (liste de la CNIL)", "Exempt (CNIL’s list)"),
	option("assess", "À évaluer (neuf critères)", "To be assessed (nine criteria)"),
	option("required", "Requise", "Required"),
	option("done", "Faite", "Done"),
	option("state", "Menée par l’État", "Made by the State"),
}

var origins = []model.Option{
	option("person", "Auprès des personnes", "From the people themselves"),
	option("other", "Auprès d’autres organismes", "From other bodies"),
	option("both", "Les deux", "Both"),
}

// Spec is the record of an activity: the CNIL's model (controller's sheet).
var Spec = model.Spec{Kind: Kind, Label: i18n.T("traitement", "processing activity"), Title: fName, Parts: []model.Part{
	{Name: "card", Label: i18n.T("Le traitement", "The activity"), Fields: []model.Field{
		{Name: fName, Label: i18n.T("Nom du traitement", "Name of the activity"), Required: true},
		{Name: fAbout, Label: i18n.T("En quelques mots", "In a few words"), Type: model.Long},
		{Name: fRef, Label: i18n.T("Référence", "Reference")},
		{Name: fService, Label: i18n.T("Service chargé du traitement", "Service in charge")},
		{Name: fSince, Label: i18n.T("Mis en œuvre depuis le", "In use since"), Type: model.Day},
	}},
	{Name: "purposes", Label: i18n.T("Finalités et bases légales", "Purposes and legal bases"), Lists: []model.List{
		{Name: lPurposes, Label: i18n.T("Finalités", "Purposes"), One: i18n.T("finalité", "purpose"), Title: "name", Required: true, Cells: []model.Field{
			{Name: "name", Label: i18n.T("Finalité", "Purpose"), Type: model.Long, Required: true},
			{Name: "basis", Label: i18n.T("Base légale", "Legal basis"), Type: model.Choice, Options: Bases, Required: true},
			{Name: "law", Label: i18n.T("Texte", "Law"), Help: i18n.T("Loi, décret, délibération…", "Law, decree, resolution…")},
		}},
	}},
	{Name: "people", Label: i18n.T("Personnes concernées", "People concerned"), Lists: []model.List{
		{Name: lPeople, Label: i18n.T("Personnes concernées", "People concerned"), One: i18n.T("catégorie de personnes", "category of people"), Title: "category", Required: true, Cells: []model.Field{
			{Name: "category", Label: i18n.T("Catégorie", "Category"), Type: model.Named, Vocabulary: PeopleTerms, Required: true},
			{Name: "detail", Label: i18n.T("Précision", "Detail")},
		}},
	}},
	{Name: "data", Label: i18n.T("Données et durées de conservation", "Data and retention"), Fields: []model.Field{
		{Name: fOrigin, Label: i18n.T("Origine des données", "Where the data come from"), Type: model.Choice, Options: origins},
		{Name: fArt9, Label: i18n.T("Condition pour les données sensibles (art. 9.2)", "Condition for sensitive data (art. 9.2)"), Type: model.Choice, Options: art9},
	}, Lists: []model.List{
		{Name: lData, Label: i18n.T("Catégories de données", "Categories of data"), One: i18n.T("catégorie de données", "category of data"), Title: "category", Required: true, Cells: []model.Field{
			{Name: "category", Label: i18n.T("Catégorie", "Category"), Type: model.Named, Vocabulary: DataTerms, Required: true},
			{Name: "detail", Label: i18n.T("Données", "Data"), Type: model.Long},
			{Name: "active", Label: i18n.T("Durée en base active", "Active retention"), Required: true},
			{Name: "intermediate", Label: i18n.T("Archivage intermédiaire", "Intermediate archive")},
			{Name: "fate", Label: i18n.T("Sort final", "Final fate"), Type: model.Choice, Options: fates},
			{Name: "source", Label: i18n.T("Source de la durée", "Source of the duration")},
		}},
	}},
	{Name: "recipients", Label: i18n.T("Destinataires", "Recipients"), Lists: []model.List{
		{Name: lRecipients, Label: i18n.T("Destinataires", "Recipients"), One: i18n.T("destinataire", "recipient"), Title: "name", Required: true, Cells: []model.Field{
			{Name: "name", Label: i18n.T("Destinataire", "Recipient"), Required: true},
			{Name: "kind", Label: i18n.T("Interne ou externe", "Internal or external"), Type: model.Choice, Options: recipientKinds},
			{Name: fProduct, Label: i18n.T("Sous-traitant de la liste", "Processor of the list"), Type: model.Named, Vocabulary: ProductTerms},
			{Name: "why", Label: i18n.T("Pour quoi faire", "What for")},
		}},
		{Name: lTransfers, Label: i18n.T("Transferts hors de l’Union européenne", "Transfers outside the European Union"), One: i18n.T("transfert", "transfer"), Title: "recipient", Cells: []model.Field{
			{Name: "recipient", Label: i18n.T("Destinataire", "Recipient"), Required: true},
			{Name: "country", Label: i18n.T("Pays", "Country"), Required: true},
			{Name: "safeguard", Label: i18n.T("Garantie", "Safeguard"), Type: model.Choice, Options: safeguards, Required: true},
			{Name: "document", Label: i18n.T("Document", "Document")},
		}},
		{Name: lJoint, Label: i18n.T("Responsables conjoints", "Joint controllers"), One: i18n.T("responsable conjoint", "joint controller"), Title: "name", Cells: []model.Field{
			{Name: "name", Label: i18n.T("Nom", "Name"), Required: true},
			{Name: "contact", Label: i18n.T("Coordonnées", "Contact")},
			{Name: "role", Label: i18n.T("Qui fait quoi", "Who does what")},
		}},
	}},
	{Name: "security", Label: i18n.T("Logiciels et sécurité", "Software and security"), Fields: []model.Field{
		{Name: fPaper, Label: i18n.T("Des dossiers papier aussi", "Paper files too"), Type: model.Yes},
	}, Lists: []model.List{
		{Name: lSoftware, Label: i18n.T("Logiciels et supports", "Software and media"), One: i18n.T("logiciel", "software"), Title: "name", Cells: []model.Field{
			{Name: "name", Label: i18n.T("Logiciel ou support", "Software or medium"), Required: true},
			{Name: fProduct, Label: i18n.T("Sous-traitant de la liste", "Processor of the list"), Type: model.Named, Vocabulary: ProductTerms},
			{Name: "publisher", Label: i18n.T("Éditeur ou prestataire", "Publisher or supplier")},
			{Name: "hosting", Label: i18n.T("Lieu d’hébergement", "Place of hosting"), Help: i18n.T("En mairie, en France, ailleurs…", "At the town hall, in France, elsewhere…")},
		}},
		{Name: lMeasures, Label: i18n.T("Mesures de sécurité", "Security measures"), One: i18n.T("mesure", "measure"), Title: "kind", Required: true, Cells: []model.Field{
			{Name: "kind", Label: i18n.T("Nature", "Kind"), Type: model.Choice, Options: measureKinds, Required: true},
			{Name: "detail", Label: i18n.T("Mesure", "Measure"), Type: model.Long, Required: true},
		}},
	}},
	{Name: "check", Label: i18n.T("Analyse d’impact et vérifications", "Impact assessment and checks"), Fields: []model.Field{
		{Name: fDPIA, Label: i18n.T("Analyse d’impact (AIPD)", "Impact assessment (DPIA)"), Type: model.Choice, Options: dpia},
		{Name: fDPIAWhy, Label: i18n.T("Pourquoi", "Why")},
		{Name: fVerified, Label: i18n.T("Textes et durées vérifiés le", "Law and durations verified on"), Type: model.Day,
			Help: i18n.T("Vide\u202f: ils restent à vérifier.", "Empty: they are still to be verified.")},
		{Name: fRemarks, Label: i18n.T("Remarques", "Remarks"), Type: model.Long},
	}, Lists: []model.List{
		{Name: lSchemas, Label: i18n.T("Jeux de données qui en viennent", "Datasets that come from it"), One: i18n.T("schéma", "schema"), Title: "schema",
			Help:  i18n.T("Noms de schémas\u202f: un fichier déposé sous l’un d’eux est rattaché à ce traitement, sauf avis contraire.", "Names of schemas: a file deposited under one of them is taken to come from this activity, unless somebody says otherwise."),
			Cells: []model.Field{{Name: "schema", Label: i18n.T("Schéma", "Schema"), Required: true}}},
	}},
}}
