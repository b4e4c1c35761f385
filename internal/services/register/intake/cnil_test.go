package intake_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
)

// cnilODS is a workbook in the form of the CNIL's model (to be verified against
// its file): a list of activities, then a sheet for each.
func cnilODS(t *testing.T) string {
	t.Helper()
	sheets := []struct {
		name string
		rows [][]string
	}{
		{"Liste des traitements", [][]string{{"Registre des activités de traitement"}, {"Nom du traitement", "N° / REF", "Date de création"}, {"Gestion de la paie", "P-01", "04/03/2021"}}},
		{"Fiche paie", [][]string{
			{"Fiche de registre"}, {"Description du traitement"}, {"Nom / sigle", "", "Gestion de la paie"}, {"N° / REF", "P-01"}, {"Date de création", "04/03/2021"}, {"Mise à jour", "05/06/2023"},
			{"Finalité(s) du traitement effectué"}, {"Finalité principale", "Payer les agents"}, {"Base légale", "Obligation légale"},
			{"Catégories de données personnelles concernées", "Description", "Délai d’effacement"},
			{"Etat civil, identité, données d’identification, images…", "Nom, adresse", "5 ans"}, {"Informations d’ordre économique et financier", "Salaire", "5 ans"},
			{"Numéro d’identification national unique (NIR)", "NIR des agents", "5 ans"}, {"Données de localisation", "", ""},
			{"Catégories de personnes concernées", "Agents"},
			{"Destinataires", "Type de destinataire"}, {"Destinataire 1", "Service RH", "Interne"}, {"Destinataire 2", "URSSAF", "Externe"},
			{"Transferts hors UE", "Pays", "Type de garanties"},
			{"Mesures de contrôle d’accès des utilisateurs", "Mot de passe"}, {"Sauvegarde des données", "Chaque nuit"},
		}},
		{"Fiche état civil", [][]string{{"Nom / sigle", "État civil"}, {"N° / REF", "P-02"}, {"Finalité principale", "Tenir les registres"}, {"Base légale", "Obligation légale"},
			{"Catégories de personnes concernées", "Habitants"}}},
	}
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:spreadsheet>`)
	for _, s := range sheets {
		b.WriteString(`<table:table table:name="`)
		_ = xml.EscapeText(&b, []byte(s.name))
		b.WriteString(`">`)
		for _, row := range s.rows {
			b.WriteString(`<table:table-row>`)
			for _, c := range row {
				b.WriteString(`<table:table-cell office:value-type="string"><text:p>`)
				_ = xml.EscapeText(&b, []byte(c))
				b.WriteString(`</text:p></table:table-cell>`)
			}
			b.WriteString(`</table:table-row>`)
		}
		b.WriteString(`</table:table>`)
	}
	b.WriteString(`</office:spreadsheet></office:body></office:document-content>`)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range []struct{ name, body string }{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", b.String()}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store})
		if err == nil {
			_, err = w.Write([]byte(f.body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
