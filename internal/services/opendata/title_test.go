package opendata

import "testing"

func TestTitleOf(t *testing.T) {
	for name, want := range map[string]string{
		"export_mandats_2025 (2).csv":        "Export mandats 2025",
		"subventions.csv":                    "Subventions",
		"SUBVENTIONS_2024.CSV":               "Subventions 2024",
		"BP_CCAS_2024.csv":                   "BP CCAS 2024",
		"liste-des-equipements.csv":          "Liste des equipements",
		"budget-2024-2025.csv":               "Budget 2024-2025",
		"Délibérations du 12-03-2026.csv":    "Délibérations du 12-03-2026",
		"ExportMandats2025.csv":              "Export mandats 2025",
		"subventions - Copie.csv":            "Subventions",
		"subventions - Copie (3).csv":        "Subventions",
		"subventions (1) (2).csv":            "Subventions",
		"menus%20cantine.csv":                "Menus cantine",
		"table.csv.csv":                      "Table",
		`..\..\etc\prenoms.csv`:              "Prenoms",
		"../prenoms.csv":                     "Prenoms",
		"e\u0301coles.csv":                   "Écoles",
		"12345.csv":                          "",
		".csv":                               "",
		"":                                   "Fichier",
		"<script>alert(1)</script>_data.csv": "Script> data",
		"l’été_à_Saint-Élix.csv":             "L’été à Saint-Élix",
	} {
		if got := TitleOf(name); got != want {
			t.Errorf("TitleOf(%q) = %q, want %q", name, got, want)
		}
	}
}
