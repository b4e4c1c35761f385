package processor

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

// Chapter is what processors and their contracts say in the yearly report.
func Chapter() paper.Chapter {
	product := paper.Text("produit", "Produit ou prestation", "Product or service", "Logiciel de paie", "Payroll software")
	return paper.Chapter{Name: "sous_traitants", Part: paper.InRegisters, Title: i18n.T("Sous-traitants", "Processors"),
		Text: paper.Read(paperFiles, "bilan-sous-traitants"), Fill: fillChapter,
		Fields: []paper.Field{
			paper.Text("nombre", "Produits et prestations, vide pour aucun", "Products and services, empty for none", "12", "12"),
			paper.Text("signees", "Annexes de l’article 28 signées, vide pour aucune", "Annexes of article 28 that are signed, empty for none", "8", "8"),
			paper.Text("incomplets", "Sans toutes les clauses de l’article 28, vide pour aucun", "Without all clauses of article 28, empty for none", "3", "3"),
			paper.Text("echus", "Contrats et certifications qui finissent dans les 90 jours ou ont pris fin, vide pour aucun", "Contracts and certificates that end within 90 days or have ended, empty for none", "2", "2"),
			paper.List("liste", "Les produits", "The products", product, paper.Text("fournisseur", "Fournisseur", "Supplier", "Exemple SARL", "Example Ltd"),
				paper.Text("fin", "Fin du contrat, «\u00a0–\u00a0» si elle n’est pas notée", "End of the contract, “–” when it is not entered", "31/12/2026", "31/12/2026"),
				paper.Text("annexe", "Ce qu’il en est de l’annexe", "How it stands with the annex", "signée", "signed")),
			paper.List("exposes", "Sous un droit extérieur à l’Union, ou avec une intelligence artificielle", "Under a law from outside the Union, or with artificial intelligence", product,
				paper.Text("pourquoi", "Pourquoi", "Why", "droit extraterritorial", "extraterritorial law")),
		}}
}

func fillChapter(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: a.Member.ID})
	if err != nil {
		return nil, err
	}
	contracts, err := Contracts(ctx, tx, a.Member.ID)
	if err != nil {
		return nil, err
	}
	today := access.Today(tx.Clock())
	signed, incomplete, ending := 0, 0, 0
	var rows, exposed []document.Data
	for _, f := range list {
		c := contracts[f.ID]
		if c.Annex == Signed {
			signed++
		}
		if _, missing := CheckClauses(f.Record); missing > 0 {
			incomplete++
		}
		if c.Ending(today) {
			ending++
		}
		ending += len(ended(f, today))
		name := i18n.Read(ctx, f.Name)
		rows = append(rows, document.Data{"produit": name, "fournisseur": orDash(value(ctx, f, fSupplier)), "fin": orDash(model.DayWords(ctx, c.Ends)), "annexe": i18n.Read(ctx, c.Annex.Label())})
		var whys []string
		for _, w := range Whys(f.Record) {
			whys = append(whys, i18n.Read(ctx, w.Label))
		}
		if len(whys) > 0 {
			exposed = append(exposed, document.Data{"produit": name, "pourquoi": strings.Join(whys, ", ")})
		}
	}
	return document.Data{"nombre": paper.Count(ctx, len(list)), "signees": paper.Count(ctx, signed), "incomplets": paper.Count(ctx, incomplete),
		"echus": paper.Count(ctx, ending), "liste": rows, "exposes": exposed}, nil
}
