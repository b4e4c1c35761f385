package tableschema

const (
	lostFr    = "« {value} » est un nombre abrégé par un tableur : des chiffres sont perdus."
	lostEn    = "“{value}” is a number shortened by a spreadsheet program: digits are lost."
	lostFixFr = "La valeur ne peut pas être retrouvée ici. Demandez un nouvel export à la source, et mettez la colonne au format Texte avant d'enregistrer depuis un tableur."
	lostFixEn = "The value cannot be recovered here. Ask for a new export from the source, and set the column to the Text format before you save from a spreadsheet program."
)

// typeWordings are about cells that are not of their type.
var typeWordings = map[string]wording{
	"type-error/uri":        {"« {value} » n'est pas une adresse web complète.", "“{value}” is not a full web address.", "Écrivez l'adresse en entier, avec https:// et sans espace.{or_example}", "Write the whole address, with https:// and without blanks.{or_example}"},
	"type-error/email":      {"« {value} » n'est pas une adresse électronique.", "“{value}” is not an e-mail address.", "Corrigez l'adresse, ou videz la cellule.", "Correct the address, or empty the cell."},
	"type-error/uuid":       {"« {value} » n'est pas un identifiant UUID.", "“{value}” is not a UUID.", "Corrigez l'identifiant.{or_example}", "Correct the identifier.{or_example}"},
	"type-error/binary":     {"La valeur n'est pas codée en base64.", "The value is not written in base64.", "Corrigez la valeur.", "Correct the value."},
	"type-error/integer":    {"« {value} » n'est pas un nombre entier.", "“{value}” is not a whole number.", "Écrivez un nombre entier avec des chiffres seulement, sans espace ni unité.{or_example}", "Write a whole number with digits only, without blanks or unit.{or_example}"},
	"type-error/number":     {"« {value} » n'est pas un nombre.", "“{value}” is not a number.", "Écrivez un nombre avec un point pour les décimales, sans espace ni unité.{or_example}", "Write a number with a full stop for decimals, without blanks or unit.{or_example}"},
	"type-error/boolean":    {"« {value} » n'est pas une réponse admise. Valeurs possibles : {allowed}.", "“{value}” is not an accepted answer. Possible values: {allowed}.", "Choisissez l'une des valeurs possibles, écrite exactement ainsi.", "Choose one of the possible values, written exactly so."},
	"type-error/date":       {"« {value} » n'est pas une date au format attendu.", "“{value}” is not a date in the expected form.", "Écrivez l'année, le mois et le jour : AAAA-MM-JJ.{or_example}", "Write year, month and day: YYYY-MM-DD.{or_example}"},
	"type-error/datetime":   {"« {value} » n'est pas une date avec une heure au format attendu.", "“{value}” is not a date and time in the expected form.", "Écrivez AAAA-MM-JJThh:mm:ss.{or_example}", "Write YYYY-MM-DDThh:mm:ss.{or_example}"},
	"type-error/time":       {"« {value} » n'est pas une heure.", "“{value}” is not a time.", "Écrivez hh:mm:ss.{or_example}", "Write hh:mm:ss.{or_example}"},
	"type-error/year":       {"« {value} » n'est pas une année.", "“{value}” is not a year.", "Écrivez les quatre chiffres de l'année.{or_example}", "Write the four digits of the year.{or_example}"},
	"type-error/yearmonth":  {"« {value} » n'est pas un mois d'une année.", "“{value}” is not a month of a year.", "Écrivez AAAA-MM.{or_example}", "Write YYYY-MM.{or_example}"},
	"type-error/duration":   {"« {value} » n'est pas une durée.", "“{value}” is not a duration.", "Écrivez la durée selon la norme ISO 8601, par exemple P1Y ou PT30M.{or_example}", "Write the duration as ISO 8601 says, for instance P1Y or PT30M.{or_example}"},
	"type-error/geopoint":   {"« {value} » n'est pas une position géographique.", "“{value}” is not a geographical point.", "Écrivez la longitude puis la latitude, en degrés décimaux.{or_example}", "Write the longitude then the latitude, in decimal degrees.{or_example}"},
	"type-error/geojson":    {"La valeur n'est pas une géométrie GeoJSON.", "The value is not a GeoJSON geometry.", "Corrigez la géométrie.{or_example}", "Correct the geometry.{or_example}"},
	"type-error/object":     {"« {value} » n'est pas un objet JSON.", "“{value}” is not a JSON object.", "Corrigez la valeur.{or_example}", "Correct the value.{or_example}"},
	"type-error/array":      {"« {value} » n'est pas une liste au format JSON.", "“{value}” is not a list in JSON form.", "Écrivez la liste entre crochets, chaque valeur entre guillemets droits.{or_example}", "Write the list between brackets, each value between straight quotes.{or_example}"},
	"type-error":            {"« {value} » n'est pas du type attendu ({type}).", "“{value}” is not of the expected type ({type}).", "Corrigez la valeur.{or_example}", "Correct the value.{or_example}"},
	"type-error/scientific": {lostFr, lostEn, lostFixFr, lostFixEn},
}

