package source

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	gostrings "strings"

	"airial/standards/tabular"
)

// workbook is what XLSX says of its sheets, formats and strings (ECMA-376,
// part 1, chapter 18).
type workbook struct {
	files     map[string]*zip.File
	limits    Limits
	sheets    []sheetRef
	since1904 bool
	dates     []bool // by style: whether its numbers are dates
	strings   stringTable
}

type sheetRef struct {
	name, part string
	hidden     bool
}

// stringTable holds the shared strings, one after the other.
type stringTable struct {
	text []byte
	ends []int
}

func (s *stringTable) at(i int) []byte {
	if i < 0 || i >= len(s.ends) {
		return nil
	}
	from := 0
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.text[from:s.ends[i]]
}

func (t *Table) openXLSX(file io.ReaderAt, size int64, opts Options) error {
	t.Format = XLSX
	z, err := zip.NewReader(file, size)
	if err != nil {
		return &tabular.UnreadableError{Reason: tabular.Damaged}
	}
	w := &workbook{files: map[string]*zip.File{}, limits: opts.Limits}
	for _, f := range z.File {
		w.files[gostrings.ToLower(gostrings.TrimPrefix(f.Name, "/"))] = f
	}
	for _, read := range []func() error{w.readBook, w.readStyles, w.readStrings} {
		if err := read(); err != nil {
			return damaged(err)
		}
	}
	return t.chooseSheet(w.names(), opts, func(i int) (rowsOf, error) {
		r, err := w.open(w.sheets[i].part)
		if err != nil {
			return nil, damaged(err)
		}
		t.close = append(t.close, r)
		return &xlsxRows{w: w, dec: newXML(r), left: opts.Limits.Cells}, nil
	})
}

// damaged makes what is wrong in a workbook a reason not to read it; limits
// keep their own error.
func damaged(err error) error {
	if errors.Is(err, ErrTooLarge) {
		return err
	}
	return fmt.Errorf("%w: %w", &tabular.UnreadableError{Reason: tabular.Damaged}, err)
}

func newXML(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("source: workbooks are written in UTF-8")
	}
	return d
}

func (w *workbook) names() []sheetName {
	out := make([]sheetName, len(w.sheets))
	for i, s := range w.sheets {
		out[i] = sheetName{s.name, s.hidden}
	}
	return out
}

func (w *workbook) open(part string) (*member, error) {
	f := w.files[gostrings.ToLower(part)]
	if f == nil {
		return nil, fmt.Errorf("source: the workbook lacks %s", part)
	}
	return openMember(f, w.limits)
}

// decode reads a whole part into v.
func (w *workbook) decode(part string, v any) error {
	r, err := w.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	return newXML(io.LimitReader(r, 64<<20)).Decode(v)
}

func (w *workbook) readBook() error {
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		Of []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.decode("xl/workbook.xml", &book); err != nil {
		return err
	}
	if err := w.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return err
	}
	w.since1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	targets := map[string]string{}
	for _, r := range rels.Of {
		target := r.Target
		if !gostrings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		targets[r.ID] = gostrings.TrimPrefix(target, "/")
	}
	for _, s := range book.Sheets {
		for _, a := range s.Attrs {
			if a.Name.Local == "id" && a.Name.Space != "" && gostrings.Contains(targets[a.Value], "sheet") {
				w.sheets = append(w.sheets, sheetRef{s.Name, targets[a.Value], s.State != "" && s.State != "visible"})
			}
		}
	}
	if len(w.sheets) == 0 {
		return fmt.Errorf("source: the workbook has no sheet")
	}
	return nil
}

func (w *workbook) readStyles() error {
	if w.files["xl/styles.xml"] == nil {
		return nil
	}
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode("xl/styles.xml", &styles); err != nil {
		return err
	}
	own := map[int]bool{}
	for _, f := range styles.Formats {
		own[f.ID] = isDateFormat(f.Code)
	}
	for _, c := range styles.Cells {
		date, known := own[c.Format]
		w.dates = append(w.dates, known && date || !known && builtInDate(c.Format))
	}
	return nil
}

