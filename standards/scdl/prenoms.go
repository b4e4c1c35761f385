package scdl

import ts "airial/standards/tableschema"

func prenoms() *ts.Schema {
	return &ts.Schema{
		Name: "scdl/prenoms", Version: "1.1.6",
		Title:         t("Prénoms des nouveau-nés", "First names of newborns"),
		Description:   t("Les prénoms donnés dans l’année, comptés par commune et par sexe.", "The first names given in a year, counted by commune and sex."),
		MissingValues: emptyIsMissing,
		Fields: []ts.Field{
			field("COMMUNE_NOM", ts.String, t("Commune", "Commune"),
				t("Commune où la naissance est enregistrée.", "Commune where the birth is registered."), "Sainte-Aulaye",
				pattern(`^(Le |La |Les |Los |Aux |L'|)([A-ZÉÇŒÈÎ])(((-| | - |')[A-ZÉÇŒÈÎ])|('|-| |)[a-zàâéèêëïîÿôûüœç])*( \([A-Z][a-z]*\)|)$`)),
			field("COLL_INSEE", ts.String, t("Code INSEE", "INSEE code"),
				t("Code INSEE de la commune.", "INSEE code of the commune."), "33999", required, insee),
			field("ENFANT_SEXE", ts.String, t("Sexe", "Sex"),
				t("M, F, ou I quand il n’est pas déterminé.", "M, F, or I when it is not determined."), "F", required, enum("M", "F", "I")),
			field("ENFANT_PRENOM", ts.String, t("Prénom", "First name"),
				t("Premier prénom, capitale puis minuscules.", "First name, a capital then small letters."), "Jeanne", required,
				pattern(`^'?[A-ZÉÀÈÙÄËÏÖÜŸÂÊÎÔÛŶÇŒÆ][a-zéàèùäëïüöÿâêîôûŷçæœ]*(|'|(('[A-ZÉÀÈÙÄËÏÖÜŸÂÊÎÔÛŶÇŒÆa-zéàèùäëïüöÿâêîôûŷçæœ][a-zéàèùäëïüöÿâêîôûŷçæœ]*'?){1,2}|(-[A-ZÉÀÈÙÄËÏÖÜŸÂÊÎÔÛŶÇŒÆ][a-zéàèùäëïüöÿâêîôûŷçæœ]*'?){1,2}){1,5})$`)),
			field("NOMBRE_OCCURRENCES", ts.Integer, t("Nombre", "Count"),
				t("Combien de fois le prénom a été donné dans l’année.", "How many times the name was given in the year."), "4", required, minimum("1"), maximum("999999")),
			field("ANNEE", ts.Year, t("Année", "Year"),
				t("Année des naissances.", "Year of the births."), "2025", required),
		},
	}
}
