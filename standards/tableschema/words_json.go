package tableschema

// jsonWordings are about documents under a JSON Schema, and about keys into
// other tables.
var jsonWordings = map[string]wording{
	"json-schema":            {"La valeur ne suit pas la règle « {rule} » du schéma.", "The value does not follow the rule “{rule}” of the schema.", "Corrigez la valeur.", "Correct the value."},
	"json-schema/required":   {"Il manque : {names}.", "Missing: {names}.", "Ajoutez ce qui manque.", "Add what is missing."},
	"json-schema/additional": {"Le schéma ne connaît pas : {names}.", "The schema does not know: {names}.", "Retirez ou renommez ces champs.", "Remove or rename these members."},
	"json-schema/type":       {"La valeur n'est pas du type attendu : {want}.", "The value is not of the expected type: {want}.", "Corrigez la valeur.", "Correct the value."},
	"json-schema/enum":       {"« {value} » n'est pas dans la liste des valeurs admises : {want}.", "“{value}” is not in the list of accepted values: {want}.", "Choisissez une valeur de la liste, écrite exactement ainsi.", "Choose a value of the list, written exactly so."},
	"json-schema/pattern":    {"« {value} » n'a pas la forme attendue ({want}).", "“{value}” has not the expected form ({want}).", "Corrigez la valeur.", "Correct the value."},
	"json-schema/format":     {"« {value} » n'a pas le format attendu ({want}).", "“{value}” has not the expected format ({want}).", "Corrigez la valeur.", "Correct the value."},
	"json-schema/shorter":    {"« {value} » est trop court : {want} caractères au moins.", "“{value}” is too short: at least {want} characters.", "Complétez la valeur.", "Complete the value."},
	"json-schema/longer":     {"« {value} » est trop long : {want} caractères au plus.", "“{value}” is too long: at most {want} characters.", "Raccourcissez la valeur.", "Shorten the value."},
	"json-schema/below":      {"« {value} » est trop petit : le minimum est {want}.", "“{value}” is too small: the minimum is {want}.", "Corrigez la valeur.", "Correct the value."},
	"json-schema/above":      {"« {value} » est trop grand : le maximum est {want}.", "“{value}” is too large: the maximum is {want}.", "Corrigez la valeur.", "Correct the value."},

	"foreign-key": {"« {value} » n'est pas dans la table « {table} » ({columns}).", "“{value}” is not in the table “{table}” ({columns}).", "Corrigez la valeur, ou ajoutez-la à l'autre table.", "Correct the value, or add it to the other table."},
}
