package bal

import ts "airial/standards/tableschema"

// SchemaName is the name in the catalogue of schema.data.gouv.fr.
const SchemaName = "etalab/schema-bal"

// nameOf is how streets and places may be written, by the official schema: its
// letters, and the œ and æ that it forgets.
const nameOf = `^[A-Za-z0-9À-ÖØ-öø-ÿŒœ' \-\.\(\)‘’/"°,]+$`

const communeNameOf = `^(((Paris|Lyon|Marseille) [1-9][0-9]?er? Arrondissement)|([A-Za-zÀ-ÖØ-öø-ÿŒœ'’ \-\(\)]+))$`

// Schema describes the columns of version 1.4 as a table, for gates and
// explorers that know no more than tables. Its check is not that of Check,
// which knows how rows belong together.
func Schema() *ts.Schema {
	least := func(n int) *int { return &n }
	t := func(fr, en string) ts.Text { return ts.Text{Fr: fr, En: en} }
	field := func(name string, kind ts.Type, title, about ts.Text, example string, c ts.Constraints) ts.Field {
		return ts.Field{Name: name, Type: kind, Title: title, Description: about, Example: example, Constraints: c}
	}
	must, may := ts.Constraints{Required: true}, ts.Constraints{}
	return &ts.Schema{
		Name: SchemaName, Version: Version,
		Title:         t("Base adresse locale (BAL)", "Local address base (BAL)"),
		Description:   t("Les adresses d’une commune : voies, lieux-dits, numéros et leurs positions.", "The addresses of a commune: streets, places, numbers and their positions."),
		MissingValues: []string{""},
		Fields: []ts.Field{
			field("id_ban_commune", ts.String, t("Identifiant BAN de la commune", "BAN identifier of the commune"), t("Donné par la base nationale.", "Given by the national base."), "6d5ff0c3-4d5b-4d8e-9a35-0c0f4f0b7a11", may),
			field("id_ban_toponyme", ts.String, t("Identifiant BAN du toponyme", "BAN identifier of the street or place"), t("Le même pour tous les numéros de la voie.", "The same for all numbers of the street."), "0a6c1f36-0a9e-4d0c-8d4c-2a1c7f6b8e22", may),
			field("id_ban_adresse", ts.String, t("Identifiant BAN de l’adresse", "BAN identifier of the address"), t("Vide pour une voie ou un lieu-dit sans numéro.", "Empty for a street or place without a number."), "f1b2a7de-6a0f-4a55-b7be-1d8a3f9c0d33", may),
			field("cle_interop", ts.String, t("Clé d’interopérabilité", "Interoperability key"), t("Code de la commune, code de la voie, numéro sur cinq chiffres, suffixes, séparés par _.", "Code of the commune, code of the street, number in five digits, suffixes, with _ between them."), "40999_xxxx_00012_bis",
				ts.Constraints{Required: true, MinLength: least(16), Pattern: `^[0-9][0-9abAB][0-9]{3}_[0-9a-zA-Z]{4}_[0-9]{5}(_[a-zA-Z0-9]+)*$`}),
			field("commune_insee", ts.String, t("Code INSEE", "INSEE code"), t("Code de la commune d’aujourd’hui.", "Code of the present commune."), "40999", ts.Constraints{Required: true, Pattern: `^([013-9]\d|2[AB1-9])\d{3}$`}),
			field("commune_nom", ts.String, t("Commune", "Commune"), t("Nom officiel, avec ses majuscules.", "Official name, with its capitals."), "Sainte-Aulaye", ts.Constraints{Required: true, Pattern: communeNameOf}),
			field("commune_deleguee_insee", ts.String, t("Code INSEE de la commune déléguée", "INSEE code of the former commune"), t("Pour une commune nouvelle.", "For a merged commune."), "", ts.Constraints{Pattern: `^([013-9]\d|2[AB1-9])\d{3}$`}),
			field("commune_deleguee_nom", ts.String, t("Commune déléguée", "Former commune"), t("Pour une commune nouvelle.", "For a merged commune."), "", ts.Constraints{Pattern: communeNameOf}),
			field("voie_nom", ts.String, t("Voie ou lieu-dit", "Street or place"), t("Nom entier, en minuscules et majuscules, sans abréviation.", "Whole name, in small letters and capitals, without abbreviation."), "Rue du Lavoir", ts.Constraints{Required: true, MinLength: least(3), Pattern: nameOf}),
			field("lieudit_complement_nom", ts.String, t("Lieu-dit en complément", "Place as a complement"), t("Lieu-dit ancien ou qui précise l’adresse.", "Old place, or one that makes the address precise."), "Le Bourg", ts.Constraints{MinLength: least(3), Pattern: nameOf}),
			field("numero", ts.Integer, t("Numéro", "Number"), t("Sans suffixe ; 99999 pour une voie ou un lieu-dit sans numéro.", "Without suffix; 99999 for a street or place without numbers."), "12", ts.Constraints{Required: true, Minimum: "0", Maximum: "99999"}),
			field("suffixe", ts.String, t("Suffixe", "Suffix"), t("bis, ter, a…", "bis, ter, a…"), "bis", may),
			field("position", ts.String, t("Type de position", "Kind of position"), t("Ce que le point montre.", "What the point shows."), "entrée", ts.Constraints{Enum: Positions}),
			field("x", ts.Number, t("x (projection légale)", "x (legal projection)"), t("Lambert 93 en métropole.", "Lambert 93 in mainland France."), "404523.10", may),
			field("y", ts.Number, t("y (projection légale)", "y (legal projection)"), t("Lambert 93 en métropole.", "Lambert 93 in mainland France."), "6301245.70", may),
			field("long", ts.Number, t("Longitude", "Longitude"), t("WGS 84, en degrés.", "WGS 84, in degrees."), "-0.7683", ts.Constraints{Minimum: "-180", Maximum: "180"}),
			field("lat", ts.Number, t("Latitude", "Latitude"), t("WGS 84, en degrés.", "WGS 84, in degrees."), "43.7052", ts.Constraints{Minimum: "-90", Maximum: "90"}),
			field("cad_parcelles", ts.String, t("Parcelles cadastrales", "Land parcels"), t("Identifiants de 14 caractères, séparés par |.", "Identifiers of 14 characters, with | between them."), "40999000AB0123", may),
			field("source", ts.String, t("Source", "Source"), t("L’organisme qui donne l’adresse : la commune.", "The body that gives the address: the commune."), "Commune de Sainte-Aulaye", must),
			field("date_der_maj", ts.Date, t("Dernière mise à jour", "Last change"), t("AAAA-MM-JJ.", "YYYY-MM-DD."), "2026-05-12", must),
			{Name: "certification_commune", Type: ts.Boolean, Title: t("Certifiée par la commune", "Certified by the commune"), Example: "1", TrueValues: []string{"1"}, FalseValues: []string{"0"},
				Description: t("1 quand la commune certifie l’adresse, 0 sinon.", "1 when the commune certifies the address, 0 otherwise.")},
		},
	}
}
