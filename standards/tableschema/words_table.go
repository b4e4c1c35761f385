package tableschema

// titles name the codes in summaries.
var titles = map[string]Text{
	"source-error":     {"Fichier abîmé ou illisible", "Damaged or unreadable file"},
	"encoding-error":   {"Caractères illisibles", "Unreadable characters"},
	"schema-error":     {"Schéma inutilisable", "Unusable schema"},
	"check-error":      {"Vérification impossible", "Check not made"},
	"title-lines":      {"Lignes au-dessus de l’en-tête", "Lines above the header"},
	"row-count":        {"Aucune ligne de données", "No row of data"},
	"blank-label":      {"Colonne sans nom", "Column without a name"},
	"duplicate-label":  {"Colonne en double", "Duplicate column"},
	"missing-label":    {"Colonne absente", "Missing column"},
	"incorrect-label":  {"Nom de colonne à corriger", "Column name to correct"},
	"extra-label":      {"Colonne hors du schéma", "Column outside the schema"},
	"blank-row":        {"Ligne vide", "Blank row"},
	"missing-cell":     {"Cellule absente en fin de ligne", "Missing cell at the end of a row"},
	"extra-cell":       {"Cellule en trop en fin de ligne", "Extra cell at the end of a row"},
	"type-error":       {"Valeur du mauvais type", "Value of the wrong type"},
	"constraint-error": {"Valeur non conforme", "Value that breaks a rule"},
	"json-schema":      {"Valeur hors du schéma", "Value outside the schema"},
	"foreign-key":      {"Valeur absente de l’autre table", "Value missing from the other table"},
	"unique-error":     {"Valeur en double", "Duplicate value"},
	"primary-key":      {"Identifiant en double ou absent", "Duplicate or missing identifier"},
	CheckSIRET:         {"Numéro SIRET non valide", "Invalid SIRET number"},
	CheckSIREN:         {"Numéro SIREN non valide", "Invalid SIREN number"},
	CheckNomenclature:  {"Matière hors de la nomenclature des actes", "Subject outside the nomenclature of acts"},
	CheckCompare:       {"Valeurs incohérentes entre deux colonnes", "Two columns contradict each other"},
	CheckCohesive:      {"Colonnes à remplir ensemble", "Columns to fill together"},
	CheckSum:           {"Total inexact", "Wrong total"},
	CheckOneOfRequired: {"Au moins une des colonnes à remplir", "One of the columns must be filled"},
	CheckYearInterval:  {"Période non valide", "Invalid period"},
	CheckOpeningHours:  {"Horaires non valides", "Invalid opening hours"},
	CheckPhoneNumber:   {"Numéro de téléphone non valide", "Invalid telephone number"},
	CheckGPS:           {"Position hors de France", "Point outside France"},
}

// wordings are the messages, by code and detail.
var wordings = joinWordings(fileWordings, structureWordings, typeWordings, constraintWordings, checkWordings, jsonWordings, qualityWordings)

func joinWordings(parts ...map[string]wording) map[string]wording {
	all := map[string]wording{}
	for _, p := range parts {
		for k, w := range p {
			all[k] = w
		}
	}
	return all
}

const (
	exportCSVFr = "Ouvrez-le dans votre tableur et enregistrez-le au format CSV, puis déposez le nouveau fichier."
	exportCSVEn = "Open it in your spreadsheet program and save it as CSV, then deposit the new file."
	sourceFr    = "Demandez un nouvel export à la source, puis déposez-le sans l'ouvrir dans un tableur."
	sourceEn    = "Ask for a new export from the source, then deposit it without opening it in a spreadsheet program."
	otherFr     = "Déposez un fichier CSV."
	otherEn     = "Deposit a CSV file."
)

