package app

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// workbook is a book of two sheets, of which the second holds grants.
func workbook(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	_ = f.SetSheetName("Sheet1", "Brouillon")
	_ = f.SetCellValue("Brouillon", "A1", "À ne montrer à personne")
	_, _ = f.NewSheet("Aides 2025")
	table := csv.NewReader(strings.NewReader(grants("Judo", "Tournoi", "800")))
	rows, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for j, cell := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			_ = f.SetCellStr("Aides 2025", at, cell)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A secretary deposits a workbook, chooses its sheet and publishes; she finds
// the workbook again, and the public does not.
func TestSecretaryDepositsAWorkbook(t *testing.T) {
	o := newOffice(t)
	confirm := o.as(o.secretary).send("/fr/console/deposits/new", url.Values{"member": {o.town.Siren}},
		file{"Aides.xlsx", workbook(t)}).to("/fr/console/deposits/confirm?upload=")
	o.get(confirm).is(200).says("Aides.xlsx", "La feuille à publier", "Brouillon", "Aides 2025", "un CSV fait de ce tableau")
	id := uploadIn(t, confirm)
	form := url.Values{"upload": {id}, "title-" + id: {"Aides 2025"}, "schema-" + id: {"scdl/subventions"}, "sheet-" + id: {"Budget"}}
	o.post("/fr/console/deposits/confirm", form).is(422).says("n’a pas de feuille", "Budget")
	form.Set("sheet-"+id, "Aides 2025")
	to := o.post("/fr/console/deposits/confirm", form).to("/fr/console/deposits/")
	o.settle()
	o.get(to).is(200).says("Voici ce que le public verra", "Judo", "Aides.csv", "fait de Aides.xlsx", "Aides 2025")
	if page := o.get(to).Body.String(); strings.Contains(page, "À ne montrer à personne") {
		t.Error("another sheet is shown")
	}
	if got := o.get(to + "/versions/1/original?deposited=1").is(200).Body.String(); !strings.HasPrefix(got, "PK") {
		t.Errorf("the workbook is %.20q", got)
	}
	if got := o.get(to + "/versions/1/original").is(200).Body.String(); !strings.Contains(got, "Judo") || strings.HasPrefix(got, "PK") {
		t.Errorf("the CSV is %.60q", got)
	}
	o.get(to+"/versions/1/steps/1").is(200).says("Tiré de", "Aides.xlsx", "Empreinte du fichier déposé")
}
