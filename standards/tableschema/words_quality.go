package tableschema

// qualityTitles and qualityWordings are about what no schema forbids.
var qualityTitles = map[string]Text{
	"duplicate-row":        {"Ligne en double", "Duplicate row"},
	"constant-column":      {"Colonne toujours identique", "Column that never varies"},
	"outlier":              {"Montant hors de l’ordinaire", "Unusual amount"},
	"future-date":          {"Date à venir", "Date to come"},
	"changed-owner":        {"Numéro sous deux noms", "Number under two names"},
	"reversed-coordinates": {"Latitude et longitude inversées", "Latitude and longitude swapped"},
	"outside-france":       {"Point hors de France", "Point outside France"},
	"outside-commune":      {"Point hors de la commune", "Point outside its commune"},
	"insee-code":           {"Code INSEE inconnu", "Unknown INSEE code"},
	"wrong-total":          {"Total inexact", "Wrong total"},
	"truncated-text":       {"Texte sans doute coupé", "Text that was probably cut"},
	"capitals":             {"Textes en capitales", "Texts in capitals"},
	"mojibake":             {"Lettres accentuées abîmées", "Damaged accented letters"},
}

var qualityWordings = map[string]wording{
	"duplicate-row":           {"La ligne {row} est identique à la ligne {first}.", "Row {row} is the same as row {first}.", "Supprimez-la si c'est une répétition.", "Remove it if it is a repetition."},
	"constant-column":         {"La colonne contient partout « {value} ».", "The column holds “{value}” everywhere.", "Vérifiez que l'export n'a pas recopié la même valeur.", "Verify that the export did not copy one value everywhere."},
	"outlier":                 {"« {value} » dépasse mille fois la valeur habituelle de la colonne ({usual}).", "“{value}” exceeds a thousand times the usual value of the column ({usual}).", "Vérifiez l'unité et la virgule.", "Verify the unit and the decimal mark."},
	"future-date":             {"« {value} » est une date à venir.", "“{value}” is a date to come.", "Vérifiez l'année.", "Verify the year."},
	"changed-owner":           {"Le numéro « {value} » désigne ici « {name} », et plus haut « {before} ».", "The number “{value}” stands for “{name}” here, and for “{before}” above.", "Vérifiez le numéro ou le nom.", "Verify the number or the name."},
	"reversed-coordinates":    {"Le point « {value} » tombe en France si l'on échange latitude et longitude.", "The point “{value}” lies in France when latitude and longitude are swapped.", "Échangez les deux valeurs.", "Swap the two values."},
	"outside-france":          {"Le point « {value} » n'est pas en France, dans un sens ni dans l'autre.", "The point “{value}” is not in France, either way round.", "Vérifiez les deux coordonnées.", "Verify both coordinates."},
	"outside-commune":         {"Le point « {value} » est à {km} km de la commune {commune}.", "The point “{value}” is {km} km away from the commune {commune}.", "Vérifiez les coordonnées, ou le code de la commune.", "Verify the coordinates, or the code of the commune."},
	"outside-commune/manager": {"Le point « {value} » est à {km} km de la commune {commune}, celle de la colonne sur la collectivité.", "The point “{value}” is {km} km away from the commune {commune}, that of the column on the public body.", "Si le lieu est ailleurs, il n'y a rien à corriger ; sinon, vérifiez les coordonnées.", "If the place is elsewhere there is nothing to correct; otherwise verify the coordinates."},
	"insee-code":              {"« {value} » n'est le code d'aucune commune (code officiel géographique du {date}).", "“{value}” is the code of no commune (official geographic code of {date}).", "Vérifiez le code : ce n'est pas le code postal.", "Verify the code: it is not the postcode."},
	"insee-code/former":       {"« {value} » est le code d'une ancienne commune, réunie à une autre avant le {date}.", "“{value}” is the code of a former commune, joined to another one before {date}.", "Donnez le code de la commune d'aujourd'hui, si c'est d'elle qu'il s'agit.", "Give the code of today's commune, if that is what is meant."},
	"wrong-total":             {"La ligne {row} annonce un total de « {value} » ; les {rows} lignes au-dessus font {sum}.", "Row {row} tells a total of “{value}”; the {rows} rows above make {sum}.", "Corrigez le total, ou retirez cette ligne : des données n'en ont pas besoin.", "Correct the total, or remove the row: data need none."},
	"truncated-text":          {"Le texte compte exactement 255 caractères : il a sans doute été coupé.", "The text has exactly 255 characters: it was probably cut.", "Vérifiez le texte entier dans le logiciel d'origine.", "Verify the whole text in the original program."},
	"capitals":                {"Les textes de la colonne sont en capitales ({count} sur {of}), sans accents lisibles.", "The texts of the column are in capitals ({count} of {of}), which are hard to read.", "Écrivez-les en minuscules si le logiciel le permet.", "Write them in small letters if the program allows it."},
	"mojibake":                {"« {value} » a été lu dans un mauvais encodage.", "“{value}” was read in the wrong encoding.", "Enregistrez le fichier d'origine en UTF-8.", "Save the original file as UTF-8."},
}

func init() {
	for code, title := range qualityTitles {
		titles[code] = title
	}
}
