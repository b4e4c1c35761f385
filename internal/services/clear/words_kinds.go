package clear

import (
	"strings"

	"airial/internal/platform/i18n"
	"airial/privacy"
)

func why(r privacy.Result) i18n.Text {
	fr, en := kinds(r)
	return i18n.T("Le fichier contient des données personnelles : %[1]s. Retirez-les et déposez une nouvelle version, ou décidez de la publication avec une raison.",
		"The file holds personal data: %[2]s. Remove them and deposit a new version, or decide on publication with a reason.",
		strings.Join(fr, ", "), strings.Join(en, ", "))
}

func whyBlocked(r privacy.Result) i18n.Text {
	fr, en := kinds(r)
	return i18n.T("Le fichier contient des données qui ne se publient pas sans l’avis du délégué à la protection des données\u202f: %[1]s. Le plus sûr est de les retirer et de déposer une nouvelle version.",
		"The file holds data that are not published without the opinion of the data-protection officer: %[2]s. The safest way is to remove them and deposit a new version.",
		strings.Join(fr, ", "), strings.Join(en, ", "))
}

func advised(verb, reason string) i18n.Text {
	if verb == VerbFavour {
		return i18n.T("Avis favorable du délégué à la protection des données\u202f: %[1]s. La collectivité décide.",
			"Favourable opinion of the data-protection officer: %[1]s. The body decides.", strings.TrimRight(reason, " ."))
	}
	return i18n.T("Avis défavorable du délégué à la protection des données\u202f: %[1]s. La collectivité décide\u202f; elle peut s’en écarter, avec sa raison.",
		"Unfavourable opinion of the data-protection officer: %[1]s. The body decides; it may depart from it, with its reason.", strings.TrimRight(reason, " ."))
}

var labels = map[privacy.Kind]i18n.Text{
	privacy.NIR:         i18n.T("numéro de sécurité sociale", "social-security number"),
	privacy.IBAN:        i18n.T("coordonnées bancaires", "bank account"),
	privacy.Email:       i18n.T("adresse électronique", "e-mail address"),
	privacy.Phone:       i18n.T("numéro de téléphone", "telephone number"),
	privacy.PersonName:  i18n.T("nom de personne", "person’s name"),
	privacy.SiretPerson: i18n.T("SIRET d’une personne", "SIRET of a person"),
	privacy.Address:     i18n.T("adresse d’une personne", "person’s address"),
	privacy.BirthDate:   i18n.T("date de naissance", "date of birth"),
	privacy.BirthPlace:  i18n.T("lieu de naissance", "place of birth"),
	privacy.Plate:       i18n.T("plaque d’immatriculation", "number plate"),
	privacy.INE:         i18n.T("identifiant national d’élève", "national pupil number"),
	privacy.IDDocument:  i18n.T("numéro de pièce d’identité", "identity document"),
	privacy.CAF:         i18n.T("numéro d’allocataire", "benefit recipient’s number"),
	privacy.IP:          i18n.T("adresse IP", "IP address"),
	privacy.MAC:         i18n.T("adresse de carte réseau", "network card’s address"),
	privacy.Coordinates: i18n.T("coordonnées d’un logement", "coordinates of a dwelling"),
	privacy.Card:        i18n.T("carte bancaire", "bank card"),
	privacy.Health:      i18n.T("santé", "health"),
	privacy.Union:       i18n.T("appartenance syndicale", "union membership"),
	privacy.Religion:    i18n.T("religion", "religion"),
	privacy.Origin:      i18n.T("origine", "origin"),
	privacy.SexualLife:  i18n.T("vie sexuelle", "sexual life"),
	privacy.Offence:     i18n.T("infraction ou sanction", "offence or sanction"),
	privacy.Salary:      i18n.T("rémunération", "pay"),
}

func label(k privacy.Kind) i18n.Text {
	if t, ok := labels[k]; ok {
		return t
	}
	return i18n.Text{Fr: string(k), En: string(k)}
}
