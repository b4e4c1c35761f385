package processor

import (
	"context"
	"embed"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

//go:embed papers
var paperFiles embed.FS

// annexPaper is the name of the annex among the papers.
const annexPaper = "annexe-sous-traitance"

// A Described use is one with what an annex says of it, in French.
type Described struct {
	Product, Name, Purposes, People, Data string
}

// Describe is what the annex needs of the register of activities.
type Describe func(ctx context.Context, tx access.Tx, member string) ([]Described, error)

// Papers is the annex of art. 28 of each product.
func Papers(describe Describe) []paper.Kind {
	text := func(name, fr, en, example string) paper.Field { return paper.Text(name, fr, en, example, example) }
	clause := []paper.Field{text("titre", "Ce que dit la clause", "What the clause says", "Audit"), text("source", "Texte qui la demande", "Law that asks for it", "RGPD, art. 28.3.h")}
	return []paper.Kind{{
		Name: annexPaper, Group: paper.Processors, Template: paper.Read(paperFiles, "annexe"),
		Title: i18n.T("Annexe de l’article 28", "Annex of article 28"),
		About: i18n.T("À joindre au contrat d’un sous-traitant et à signer\u202f: ce qu’il traite, où, et toutes les clauses.", "To be added to a processor’s contract and signed: what it processes, where, and all the clauses."),
		Fields: []paper.Field{
			text("produit", "Produit ou prestation", "Product or service", "Logiciel de paie"),
			text("fournisseur", "Fournisseur", "Supplier", "Exemple SARL"),
			text("fournisseur_siren", "SIREN du fournisseur, vide s’il n’est pas connu", "SIREN of the supplier, empty when it is not known", "123456782"),
			text("fournisseur_dpo", "Délégué du fournisseur", "Officer of the supplier", "dpo@exemple.fr"),
			text("contrat", "Référence du contrat, vide si elle n’est pas notée", "Reference of the contract, empty when it is not entered", "2026-12"),
			text("duree", "Durée du contrat", "Time of the contract", "du 01/01/2026 au 31/12/2028"),
			text("hebergement", "Lieu d’hébergement et hébergeur", "Place of hosting and host", "France"),
			text("droit", "Droit auquel obéit le fournisseur", "Law that the supplier obeys", "Union européenne"),
			paper.List("traitements", "Les traitements qui l’utilisent", "Activities that use it",
				text("nom", "Nom du traitement", "Name of the activity", "Paie"), text("finalites", "Finalités", "Purposes", "payer les agents"),
				text("personnes", "Personnes concernées", "People concerned", "agents"), text("donnees", "Catégories de données", "Categories of data", "état civil")),
			paper.List("chaine", "Sous-traitants ultérieurs", "Processors of the processor", text("nom", "Nom", "Name", "Exemple SA"), text("quoi", "Pour quoi faire", "What for", "hébergement"), text("pays", "Pays", "Country", "France")),
			paper.Yes("ia", "Le produit a des fonctions d’intelligence artificielle", "The product has functions of artificial intelligence"),
			paper.List("fonctions", "Fonctions d’intelligence artificielle", "Functions of artificial intelligence", text("nom", "Fonction", "Function", "transcription"), text("donnees", "Données envoyées", "Data that it sends", "voix"),
				text("pays", "Pays", "Country", "France"), text("entraine", "Entraîne un modèle", "Trains a model", "Non"), text("desactivee", "Désactivée par la collectivité", "Turned off by the body", "Oui")),
			paper.List("clauses", "Toutes les clauses, avec leur texte", "All clauses, with their text", append(clause, text("texte", "Texte de la clause", "Text of the clause", "Le sous-traitant permet les audits."))...),
			paper.Yes("incomplet", "Le contrat n’a pas toutes les clauses", "The contract lacks clauses"),
			paper.List("manquantes", "Clauses que le contrat n’a pas", "Clauses that the contract lacks", clause...),
		},
		Subjects: func(ctx context.Context, tx access.Tx, m organisation.Member) ([]paper.Subject, error) {
			list, _, err := model.Find(ctx, tx, model.Ask{Kind: Kind, Member: m.ID}, 1000, 0)
			out := make([]paper.Subject, len(list))
			for n, i := range list {
				out[n] = paper.Subject{ID: i.ID, Name: i18n.Read(ctx, i.Name), Href: Path(m.Siren) + "/" + i.ID}
			}
			return out, err
		},
		Fill: func(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
			f, err := byID(ctx, tx, a.Member.ID, a.Subject)
			if err != nil {
				return nil, err
			}
			c, err := ContractOf(ctx, tx, f.Instance)
			if err != nil {
				return nil, err
			}
			uses, err := describe(ctx, tx, a.Member.ID)
			return annexData(f, c, uses), err
		},
	}}
}

// annexData is what the annex says of a product, in French.
func annexData(f model.Full, c Contract, uses []Described) document.Data {
	const fr = i18n.French
	get := func(name string) string {
		field, _ := Spec.Field(name)
		return Spec.Show(fr, field, f.Record.Get(name), nil)
	}
	or := func(s, otherwise string) string {
		if s == "" {
			return otherwise
		}
		return s
	}
	const blank = "………………………………"
	cell := func(list, name string, row model.Row) string {
		l, _ := Spec.List(list)
		field, _ := l.Cell(name)
		return or(Spec.Show(fr, field, row.Cells[name], nil), "à préciser")
	}
	host := strings.Join(filled(get(fCountry), get(fHost)), " – ")
	law := or(get(fLaw), blank)
	if x := get(fForeign); x != "" {
		law += " ; droit extraterritorial : " + x
	}
	if x := get(fGuard); x != "" {
		law += " ; garantie : " + x
	}
	duration := "celle du contrat"
	if c.Starts != "" || c.Ends != "" {
		duration = strings.Join(filled(prefixed("du ", french(c.Starts)), prefixed("au ", french(c.Ends))), " ")
	}
	d := document.Data{"produit": get(fName), "fournisseur": or(get(fSupplier), blank), "fournisseur_siren": get(fSiren), "fournisseur_dpo": or(get(fDPO), blank),
		"contrat": c.Reference, "duree": duration, "hebergement": or(host, blank), "droit": law}
	var activities, chain, functions, clauses, missing []document.Data
	for _, u := range uses {
		if u.Product == f.ID {
			activities = append(activities, document.Data{"nom": u.Name, "finalites": or(u.Purposes, blank), "personnes": or(u.People, blank), "donnees": or(u.Data, blank)})
		}
	}
	for _, row := range f.Record.Lists[lChain] {
		chain = append(chain, document.Data{"nom": cell(lChain, "name", row), "quoi": cell(lChain, "what", row), "pays": cell(lChain, "country", row)})
	}
	for _, row := range f.Record.Lists[lAI] {
		functions = append(functions, document.Data{"nom": cell(lAI, "name", row), "donnees": cell(lAI, "data", row), "pays": cell(lAI, "country", row), "entraine": cell(lAI, "trains", row),
			"desactivee": cell(lAI, "turned", row)})
	}
	all, _ := CheckClauses(f.Record)
	for _, x := range all {
		item := document.Data{"titre": x.Label.Fr, "source": x.Source}
		if !x.OK() {
			missing = append(missing, item)
		}
		clauses = append(clauses, document.Data{"titre": x.Label.Fr, "source": x.Source, "texte": x.Text})
	}
	d["traitements"], d["chaine"], d["ia"], d["fonctions"] = activities, chain, len(functions) > 0, functions
	d["clauses"], d["incomplet"], d["manquantes"] = clauses, len(missing) > 0, missing
	return d
}

func filled(list ...string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func prefixed(before, s string) string {
	if s == "" {
		return ""
	}
	return before + s
}

func french(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.Format("02/01/2006")
}
