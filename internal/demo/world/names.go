package world

import "strings"

// Names of communes are made of a head and an ending that sound Gascon, or of
// a saint and an invented river. No head, saint or river gives the name of a
// real commune; the combinations were compared with the 35,000 real ones
// (accents and case apart) and the heads that met one were left out.

var nameHeads = strings.Fields(`Ambarr Arcam Arjun Aubesc Aurib Bagarr Balanc Barrad Bascam Bierg Biroul
Bosquer Bougarr Bourrag Brasqu Brocass Cabanass Cachell Cagnol Camarr Cantegr Capdeb Carcar Caubeyr Cazalad
Clavar Coudr Courneg Dahurr Doazan Dumart Escanb Escarn Escourb Esparrag Estib Eyrass Fargad Ferrat Flourec
Gaillard Garbaz Garluss Gaujan Gouts Guirad Hagetan Haurd Herrad Hontab Hourcad Jouan Lacaud Lagourb Lalouq
Lamothig Larboust Larrib Laurag Lesbarr Lespour Lioub Lourquen Lubesc Lugaz Luquer Magesc Mansor Marquest
Maubrac Mazerol Mesplad Mimort Mirass Monclar Moulied Mugronn Naudet Nerbiss Noarr Ondress Ossag Palourd
Parentig Pelouer Pimbarr Pissarr Pomarr Pontag Poudens Pouyed Puybarr Rimbezan Roquec Salespiss Sarbazan
Sarrag Saugnarr Sauvern Serresl Sorbarr Souprang Tarnoss Taulad Tercig Tilhad Tosserb Uchacq Urgonz Uzesc
Vicnarr Vielloul Ygoss Yzarr`)

var nameMiddles = []string{"", "agn", "ill", "arr", "oul"}

var nameEndings = strings.Fields(`ac acq ade an ans ars as ats aut aux e ède ein en ens eras ère eroque et eyre
eyres ignac igue ine ios iosse iracq issan on os osse ots ouet ous oux uc ugue un urets us`)

var nameSaints = strings.Fields(`Aubesc Arrouy Bertille Bazelin Cricoine Douce-Marie Estèphe-Noir Fargue Gérosse
Gorin Hilarion Josselin-Vieux Lubin-Clair Médouze Orens-Blanc Pardouze Quirinac Savinelle Symphore Vidouze
Yaguen-Haut Zéphirin`)

var nameRivers = strings.Fields(`Arriouse Baïgue Barthouze Brézette Cantoune Courbouze Douzette Escampe Estrigone
Garbèze Gouadette Hourgue Jouanine Landouze Lédouze Lioure Lugaut Maransine Midouzette Onesselle Ouzède Palousse
Pontenxelle Retjouze Sanguine Tursane Vignolette Yrieuze`)

// nameCount is how many names there are, more than communeCodes.
var (
	singleNames = len(nameHeads) * len(nameMiddles) * len(nameEndings)
	saintNames  = len(nameSaints) * len(nameRivers)
	nameCount   = singleNames + saintNames + len(nameHeads)*len(nameEndings)
)

// nameStep walks through all names once: it is prime and divides no nameCount.
const nameStep = 7907

// communeName is the k-th name under a seed. Two ranks below nameCount never
// share a name, nor does any with a hand-written commune.
func communeName(seed uint64, k int) string {
	name := combined(seed, k)
	if taken[name] {
		name += "-en-" + departmentName
	}
	return name
}

// taken are the names of the communes written by hand.
var taken = func() map[string]bool {
	names := map[string]bool{}
	for _, h := range firstCommunes {
		names[h.name] = true
	}
	for _, f := range formerCommunes {
		names[f.Name] = true
	}
	return names
}()

func combined(seed uint64, k int) string {
	i := (k%nameCount*nameStep + int(key(seed, "names")%uint64(nameCount))) % nameCount
	heads, middles, endings := len(nameHeads), len(nameMiddles), len(nameEndings)
	if i < singleNames {
		return nameHeads[i%heads] + nameMiddles[i/heads%middles] + nameEndings[i/heads/middles]
	}
	if i -= singleNames; i < saintNames {
		return "Saint-" + nameSaints[i%len(nameSaints)] + "-sur-" + nameRivers[i/len(nameSaints)]
	}
	i -= saintNames
	river := nameRivers[key(seed, "river", i)%uint64(len(nameRivers))]
	return nameHeads[i%heads] + nameEndings[i/heads%endings] + "-sur-" + river
}

// of is "de" before a name, with its elision and contraction, as cells and
// official names write it: d'Escarnac, de Castelarrouy, des Trois-Airiaux.
func of(name string) string {
	switch {
	case strings.HasPrefix(name, "Les "):
		return "des " + name[len("Les "):]
	case strings.HasPrefix(name, "Le "):
		return "du " + name[len("Le "):]
	case strings.ContainsRune("AEIOUYÉÈ", []rune(name)[0]):
		return "d'" + name
	}
	return "de " + name
}

// typo gives a text for the screen its typographic apostrophes.
func typo(s string) string { return strings.ReplaceAll(s, "'", "’") }

var slugFold = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "ë", "e", "à", "a", "â", "a", "ï", "i", "î", "i",
	"ô", "o", "û", "u", "ù", "u", "ç", "c", "œ", "oe", "É", "e", "È", "e", "'", "-", "’", "-", " ", "-")

// slug is a name as addresses and logins write it.
func slug(name string) string { return strings.ToLower(slugFold.Replace(name)) }
