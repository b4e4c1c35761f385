package bal

import ts "airial/standards/tableschema"

// words say a code in the reader's language, what to do included. %s is the
// column.
var words = map[string]ts.Text{
	"valeur_manquante":                          {Fr: "La cellule est vide, et elle est demandée.", En: "The cell is empty, and it is asked for."},
	"valeur_invalide":                           {Fr: "La valeur n’est pas de celles que le format prévoit.", En: "The value is not one that the form allows."},
	"espaces_debut_fin":                         {Fr: "Il y a des espaces avant ou après la valeur.", En: "There are blanks before or after the value."},
	"caractere_invalide":                        {Fr: "Un caractère n’est pas lisible ou pas permis.", En: "A character cannot be read or is not allowed."},
	"missing":                                   {Fr: "La colonne manque.", En: "The column is missing."},
	"cle_interop.casse_invalide":                {Fr: "La clé s’écrit en minuscules.", En: "The key is written in small letters."},
	"structure_invalide":                        {Fr: "La clé a trois parties au moins\u202f: commune, voie, numéro.", En: "The key has three parts at least: commune, street, number."},
	"commune_invalide":                          {Fr: "Le code de la commune n’est pas un code INSEE.", En: "The code of the commune is no INSEE code."},
	"voie_invalide":                             {Fr: "Le code de la voie compte quatre signes.", En: "The code of the street has four signs."},
	"voie_non_renseignee":                       {Fr: "Le code de la voie n’est pas connu\u202f: c’est permis.", En: "The code of the street is not known: that is allowed."},
	"numero_invalide":                           {Fr: "Le numéro de la clé n’est pas un nombre.", En: "The number in the key is no number."},
	"numero_prefixe_manquant":                   {Fr: "Le numéro de la clé s’écrit sur cinq chiffres.", En: "The number in the key has five digits."},
	"type_invalide":                             {Fr: "La valeur n’a pas la forme demandée.", En: "The value has not the form that is asked."},
	"trop_grand":                                {Fr: "Le numéro va jusqu’à 99998\u202f; 99999 est une voie ou un lieu-dit sans numéro.", En: "A number goes up to 99998; 99999 is a street or place without one."},
	"not_to_be_zero":                            {Fr: "Le numéro est zéro\u202f: vérifiez-le.", En: "The number is zero: look at it again."},
	"contient_prefixe":                          {Fr: "Le numéro commence par des zéros.", En: "The number begins with zeros."},
	"debut_invalide":                            {Fr: "Le suffixe commence par une lettre ou un chiffre.", En: "The suffix begins with a letter or a digit."},
	"trop_long":                                 {Fr: "C’est trop long.", En: "It is too long."},
	"trop_court":                                {Fr: "Le nom a trois lettres au moins.", En: "The name has three letters at least."},
	"casse_incorrecte":                          {Fr: "Le nom s’écrit avec des majuscules et des minuscules.", En: "The name is written with capitals and small letters."},
	"contient_tiret_bas":                        {Fr: "Le nom contient un tiret bas.", En: "The name holds an underscore."},
	"enum_fuzzy":                                {Fr: "Le type de position est compris, mais ne s’écrit pas ainsi.", En: "The kind of position is understood, but not written so."},
	"separateur_decimal_invalide":               {Fr: "Les décimales s’écrivent avec un point.", En: "Decimals are written with a point."},
	"pipe_debut_fin":                            {Fr: "Une barre | est de trop au début ou à la fin.", En: "There is a stroke | too many at an end."},
	"date_invalide":                             {Fr: "La date s’écrit AAAA-MM-JJ.", En: "A date is written YYYY-MM-DD."},
	"date_ancienne":                             {Fr: "La date est d’avant 2010.", En: "The date is before 2010."},
	"date_future":                               {Fr: "La date est à venir.", En: "The date is to come."},
	"encoding.non_standard":                     {Fr: "Le fichier n’est pas en UTF-8.", En: "The file is not in UTF-8."},
	"delimiter.non_standard":                    {Fr: "Les colonnes se séparent par des points-virgules.", En: "Columns are separated by semicolons."},
	"linebreak.non_standard":                    {Fr: "Les fins de ligne sont d’un ancien Mac.", En: "The line ends are those of an old Mac."},
	"incoherence_numero":                        {Fr: "Le numéro n’est pas celui de la clé.", En: "The number is not that of the key."},
	"commune_manquante":                         {Fr: "Aucun code de commune n’est donné.", En: "No code of a commune is given."},
	"longlat_vides":                             {Fr: "La position manque\u202f: placez le numéro sur la carte.", En: "The position is missing: place the number on the map."},
	"longlat_invalides":                         {Fr: "La position n’est pas en France.", En: "The position is not in France."},
	"longlat_xy_incoherents":                    {Fr: "x/y et longitude/latitude ne montrent pas le même point.", En: "x/y and longitude/latitude do not show the same point."},
	"position_manquante":                        {Fr: "Dites ce que le point montre\u202f: l’entrée, le bâtiment, la parcelle…", En: "Say what the point shows: the entrance, the building, the parcel…"},
	"adresse_incomplete":                        {Fr: "Il manque le numéro ou la voie.", En: "The number or the street is missing."},
	"voie_nom_have_same_lieudit_complement_nom": {Fr: "Le complément répète le nom de la voie.", En: "The complement repeats the name of the street."},
	"lack_of_id_ban":                            {Fr: "Un identifiant de la base nationale manque sur la ligne.", En: "An identifier of the national base is missing in the row."},
	"every_line_required_id_ban":                {Fr: "Les identifiants de la base nationale sont sur toutes les lignes ou sur aucune.", En: "The identifiers of the national base stand in all rows or in none."},
	"multi_id_ban_commune":                      {Fr: "Une seule commune par fichier.", En: "One commune in a file."},
	"different_voie_nom_with_same_id_ban_toponyme": {Fr: "Un même identifiant de voie a plusieurs noms.", En: "One identifier of a street has several names."},
	"different_id_ban_toponyme_with_same_voie_nom": {Fr: "Une même voie a plusieurs identifiants.", En: "One street has several identifiers."},
	"different_adresse_with_same_id_ban_adresse":   {Fr: "Un même identifiant désigne plusieurs adresses.", En: "One identifier means several addresses."},
	"different_id_ban_adresses_with_same_adresse":  {Fr: "Une même adresse a plusieurs identifiants.", En: "One address has several identifiers."},
	"lieudit_complement_nom_not_declared":          {Fr: "Le lieu-dit en complément n’est pas déclaré lui-même.", En: "The place in the complement is not declared itself."},
	"empty":                                        {Fr: "Il n’y a aucune adresse.", En: "There is no address."},
	"valeur_inattendue":                            {Fr: "Une ligne est d’une autre commune.", En: "A row is of another commune."},
	"out_of_perimeter":                             {Fr: "La commune n’est pas dans le périmètre de l’opérateur.", En: "The commune is not among those of the operator."},
	"delete_too_many_addresses":                    {Fr: "Plus de huit adresses sur dix disparaîtraient.", En: "More than eight addresses of ten would go."},
	"delete_many_addresses":                        {Fr: "Plus de deux adresses sur dix disparaissent.", En: "More than two addresses of ten go."},
	"cog_no_match_id_ban_commune":                  {Fr: "L’identifiant BAN n’est pas celui de la commune.", En: "The BAN identifier is not that of the commune."},
	"commune_nom_invalide":                         {Fr: "Le nom de la commune n’est pas le nom officiel.", En: "The commune’s name is not the official one."},
	"chef_lieu_invalide":                           {Fr: "La commune déléguée n’est pas de cette commune.", En: "The former commune is not of this commune."},
	"commune_ancienne":                             {Fr: "Le code est celui d’une commune qui n’existe plus.", En: "The code is that of a commune that is no more."},
}

// Words say what a code means, and what to do.
func Words(code string) ts.Text {
	for key := code; key != ""; {
		if w, ok := words[key]; ok {
			return w
		}
		rest := key
		for i, c := range rest {
			if c == '.' {
				rest = rest[i+1:]
				break
			}
		}
		if rest == key {
			break
		}
		key = rest
	}
	return ts.Text{Fr: code, En: code}
}

// Mended tells whether importing a file mends what a code says.
func Mended(code string) bool { return mended[code[lastDot(code)+1:]] }

var mended = set("espaces_debut_fin casse_invalide numero_prefixe_manquant contient_prefixe enum_fuzzy separateur_decimal_invalide pipe_debut_fin date_invalide contient_tiret_bas non_standard longlat_xy_incoherents")

func lastDot(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '.' {
			return i
		}
	}
	return -1
}
