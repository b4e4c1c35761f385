package document

import "fmt"

// The look of a paper: the same in all formats. Colours: the green of the
// pines for headings, a grey for what is beside the text.
const (
	pine  = "26543d"
	grey  = "606060"
	wash  = "eef2ee"
	ruled = "b9c2ba"
)

// headingSizes are the sizes of headings in points, by level.
var headingSizes = [6]float64{20, 15, 12.5, 11, 10.5, 10.5}

// bodySize is the size of text in points.
const bodySize = 10.5

// odtAutomatic are the styles of content.xml that do not depend on it.
const odtAutomatic = `<style:style style:name="TB" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>` +
	`<style:style style:name="TI" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>` +
	`<style:style style:name="TBI" style:family="text"><style:text-properties fo:font-weight="bold" fo:font-style="italic"/></style:style>` +
	`<style:style style:name="Grid" style:family="table"><style:table-properties style:width="17cm" table:align="left" table:border-model="collapsing" fo:margin-top="0.1cm"/></style:style>` +
	`<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>` +
	`<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border="0.5pt solid #` + ruled + `"/></style:style>` +
	`<style:style style:name="Head" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border="0.5pt solid #` + ruled + `" fo:background-color="#` + wash + `"/></style:style>`

func (d *Document) odtStyles() string {
	lang, country := d.locale()
	var m markup
	m.put(prolog, `<office:document-styles `, odtSpaces, `><office:styles>`,
		`<style:default-style style:family="paragraph"><style:paragraph-properties fo:hyphenation-ladder-count="no-limit" style:tab-stop-distance="1.25cm"/>`,
		`<style:text-properties fo:font-family="'Liberation Sans', Arial, sans-serif" fo:font-size="`, fmt.Sprint(bodySize), `pt" fo:language="`, lang, `" fo:country="`, country, `"/></style:default-style>`,
		`<style:style style:name="Standard" style:family="paragraph" style:class="text"/>`,
		odtParagraph("Text_20_body", "Text body", "Standard", `fo:margin-bottom="0.2cm" fo:line-height="120%"`, ""),
		odtParagraph("Quotations", "Quotations", "Text_20_body", `fo:margin-left="0.8cm"`, `fo:color="#`+grey+`"`),
		odtParagraph("Table_20_Contents", "Table Contents", "Standard", "", `fo:font-size="9.5pt"`),
		odtParagraph("Table_20_Heading", "Table Heading", "Table_20_Contents", "", `fo:font-weight="bold"`),
		odtParagraph("After", "After", "Standard", "", `fo:font-size="5pt"`),
		odtParagraph("Footer", "Footer", "Standard", `fo:text-align="end"`, `fo:font-size="8.5pt" fo:color="#`+grey+`"`),
		odtParagraph("Heading", "Heading", "Standard", `fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"`, `fo:font-weight="bold" fo:color="#`+pine+`"`))
	for i, size := range headingSizes {
		level := number(i + 1)
		m.put(`<style:style style:name="Heading_20_`, level, `" style:display-name="Heading `, level,
			`" style:family="paragraph" style:parent-style-name="Heading" style:next-style-name="Text_20_body" style:default-outline-level="`, level,
			`"><style:text-properties fo:font-size="`, fmt.Sprint(size), `pt"/></style:style>`)
	}
	m.put(odtList("Bullets"), odtList("Numbers"), `</office:styles><office:automatic-styles>`,
		`<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="1.4cm" fo:margin-left="2cm" fo:margin-right="2cm"/>`,
		`<style:footer-style><style:header-footer-properties fo:min-height="0.6cm" fo:margin-top="0.4cm"/></style:footer-style></style:page-layout>`,
		`</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer><text:p text:style-name="Footer">`)
	if d.Footer != "" {
		m.text(d.Footer)
		m.put(" · ")
	}
	m.put(`<text:page-number text:select-page="current">1</text:page-number> / <text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles></office:document-styles>`)
	return m.String()
}

func odtParagraph(name, display, parent, paragraph, text string) string {
	s := `<style:style style:name="` + name + `" style:display-name="` + display + `" style:family="paragraph" style:parent-style-name="` + parent + `" style:class="text">`
	if paragraph != "" {
		s += `<style:paragraph-properties ` + paragraph + `/>`
	}
	if text != "" {
		s += `<style:text-properties ` + text + `/>`
	}
	return s + `</style:style>`
}

// odtList is a style of lists, nine levels deep.
func odtList(name string) string {
	var m markup
	m.put(`<text:list-style style:name="`, name, `">`)
	for level := 1; level <= 9; level++ {
		kind, sign := "bullet", `text:bullet-char="•"`
		if name == "Numbers" {
			kind, sign = "number", `style:num-format="1" style:num-suffix="."`
		}
		m.put(`<text:list-level-style-`, kind, ` text:level="`, number(level), `" `, sign,
			`><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.5cm" fo:margin-left="`,
			fmt.Sprintf("%.1f", 0.6*float64(level)), `cm"/></style:list-level-properties></text:list-level-style-`, kind, `>`)
	}
	m.put(`</text:list-style>`)
	return m.String()
}
