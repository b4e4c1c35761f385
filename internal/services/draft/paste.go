package draft

import (
	"context"
	"encoding/csv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Paste writes cells that were copied from a spreadsheet (tabulations between
// them) into a table that is begun from its schema, from a cell on. Row 0 means
// behind the last one that holds something. A first line that names the columns
// says where each goes.
func (s *Service) Paste(ctx context.Context, tx access.Tx, id string, row, col int, text string) error {
	const op = "draft.Paste"
	k, err := s.layOut(ctx, tx, id)
	if err != nil {
		return err
	}
	if k.Corrects() {
		return fault.New(fault.Invalid, op, "Collez dans une cellule à la fois.", "Paste into one cell at a time.")
	}
	lines, err := clipboard(text)
	if err != nil || len(lines) == 0 {
		return fault.New(fault.Invalid, op, "Rien de lisible n’a été collé. Copiez des cellules dans votre tableur, puis collez-les.",
			"Nothing that can be read was pasted. Copy cells in your spreadsheet, then paste them.")
	}
	if row < firstRow {
		row = k.afterLast()
	}
	if len(lines) > MostRows || row+len(lines) > firstRow+MostRows {
		return &fault.Error{Kind: fault.TooLarge, Op: op, Say: beyond}
	}
	places, headed := k.places(lines[0], col)
	if headed {
		lines = lines[1:]
	}
	var edits []Edit
	for i, cells := range lines {
		full := make([]string, len(k.columns))
		given := map[int]bool{}
		for c, v := range cells {
			if c < len(places) && places[c] >= 0 && places[c] < len(full) {
				full[places[c]], given[places[c]] = v, true
			}
		}
		mended, err := tableschema.Typed(k.schema, k.labels(), full)
		if err != nil {
			return fault.Wrap(op, err)
		}
		for c := range given {
			e := Edit{Row: row + i, Col: c, To: mended[c]}
			e.Was = k.cell(e)
			edits = append(edits, e)
		}
	}
	_, err = k.write(ctx, tx, edits)
	return err
}

// places says into which column each pasted cell goes, and whether the first
// line is a header.
func (k *desk) places(first []string, col int) (out []int, headed bool) {
	named := map[string]int{}
	for i, c := range k.columns {
		named[tabular.Fold(c.Label)] = i
	}
	hits := 0
	for _, cell := range first {
		at, ok := named[tabular.Fold(cell)]
		if !ok {
			at = -1
		} else {
			hits++
		}
		out = append(out, at)
	}
	if hits > 0 && hits*2 > len(first) {
		return out, true
	}
	for i := range out {
		out[i] = max(0, col) + i
	}
	return out, false
}

// afterLast is the row behind the last one that holds something.
func (k *desk) afterLast() int {
	last := firstRow - 1
	for n, r := range k.written {
		if r.dropped {
			continue
		}
		for _, v := range r.cells {
			if v != "" {
				last = max(last, n)
			}
		}
	}
	return last + 1
}

// clipboard cuts what a spreadsheet puts on the clipboard: cells between
// tabulations, quoted where they hold a line end.
func clipboard(text string) ([][]string, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	r := csv.NewReader(strings.NewReader(strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "\ufffd")))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = '\t', -1, true
	return r.ReadAll()
}
