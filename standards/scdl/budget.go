package scdl

import ts "airial/standards/tableschema"

func budget() *ts.Schema {
	return &ts.Schema{
		Name: "scdl/budget", Version: "0.8.3",
		Title: t("Budget", "Budget"),
		Description: t("Les lignes d’un budget ou d’un compte administratif.",
			"The lines of a budget or of the accounts of a year."),
		MissingValues: emptyIsMissing,
		Fields: []ts.Field{
			field("BGT_NATDEC", ts.String, t("Étape budgétaire", "Stage of the budget"),
				t("Le document dont viennent les lignes.", "The document that the lines come from."), "budget primitif", required,
				enum("budget primitif", "budget supplémentaire", "décision modificative", "compte administratif")),
			field("BGT_ANNEE", ts.Year, t("Exercice", "Financial year"),
				t("Année de l’exercice.", "Year of the budget."), "2025", required),
			field("BGT_SIRET", ts.String, t("SIRET", "SIRET"),
				t("SIRET du budget concerné.", "SIRET of the budget."), "21339990000017", required, siret),
			field("BGT_NOM", ts.String, t("Nom de l’organisme", "Name of the body"),
				t("Collectivité ou établissement dont c’est le budget.", "The body whose budget it is."), "Commune de Sainte-Aulaye", required),
			field("BGT_CONTNAT", ts.String, t("Compte", "Account"),
				t("Numéro du compte ou de l’article budgétaire.", "Number of the account or article."), "6574", required, atLeast(1), atMost(9)),
			field("BGT_CONTNAT_LABEL", ts.String, t("Libellé du compte", "Name of the account"),
				t("Libellé dans le plan de comptes.", "Name in the chart of accounts."), "Subventions aux associations", required),
			field("BGT_NATURE", ts.String, t("Nature", "Nature"),
				t("Code par nature : de quoi est faite la dépense ou la recette.", "Code by nature: what the expense or revenue is made of."), "65", required, atLeast(1), atMost(9)),
			field("BGT_NATURE_LABEL", ts.String, t("Libellé de la nature", "Name of the nature"),
				t("Libellé du chapitre par nature.", "Name of the chapter by nature."), "Autres charges de gestion courante", required),
			field("BGT_FONCTION", ts.String, t("Fonction", "Function"),
				t("Code par fonction : à quoi sert la dépense ou la recette.", "Code by function: what the expense or revenue serves."), "025", atLeast(1), atMost(9)),
			field("BGT_FONCTION_LABEL", ts.String, t("Libellé de la fonction", "Name of the function"),
				t("Libellé du chapitre par fonction.", "Name of the chapter by function."), "Aides aux associations"),
			field("BGT_OPERATION", ts.String, t("Opération", "Project"),
				t("Code ou nom d’une opération votée.", "Code or name of a project that was voted."), "2503 Réfection de la salle des fêtes"),
			field("BGT_SECTION", ts.String, t("Section", "Section"),
				t("Investissement ou fonctionnement.", "Investment or operation."), "fonctionnement", required, enum("investissement", "fonctionnement")),
			field("BGT_OPBUDG", ts.String, t("Type d’opération", "Kind of operation"),
				t("Opération réelle ou d’ordre.", "Real or internal operation."), "réel", required, enum("réel", "ordre")),
			field("BGT_CODRD", ts.String, t("Recette ou dépense", "Revenue or expense"),
				t("Sens de la ligne.", "Direction of the line."), "dépense", required, enum("recette", "dépense")),
			amount("BGT_MTREAL", t("Montant réalisé", "Amount carried out")),
			amount("BGT_MTBUDGPREC", t("Budget précédent", "Previous budget")),
			amount("BGT_MTRARPREC", t("Restes à réaliser de l’année précédente", "Carried over from the previous year")),
			amount("BGT_MTPROPNOUV", t("Propositions nouvelles", "New proposals")),
			amount("BGT_MTPREV", t("Montant voté", "Amount voted")),
			amount("BGT_CREDOUV", t("Crédits ouverts", "Credits opened")),
			amount("BGT_MTRAR3112", t("Restes à réaliser au 31 décembre", "Carried over at 31 December")),
			field("BGT_ARTSPE", ts.String, t("Article spécialisé", "Earmarked article"),
				t("Si l’article est spécialisé.", "Whether the article is earmarked."), "non spécialisé", enum("non spécialisé", "spécialisé")),
		},
		Checks: []ts.CustomCheck{check(ts.CheckSIRET, "BGT_SIRET")},
	}
}

func amount(name string, label ts.Text) ts.Field {
	return field(name, ts.Number, label, t("En euros, avec son signe.", "In euros, with its sign."), "12500.50")
}
