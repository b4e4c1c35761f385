package main

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed tables.txt
var plans string

// variants is how many tables are made of one plan: two of each wording of its
// headers, and of few and of more rows.
const variants = 5

var marks = regexp.MustCompile(`\[[a-z.-]+ ([^\]]*)\]`)

// tables makes the tables of tables.txt.
func tables() string {
	var b strings.Builder
	b.WriteString("# Made by “go run ./make”, of make/tables.txt: do not edit.")
	m := newMaker(7)
	for line := range strings.Lines(plans) {
		line = strings.TrimSuffix(line, "\n")
		if half, ok := strings.CutPrefix(line, "#half "); ok {
			m.half = half
			continue
		}
		for v := range variants {
			m.table(&b, line, v)
		}
	}
	return b.String() + "\n"
}

func (m *maker) table(b *strings.Builder, plan string, variant int) {
	fields := strings.Split(plan, " | ")
	var headers, holds, slots []string
	for _, f := range fields[1:] {
		header, rest, _ := strings.Cut(f, "=")
		hold, slot, _ := strings.Cut(rest, ":")
		wordings := strings.Split(header, "/")
		headers, holds, slots = append(headers, wordings[variant%len(wordings)]), append(holds, hold), append(slots, strings.TrimSpace(slot))
	}
	fmt.Fprintf(b, "\n== %s %s-%d\n%s\n%s", m.half, fields[0], variant, strings.Join(holds, "\t"), strings.Join(headers, "\t"))
	for range 6 + 7*(variant%3) {
		var cells []string
		for i, slot := range slots {
			cell := m.fill(slot)
			if holds[i] != "-" {
				cell = marks.ReplaceAllString(cell, "$1")
			}
			if m.IntN(25) == 0 && fields[0] != "prenoms" && fields[0] != "naissances" {
				cell = ""
			}
			cells = append(cells, cell)
		}
		b.WriteString("\n" + strings.Join(cells, "\t"))
	}
}

// more are the slots of tables: cells by the half, or for both.
var more = map[string][]string{
	"class":   {"CP", "CE1", "CM2", "Petite section", "demi-pension", "6e B"},
	"ill":     {"asthme", "arachide", "oui", "diabète", "autisme", "fauteuil roulant", "gluten"},
	"nation":  {"française", "marocaine", "portugaise", "malienne", "turque"},
	"union":   {"CGT", "CFDT", "FO", "UNSA", "SUD"},
	"sex":     {"F", "M"},
	"tree":    {"Platane", "Olivier", "Chêne liège", "Tilleul", "Rosier", "Laurier-rose"},
	"dish":    {"Salade de tomates", "Poisson meunière", "Tarte aux pommes", "Rôti de porc Orloff", "Poire belle Hélène", "Crème Saint-Honoré", "Reine-claude"},
	"matter":  {"Commande publique", "Urbanisme", "Finances locales", "Fonction publique", "Domaine et patrimoine", "Libertés publiques", "Culture"},
	"works":   {"voirie", "toiture de l’école", "fournitures scolaires", "réseau d’eau potable", "chauffage bois"},
	"type":    {"Gymnase", "Médiathèque", "Salle polyvalente", "Stade", "Église"},
	"commune": {"COMMUNE DE SAINT-PAUL", "Commune de Sainte-Marie", "Département des Landes", "CC du Pays Grenadois", "CCAS de Mont-Saint-Aignan"},
}

// cell fills the slots that only tables have.
func (m *maker) cell(slot string) (string, bool) {
	if list, ok := more[slot]; ok {
		return pick(m, list), true
	}
	switch slot {
	case "sur":
		return m.surname(), true
	case "SUR":
		return strings.ToUpper(m.surname()), true
	case "giv":
		return m.given(), true
	case "full":
		return marks.ReplaceAllString(m.full("p"), "$1"), true
	case "rev":
		return marks.ReplaceAllString(m.reversed(), "$1"), true
	case "n1":
		return m.number(1), true
	case "n3":
		return m.number(3), true
	case "n4":
		return m.number(4), true
	case "n5":
		return m.number(5), true
	case "n7":
		return m.number(7), true
	case "ip":
		return fmt.Sprintf("%d.%d.%d.%d", 80+m.IntN(12), m.IntN(255), m.IntN(255), 1+m.IntN(250)), true
	case "mac":
		return fmt.Sprintf("%02X:%02X:%02X:%02X:%02X:%02X", m.IntN(256), m.IntN(256), m.IntN(256), m.IntN(256), m.IntN(256), m.IntN(256)), true
	case "siret":
		return m.siret(), true
	case "place":
		return pick(m, [][]string{schools[m.half], houses[m.half]}[m.IntN(2)]), true
	case "object":
		return m.fill(pick(m, []string{"Convention avec {asso}", "Avenant au marché {org}", "Cession d’une parcelle à {C}", "Dénomination du {school}", "Création de postes", "CONCESSION {CU}", "Travaux {street}"})), true
	case "remark":
		return m.fill(pick(m, []string{"Nid-de-poule {street}", "{C} signale une fuite", "Rappeler {C} au [phone {tel}]", "Dépôt sauvage près du {school}", "RAS", "Éclairage en panne depuis le {d}"})), true
	}
	return "", false
}

// siret makes a number with its check digit.
func (m *maker) siret() string {
	body := m.number(13)
	sum := 0
	for i := range body {
		v := int(body[len(body)-1-i] - '0')
		if i%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return fmt.Sprintf("%s%d", body, (10-sum%10)%10)
}
