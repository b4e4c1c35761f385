package activity

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

const odsType = "application/vnd.oasis.opendocument.spreadsheet"

// A sheet is one of a workbook.
type sheet struct {
	Name string
	Rows [][]string
	Bold map[int]bool // rows that are headings
}

// cnilBook is a register in the shape of the CNIL's model of a workbook: a list
// of the activities with all columns of the other exports, then a sheet for each
// in the order of the model. The CNIL's model is in French, and so is this.
func cnilBook(ctx context.Context, m organisation.Member, officer paper.Officer, terms model.Terms, list []model.Full) []sheet {
	all := sheet{Name: "Liste des traitements", Rows: [][]string{columns(i18n.French)}, Bold: map[int]bool{0: true}}
	out := []sheet{all}
	for n, f := range list {
		out[0].Rows = append(out[0].Rows, line(i18n.French, terms, f))
		out = append(out, cnilSheet(ctx, m, officer, terms, f, n+1))
	}
	return out
}

// cnilSheet is the sheet of one activity.
func cnilSheet(ctx context.Context, m organisation.Member, officer paper.Officer, terms model.Terms, f model.Full, number int) sheet {
	s := sheet{Name: "Fiche " + strconv.Itoa(number), Bold: map[int]bool{}}
	head := func(cells ...string) { s.Bold[len(s.Rows)] = true; s.Rows = append(s.Rows, cells) }
	row := func(cells ...string) { s.Rows = append(s.Rows, cells) }
	french := i18n.With(ctx, i18n.Locale{Lang: i18n.French})
	reference := f.Record.Get(fRef).Fr
	if reference == "" {
		reference = f.Code
	}
	head("Description du traitement")
	row("Nom du traitement", f.Record.Get(fName).Fr)
	row("N° / référence", reference)
	row("Date de création", i18n.ShortDate(french, f.Made))
	row("Date de mise à jour", i18n.ShortDate(french, f.Changed))
	row()
	head("Acteurs", "Nom", "Coordonnées")
	row("Responsable de traitement", m.Name, "SIREN "+m.Siren)
	row("Délégué à la protection des données", officer.Name, officer.Contact)
	for _, r := range f.Record.Lists[lJoint] {
		row("Responsable conjoint", r.Cells["name"].Fr, r.Cells["contact"].Fr)
	}
	for _, p := range Spec.Parts {
		if p.Name == "check" {
			continue
		}
		for _, x := range p.Fields {
			if x.Name == fName || x.Name == fRef {
				continue
			}
			row(x.Label.Fr, Spec.Show(i18n.French, x, f.Record.Get(x.Name), terms))
		}
		for _, l := range p.Lists {
			if l.Name == lJoint {
				continue
			}
			row()
			labels := make([]string, len(l.Cells)+1)
			labels[0] = l.Label.Fr
			for n, c := range l.Cells {
				labels[n+1] = c.Label.Fr
			}
			head(labels...)
			for n, r := range f.Record.Lists[l.Name] {
				cells := []string{l.One.Fr + " " + strconv.Itoa(n+1)}
				for _, c := range l.Cells {
					cells = append(cells, Spec.Show(i18n.French, c, r.Cells[c.Name], terms))
				}
				row(cells...)
			}
		}
	}
	return s
}

// writeODS writes a workbook of text cells (ODF 1.3).
func writeODS(w io.Writer, sheets []sheet) error {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
		`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
		`xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3">` +
		`<office:automatic-styles><style:style style:name="wide" style:family="table-column"><style:table-column-properties style:column-width="6.5cm"/></style:style>` +
		`<style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:background-color="#eef2ee" fo:wrap-option="wrap"/><style:text-properties fo:font-weight="bold"/></style:style>` +
		`<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style></office:automatic-styles>` +
		`<office:body><office:spreadsheet>`)
	for _, s := range sheets {
		wide := 1
		for _, r := range s.Rows {
			wide = max(wide, len(r))
		}
		b.WriteString(`<table:table table:name="`)
		_ = xml.EscapeText(&b, []byte(s.Name))
		b.WriteString(`"><table:table-column table:style-name="wide" table:number-columns-repeated="` + strconv.Itoa(wide) + `"/>`)
		for n, r := range s.Rows {
			b.WriteString(`<table:table-row>`)
			if len(r) == 0 {
				b.WriteString(`<table:table-cell/>`)
			}
			for _, c := range r {
				odsCell(&b, c, s.Bold[n])
			}
			b.WriteString(`</table:table-row>`)
		}
		b.WriteString(`</table:table>`)
	}
	b.WriteString(`</office:spreadsheet></office:body></office:document-content>`)
	z := zip.NewWriter(w)
	for _, p := range []struct {
		name, content string
		method        uint16
	}{{"mimetype", odsType, zip.Store}, {"META-INF/manifest.xml", `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
		`<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + odsType + `"/>` +
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`, zip.Deflate},
		{"content.xml", b.String(), zip.Deflate}} {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: p.method})
		if err == nil {
			_, err = io.WriteString(f, p.content)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

func odsCell(b *bytes.Buffer, text string, head bool) {
	style := "cell"
	if head {
		style = "head"
	}
	b.WriteString(`<table:table-cell table:style-name="` + style + `"`)
	if text == "" {
		b.WriteString(`/>`)
		return
	}
	b.WriteString(` office:value-type="string">`)
	for l := range strings.SplitSeq(text, "\n") {
		b.WriteString(`<text:p>`)
		_ = xml.EscapeText(b, []byte(l))
		b.WriteString(`</text:p>`)
	}
	b.WriteString(`</table:table-cell>`)
}