// fileWordings are about files that are no table, and damaged ones.
var fileWordings = map[string]wording{
	"source-error/empty":      {"Le fichier est vide.", "The file is empty.", "Vérifiez que l'export s'est terminé, puis déposez le fichier complet.", "Verify that the export came to its end, then deposit the whole file."},
	"source-error/bom":        {"Le fichier est vide : il ne contient qu'une marque d'encodage.", "The file is empty: it holds nothing but a byte order mark.", "Vérifiez que l'export s'est terminé, puis déposez le fichier complet.", "Verify that the export came to its end, then deposit the whole file."},
	"source-error/pdf":        {"Ce fichier est un document PDF, pas un tableau.", "This file is a PDF document, not a table.", "Déposez le tableau d'origine, enregistré au format CSV.", "Deposit the original table, saved as CSV."},
	"source-error/xlsx":       {"Ce fichier est un classeur Excel, pas un fichier CSV.", "This file is an Excel workbook, not a CSV file.", exportCSVFr, exportCSVEn},
	"source-error/xls":        {"Ce fichier est un document Office ancien, pas un fichier CSV.", "This file is an old Office document, not a CSV file.", exportCSVFr, exportCSVEn},
	"source-error/ods":        {"Ce fichier est un classeur LibreOffice, pas un fichier CSV.", "This file is a LibreOffice workbook, not a CSV file.", exportCSVFr, exportCSVEn},
	"source-error/rtf":        {"Ce fichier est un document de traitement de texte, pas un tableau.", "This file is a word-processor document, not a table.", otherFr, otherEn},
	"source-error/zip":        {"Ce fichier est une archive zip, pas un fichier CSV.", "This file is a zip archive, not a CSV file.", "Ouvrez l'archive et déposez le fichier CSV qu'elle contient.", "Open the archive and deposit the CSV file that it holds."},
	"source-error/gzip":       {"Ce fichier est compressé (gzip), ce n'est pas un fichier CSV.", "This file is compressed (gzip), it is not a CSV file.", "Décompressez-le et déposez le fichier CSV qu'il contient.", "Decompress it and deposit the CSV file that it holds."},
	"source-error/archive":    {"Ce fichier est une archive compressée, pas un fichier CSV.", "This file is a compressed archive, not a CSV file.", "Ouvrez l'archive et déposez le fichier CSV qu'elle contient.", "Open the archive and deposit the CSV file that it holds."},
	"source-error/image":      {"Ce fichier est une image, pas un tableau.", "This file is an image, not a table.", otherFr, otherEn},
	"source-error/parquet":    {"Ce fichier est au format Parquet, pas CSV.", "This file is a Parquet file, not a CSV file.", otherFr, otherEn},
	"source-error/database":   {"Ce fichier est une base de données, pas un fichier CSV.", "This file is a database, not a CSV file.", "Exportez la table au format CSV et déposez-la.", "Export the table as CSV and deposit it."},
	"source-error/program":    {"Ce fichier est un programme, pas un tableau.", "This file is a program, not a table.", otherFr, otherEn},
	"source-error/damaged":    {"Ce fichier est abîmé : il ne peut pas être lu.", "This file is damaged: it cannot be read.", "Enregistrez-le de nouveau depuis le logiciel d'origine, puis recommencez.", "Save it again from the program it comes from, then start anew."},
	"source-error/no-table":   {"Ce fichier ne contient pas de tableau lisible.", "This file holds no readable table.", "Choisissez un fichier CSV, un classeur, une liste d'enregistrements JSON ou un fichier Parquet.", "Choose a CSV file, a workbook, a list of JSON records or a Parquet file."},
	"source-error/too-large":  {"Le contenu de ce fichier compressé est trop grand pour être lu.", "What this compressed file holds is too large to be read.", "Choisissez un fichier plus petit, ou le CSV sans compression.", "Choose a smaller file, or the CSV without compression."},
	"source-error/no-sheet":   {"Le classeur n'a pas de feuille de ce nom.", "The workbook has no sheet of this name.", "Donnez le nom d'une feuille du classeur, ou son numéro.", "Give the name of a sheet of the workbook, or its number."},
	"source-error/html":       {"Ce fichier est une page web, pas un tableau : le téléchargement a sans doute échoué.", "This file is a web page, not a table: the download has probably failed.", "Téléchargez de nouveau le fichier depuis le logiciel d'origine.", "Download the file again from the original program."},
	"source-error/xml":        {"Ce fichier est au format XML, pas CSV.", "This file is an XML file, not a CSV file.", otherFr, otherEn},
	"source-error/json":       {"Ce fichier est au format JSON, pas CSV.", "This file is a JSON file, not a CSV file.", otherFr, otherEn},
	"source-error/binary":     {"Ce fichier n'est pas du texte : il ne peut pas être lu comme un tableau.", "This file is not text: it cannot be read as a table.", otherFr, otherEn},
	"source-error/bad-option": {"L'encodage demandé n'est pas connu.", "The encoding that was asked for is unknown.", "", ""},
	"source-error/not-found":  {"Le fichier ne peut pas être ouvert : {cause}", "The file cannot be opened: {cause}", "", ""},

	"source-error/unclosed-quote": {"Un guillemet est ouvert à la ligne {row} et n'est jamais refermé : la suite du fichier est illisible.", "A quote is opened in row {row} and never closed: the rest of the file cannot be read.", "Refermez le guillemet, ou supprimez-le s'il est de trop, puis déposez le fichier.", "Close the quote, or remove it if it should not be there, then deposit the file."},
	"source-error/nul":            {"La ligne {row} contient des caractères nuls : le fichier est abîmé.", "Row {row} holds NUL characters: the file is damaged.", sourceFr, sourceEn},
	"source-error/too-long":       {"La ligne {row} est trop longue pour être lue : elle a été coupée.", "Row {row} is too long to be read: it was cut.", "Un guillemet oublié ou un mauvais séparateur en est souvent la cause : vérifiez cette ligne.", "A forgotten quote or a wrong delimiter is often the cause: verify this row."},
	"source-error/long-cell":      {"La cellule de la ligne {row}, colonne {letter}, compte {size} octets, plus que les {most} permis : la ligne n'est pas vérifiée.", "The cell in row {row}, column {letter}, has {size} bytes, more than the {most} allowed: the row is not checked.", "Un guillemet oublié en est souvent la cause. Si le texte est voulu, raccourcissez-le ou publiez-le à part.", "A forgotten quote is often the cause. If the text is meant, shorten it or publish it apart."},
	"source-error/too-wide":       {"La ligne {row} a trop de cellules pour être lue : elle a été coupée.", "Row {row} has too many cells to be read: it was cut.", "Vérifiez le séparateur de cette ligne.", "Verify the delimiter in this row."},
	"encoding-error":              {"La ligne {row} contient des caractères d'un autre encodage que le reste du fichier.", "Row {row} holds characters of another encoding than the rest of the file.", "Corrigez les lettres accentuées de cette ligne et enregistrez le fichier en UTF-8.", "Correct the accented letters of this row and save the file as UTF-8."},
	"schema-error":                {"Le schéma ne peut pas être utilisé : {cause}", "The schema cannot be used: {cause}", "", ""},
	"check-error/unknown":         {"La vérification « {check} » demandée par le schéma n'est pas connue : elle n'a pas été faite.", "The check “{check}” that the schema asks for is unknown: it was not made.", "", ""},
}

