package main

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

// Names are composed of syllables in the manner of regions and countries, so
// that most of them stand in nobody's list; first names are those of a list of
// this file, rare ones and frequent ones, and composed ones.

var starts = map[string][]string{
	"dev": {"Lar", "Cas", "Bor", "Et", "Pey", "Dar", "Mon", "Lab", "Ker", "Tré", "Guil", "Schm", "Hoff", "Ben", "El ", "Da ", "Ou", "Mar", "Bel", "Du ", "Fro", "Vi", "Sou", "Gar", "Tas",
		"Ver", "Que", "Bra", "Cla", "Des"},
	"held": {"Lous", "Pou", "Hir", "Irib", "Sar", "Cap", "Mou", "Le ", "Pen", "Rous", "Mül", "Wag", "Bou", "Al-", "De ", "Kou", "Nya", "Pin", "San", "Tru", "Ga", "Clo", "Vau", "Mire", "Jol",
		"Bréh", "Char", "Fab", "Gré", "Ned"},
}

var middles = []string{"ra", "ti", "gue", "ma", "lo", "be", "ri", "che", "na", "dou", "va", "le", "mi", "ro", "", "", "", "ber", "ti", "sou"}

var ends = map[string][]string{
	"dev":  {"gne", "dieu", "tague", "zère", "goyen", "mann", "dec", "vert", "nes", "dou", "lier", "zac", "chini", "ouf", "dji", "veira", "lot", "rault", "sky", "bère"},
	"held": {"guy", "ède", "lade", "nac", "berger", "oual", "zieux", "tin", "ghi", "lli", "mba", "ssé", "reira", "court", "ville", "naud", "wicz", "rec", "tard", "bide"},
}

var givens = map[string][]string{
	"dev": {"Capucine", "Ewen", "Isaure", "Zéphyrin", "Maïa", "Tidiane", "Bixente", "Oriane", "Gontran", "Hermeline", "Kelly-Ann", "Yacouba", "Thi Mai", "Ezékiel", "Jean-Eudes", "Marie-Sixtine",
		"Nolwenn", "Aritz", "Sofiène", "Lubna", "Wenceslas", "Philibert", "Dounia", "Radouane", "Clotilde", "Gérard", "Monique", "Josette", "Thierry", "Sandrine", "Pierre", "Rose", "Marine", "Clément", "Olive"},
	"held": {"Apolline", "Maïder", "Eneko", "Sixtine", "Kylian", "Fanta", "Marie-Capucine", "Jean-Rémi", "Youna", "Idris", "Salomé", "Théotime", "Bérengère", "Ousseynou", "Ghjulia", "Malika",
		"Xan", "Perrette", "Lazlo", "Ambroisine", "Huguette", "Bernard", "Chantal", "Ludovic", "Aurélie", "Nathan", "Romain", "Florence", "Victoire", "Constance", "Pascal", "Anne-Gaëlle", "Issa", "Mathurin", "Solenn"},
}

type maker struct {
	*rand.Rand
	half string
}

func newMaker(seed uint64) *maker { return &maker{Rand: rand.New(rand.NewPCG(seed, 1))} }

func pick[T any](m *maker, list []T) T { return list[m.IntN(len(list))] }

// surname composes a family name.
func (m *maker) surname() string {
	s := pick(m, starts[m.half])
	rest := pick(m, middles) + pick(m, ends[m.half])
	if strings.HasSuffix(s, " ") || strings.HasSuffix(s, "-") {
		rest = title(rest)
	}
	s += rest
	if m.IntN(12) == 0 {
		s += "-" + title(pick(m, middles)+pick(m, ends[m.half]))
	}
	return s
}

func title(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

func (m *maker) given() string { return pick(m, givens[m.half]) }

var civilities = []string{"M.", "Mme", "Monsieur", "Madame", "Mlle", "M", "Mme.", "Mr"}

func mark(role, name string) string { return "[" + role + " " + name + "]" }

// civil is a name behind a civility, in one of the forms people use.
func (m *maker) civil(role string) string {
	c, s := pick(m, civilities[:6]), m.surname()
	if m.IntN(12) == 0 {
		c = pick(m, civilities)
	}
	switch m.IntN(9) {
	case 0:
		return c + " " + mark(role, s)
	case 1:
		return c + " " + mark(role, strings.ToUpper(s))
	case 2:
		return c + " " + mark(role, m.given()+" "+strings.ToUpper(s))
	case 3:
		return c + " " + mark(role, strings.ToUpper(s)+" "+m.given())
	case 4:
		return "Mme " + mark(role, m.given()+" "+s+" "+pick(m, []string{"née", "épouse", "veuve"})+" "+m.surname())
	case 5:
		return c + " " + mark(role, string([]rune(m.given())[:1])+". "+s)
	default:
		return c + " " + mark(role, m.given()+" "+s)
	}
}

// full is a name without a civility.
func (m *maker) full(role string) string {
	s := m.surname()
	switch m.IntN(4) {
	case 0:
		return mark(role, m.given()+" "+strings.ToUpper(s))
	case 1:
		return mark(role, strings.ToUpper(s)+" "+m.given())
	default:
		return mark(role, m.given()+" "+s)
	}
}

// reversed is the family name first, as in lists.
func (m *maker) reversed() string {
	s := m.surname()
	switch m.IntN(3) {
	case 0:
		return mark("p", strings.ToUpper(s)+" "+m.given())
	case 1:
		return mark("p", strings.ToUpper(s)+", "+m.given())
	}
	return mark("p", s+" "+m.given())
}

// capitals writes as object lines do: no accents, all in capitals.
func capitals(s string) string {
	return strings.NewReplacer("É", "E", "È", "E", "Ê", "E", "Ë", "E", "Ï", "I", "Î", "I", "Ô", "O", "Û", "U", "Ü", "U", "Ç", "C", "À", "A", "Â", "A").
		Replace(strings.ToUpper(s))
}
