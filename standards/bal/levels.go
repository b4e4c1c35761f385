package bal

import "strings"

// Level is how much a finding weighs.
type Level string

// The levels: a file with an Error is refused by the national base.
const (
	Error   Level = "E"
	Warning Level = "W"
	Info    Level = "I"
)

// Profiles are the versions that the official validator knows today.
var Profiles = []string{"1.3", "1.4", "1.5"}

func set(codes string) map[string]bool {
	out := map[string]bool{}
	for _, c := range strings.Fields(codes) {
		out[c] = true
	}
	return out
}

// The codes and their levels are those of the official validator 3.5
// (BaseAdresseNationale/validateur-bal, lib/schema/profiles); what is in
// neither set is an Info.
var (
	errors13 = set(`cle_interop.structure_invalide cle_interop.commune_invalide cle_interop.numero_invalide cle_interop.valeur_manquante
		cle_interop.numero_prefixe_manquant cle_interop.casse_invalide voie_nom.valeur_manquante voie_nom.trop_court voie_nom.trop_long voie_nom.caractere_invalide
		numero.valeur_manquante numero.type_invalide numero.trop_grand numero.contient_prefixe suffixe.debut_invalide suffixe.trop_long suffixe.espaces_debut_fin
		commune_insee.commune_invalide commune_insee.valeur_manquante commune_insee.espaces_debut_fin
		x.valeur_invalide y.valeur_invalide long.valeur_invalide lat.valeur_invalide x.separateur_decimal_invalide y.separateur_decimal_invalide
		long.separateur_decimal_invalide lat.separateur_decimal_invalide date_der_maj.date_invalide row.incoherence_numero row.commune_manquante row.longlat_vides
		row.longlat_invalides row.adresse_incomplete field.voie_nom.missing field.numero.missing field.commune_insee.missing field.long.missing field.lat.missing
		rows.empty file.encoding.non_standard file.delimiter.non_standard file.linebreak.non_standard`)
	warnings13 = set(`cle_interop.voie_invalide cle_interop.commune_ancienne voie_nom.casse_incorrecte voie_nom.contient_tiret_bas
		voie_nom_@@.casse_incorrecte voie_nom_@@.contient_tiret_bas voie_nom_@@.trop_court voie_nom_@@.trop_long voie_nom_@@.caractere_invalide
		commune_insee.commune_ancienne commune_deleguee_insee.commune_invalide commune_deleguee_insee.commune_non_deleguee position.enum_fuzzy position.valeur_invalide
		cad_parcelles.valeur_invalide cad_parcelles.pipe_debut_fin source.valeur_manquante date_der_maj.valeur_manquante date_der_maj.date_ancienne
		date_der_maj.date_future certification_commune.valeur_invalide field.suffixe.missing suffixe.caractere_invalide field.cle_interop.missing field.position.missing
		field.x.missing field.y.missing field.source.missing field.date_der_maj.missing field.certification_commune.missing cle_interop.espaces_debut_fin
		commune_nom.espaces_debut_fin commune_deleguee_insee.espaces_debut_fin commune_deleguee_nom.espaces_debut_fin voie_nom.espaces_debut_fin
		voie_nom_@@.espaces_debut_fin lieudit_complement_nom.espaces_debut_fin lieudit_complement_nom_@@.espaces_debut_fin numero.espaces_debut_fin
		numero.not_to_be_zero position.espaces_debut_fin long.espaces_debut_fin lat.espaces_debut_fin x.espaces_debut_fin y.espaces_debut_fin
		cad_parcelles.espaces_debut_fin source.espaces_debut_fin date_der_maj.espaces_debut_fin uid_adresse.type_invalide uid_adresse.espaces_debut_fin
		row.voie_nom_have_same_lieudit_complement_nom row.commune_nom_invalide row.position_manquante row.chef_lieu_invalide row.longlat_xy_incoherents
		row.lieudit_complement_nom_not_declared`)
	errors14 = set(`id_ban_commune.type_invalide id_ban_toponyme.type_invalide id_ban_adresse.type_invalide uid_adresse.type_invalide row.lack_of_id_ban
		row.cog_no_match_id_ban_commune rows.multi_id_ban_commune rows.every_line_required_id_ban`)
	warnings14 = set(`field.id_ban_commune.missing field.id_ban_toponyme.missing field.id_ban_adresse.missing row.different_voie_nom_with_same_id_ban_toponyme
		row.different_id_ban_toponyme_with_same_voie_nom row.different_adresse_with_same_id_ban_adresse row.different_id_ban_adresses_with_same_adresse`)
	errors15 = set(`field.id_ban_commune.missing field.id_ban_toponyme.missing field.id_ban_adresse.missing field.toponyme.missing toponyme.valeur_manquante
		toponyme.trop_court toponyme.trop_long toponyme.caractere_invalide`)
	warnings15 = set(`toponyme.casse_incorrecte toponyme.contient_tiret_bas toponyme_@@.casse_incorrecte toponyme_@@.contient_tiret_bas toponyme_@@.trop_court
		toponyme_@@.trop_long toponyme_@@.caractere_invalide`)
)

// LevelOf is the level of a code in a profile.
func LevelOf(profile, code string) Level {
	code = general(code)
	is14, is15 := profile == "1.4" || profile == "1.5", profile == "1.5"
	switch {
	case is15 && errors15[code]:
		return Error
	case is15 && code == "field.voie_nom.missing":
		return Info
	case errors13[code], is14 && errors14[code]:
		return Error
	case warnings13[code], is14 && warnings14[code], is15 && warnings15[code]:
		return Warning
	}
	return Info
}

// general takes the language out of a code: voie_nom_bre.trop_court is
// voie_nom_@@.trop_court.
func general(code string) string {
	field, rest, _ := strings.Cut(code, ".")
	if base, lang, ok := localised(field); ok && lang != "" {
		return base + "_@@." + rest
	}
	return code
}

// localised parts a column of a regional language: voie_nom_bre.
func localised(column string) (base, lang string, ok bool) {
	for _, b := range []string{"voie_nom", "toponyme", "lieudit_complement_nom", "commune_nom", "commune_deleguee_nom"} {
		if rest, found := strings.CutPrefix(column, b+"_"); found && len(rest) == 3 && strings.ToLower(rest) == rest && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz") == "" {
			return b, rest, true
		}
	}
	return column, "", false
}
