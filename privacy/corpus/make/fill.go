package main

import (
	"fmt"
	"math/big"
	"strings"
)

var towns = map[string][]string{
	"dev":  {"Saint-Loubouer", "Mimbaste", "Villandraut", "Sainte-Colome", "Lussagnet", "Arthez-d’Armagnac", "Ondres", "Saint-André"},
	"held": {"Saint-Cricq", "Pomarez", "Barcelonne", "Sainte-Marie-de-Gosse", "Uhart-Cize", "Le Frêche", "Ossages", "Saint-Julien"},
}

var streets = map[string][]string{
	"dev":  {"rue Jean-Bouin", "avenue du Général Leclerc", "rue du Docteur Dubalen", "place Gambetta", "boulevard Alfred de Musset", "allée Marguerite Yourcenar", "chemin de Bertrand"},
	"held": {"avenue Georges Clemenceau", "rue Édith Piaf", "place du Commandant Arnaud", "quai Jules Dupuy", "impasse Henri Matisse", "rue de l’Abbé Bordes", "chemin de Jeantot"},
}

var schools = map[string][]string{
	"dev":  {"collège Henri Scognamiglio", "stade Marcel Saupin", "gymnase Micheline Ostermeyer", "groupe scolaire Suzanne Lacore", "lycée Gaston Crampe"},
	"held": {"collège Cel Le Gaucher", "stade Loys Ladislas", "gymnase André Darrigade", "centre Bernard Lafay", "lycée Louis Barthou"},
}

var houses = map[string][]string{
	"dev":  {"école Jean-Macé", "église Sainte-Eulalie", "école maternelle Pauline Kergomard", "espace François Mitterrand"},
	"held": {"salle Roger Couderc", "médiathèque Françoise Sagan", "maison Jean Sarrailh", "crèche Dolto", "halle Claude Nougaro"},
}

var names = map[string][]string{
	"dev":  {"Clos Marguerite", "Villa Élisa", "Jardins de Pauline", "Domaine Saint-Rémy", "Georges-Pompidou"},
	"held": {"Villa Hortense", "Parc de Célestine", "Clos Saint-Amand", "Aimé-Césaire", "Jules-Verne"},
}

var associations = map[string][]string{
	"dev":  {"Les Amis de Jean Lafourcade", "Sport et Joie", "Comité des œuvres sociales", "Club Pierre de Coubertin", "La Clef des chants"},
	"held": {"Chorale Sainte-Cécile", "Amicale Robert Lassalle", "Union sportive Olive Blanche", "Foyer Marie-Noël", "Les Baladins"},
}

var jobs = map[string][]string{
	"dev":  {"adjoint technique territorial", "agent d’entretien", "attachée territoriale", "ATSEM principale", "éducatrice de jeunes enfants"},
	"held": {"rédacteur territorial", "adjointe d’animation", "technicien principal", "auxiliaire de puériculture", "agent de maîtrise"},
}

var offices = map[string][]string{
	"dev":  {"adjoint au maire", "conseillère municipale", "vice-président", "maire de la commune", "conseiller délégué"},
	"held": {"adjointe aux finances", "conseiller communautaire", "première vice-présidente", "conseillère départementale", "adjoint"},
}

// firm is a company, some with a person's name.
func (m *maker) firm() string {
	switch m.IntN(5) {
	case 0:
		return "SARL " + m.given() + " " + m.surname()
	case 1:
		return "l’entreprise " + m.surname() + " et Fils"
	case 2:
		return "SAS " + m.surname() + " TP"
	case 3:
		return pick(m, []string{"Menuiserie", "Transports", "Établissements", "Cabinet", "SCI"}) + " " + m.surname()
	}
	return "société " + pick(m, []string{"Sud Réseaux", "Aquitaine Voirie", "Pyrénées Habitat", "Terre et Paysage"})
}

func (m *maker) number(digits int) string {
	var b strings.Builder
	for i := range digits {
		if i == 0 {
			b.WriteByte(byte('1' + m.IntN(9)))
		} else {
			b.WriteByte(byte('0' + m.IntN(10)))
		}
	}
	return b.String()
}

var monthNames = []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

func (m *maker) date(from, years int) string {
	d, mo, y := 1+m.IntN(28), m.IntN(12), from+m.IntN(years)
	switch m.IntN(3) {
	case 0:
		return fmt.Sprintf("%02d/%02d/%d", d, mo+1, y)
	case 1:
		return fmt.Sprintf("%d %s %d", d+1, monthNames[mo], y)
	}
	return fmt.Sprintf("%02d.%02d.%d", d, mo+1, y)
}

// nir makes a number with its key; Corsica's and overseas' are among them.
func (m *maker) nir() string {
	place := pick(m, []string{"40", "64", "33", "2A", "2B", "974", "971", "99"})
	rest := m.number(3)
	if len(place) == 3 {
		rest = m.number(2)
	}
	body := pick(m, []string{"1", "2", "7", "8"}) + fmt.Sprintf("%02d%02d", m.IntN(100), 1+m.IntN(12)) + place + rest + fmt.Sprintf("%03d", 1+m.IntN(999))
	n, _ := new(big.Int).SetString(strings.NewReplacer("2A", "19", "2B", "18").Replace(body), 10)
	key := fmt.Sprintf("%02d", 97-new(big.Int).Mod(n, big.NewInt(97)).Int64())
	if m.IntN(2) == 0 {
		return body + key
	}
	return body[:1] + " " + body[1:3] + " " + body[3:5] + " " + body[5:7] + " " + body[7:10] + " " + body[10:] + " " + key
}

