package world

import (
	"strconv"
	"strings"
)

// vendorNames are what business software calls its exports, homeNames what
// people make of them; Y stands for the year, D for a date, M for the month.
var vendorNames = map[what][]string{
	primaryBudget: {"EXPORT_BP_Y.csv", "BP_Y_M57_D.csv", "budget_export_Y (1).csv"},
	accounts:      {"export_mandats_Y (2).csv", "EXTRACT_CA_Y.csv", "CA_Y_M57_export.csv"},
	amendment:     {"DM1_Y_M57.csv", "EXPORT_DM_D.csv"},
	subsidies:     {"EXTRACT_SUBV_Y.csv", "export_6574_Y.csv", "GF_SUBVENTIONS_D.csv"},
	deliberations: {"EXTRACT_DELIB_D.csv", "export_actes_D (1).csv", "DELIBERATIONS_Y_EXPORT.csv"},
	equipment:     {"export_SIG_equipements_D.csv", "EQUIPEMENTS_ERP.csv"},
	menus:         {"MENUS_M_Y.csv", "export_menus_D.csv"},
	dishes:        {"FICHES_TECHNIQUES_M_Y.csv", "export_plats_D.csv"},
	firstNames:    {"ETATCIVIL_PRENOMS_Y.CSV", "stat_prenoms_Y (1).csv"},
}

var homeNames = map[what][]string{
	primaryBudget: {"BP Y voté.csv", "budget Y DEF.csv", "BP Y corrigé.csv"},
	accounts:      {"CA Y final.csv", "compte adm Y OK.csv"},
	amendment:     {"DM 1 Y.csv"},
	subsidies:     {"subventions Y DEF v2.csv", "Subventions assos Y.csv", "subventions Y (version mairie).csv"},
	deliberations: {"délibs Y.csv", "liste délibérations Y OK.csv", "registre delib Y v3.csv"},
	equipment:     {"Liste équipements communaux.csv", "equipements maj D.csv"},
	menus:         {"menus M Y.csv", "Menu cantine M OK.csv"},
	dishes:        {"plats M Y.csv"},
	firstNames:    {"prénoms Y.csv", "naissances Y.csv", "Prénoms Y pour le site.csv"},
	associations:  {"assos Y.csv", "Annuaire associations maj D.csv"},
	rooms:         {"tarifs salles.csv", "salles des fêtes Y.csv"},
	markets:       {"marchés.csv", "Marchés Y.csv"},
	prices:        {"tarifs péri Y.csv", "Tarifs cantine rentrée Y.csv"},
	catalogue:     {"catalogue open data Y.csv"},
}

// fileName invents the name under which a version comes in.
func (g *generator) fileName(m *Member, s *slot, covers season, asOf Date, rank int) string {
	r := m.draw("file", int(s.what), covers.year, int(covers.month), rank)
	names := vendorNames[s.what]
	if s.form.name == homeName || s.form.name == vendorName && names == nil {
		names = homeNames[s.what]
	}
	if s.form.name == tidyName || names == nil {
		return m.SIRET + "_" + strings.ReplaceAll(subjects[s.what].slug, "-", "_") + "_" + strconv.Itoa(covers.year) + ".csv"
	}
	month := frenchMonths[covers.month]
	if s.form.name == vendorName {
		month = strings.ToUpper(slug(month))
	}
	name := []byte(nil)
	pattern := pick(r, names)
	for i := 0; i < len(pattern); i++ {
		alone := (i == 0 || !letter(pattern[i-1])) && (i+1 == len(pattern) || !letter(pattern[i+1]))
		switch c := pattern[i]; {
		case alone && c == 'Y':
			name = strconv.AppendInt(name, int64(covers.year), 10)
		case alone && c == 'D':
			name = append(name, asOf.compact()...)
		case alone && c == 'M':
			name = append(name, month...)
		default:
			name = append(name, c)
		}
	}
	return string(name)
}

// letter tells the bytes that make up words and numbers.
func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}
