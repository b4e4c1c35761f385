package template

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// xlsx writes the workbook of Excel.
func (b *book) xlsx(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	x := &xlsxBook{book: b, f: f, data: b.dataSheet()}
	if err := f.SetSheetName("Sheet1", x.data); err != nil {
		return err
	}
	for _, name := range []string{b.wordsSheet(), b.listsSheet()} {
		if _, err := f.NewSheet(name); err != nil {
			return err
		}
	}
	for _, step := range []func() error{x.lists, x.table, x.rules, x.words} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := f.SetSheetVisible(b.listsSheet(), false); err != nil {
		return err
	}
	_, err := f.WriteTo(w)
	return err
}

type xlsxBook struct {
	*book
	f    *excelize.File
	data string
}

// lists writes the allowed values, a column for each column that has some.
func (x *xlsxBook) lists() error {
	for i, c := range x.columns {
		for n, v := range c.list {
			if err := x.f.SetCellStr(x.listsSheet(), letter(i)+strconv.Itoa(n+1), v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *xlsxBook) table() error {
	head, err := x.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4D3A"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	if err != nil {
		return err
	}
	optional, err := x.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "1B2420"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE7E1"}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	if err != nil {
		return err
	}
	for i, c := range x.columns {
		at := letter(i)
		style, err := x.style(c.kind)
		if err != nil {
			return err
		}
		if err := x.f.SetColWidth(x.data, at, at, math.Max(14, math.Min(34, float64(len(c.Name))+4))); err != nil {
			return err
		}
		if err := x.f.SetColStyle(x.data, at, style); err != nil {
			return err
		}
		of := optional
		if c.Constraints.Required {
			of = head
		}
		if err := x.f.SetCellStr(x.data, at+"1", c.Name); err != nil {
			return err
		}
		if err := x.f.SetCellStyle(x.data, at+"1", at+"1", of); err != nil {
			return err
		}
		if err := x.column(i, c, style); err != nil {
			return err
		}
	}
	return x.f.SetPanes(x.data, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func (x *xlsxBook) style(k kind) (int, error) {
	format := map[kind]string{text: "@", whole: "0", decimal: "General", day: "yyyy-mm-dd"}[k]
	return x.f.NewStyle(&excelize.Style{CustomNumFmt: &format})
}

// column writes the cells of a column that are there already, and below them
// what appears in rows that are begun.
func (x *xlsxBook) column(i int, c column, style int) error {
	for n := range x.rows {
		if err := x.set(letter(i)+strconv.Itoa(n+2), c, x.cell(n, i)); err != nil {
			return err
		}
	}
	if n := len(x.rows); n > 0 { // cells that are there do not follow their column
		if err := x.f.SetCellStyle(x.data, letter(i)+"2", letter(i)+strconv.Itoa(n+1), style); err != nil {
			return err
		}
	}
	if c.own == "" {
		return nil
	}
	// A formula in a cell of text would be shown, not reckoned.
	general, err := x.style(decimal)
	if err != nil {
		return err
	}
	for n := len(x.rows) + 2; n <= x.last(); n++ {
		filled := x.filled(func(from, to int) string { return fmt.Sprintf("%s%d:%s%d", letter(from), n, letter(to), n) }, ",")
		if filled == "" {
			return nil
		}
		at := letter(i) + strconv.Itoa(n)
		if err := x.f.SetCellFormula(x.data, at, fmt.Sprintf(`IF(COUNTA(%s)=0,"",%s)`, filled, formulaText(c.own))); err != nil {
			return err
		}
		if err := x.f.SetCellStyle(x.data, at, at, general); err != nil {
			return err
		}
	}
	return nil
}

func formulaText(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// set writes a cell in the form of its column; what does not have that form is
// text.
func (x *xlsxBook) set(at string, c column, v string) error {
	if v == "" {
		return nil
	}
	switch c.kind {
	case whole:
		if n, err := strconv.ParseInt(v, 10, 52); err == nil {
			return x.f.SetCellInt(x.data, at, n)
		}
	case decimal:
		if n, err := strconv.ParseFloat(v, 64); err == nil && len(v) <= 15 {
			return x.f.SetCellFloat(x.data, at, n, -1, 64)
		}
	case day:
		if d, err := time.Parse(time.DateOnly, v); err == nil && d.Year() >= 1901 {
			return x.f.SetCellValue(x.data, at, d)
		}
	}
	return x.f.SetCellStr(x.data, at, v)
}

// rules has the spreadsheet offer the allowed values, watch numbers and days,
// and say what belongs into a cell.
func (x *xlsxBook) rules() error {
	for i, c := range x.columns {
		dv := excelize.NewDataValidation(true)
		dv.Sqref = fmt.Sprintf("%s2:%s%d", letter(i), letter(i), x.last())
		var err error
		switch {
		case c.list != nil:
			dv.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$1:$%s$%d", x.listsSheet(), letter(i), letter(i), len(c.list)))
		case c.kind == day:
			err = dv.SetRange(367, 2958465, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween)
		case c.kind == whole || c.kind == decimal:
			of := excelize.DataValidationTypeWhole
			if c.kind == decimal {
				of = excelize.DataValidationTypeDecimal
			}
			err = dv.SetRange(bound(c.Constraints.Minimum, -999999999999), bound(c.Constraints.Maximum, 999999999999), of, excelize.DataValidationOperatorBetween)
		}
		if err != nil {
			return err
		}
		dv.SetInput(cut(c.Title.In(x.lang), 32), x.help(c))
		if c.list != nil || c.kind != text {
			dv.SetError(excelize.DataValidationErrorStyleWarning, cut(c.Title.In(x.lang), 32),
				cut(pick(x.lang, "Cette valeur n’a pas la forme attendue\u202f: ", "This value does not have the form that is expected: ")+formWords(c.Field, x.lang), 250))
		}
		if err := x.f.AddDataValidation(x.data, dv); err != nil {
			return err
		}
	}
	return nil
}

func bound(v string, otherwise float64) float64 {
	if n, err := strconv.ParseFloat(v, 64); err == nil {
		return n
	}
	return otherwise
}

// words writes the sheet that explains the columns.
func (x *xlsxBook) words() error {
	sheet := x.wordsSheet()
	lines := x.explanations()
	for n, cells := range lines {
		for i, v := range cells {
			if err := x.f.SetCellStr(sheet, letter(i)+strconv.Itoa(n+1), v); err != nil {
				return err
			}
		}
	}
	bold, err := x.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	wrap, err := x.f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	head := strconv.Itoa(heads)
	for _, err := range []error{
		x.f.SetCellStyle(sheet, "A1", "A1", bold), x.f.SetCellStyle(sheet, "A"+head, "G"+head, bold),
		x.f.SetCellStyle(sheet, "A"+strconv.Itoa(heads+1), "G"+strconv.Itoa(len(lines)), wrap),
		x.f.SetColWidth(sheet, "A", "B", 26), x.f.SetColWidth(sheet, "C", "C", 60), x.f.SetColWidth(sheet, "D", "E", 16),
		x.f.SetColWidth(sheet, "F", "F", 44), x.f.SetColWidth(sheet, "G", "G", 26),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