func (m *maker) iban() string {
	account := m.number(21) + fmt.Sprintf("%02d", m.IntN(97))
	n, _ := new(big.Int).SetString(account+"152700", 10)
	s := fmt.Sprintf("FR%02d%s", 98-new(big.Int).Mod(n, big.NewInt(97)).Int64(), account)
	if m.IntN(2) == 0 {
		return s
	}
	var parts []string
	for i := 0; i < len(s); i += 4 {
		parts = append(parts, s[i:min(i+4, len(s))])
	}
	return strings.Join(parts, " ")
}

func (m *maker) phone() string {
	n := pick(m, []string{"6", "7", "5"}) + m.number(8)
	switch m.IntN(4) {
	case 0:
		return "0" + n
	case 1:
		return "+33 " + n[:1] + " " + n[1:3] + " " + n[3:5] + " " + n[5:7] + " " + n[7:]
	case 2:
		return "0" + n[:1] + "." + n[1:3] + "." + n[3:5] + "." + n[5:7] + "." + n[7:]
	}
	return "0" + n[:1] + " " + n[1:3] + " " + n[3:5] + " " + n[5:7] + " " + n[7:]
}

func (m *maker) plate() string {
	l := func() string { return string("ABCDEFGHJKLMNPQRSTVWXYZ"[m.IntN(23)]) }
	return l() + l() + "-" + m.number(3) + "-" + l() + l()
}

func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(strings.NewReplacer("é", "e", "è", "e", "ï", "i", "ü", "u").Replace(s)))
}

func (m *maker) mail() string {
	return plain(m.given()) + "." + plain(m.surname()) + pick(m, []string{"@gmail.com", "@orange.fr", "@laposte.net", "@free.fr"})
}

func (m *maker) address() string {
	return fmt.Sprintf("%d %s, %s %s", 1+m.IntN(120), pick(m, streets[m.half]), pick(m, []string{"40", "64", "33"})+m.number(3), pick(m, towns[m.half]))
}

// fill replaces the slots of a template.
func (m *maker) fill(template string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(template, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		slot, after, _ := strings.Cut(rest, "}")
		b.WriteString(m.slot(slot))
		template = after
	}
}

func (m *maker) slot(slot string) string {
	if cell, ok := m.cell(slot); ok {
		return cell
	}
	if s, ok := m.rareSlot(slot); ok {
		return s
	}
	switch slot {
	case "C":
		return m.civil("p")
	case "c":
		return strings.Replace(m.civil("p"), "Madame", "madame", 1)
	case "O":
		return m.civil("o")
	case "o":
		return m.full("o")
	case "N":
		return m.full("p")
	case "R":
		return m.reversed()
	case "F":
		return mark("p", m.surname())
	case "G":
		return mark("p", m.given())
	case "U":
		return mark("p", capitals(m.surname()+" "+m.given()))
	case "CU":
		return pick(m, []string{"MME", "M", "M.", "MADAME", "MONSIEUR"}) + " " + mark("p", capitals(pick(m, []string{m.surname(), m.surname() + " " + m.given(), m.given() + " " + m.surname()})))
	case "org":
		return m.firm()
	case "orgU":
		return capitals(m.firm())
	case "street":
		return pick(m, streets[m.half])
	case "streetU":
		return capitals(pick(m, streets[m.half]))
	case "school":
		return pick(m, schools[m.half])
	case "school2", "school3":
		return pick(m, houses[m.half])
	case "schoolname":
		return pick(m, names[m.half])
	case "asso":
		return pick(m, associations[m.half])
	case "job":
		return pick(m, jobs[m.half])
	case "office":
		return pick(m, offices[m.half])
	case "t":
		return pick(m, towns[m.half])
	case "tl":
		return plain(pick(m, towns[m.half]))
	case "a":
		return m.address()
	case "d":
		return m.date(2018, 7)
	case "b":
		return m.date(1935, 85)
	case "y":
		return fmt.Sprint(2018 + m.IntN(8))
	case "n":
		return m.number(2 + m.IntN(2))
	case "n2":
		return m.number(2)
	case "n14":
		return m.number(14)
	case "n15":
		return "9" + m.number(14)
	case "m":
		return m.number(4 + m.IntN(2))
	case "parcel":
		return pick(m, []string{"AB", "C", "ZK", "BE"}) + " " + m.number(3)
	case "tel":
		return m.phone()
	case "mail":
		return m.mail()
	case "iban":
		return m.iban()
	case "nir":
		return m.nir()
	case "plate":
		return m.plate()
	case "caf":
		return m.number(7)
	}
	panic("no slot is named " + slot)
}
