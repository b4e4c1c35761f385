package processor

import (
	"slices"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// Kind is the kind of record.
const Kind model.Kind = "processor"

// The names of fields and lists, as records and exports have them.
const (
	fName     = "name"
	fSupplier = "supplier"
	fSiren    = "siren"
	fAbout    = "about"
	fRole     = "role"
	fContact  = "contact"
	fDPO      = "dpo"
	fCountry  = "country"
	fHost     = "host"
	fLaw      = "law"
	fForeign  = "foreign"
	fGuard    = "safeguard"
	fModel    = "contract_model"
	fVerified = "verified"
	fSource   = "source"
	fRemarks  = "remarks"

	lChain   = "chain"
	lCerts   = "certifications"
	lClauses = "clauses"
	lAI      = "ai"
)

func option(code, fr, en string) model.Option { return model.Option{Code: code, Label: i18n.T(fr, en)} }

// The laws that a supplier obeys (GDPR, chapter V).
const (
	lawEU       = "eu"
	lawAdequate = "adequate"
	lawOther    = "other"
)

var laws = []model.Option{
	option(lawEU, "Union européenne", "European Union"),
	option(lawAdequate, "Pays reconnu adéquat (art. 45)", "Country found adequate (art. 45)"),
	option(lawOther, "Autre pays", "Another country"),
}

var roles = []model.Option{
	option("software", "Logiciel installé", "Installed software"),
	option("service", "Service en ligne", "Online service"),
	option("host", "Hébergeur", "Host"),
	option("support", "Maintenance ou infogérance", "Support"),
	option("other", "Autre prestataire", "Other supplier"),
}

var certificates = []model.Option{
	option("hds", "Hébergeur de données de santé (HDS)", "Host of health data (HDS)"),
	option("secnumcloud", "SecNumCloud", "SecNumCloud"),
	option("iso27001", "ISO/IEC 27001", "ISO/IEC 27001"),
	option("iso27701", "ISO/IEC 27701", "ISO/IEC 27701"),
	option("other", "Autre", "Other"),
}

var yesNo = []model.Option{
	option("yes", "Oui", "Yes"),
	option("no", "Non", "No"),
	option("unknown", "On ne sait pas", "Not known"),
}

// The states of a clause.
const (
	clauseYes  = "yes"
	clausePart = "part"
	clauseNo   = "no"
)

var clauseStates = []model.Option{
	option(clauseYes, "Présente", "There"),
	option(clausePart, "Incomplète", "Incomplete"),
	option(clauseNo, "Absente", "Missing"),
}

// Spec is the record of a product and its supplier.
var Spec = model.Spec{Kind: Kind, Label: i18n.T("sous-traitant", "processor"), Title: fName, Parts: []model.Part{
	{Name: "card", Label: i18n.T("Le produit et son fournisseur", "The product and its supplier"), Fields: []model.Field{
		{Name: fName, Label: i18n.T("Produit ou prestation", "Product or service"), Required: true},
		{Name: fSupplier, Label: i18n.T("Éditeur ou fournisseur", "Publisher or supplier"), Required: true},
		{Name: fSiren, Label: i18n.T("SIREN du fournisseur", "SIREN of the supplier"), Help: i18n.T("Neuf chiffres, pour une entreprise française.", "Nine digits, for a French company.")},
		{Name: fRole, Label: i18n.T("Ce que c’est", "What it is"), Type: model.Choice, Options: roles},
		{Name: fAbout, Label: i18n.T("En quelques mots", "In a few words"), Type: model.Long},
		{Name: fContact, Label: i18n.T("Contact", "Contact")},
		{Name: fDPO, Label: i18n.T("Délégué à la protection des données", "Data-protection officer"), Help: i18n.T("Nom et courriel, chez le fournisseur.", "Name and e-mail, at the supplier.")},
	}},
	{Name: "hosting", Label: i18n.T("Hébergement et droit applicable", "Hosting and law"), Fields: []model.Field{
		{Name: fCountry, Label: i18n.T("Pays d’hébergement", "Country of hosting"), Required: true},
		{Name: fHost, Label: i18n.T("Hébergeur", "Host"), Help: i18n.T("Ou «\u00a0en mairie\u00a0».", "Or “at the town hall”.")},
		{Name: fLaw, Label: i18n.T("Droit auquel obéit le fournisseur", "Law that the supplier obeys"), Type: model.Choice, Options: laws, Required: true},
		{Name: fForeign, Label: i18n.T("Droit extraterritorial qui peut s’appliquer", "Extraterritorial law that may apply"), Help: i18n.T("Nommez le texte et le pays, par la maison mère aussi.", "Name the text and the country, by the parent company too.")},
		{Name: fGuard, Label: i18n.T("Garantie du transfert", "Safeguard of the transfer"), Help: i18n.T("Décision d’adéquation, clauses contractuelles types…", "Adequacy decision, standard contractual clauses…")},
	}, Lists: []model.List{
		{Name: lChain, Label: i18n.T("Sous-traitants ultérieurs", "Its own processors"), One: i18n.T("sous-traitant ultérieur", "processor of the processor"), Title: "name", Cells: []model.Field{
			{Name: "name", Label: i18n.T("Nom", "Name"), Required: true},
			{Name: "what", Label: i18n.T("Pour quoi faire", "What for")},
			{Name: "country", Label: i18n.T("Pays", "Country")},
			{Name: "law", Label: i18n.T("Droit", "Law"), Type: model.Choice, Options: laws},
		}},
		{Name: lCerts, Label: i18n.T("Certifications", "Certificates"), One: i18n.T("certification", "certificate"), Title: "name", Cells: []model.Field{
			{Name: "name", Label: i18n.T("Certification", "Certificate"), Type: model.Choice, Options: certificates, Required: true},
			{Name: "detail", Label: i18n.T("Numéro, périmètre", "Number, scope")},
			{Name: "until", Label: i18n.T("Valable jusqu’au", "Valid until"), Type: model.Day},
		}},
	}},
	{Name: "ai", Label: i18n.T("Intelligence artificielle", "Artificial intelligence"), Lists: []model.List{
		{Name: lAI, Label: i18n.T("Fonctions d’intelligence artificielle", "Functions of artificial intelligence"), One: i18n.T("fonction", "function"), Title: "name", Cells: []model.Field{
			{Name: "name", Label: i18n.T("Fonction", "Function"), Required: true},
			{Name: "data", Label: i18n.T("Données envoyées", "Data that it sends"), Type: model.Long},
			{Name: "country", Label: i18n.T("Pays où elles sont traitées", "Country where they are processed")},
			{Name: "law", Label: i18n.T("Droit", "Law"), Type: model.Choice, Options: laws},
			{Name: "trains", Label: i18n.T("Servent à entraîner le modèle", "Used to train the model"), Type: model.Choice, Options: yesNo},
			{Name: "off", Label: i18n.T("Peut être désactivée", "Can be turned off"), Type: model.Choice, Options: yesNo},
			{Name: "turned", Label: i18n.T("Désactivée par la collectivité", "Turned off by the body"), Type: model.Choice, Options: yesNo[:2]},
		}},
	}},
	{Name: "contract", Label: i18n.T("Contrat et clauses de l’article 28", "Contract and clauses of article 28"), Fields: []model.Field{
		{Name: fModel, Label: i18n.T("Contrat type", "Standard contract"), Help: i18n.T("Référence et version des conditions du fournisseur.", "Reference and version of the supplier’s terms.")},
	}, Lists: []model.List{
		{Name: lClauses, Label: i18n.T("Clauses", "Clauses"), One: i18n.T("clause", "clause"), Title: "clause", Cells: []model.Field{
			{Name: "clause", Label: i18n.T("Clause", "Clause"), Type: model.Choice, Options: clauseOptions()},
			{Name: "state", Label: i18n.T("Dans le contrat", "In the contract"), Type: model.Choice, Options: clauseStates},
			{Name: "where", Label: i18n.T("Où", "Where"), Help: i18n.T("Article, page.", "Article, page.")},
		}},
	}},
	{Name: "check", Label: i18n.T("Vérification", "Verification"), Fields: []model.Field{
		{Name: fVerified, Label: i18n.T("Vérifié le", "Verified on"), Type: model.Day, Help: i18n.T("Vide\u202f: ce qui est dit ici reste à vérifier.", "Empty: what is said here is still to be verified.")},
		{Name: fSource, Label: i18n.T("Source", "Source")},
		{Name: fRemarks, Label: i18n.T("Remarques", "Remarks"), Type: model.Long},
	}},
}}

// CatalogueSpec is the record of the catalogue: without what only a member can
// say.
var CatalogueSpec = func() model.Spec {
	out := Spec
	out.Parts = slices.Clone(Spec.Parts)
	for n, p := range out.Parts {
		if p.Name != "ai" {
			continue
		}
		lists := slices.Clone(p.Lists)
		lists[0].Cells = slices.DeleteFunc(slices.Clone(lists[0].Cells), func(f model.Field) bool { return f.Name == "turned" })
		out.Parts[n].Lists = lists
	}
	return out
}()

// FormSpec is what is edited as a form: clauses have a page of their own.
var FormSpec = func() model.Spec {
	out := Spec
	out.Parts = slices.Clone(Spec.Parts)
	for n, p := range out.Parts {
		if p.Name == "contract" {
			out.Parts[n].Lists = nil
		}
	}
	return out
}()
