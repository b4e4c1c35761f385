package tableschema

// checkWordings are about the custom checks.
var checkWordings = map[string]wording{
	"siret":             {"« {value} » n'est pas un numéro SIRET valide : sa clé de contrôle est fausse.", "“{value}” is not a valid SIRET number: its check digit is wrong.", "Vérifiez le numéro : un chiffre est faux ou deux sont inversés. L'Annuaire des entreprises donne le SIRET de chaque organisme.", "Verify the number: a digit is wrong or two are swapped. The Annuaire des entreprises gives the SIRET of every body."},
	"siret/scientific":  {lostFr, lostEn, lostFixFr, lostFixEn},
	"siret/characters":  {"« {value} » n'est pas un numéro SIRET : il contient autre chose que des chiffres.", "“{value}” is not a SIRET number: it holds something else than digits.", "Écrivez les 14 chiffres du SIRET.", "Write the 14 digits of the SIRET."},
	"siret/length":      {"« {value} » n'est pas un numéro SIRET : un SIRET compte 14 chiffres.", "“{value}” is not a SIRET number: a SIRET has 14 digits.", "Écrivez les 14 chiffres. Si des zéros ont disparu au début, mettez la colonne au format Texte avant d'enregistrer.", "Write the 14 digits. If zeros have vanished from the beginning, set the column to the Text format before you save."},
	"siret/siren-given": {"« {value} » est un SIREN (9 chiffres) : un SIRET (14 chiffres) est attendu.", "“{value}” is a SIREN (9 digits): a SIRET (14 digits) is expected.", "Ajoutez les 5 chiffres de l'établissement. L'Annuaire des entreprises les donne.", "Add the 5 digits of the establishment. The Annuaire des entreprises gives them."},
	"siret/rounded":     {"« {value} » n'est pas un numéro SIRET valide : ses derniers chiffres semblent remplacés par des zéros.", "“{value}” is not a valid SIRET number: its last digits seem replaced by zeros.", lostFixFr, lostFixEn},
	"siren":             {"« {value} » n'est pas un numéro SIREN valide : sa clé de contrôle est fausse.", "“{value}” is not a valid SIREN number: its check digit is wrong.", "Vérifiez le numéro : un chiffre est faux ou deux sont inversés. L'Annuaire des entreprises donne le SIREN de chaque organisme.", "Verify the number: a digit is wrong or two are swapped. The Annuaire des entreprises gives the SIREN of every body."},
	"siren/scientific":  {lostFr, lostEn, lostFixFr, lostFixEn},
	"siren/characters":  {"« {value} » n'est pas un numéro SIREN : il contient autre chose que des chiffres.", "“{value}” is not a SIREN number: it holds something else than digits.", "Écrivez les 9 chiffres du SIREN.", "Write the 9 digits of the SIREN."},
	"siren/length":      {"« {value} » n'est pas un numéro SIREN : un SIREN compte 9 chiffres.", "“{value}” is not a SIREN number: a SIREN has 9 digits.", "Écrivez les 9 chiffres.", "Write the 9 digits."},
	"siren/siret-given": {"« {value} » est un SIRET (14 chiffres) : un SIREN (9 chiffres) est attendu.", "“{value}” is a SIRET (14 digits): a SIREN (9 digits) is expected.", "Gardez les 9 premiers chiffres.", "Keep the first 9 digits."},

	"nomenclature-actes":            {"« {value} » ne commence pas par une matière de la nomenclature des actes.", "“{value}” does not begin with a subject of the nomenclature of acts.", "Commencez par l'une des neuf matières, par exemple « Finances locales/Subventions ».", "Begin with one of the nine subjects, for instance “Finances locales/Subventions”."},
	"nomenclature-actes/no-stroke":  {"« {value} » n'a pas de barre oblique entre la matière et la sous-matière.", "“{value}” has no stroke between the subject and the sub-subject.", "Écrivez la matière, une barre oblique, puis la sous-matière, par exemple « Finances locales/Subventions ».", "Write the subject, a stroke, then the sub-subject, for instance “Finances locales/Subventions”."},
	"nomenclature-actes/blanks":     {"« {value} » a un espace avant ou après la barre oblique.", "“{value}” has a blank before or after the stroke.", "Supprimez les espaces autour de la barre oblique.", "Remove the blanks around the stroke."},
	"nomenclature-actes/no-suffix":  {"« {value} » n'a pas de sous-matière après la barre oblique.", "“{value}” has no sub-subject after the stroke.", "Ajoutez la sous-matière, par exemple « Finances locales/Subventions ».", "Add the sub-subject, for instance “Finances locales/Subventions”."},
	"nomenclature-actes/scientific": {lostFr, lostEn, lostFixFr, lostFixEn},

	"compare":                 {"La valeur de « {field} » ({value}) devrait être {op} à celle de « {other} » ({other_value}).", "The value of “{field}” ({value}) should be {op} that of “{other}” ({other_value}).", "Corrigez l'une des deux valeurs.", "Correct one of the two values."},
	"compare/incomparable":    {"La valeur de « {field} » ({value}) ne peut pas être comparée à celle de « {other} » ({other_value}).", "The value of “{field}” ({value}) cannot be compared with that of “{other}” ({other_value}).", "Corrigez l'une des deux valeurs.", "Correct one of the two values."},
	"cohesive":                {"Ces colonnes doivent être toutes remplies, ou toutes vides : {columns}. Il manque : {empty}.", "These columns must all be filled, or all be empty: {columns}. Missing: {empty}.", "Remplissez les cellules qui manquent, ou videz-les toutes.", "Fill the missing cells, or empty them all."},
	"sum":                     {"« {field} » vaut {value}, mais la somme {columns} vaut {sum}.", "“{field}” is {value}, but the sum {columns} is {sum}.", "Corrigez le total ou l'une des valeurs.", "Correct the total or one of the values."},
	"one-of-required":         {"Au moins une de ces colonnes doit être remplie : {columns}.", "At least one of these columns must be filled: {columns}.", "Remplissez l'une de ces cellules.", "Fill one of these cells."},
	"one-of-required/columns": {"Au moins une de ces colonnes doit être présente : {columns}.", "At least one of these columns must be there: {columns}.", "Ajoutez l'une de ces colonnes et remplissez-la.", "Add one of these columns and fill it."},

	"year-interval/format":         {"« {value} » n'est pas une période d'années.", "“{value}” is not a period of years.", "Écrivez AAAA/AAAA.", "Write YYYY/YYYY."},
	"year-interval/format-or-year": {"« {value} » n'est ni une année ni une période d'années.", "“{value}” is neither a year nor a period of years.", "Écrivez AAAA ou AAAA/AAAA.", "Write YYYY or YYYY/YYYY."},
	"year-interval/same":           {"Les deux années de « {value} » sont les mêmes.", "The two years of “{value}” are the same.", "Écrivez deux années différentes, ou une seule si le schéma l'admet.", "Write two different years, or a single one if the schema accepts it."},
	"year-interval/order":          {"La seconde année de « {value} » vient avant la première.", "The second year of “{value}” comes before the first.", "Inversez les deux années.", "Swap the two years."},

	"opening-hours": {"« {value} » n'est pas un horaire au format OpenStreetMap.", "“{value}” is not an OpenStreetMap opening_hours value.", "Écrivez par exemple « Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00 ».", "Write for instance “Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00”."},
	"phone-number":  {"« {value} » n'est pas un numéro de téléphone valide.", "“{value}” is not a valid telephone number.", "Écrivez un numéro français à 10 chiffres, un numéro court, ou un numéro international avec son préfixe (+33…).", "Write a French number of 10 digits, a short number, or an international number with its prefix (+33…)."},

	"french-gps-coordinates/reversed": {"La latitude et la longitude de « {value} » sont inversées.", "The latitude and the longitude of “{value}” are swapped.", "Écrivez la longitude d'abord, puis la latitude.", "Write the longitude first, then the latitude."},
	"french-gps-coordinates/outside":  {"« {value} » n'est pas en France.", "“{value}” is not in France.", "Vérifiez la position : longitude puis latitude, en degrés décimaux.", "Verify the point: longitude then latitude, in decimal degrees."},
	"french-gps-coordinates/format":   {"« {value} » n'est pas une position géographique.", "“{value}” is not a geographical point.", "Écrivez la longitude puis la latitude, en degrés décimaux.", "Write the longitude then the latitude, in decimal degrees."},
}
