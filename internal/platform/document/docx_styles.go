package document

const docxSpaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml."

const docxTypes = prolog + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="` + wordType + `numbering+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + wordType + `footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

const docxRoot = prolog + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="doc" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

const docxParts = `<Relationship Id="styles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
	`<Relationship Id="numbering" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>` +
	`<Relationship Id="footer" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>`

// docxPage is the page: A4 with margins of 2 cm.
const docxPage = `<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>` +
	`<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`

func (d *Document) docxCore() string {
	lang, country := d.locale()
	made := ""
	if d.Made != "" {
		made = `<dcterms:created xsi:type="dcterms:W3CDTF">` + escaped(d.Made) + `</dcterms:created>`
	}
	return prolog + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
		`xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` + escaped(d.title()) + `</dc:title><dc:language>` +
		lang + `-` + country + `</dc:language>` + made + `</cp:coreProperties>`
}

func (d *Document) docxFooter() string {
	var m markup
	m.put(prolog, `<w:ftr `, docxSpaces, `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>`)
	if d.Footer != "" {
		m.put(`<w:r><w:t xml:space="preserve">`)
		m.text(d.Footer + " · ")
		m.put(`</w:t></w:r>`)
	}
	m.put(`<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> / </w:t></w:r>`,
		`<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>`)
	return m.String()
}

func (d *Document) docxStyles() string {
	lang, country := d.locale()
	var m markup
	m.put(prolog, `<w:styles `, docxSpaces, `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/><w:sz w:val="`, number(int(2*bodySize)),
		`"/><w:szCs w:val="`, number(int(2*bodySize)), `"/><w:lang w:val="`, lang, `-`, country, `"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`,
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>`,
		docxStyle("BodyText", "Body Text", "Normal", `<w:spacing w:after="113" w:line="288" w:lineRule="auto"/>`, ""),
		docxStyle("Quote", "Quote", "BodyText", `<w:ind w:left="454"/>`, `<w:color w:val="`+grey+`"/>`),
		docxStyle("TableContents", "Table Contents", "Normal", `<w:spacing w:before="40" w:after="40"/>`, `<w:sz w:val="19"/>`),
		docxStyle("TableHeading", "Table Heading", "TableContents", "", `<w:b/>`),
		docxStyle("After", "After", "Normal", "", `<w:sz w:val="10"/>`),
		docxStyle("Footer", "footer", "Normal", `<w:jc w:val="right"/>`, `<w:color w:val="`+grey+`"/><w:sz w:val="17"/>`),
		`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="`+pine+`"/><w:u w:val="single"/></w:rPr></w:style>`)
	for i, size := range headingSizes {
		level := number(i + 1)
		m.put(docxStyle("Heading"+level, "heading "+level, "Normal", `<w:keepNext/><w:spacing w:before="227" w:after="113"/><w:outlineLvl w:val="`+number(i)+`"/>`,
			`<w:b/><w:color w:val="`+pine+`"/><w:sz w:val="`+number(int(2*size))+`"/>`))
	}
	m.put(`<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		m.put(`<w:`, side, ` w:val="single" w:sz="4" w:space="0" w:color="`, ruled, `"/>`)
	}
	m.put(`</w:tblBorders><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`)
	return m.String()
}

func docxStyle(id, name, base, paragraph, run string) string {
	return `<w:style w:type="paragraph" w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:basedOn w:val="` + base + `"/><w:qFormat/><w:pPr>` + paragraph + `</w:pPr><w:rPr>` + run + `</w:rPr></w:style>`
}

// docxNumbering numbers each list from one: a number of its own for each.
func docxNumbering(lists []bool) string {
	var m markup
	m.put(prolog, `<w:numbering `, docxSpaces, `>`)
	for kind, format := range []string{"bullet", "decimal"} {
		m.put(`<w:abstractNum w:abstractNumId="`, number(kind), `"><w:multiLevelType w:val="multilevel"/>`)
		for level := range 9 {
			sign := "•"
			if format == "decimal" {
				sign = "%" + number(level+1) + "."
			}
			m.put(`<w:lvl w:ilvl="`, number(level), `"><w:start w:val="1"/><w:numFmt w:val="`, format, `"/><w:lvlText w:val="`, sign,
				`"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="`, number(340*(level+1)), `" w:hanging="283"/></w:pPr></w:lvl>`)
		}
		m.put(`</w:abstractNum>`)
	}
	for i, ordered := range lists {
		kind := "0"
		if ordered {
			kind = "1"
		}
		m.put(`<w:num w:numId="`, number(i+1), `"><w:abstractNumId w:val="`, kind, `"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`)
	}
	m.put(`</w:numbering>`)
	return m.String()
}