func (w *workbook) readStrings() error {
	if w.files["xl/sharedstrings.xml"] == nil {
		return nil
	}
	r, err := w.open("xl/sharedStrings.xml")
	if err != nil {
		return err
	}
	defer r.Close()
	dec := newXML(r)
	inText, phonetic := false, 0
	for {
		tok, err := dec.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			inText = tok.Name.Local == "t"
			if tok.Name.Local == "rPh" {
				phonetic++
			}
		case xml.EndElement:
			inText = false
			switch tok.Name.Local {
			case "rPh":
				phonetic--
			case "si":
				w.strings.ends = append(w.strings.ends, len(w.strings.text))
			}
		case xml.CharData:
			if inText && phonetic == 0 {
				w.strings.text = append(w.strings.text, tok...)
			}
		}
		if int64(len(w.strings.text)+8*len(w.strings.ends)) > w.limits.Strings {
			return ErrTooLarge
		}
	}
}

// xlsxRows reads the rows of a sheet.
type xlsxRows struct {
	w     *workbook
	dec   *xml.Decoder
	row   int
	left  int64 // cells that may still be read
	cells [][]byte
	value []byte
}

// Bounds of a sheet, which Excel has too, and of the texts of one row in bytes:
// they stand in memory, and a workbook may write long ones in a few bytes.
const (
	mostRows    = 1 << 20
	mostColumns = 1 << 14
	mostText    = 16 << 20
)

var errUnopened = errors.New("a cell ends that never began")

func (x *xlsxRows) next() (int, [][]byte, error) {
	for {
		tok, err := x.dec.RawToken()
		if err != nil {
			if err == io.EOF {
				return 0, nil, io.EOF
			}
			return 0, nil, damaged(err)
		}
		if start, ok := tok.(xml.StartElement); ok && start.Name.Local == "row" {
			x.row++
			if n, err := strconv.Atoi(attr(start, "r")); err == nil && n >= x.row && n <= mostRows {
				x.row = n
			}
			if err := x.readRow(); err != nil {
				return 0, nil, err
			}
			return x.row, x.cells, nil
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func (x *xlsxRows) readRow() error {
	x.cells = x.cells[:0]
	column, size := -1, 0
	kind, style := "", 0
	reading := ""
	for {
		tok, err := x.dec.RawToken()
		if err != nil {
			return damaged(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			switch tok.Name.Local {
			case "c":
				kind = attr(tok, "t")
				style, _ = strconv.Atoi(attr(tok, "s"))
				column++
				if c, ok := columnOf(attr(tok, "r")); ok && c >= column {
					column = c
				}
				x.value, reading = x.value[:0], ""
				if x.left -= int64(column + 1 - len(x.cells)); x.left < 0 || column >= mostColumns {
					return ErrTooLarge
				}
			case "v", "t":
				reading = tok.Name.Local
			case "rPh":
				reading = "-"
			}
		case xml.CharData:
			if reading == "v" || reading == "t" {
				x.value = append(x.value, tok...)
				if size += len(tok); size > mostText {
					return ErrTooLarge
				}
			}
		case xml.EndElement:
			switch tok.Name.Local {
			case "v", "t", "rPh":
				reading = ""
			case "c":
				if column < 0 { // the decoder of bare tokens does not match them
					return damaged(errUnopened)
				}
				for len(x.cells) <= column {
					x.cells = append(x.cells, nil)
				}
				x.cells[column] = x.text(kind, style)
			case "row":
				return nil
			}
		}
	}
}

// text gives the value of a cell as text.
func (x *xlsxRows) text(kind string, style int) []byte {
	switch kind {
	case "s":
		i, err := strconv.Atoi(string(x.value))
		if err != nil {
			return nil
		}
		return x.w.strings.at(i)
	case "b":
		if string(x.value) == "1" {
			return []byte("true")
		}
		return []byte("false")
	case "", "n":
		if len(x.value) == 0 {
			return nil
		}
		if style >= 0 && style < len(x.w.dates) && x.w.dates[style] {
			if d, ok := dateText(x.value, x.w.since1904); ok {
				return d
			}
		}
		return floatText(x.value)
	}
	return append([]byte{}, x.value...)
}

// columnOf reads the letters of a place such as AB12.
func columnOf(place string) (int, bool) {
	n, i := 0, 0
	for ; i < len(place) && place[i] >= 'A' && place[i] <= 'Z' && i < 4; i++ {
		n = n*26 + int(place[i]-'A') + 1
	}
	return n - 1, i > 0
}
