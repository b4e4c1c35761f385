package privacy

import (
	"strings"
	"unicode"
)

// hint is what the words of a header say about a column.
type hint uint64

const (
	hintNIR hint = 1 << iota
	hintIBAN
	hintPhone
	hintEmail
	hintCompany    // SIREN, SIRET: digits that are never a person's
	hintIdentifier // codes and numbers of things
	hintBody       // the contact of an organisation

	hintGiven       // prénom
	hintFamily      // nom
	hintBirth       // naissance
	hintPlace       // lieu, commune: with hintBirth
	hintDate        // date
	hintAddress     // adresse, rue
	hintPlate       // immatriculation, plaque
	hintINE         // INE, NUMEN
	hintDocument    // passeport, CNI
	hintCAF         // allocataire
	hintCard        // carte bancaire
	hintIP          // adresse IP
	hintLatitude    // latitude, longitude, x, y
	hintSalary      // salaire, rémunération
	hintHealth      // handicap, pathologie
	hintUnion       // syndicat
	hintReligion    // religion, culte
	hintOrigin      // nationalité, origine
	hintSexual      // orientation sexuelle
	hintOffence     // condamnation, infraction
	hintPublicRole  // maire, élu, titulaire: a column of people in a public role
	hintPrivateRole // agent, élève, bénéficiaire
	hintCount       // nombre, effectif: a table of counts
	hintLegalForm   // catégorie juridique
	hintText        // objet, observations: sentences
	hintHolder      // titulaire: of a contract or of an account
)