// structureWordings are about the header and the shape of rows.
var structureWordings = map[string]wording{
	"title-lines":                 {"Lignes ignorées au-dessus de l'en-tête : {count}. L'en-tête a été trouvé à la ligne {header}.", "Lines skipped above the header: {count}. The header was found in row {header}.", "Supprimez ces lignes : l'en-tête doit être la première ligne du fichier.", "Remove these lines: the header must be the first line of the file."},
	"row-count":                   {"Le fichier n'a aucune ligne de données sous l'en-tête.", "The file has no row of data under the header.", "Vérifiez que l'export est complet.", "Verify that the export is complete."},
	"blank-label":                 {"La colonne {letter} n'a pas de nom.", "Column {letter} has no name.", "Donnez-lui un nom dans l'en-tête, ou supprimez la colonne si elle est vide.", "Give it a name in the header, or remove the column if it is empty."},
	"duplicate-label":             {"Les colonnes {first_letter} et {letter} portent le même nom : « {field} ».", "Columns {first_letter} and {letter} have the same name: “{field}”.", "Renommez ou supprimez l'une des deux.", "Rename or remove one of them."},
	"missing-label/required":      {"La colonne obligatoire « {field} » est absente.", "The required column “{field}” is missing.", "Ajoutez la colonne « {field} », avec ce nom exact dans l'en-tête.", "Add the column “{field}”, with exactly this name in the header."},
	"missing-label/optional":      {"La colonne facultative « {field} » est absente.", "The optional column “{field}” is missing.", "Ajoutez-la, même vide, pour suivre tout le schéma.", "Add it, even empty, to follow the whole schema."},
	"missing-label/required-hint": {"La colonne obligatoire « {field} » est absente, mais « {hint} » lui ressemble.", "The required column “{field}” is missing, but “{hint}” resembles it.", "Si c'est bien elle, renommez « {hint} » en « {field} ».", "If it is the one, rename “{hint}” to “{field}”."},
	"missing-label/optional-hint": {"La colonne facultative « {field} » est absente, mais « {hint} » lui ressemble.", "The optional column “{field}” is missing, but “{hint}” resembles it.", "Si c'est bien elle, renommez « {hint} » en « {field} ».", "If it is the one, rename “{hint}” to “{field}”."},
	"incorrect-label":             {"La colonne « {value} » a été reconnue, mais son nom exact est « {repair} ».", "The column “{value}” was recognised, but its exact name is “{repair}”.", "", ""},
	"extra-label":                 {"La colonne « {field} » n'est pas dans le schéma.", "The column “{field}” is not in the schema.", "Supprimez-la si elle n'a pas à être publiée.", "Remove it if it is not to be published."},
	"extra-label/hint":            {"La colonne « {field} » n'est pas dans le schéma, mais ressemble à « {hint} ».", "The column “{field}” is not in the schema, but resembles “{hint}”.", "Si c'est bien elle, renommez-la « {hint} ».", "If it is the one, rename it “{hint}”."},
	"blank-row":                   {"La ligne {row} est vide.", "Row {row} is blank.", "Supprimez cette ligne.", "Remove this row."},
	"missing-cell":                {"La ligne {row} n'a que {cells} cellules pour {columns} colonnes : il manque la cellule « {field} ».", "Row {row} has only {cells} cells for {columns} columns: the cell “{field}” is missing.", "Complétez la ligne. Un retour à la ligne dans un texte en est souvent la cause.", "Complete the row. A line break within a text is often the cause."},
	"extra-cell":                  {"La ligne {row} a {cells} cellules pour {columns} colonnes : la valeur « {value} » n'a pas de colonne.", "Row {row} has {cells} cells for {columns} columns: the value “{value}” has no column.", "Si un texte contient le séparateur, mettez ce texte entre guillemets.", "If a text holds the delimiter, put this text between quotes."},
	"extra-cell/empty":            {"La ligne {row} a {cells} cellules pour {columns} colonnes : un séparateur est en trop à la fin.", "Row {row} has {cells} cells for {columns} columns: there is a delimiter too many at its end.", "Supprimez le séparateur en trop à la fin de la ligne.", "Remove the last delimiter of the row."},
}
