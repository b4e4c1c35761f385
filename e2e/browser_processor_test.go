package e2e

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
)

// processors ticks a product in the catalogue, finds the clauses that its
// contract lacks, and takes the annex away; then the officer is replaced
// everywhere in one act, which is undone.
func processors(t *testing.T, s scene) {
	const list = "/fr/console/members/219600202/rgpd/processors"
	p := s.tab(t)
	p.logIn("sylvie.castaing")
	p.open(list + "/new")
	p.look("catalogue")
	p.tick("Paie Océane")
	p.follow("Nous les utilisons")
	p.sees("2 clauses manquent ou restent à regarder")
	p.look("processor")
	one := p.path()
	p.follow("Vérifier les clauses")
	p.look("clauses")
	p.follow("Enregistrer")
	p.sees("Les clauses sont enregistrées")
	p.open(list)
	p.look("processors")
	p.open(one + "/contract")
	p.look("contract")
	p.open(list + "/exposure")
	p.look("exposure")

	annex := s.public(t).logIn("sylvie.castaing").get("/fr/console/members/219600202/rgpd/papers/annexe-sous-traitance/docx?of=" + one[strings.LastIndexByte(one, '/')+1:])
	annex.wants(t, http.StatusOK)
	if text := docxText(t, annex.body); !strings.Contains(text, "Océane Gestion") || !strings.Contains(text, "Ce que le contrat ne dit pas encore") {
		t.Errorf("the annex says\n%s", text)
	}

	const all = "/fr/console/operator/rgpd/designations"
	p.open(all)
	p.look("designations")
	p.open(all + "/replace")
	p.look("replace")
	p.fill("Délégué (une personne, ou un organisme)", "Paul Vidalou")
	p.follow("Remplacer")
	p.sees("Paul Vidalou est le délégué de")
	p.look("acts")
	p.open("/fr/console/members/219600202/rgpd/designation")
	p.sees("Paul Vidalou")
	p.open(all + "/acts")
	p.follow("Annuler cet acte")
	p.sees("L’acte est annulé")
	p.open("/fr/console/members/219600202/rgpd/designation")
	p.seesNot("Paul Vidalou")
	p.look("designation")
}

// docxText is the text of a document, with its markup.
func docxText(t *testing.T, body []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