// lexicon gives the hint of each header word, folded: lower case, no accent.
// A word is looked up whole, so that "port" is not found in "transport".
var lexicon = map[string]hint{
	"nir": hintNIR, "nss": hintNIR, "secu": hintNIR, "numsecu": hintNIR, "numss": hintNIR,
	"insee": hintNIR, "sociale": hintNIR, "immatriculation": hintNIR, "assure": hintNIR,

	"iban": hintIBAN, "rib": hintIBAN, "bic": hintIBAN, "bancaire": hintIBAN, "bancaires": hintIBAN,

	"tel": hintPhone, "telephone": hintPhone, "telephonique": hintPhone, "phone": hintPhone,
	"portable": hintPhone, "mobile": hintPhone, "gsm": hintPhone, "fax": hintPhone,
	"telecopie": hintPhone, "fixe": hintPhone, "tph": hintPhone, "telportable": hintPhone, "telfixe": hintPhone,
	"numtel": hintPhone, "port": hintPhone,

	"mail": hintEmail, "mel": hintEmail, "courriel": hintEmail, "email": hintEmail,
	"mails": hintEmail, "courriels": hintEmail, "emails": hintEmail,

	"siret": hintCompany, "siren": hintCompany, "nic": hintCompany, "sirets": hintCompany, "sirens": hintCompany,

	"isbn": hintIdentifier, "ean": hintIdentifier, "gtin": hintIdentifier, "code": hintIdentifier,
	"parcelle": hintIdentifier, "finess": hintIdentifier, "uai": hintIdentifier, "rna": hintIdentifier,
	"id": hintIdentifier, "identifiant": hintIdentifier, "uid": hintIdentifier, "reference": hintIdentifier,
	"ref": hintIdentifier, "matricule": hintIdentifier, "cle": hintIdentifier, "compte": hintIdentifier,
	"facture": hintIdentifier, "mandat": hintIdentifier, "bordereau": hintIdentifier, "marche": hintIdentifier,

	"prenom": hintGiven, "prenoms": hintGiven, "firstname": hintGiven, "prenomnom": hintGiven | hintFamily, "nomprenom": hintGiven | hintFamily,
	"nom": hintFamily, "noms": hintFamily, "patronyme": hintFamily, "lastname": hintFamily, "surname": hintFamily, "nomfamille": hintFamily,
	"naissance": hintBirth, "ne": hintBirth, "nee": hintBirth, "birth": hintBirth, "ddn": hintBirth | hintDate, "datenaissance": hintBirth | hintDate,
	"birthdate": hintBirth | hintDate, "datenaiss": hintBirth | hintDate, "naiss": hintBirth, "dnaiss": hintBirth | hintDate,
	"lieu": hintPlace, "commune": hintPlace, "ville": hintPlace, "pays": hintPlace, "departement": hintPlace, "place": hintPlace,
	"date": hintDate, "jour": hintDate,
	"adresse": hintAddress, "adresses": hintAddress, "rue": hintAddress, "voie": hintAddress, "domicile": hintAddress, "address": hintAddress,
	"plaque": hintPlate, "plaques": hintPlate, "vehicule": hintPlate, "immat": hintPlate,
	"ine": hintINE, "numen": hintINE, "bea": hintINE,
	"passeport": hintDocument, "passport": hintDocument, "cni": hintDocument, "cnie": hintDocument,
	"allocataire": hintCAF, "caf": hintCAF, "numallocataire": hintCAF, "allocataires": hintCAF,
	"carte": hintCard, "cb": hintCard, "pan": hintCard,
	"ip": hintIP, "ipv4": hintIP, "ipv6": hintIP,
	"latitude": hintLatitude, "longitude": hintLatitude, "lat": hintLatitude, "lon": hintLatitude, "lng": hintLatitude, "long": hintLatitude,
	"x": hintLatitude, "y": hintLatitude, "osm": hintLatitude, "coordonnees": hintLatitude, "geopoint": hintLatitude, "geo": hintLatitude,
	"salaire": hintSalary, "remuneration": hintSalary, "traitement": hintSalary, "salaires": hintSalary, "brut": hintSalary, "indemnite": hintSalary,
	"indemnites": hintSalary, "ifse": hintSalary, "rifseep": hintSalary, "prime": hintSalary, "primes": hintSalary, "salary": hintSalary,
	"net": hintSalary, "paie": hintSalary, "paye": hintSalary, "revenu": hintSalary, "revenus": hintSalary, "imposable": hintSalary, "gratification": hintSalary,
	"pension": hintSalary, "retraite": hintSalary, "remunerations": hintSalary, "traitements": hintSalary, "vacations": hintSalary,
	"handicap": hintHealth, "pathologie": hintHealth, "maladie": hintHealth, "sante": hintHealth, "allergie": hintHealth, "allergies": hintHealth,
	"gir": hintHealth, "diagnostic": hintHealth, "medical": hintHealth, "rqth": hintHealth, "vaccin": hintHealth, "grossesse": hintHealth,
	"medicale": hintHealth, "medicales": hintHealth, "medicaux": hintHealth, "pathologies": hintHealth, "maladies": hintHealth, "handicaps": hintHealth,
	"invalidite": hintHealth, "incapacite": hintHealth, "mdph": hintHealth, "aah": hintHealth, "pai": hintHealth, "medicament": hintHealth, "medicaments": hintHealth,
	"vaccins": hintHealth, "vaccination": hintHealth, "vaccinations": hintHealth, "allergenes": hintHealth, "asthme": hintHealth, "diabete": hintHealth,
	"syndicat": hintUnion, "syndical": hintUnion, "syndicale": hintUnion, "syndicales": hintUnion, "syndicaux": hintUnion,
	"religion": hintReligion, "culte": hintReligion, "confession": hintReligion, "religieux": hintReligion, "religieuse": hintReligion, "religions": hintReligion, "cultuel": hintReligion, "cultuelle": hintReligion, "halal": hintReligion, "casher": hintReligion,
	"nationalite": hintOrigin, "origine": hintOrigin, "ethnie": hintOrigin, "ethnique": hintOrigin, "nationalites": hintOrigin,
	"sexuelle": hintSexual, "sexuel": hintSexual, "sexualite": hintSexual,
	"condamnation": hintOffence, "infraction": hintOffence, "infractions": hintOffence, "casier": hintOffence, "delit": hintOffence, "peine": hintOffence,
	"condamnations": hintOffence, "peines": hintOffence, "delits": hintOffence, "judiciaire": hintOffence, "judiciaires": hintOffence, "sanction": hintOffence,
	"sanctions": hintOffence, "disciplinaire": hintOffence, "disciplinaires": hintOffence, "penal": hintOffence, "penale": hintOffence, "verbalisation": hintOffence,
	"maire": hintPublicRole, "elu": hintPublicRole, "elus": hintPublicRole, "elue": hintPublicRole, "signataire": hintPublicRole, "rapporteur": hintPublicRole,
	"titulaire": hintPublicRole | hintHolder, "titulaires": hintPublicRole | hintHolder, "attributaire": hintPublicRole, "president": hintPublicRole, "conseiller": hintPublicRole, "architecte": hintPublicRole,
	"directeur": hintPublicRole, "adjoint": hintPublicRole, "prefet": hintPublicRole, "depute": hintPublicRole, "senateur": hintPublicRole, "candidat": hintPublicRole,
	"acheteur": hintPublicRole, "gerant": hintPublicRole, "denomination": hintPublicRole, "raison": hintPublicRole, "entreprise": hintPublicRole, "fournisseur": hintPublicRole,
	"societe": hintPublicRole, "enseigne": hintPublicRole, "brand": hintPublicRole, "operator": hintPublicRole, "association": hintPublicRole, "prestataire": hintPublicRole,
	"denominationsociale": hintPublicRole, "raisonsociale": hintPublicRole, "representant": hintPublicRole, "fonction": hintPublicRole,
	"agent": hintPrivateRole, "eleve": hintPrivateRole, "enfant": hintPrivateRole, "usager": hintPrivateRole, "demandeur": hintPrivateRole,
	"beneficiaire": hintPrivateRole, "locataire": hintPrivateRole, "proprietaire": hintPrivateRole, "defunt": hintPrivateRole, "concessionnaire": hintPrivateRole,
	"patient": hintPrivateRole, "assuree": hintPrivateRole, "parent": hintPrivateRole, "parents": hintPrivateRole, "debiteur": hintPrivateRole, "abonne": hintPrivateRole,
	"agents": hintPrivateRole, "eleves": hintPrivateRole, "enfants": hintPrivateRole, "usagers": hintPrivateRole, "demandeurs": hintPrivateRole, "beneficiaires": hintPrivateRole,
	"concession": hintPrivateRole, "bail": hintPrivateRole, "permis": hintPrivateRole, "petitionnaire": hintPrivateRole, "redevable": hintPrivateRole, "acquereur": hintPrivateRole,
	"vendeur": hintPrivateRole, "salarie": hintPrivateRole, "employe": hintPrivateRole, "stagiaire": hintPrivateRole, "adherent": hintPrivateRole, "responsable": hintPrivateRole,
	"conjoint": hintPrivateRole, "tuteur": hintPrivateRole, "mere": hintPrivateRole, "pere": hintPrivateRole, "victime": hintPrivateRole, "auteur": hintPrivateRole,
	"objet": hintText, "intitule": hintText, "libelle": hintText, "observation": hintText, "observations": hintText, "commentaire": hintText, "commentaires": hintText,
	"motif": hintText, "description": hintText, "remarque": hintText, "remarques": hintText, "note": hintText, "notes": hintText, "message": hintText, "designation": hintText, "details": hintText,
	"identite": hintGiven | hintFamily | hintDocument,
	"nombre":   hintCount, "nb": hintCount, "effectif": hintCount, "occurrences": hintCount, "occurrence": hintCount, "total": hintCount, "nbr": hintCount,
	"juridique": hintLegalForm,

	"mairie": hintBody, "standard": hintBody, "accueil": hintBody, "secretariat": hintBody,
	"equip": hintBody, "equipement": hintBody, "etablissement": hintBody, "service": hintBody,
	"organisme": hintBody, "structure": hintBody,
}

func hintsOf(name string) hint {
	var h hint
	for _, word := range words(name) {
		h |= lexicon[word]
	}
	return h
}

// words cuts a header into folded words, at whatever is no letter or digit and
// where a lower-case letter meets an upper-case one: "idBeneficiaire".
func words(name string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	lower := false
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if !unicode.Is(unicode.Mn, r) { // the accent of a decomposed letter
				flush()
			}
			lower = false
			continue
		}
		if unicode.IsUpper(r) && lower {
			flush()
		}
		lower = unicode.IsLower(r)
		b.WriteRune(foldRune(unicode.ToLower(r)))
	}
	flush()
	return out
}

// foldRune takes the accent off the letters that French uses.
func foldRune(r rune) rune {
	switch r {
	case 'à', 'â', 'ä', 'á':
		return 'a'
	case 'ç':
		return 'c'
	case 'é', 'è', 'ê', 'ë':
		return 'e'
	case 'î', 'ï', 'í':
		return 'i'
	case 'ô', 'ö', 'ó':
		return 'o'
	case 'ù', 'û', 'ü', 'ú':
		return 'u'
	case 'ÿ':
		return 'y'
	}
	return r
}
