package adhesion_test

import (
	"bytes"
	"os"
	"testing"

	"airial/internal/commons/adhesion"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
)

func TestTheCouncilsPage(t *testing.T) {
	s := adhesion.Sheet{Operator: "Données des Landes", Member: "Sainte-Colombe-de-l’Étang-aux-Œillets", Year: 2026, Made: "28 novembre 2026", Total: 28826, Alone: 240000,
		Figures: []adhesion.Figure{{What: i18n.T("jeux de données publics aujourd’hui", "datasets"), N: 12}, {What: i18n.T("erreurs arrêtées avant publication", "mistakes"), N: 1234}}}
	scale := adhesion.Scale{PerInhabitant: 3550, Coefficients: []adhesion.Coefficient{{UpTo: 0, Percent: 90}}}
	b := adhesion.Basis{Inhabitants: 812, Year: 2026, From: "2026-03-01"}
	for range 14 { // more than the page holds
		s.Dues = append(s.Dues, adhesion.Due{Member: organisation.Member{Name: s.Member}, Prestation: adhesion.Prestation{Name: "Données ouvertes, publication et archivage des délibérations et des budgets"}, Basis: b, Amount: scale.Reckon(b)})
	}
	var out bytes.Buffer
	if err := s.PDF(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(out.Bytes(), []byte("%PDF-")) || bytes.Count(out.Bytes(), []byte("/Type /Page\n")) != 1 {
		t.Errorf("no document of one page: %d bytes, %d pages", out.Len(), bytes.Count(out.Bytes(), []byte("/Type /Page\n")))
	}
	if path := os.Getenv("AIRIAL_KEEP_PDF"); path != "" { // to look at it
		if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
