package activity

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

// Chapter is what the register of activities says in the yearly report.
func Chapter() paper.Chapter {
	bar := func() paper.Field {
		return paper.Text("barre", "Barre proportionnelle au nombre", "Bar in proportion to the number", "█████", "█████")
	}
	return paper.Chapter{Name: "traitements", Part: paper.InRegisters, Title: i18n.T("Traitements", "Processing activities"),
		Text: paper.Read(paperFiles, "bilan-traitements"), Fill: fillChapter,
		Fields: []paper.Field{
			paper.Text("nombre", "Traitements au registre", "Activities in the register", "42", "42"),
			paper.Text("verifies", "Dont vérifiés par le délégué, vide pour aucun", "Of them checked by the officer, empty for none", "30", "30"),
			paper.Text("complets", "Dont complets, vide pour aucun", "Of them complete, empty for none", "8", "8"),
			paper.Text("brouillons", "Dont brouillons, vide pour aucun", "Of them drafts, empty for none", "4", "4"),
			paper.Text("nouveaux", "Inscrits dans l’année, vide pour aucun", "Entered in the year, empty for none", "5", "5"),
			paper.Text("verifies_annee", "Vérifiés dans l’année, vide pour aucun", "Checked in the year, empty for none", "12", "12"),
			paper.Text("sensibles", "Portant sur des données sensibles, vide pour aucun", "On sensitive data, empty for none", "9", "9"),
			paper.Text("transferts", "Avec un transfert hors de l’Union européenne, vide pour aucun", "With a transfer outside the European Union, empty for none", "1", "1"),
			paper.List("domaines", "Nombre par domaine", "Number by domain", paper.Text("domaine", "Domaine", "Domain", "Scolaire", "School"),
				paper.Text("combien", "Nombre", "Number", "4", "4"), bar()),
			paper.List("securite", "Mesures de sécurité, par nature", "Security measures, by kind", paper.Text("mesure", "Nature de la mesure", "Kind of measure", "Sauvegarde", "Backup"),
				paper.Text("combien", "Traitements qui la prévoient", "Activities that have it", "40", "40"), bar()),
			paper.List("a_risque", "Traitements qui demandent ou pourraient demander une analyse d’impact", "Activities that need, or may need, an impact assessment",
				paper.Text("nom", "Traitement", "Activity", "Vidéoprotection", "Cameras"), paper.Text("aipd", "Ce qu’il en est", "How it stands", "Requise", "Required"),
				paper.Text("pourquoi", "Pourquoi", "Why", "Surveillance systématique", "Systematic monitoring")),
		}}
}

func fillChapter(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: a.Member.ID})
	if err != nil {
		return nil, err
	}
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return nil, err
	}
	in := func(t time.Time) bool { return !t.IsZero() && i18n.Local(t).Year() == a.Year }
	l := lang(ctx)
	n, domains, measures := map[string]int{}, map[string]int{}, map[string]int{}
	count := func(name string, yes bool) {
		if yes {
			n[name]++
		}
	}
	var risky []document.Data
	for _, f := range list {
		count("verifies", f.State == model.Checked)
		count("complets", f.State == model.Complete)
		count("brouillons", f.State == model.Begun)
		count("nouveaux", in(f.Made))
		count("verifies_annee", in(f.Checked))
		count("transferts", len(f.Record.Lists[lTransfers]) > 0)
		count("sensibles", slices.ContainsFunc(f.Record.Lists[lData], func(r model.Row) bool {
			t, ok := terms.Find(DataTerms, r.Cells["category"].Fr)
			return ok && t.Sensitive
		}))
		domain := DomainLabel(l, f.Domain)
		if domain == "" {
			domain = i18n.Say(ctx, "Propres à la collectivité", "The body’s own")
		}
		domains[domain]++
		kinds := map[string]bool{}
		for _, r := range f.Record.Lists[lMeasures] {
			kinds[r.Cells["kind"].Fr] = true
		}
		for k := range kinds {
			measures[k]++
		}
		if d := f.Record.Get(fDPIA).Fr; d == "required" || d == "assess" {
			field, _ := Spec.Field(fDPIA)
			risky = append(risky, document.Data{"nom": f.Name.In(l), "aipd": Spec.Show(l, field, f.Record.Get(fDPIA), terms), "pourquoi": f.Record.Get(fDPIAWhy).In(l)})
		}
	}
	out := document.Data{"nombre": i18n.Number(ctx, len(list)), "a_risque": risky}
	for _, name := range []string{"verifies", "complets", "brouillons", "nouveaux", "verifies_annee", "transferts", "sensibles"} {
		out[name] = paper.Count(ctx, n[name])
	}
	var byDomain, byMeasure []document.Data
	most := 0
	for _, d := range domains {
		most = max(most, d)
	}
	for _, name := range slices.SortedFunc(maps.Keys(domains), func(x, y string) int {
		if domains[x] != domains[y] {
			return domains[y] - domains[x]
		}
		return strings.Compare(x, y)
	}) {
		byDomain = append(byDomain, document.Data{"domaine": name, "combien": i18n.Number(ctx, domains[name]), "barre": paper.Bar(domains[name], most)})
	}
	for _, o := range measureKinds {
		byMeasure = append(byMeasure, document.Data{"mesure": o.Label.In(l), "combien": i18n.Number(ctx, measures[o.Code]), "barre": paper.Bar(measures[o.Code], len(list))})
	}
	out["domaines"], out["securite"] = byDomain, byMeasure
	return out, nil
}
