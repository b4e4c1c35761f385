package source

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"strconv"
	gostrings "strings"

	"airial/standards/tabular"
)

// openODS reads the workbooks of LibreOffice (OpenDocument 1.3, part 3,
// chapter 9).
func (t *Table) openODS(file io.ReaderAt, size int64, opts Options) error {
	t.Format = ODS
	z, err := zip.NewReader(file, size)
	if err != nil {
		return &tabular.UnreadableError{Reason: tabular.Damaged}
	}
	var content *zip.File
	for _, f := range z.File {
		if f.Name == "content.xml" {
			content = f
		}
	}
	if content == nil {
		return &tabular.UnreadableError{Reason: tabular.Damaged}
	}
	names, err := odsSheets(content, opts.Limits)
	if err != nil {
		return damaged(err)
	}
	return t.chooseSheet(names, opts, func(i int) (rowsOf, error) {
		r, err := openMember(content, opts.Limits)
		if err != nil {
			return nil, damaged(err)
		}
		t.close = append(t.close, r)
		o := &odsRows{dec: newXML(r), left: opts.Limits.Cells}
		return o, o.find(i)
	})
}

// odsSheets reads the names of the sheets.
func odsSheets(content *zip.File, limits Limits) ([]sheetName, error) {
	r, err := openMember(content, limits)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	dec := newXML(r)
	var names []sheetName
	for {
		tok, err := dec.RawToken()
		if err == io.EOF {
			return names, nil
		}
		if err != nil {
			return nil, err
		}
		if start, ok := tok.(xml.StartElement); ok && start.Name.Space == "table" && start.Name.Local == "table" {
			names = append(names, sheetName{name: odsAttr(start, "name")})
		}
	}
}

// odsAttr gives an attribute by its name without prefix.
func odsAttr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// odsRows reads the rows of a sheet.
type odsRows struct {
	dec    *xml.Decoder
	row    int
	left   int64
	cells  [][]byte
	again  int // how many times more the row stands there
	failed error
}

// find goes to the sheet of an index.
func (o *odsRows) find(index int) error {
	for n := -1; n < index; {
		tok, err := o.dec.RawToken()
		if err != nil {
			return damaged(err)
		}
		if start, ok := tok.(xml.StartElement); ok && start.Name.Space == "table" && start.Name.Local == "table" {
			n++
		}
	}
	return nil
}

func (o *odsRows) next() (int, [][]byte, error) {
	if o.failed != nil {
		return 0, nil, o.failed
	}
	if o.again > 0 {
		o.again--
		o.row++
		return o.row, o.cells, o.spend()
	}
	for {
		tok, err := o.dec.RawToken()
		if err != nil {
			o.failed = damaged(err)
			return 0, nil, o.failed
		}
		switch tok := tok.(type) {
		case xml.EndElement:
			if tok.Name.Space == "table" && tok.Name.Local == "table" {
				o.failed = io.EOF
				return 0, nil, io.EOF
			}
		case xml.StartElement:
			if tok.Name.Local != "table-row" {
				continue
			}
			times := repeated(tok, "number-rows-repeated", mostRows)
			if err := o.readRow(); err != nil {
				o.failed = err
				return 0, nil, err
			}
			if blank(o.cells) { // mostly the rest of the sheet
				o.row += times
				continue
			}
			o.again = times - 1
			o.row++
			return o.row, o.cells, o.spend()
		}
	}
}

// spend counts the cells of a row against the limit.
func (o *odsRows) spend() error {
	if o.left -= int64(len(o.cells)); o.left < 0 {
		o.failed = ErrTooLarge
	}
	return o.failed
}

func repeated(e xml.StartElement, name string, most int) int {
	n, err := strconv.Atoi(odsAttr(e, name))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, most)
}

// readRow reads the cells of a row. Cells repeated at its end are mostly none.
func (o *odsRows) readRow() error {
	o.cells = o.cells[:0]
	pending := 0 // empty cells that count when one follows
	size := 0
	for {
		tok, err := o.dec.RawToken()
		if err != nil {
			return damaged(err)
		}
		switch tok := tok.(type) {
		case xml.EndElement:
			if tok.Name.Local == "table-row" {
				return nil
			}
		case xml.StartElement:
			if tok.Name.Local != "table-cell" && tok.Name.Local != "covered-table-cell" {
				continue
			}
			times := repeated(tok, "number-columns-repeated", mostColumns)
			value, err := o.readCell(tok)
			if err != nil {
				return err
			}
			if len(value) == 0 {
				pending += times
				continue
			}
			if size += len(value); size > mostText || len(o.cells)+pending+times > mostColumns {
				return ErrTooLarge
			}
			for range pending {
				o.cells = append(o.cells, nil)
			}
			pending = 0
			for range times {
				o.cells = append(o.cells, value)
			}
		}
	}
}

// readCell reads a cell to its end: its value where it has a type, else its
// paragraphs. Annotations are no part of it.
func (o *odsRows) readCell(cell xml.StartElement) ([]byte, error) {
	var text []byte
	paragraphs, depth, aside := 0, 0, 0
	for {
		tok, err := o.dec.RawToken()
		if err != nil {
			return nil, damaged(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			depth++
			switch tok.Name.Local {
			case "annotation":
				aside++
			case "p":
				if aside == 0 {
					if paragraphs++; paragraphs > 1 {
						text = append(text, '\n')
					}
				}
			case "s":
				if aside == 0 {
					text = append(text, gostrings.Repeat(" ", repeated(tok, "c", 1000))...)
				}
				if len(text) > mostText {
					return nil, ErrTooLarge
				}
			case "tab":
				text = append(text, '\t')
			case "line-break":
				text = append(text, '\n')
			}
		case xml.CharData:
			if depth > 0 && aside == 0 && paragraphs > 0 {
				text = append(text, tok...)
			}
			if len(text) > mostText {
				return nil, ErrTooLarge
			}
		case xml.EndElement:
			if depth == 0 {
				return odsValue(cell, text), nil
			}
			depth--
			if tok.Name.Local == "annotation" {
				aside--
			}
		}
	}
}

func odsValue(cell xml.StartElement, text []byte) []byte {
	switch odsAttr(cell, "value-type") {
	case "float", "percentage", "currency":
		if v := odsAttr(cell, "value"); v != "" {
			return floatText([]byte(v))
		}
	case "date":
		if v := odsAttr(cell, "date-value"); v != "" {
			return []byte(gostrings.TrimSuffix(v, "T00:00:00"))
		}
	case "boolean":
		if v := odsAttr(cell, "boolean-value"); v != "" {
			return []byte(v)
		}
	case "time":
		if v, ok := clockOf(odsAttr(cell, "time-value")); ok {
			return []byte(v)
		}
	}
	return text
}

// clockOf writes PT10H30M00S as 10:30:00, within a day.
func clockOf(v string) (string, bool) {
	rest, ok := gostrings.CutPrefix(v, "PT")
	if !ok {
		return "", false
	}
	var parts [3]string
	for i, unit := range []string{"H", "M", "S"} {
		n, after, found := gostrings.Cut(rest, unit)
		whole, _, _ := gostrings.Cut(n, ".")
		if !found || len(whole) == 0 || len(whole) > 2 {
			return "", false
		}
		parts[i], rest = gostrings.Repeat("0", 2-len(whole))+whole, after
	}
	return parts[0] + ":" + parts[1] + ":" + parts[2], parts[0] < "24"
}
