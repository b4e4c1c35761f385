package rowfile

import (
	"bufio"
	"context"
	"time"

	"github.com/xuri/excelize/v2"

	"airial/internal/platform/fault"
	"airial/internal/services/explore"
)

// mostSheetRows is how many rows a sheet holds, the heading included.
const mostSheetRows = 1_048_576

// xlsxFile writes a workbook of one sheet. Its rows wait in a file of their own,
// for the parts of a workbook cannot be written in their order.
type xlsxFile struct {
	w       *bufio.Writer
	book    *excelize.File
	sheet   *excelize.StreamWriter
	columns []Column
	row     int
	date    int // the style of dates
	stamp   int
}

var errSheet = fault.New(fault.Invalid, "rowfile.xlsx",
	"Une feuille de calcul ne contient pas plus de 1\u202f048\u202f575 lignes. Demandez du CSV ou du Parquet, ou filtrez les lignes.",
	"A worksheet holds no more than 1,048,575 rows. Ask for CSV or Parquet, or filter the rows.")

func newXLSX(_ context.Context, w *bufio.Writer, o Options) (Writer, error) {
	x := &xlsxFile{w: w, book: excelize.NewFile(), columns: o.Columns}
	var err error
	day, instant := "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
	if x.date, err = x.book.NewStyle(&excelize.Style{CustomNumFmt: &day}); err != nil {
		return nil, err
	}
	if x.stamp, err = x.book.NewStyle(&excelize.Style{CustomNumFmt: &instant}); err != nil {
		return nil, err
	}
	if x.sheet, err = x.book.NewStreamWriter(x.book.GetSheetName(0)); err != nil {
		return nil, err
	}
	heads := make([]any, len(o.Columns))
	for i, c := range o.Columns {
		heads[i] = c.Name
	}
	return x, x.add(heads)
}

func (x *xlsxFile) add(cells []any) error {
	if x.row++; x.row > mostSheetRows {
		return errSheet
	}
	at, err := excelize.CoordinatesToCellName(1, x.row)
	if err != nil {
		return err
	}
	return x.sheet.SetRow(at, cells)
}

func (x *xlsxFile) Row(values []any) error {
	cells := make([]any, len(values))
	for i, v := range values {
		cells[i] = x.cell(x.columns[i].Kind, v)
	}
	return x.add(cells)
}

func (x *xlsxFile) cell(kind explore.Kind, v any) any {
	text, isText := v.(string)
	switch {
	case isText && kind == explore.Date:
		// Spreadsheets count days from 1900.
		if t, err := time.Parse(time.DateOnly, text); err == nil && t.Year() >= 1900 {
			return excelize.Cell{StyleID: x.date, Value: t}
		}
	case isText && kind == explore.DateTime && len(text) >= 19:
		if t, err := time.Parse("2006-01-02T15:04:05", text[:19]); err == nil && t.Year() >= 1900 {
			return excelize.Cell{StyleID: x.stamp, Value: t}
		}
	}
	switch v.(type) {
	case Point, Shape:
		text, isText = Text(v), true
	}
	if isText {
		if runes := []rune(text); len(runes) > excelize.TotalCellChars {
			text = string(runes[:excelize.TotalCellChars])
		}
		return text
	}
	return v
}

func (x *xlsxFile) Close() error {
	defer x.Abort()
	if err := x.sheet.Flush(); err != nil {
		return err
	}
	if err := x.book.Write(x.w); err != nil {
		return err
	}
	return x.w.Flush()
}

// Abort removes the file of the rows.
func (x *xlsxFile) Abort() { _ = x.book.Close() }