// constraintWordings are about cells that break a rule of their field, and
// about keys.
var constraintWordings = map[string]wording{
	"constraint-error/required":         {"La cellule est vide, une valeur est obligatoire.", "The cell is empty, a value is required.", "Remplissez la cellule.{or_example}", "Fill the cell.{or_example}"},
	"constraint-error/minLength":        {"« {value} » compte {length} caractères, il en faut au moins {limit}.", "“{value}” has {length} characters, at least {limit} are needed.", "Complétez la valeur.{or_example}", "Complete the value.{or_example}"},
	"constraint-error/maxLength":        {"La valeur compte {length} caractères, {limit} au plus sont admis.", "The value has {length} characters, at most {limit} are accepted.", "Raccourcissez la valeur.", "Shorten the value."},
	"constraint-error/minimum":          {"« {value} » est trop petit : le minimum est {limit}.", "“{value}” is too small: the minimum is {limit}.", "Corrigez la valeur.", "Correct the value."},
	"constraint-error/maximum":          {"« {value} » est trop grand : le maximum est {limit}.", "“{value}” is too large: the maximum is {limit}.", "Corrigez la valeur.", "Correct the value."},
	"constraint-error/exclusiveMinimum": {"« {value} » est trop petit : la valeur doit dépasser {limit}.", "“{value}” is too small: the value must exceed {limit}.", "Corrigez la valeur.", "Correct the value."},
	"constraint-error/exclusiveMaximum": {"« {value} » est trop grand : la valeur doit rester sous {limit}.", "“{value}” is too large: the value must stay below {limit}.", "Corrigez la valeur.", "Correct the value."},
	"constraint-error/enum":             {"« {value} » n'est pas dans la liste des valeurs admises : {allowed}.", "“{value}” is not in the list of accepted values: {allowed}.", "Choisissez une valeur de la liste, écrite exactement ainsi.{or_hint}", "Choose a value of the list, written exactly so.{or_hint}"},
	"constraint-error/item-enum":        {"« {item} » n'est pas dans la liste des valeurs admises : {allowed}.", "“{item}” is not in the list of accepted values: {allowed}.", "Remplacez-le par une valeur de la liste, écrite exactement ainsi.", "Replace it by a value of the list, written exactly so."},
	"constraint-error/pattern":          {"« {value} » n'a pas la forme attendue.", "“{value}” has not the expected form.", "{about}{or_example}", "{about}{or_example}"},
	"constraint-error/pattern-siret":    {"« {value} » n'est pas un SIRET : un SIRET compte 14 chiffres, sans espace.", "“{value}” is not a SIRET: a SIRET has 14 digits, without blanks.", "Écrivez les 14 chiffres. Si des zéros ont disparu au début, mettez la colonne au format Texte avant d'enregistrer.", "Write the 14 digits. If zeros have vanished from the beginning, set the column to the Text format before you save."},
	"constraint-error/pattern-budget":   {"« {value} » est trop long pour que sa forme puisse être vérifiée.", "“{value}” is too long for its form to be verified.", "Raccourcissez la valeur.", "Shorten the value."},
	"constraint-error/scientific":       {lostFr, lostEn, lostFixFr, lostFixEn},
	"constraint-error":                  {"« {value} » n'est pas admis.", "“{value}” is not accepted.", "Corrigez la valeur.", "Correct the value."},

	"unique-error":                   {"« {value} » est déjà à la ligne {first} : chaque valeur de cette colonne doit être unique.", "“{value}” is already in row {first}: each value of this column must be unique.", "Corrigez la valeur, ou supprimez la ligne si elle est en double.", "Correct the value, or remove the row if it is a duplicate."},
	"unique-error/duplicate-columns": {"Les mêmes valeurs ({columns}) sont déjà à la ligne {first}.", "The same values ({columns}) are already in row {first}.", "Corrigez ces valeurs, ou supprimez la ligne si elle est en double.", "Correct these values, or remove the row if it is a duplicate."},
	"primary-key":                    {"L'identifiant « {value} » est déjà à la ligne {first}.", "The identifier “{value}” is already in row {first}.", "Donnez un identifiant différent à chaque ligne, ou supprimez la ligne si elle est en double.", "Give each row an identifier of its own, or remove the row if it is a duplicate."},
	"primary-key/duplicate-columns":  {"Les mêmes valeurs ({columns}) identifient déjà la ligne {first}.", "The same values ({columns}) already identify row {first}.", "Corrigez ces valeurs, ou supprimez la ligne si elle est en double.", "Correct these values, or remove the row if it is a duplicate."},
	"primary-key/empty":              {"La ligne {row} n'a pas d'identifiant.", "Row {row} has no identifier.", "Donnez un identifiant à cette ligne.", "Give this row an identifier."},
}
