package privacy

import (
	"strings"
	"unicode"
)

// hint is what the words of a header say about a column.
type hint uint16

const (
	hintNIR hint = 1 << iota
	hintIBAN
	hintPhone
	hintEmail
	hintCompany    // SIREN, SIRET: digits that are never a person's
	hintIdentifier // codes and numbers of things
	hintBody       // the contact of an organisation
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
