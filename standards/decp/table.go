package decp

import (
	"io"

	"airial/standards/tabular"
)

// Table is the table of a document, to be read row by row.
type Table struct {
	Form      string // JSON or XML
	Contracts int    // how many there are, each once
	header    []string
	rows      [][][]byte
	next      int
	rec       tabular.Record
}

func tableOf(form string, list []contract) *Table {
	t := &Table{Form: form, Contracts: len(list)}
	for _, f := range fields() {
		t.header = append(t.header, f.Name)
	}
	for _, c := range list {
		holders := c.holders
		if len(holders) == 0 {
			holders = []holder{{}} // a contract without a holder is one all the same
		}
		for i, h := range holders {
			once := ""
			if i == 0 {
				once = c.cells["montant"]
			}
			own := map[string]string{"titulaire_id": h.id, "titulaire_typeIdentifiant": h.kind, "titulaire_nom": h.name, "montantUneFois": once}
			row := make([][]byte, len(t.header))
			for k, name := range t.header {
				cell, ok := own[name]
				if !ok {
					cell = c.cells[name]
				}
				if cell != "" {
					row[k] = []byte(cell)
				}
			}
			t.rows = append(t.rows, row)
		}
	}
	return t
}

// Header gives the names of the columns.
func (t *Table) Header() []string { return t.header }

// HeaderFlags tells that nothing is the matter with it.
func (t *Table) HeaderFlags() tabular.Flags { return 0 }

// Titles gives the lines above the header: none.
func (t *Table) Titles() [][]string { return nil }

// Dialect is how the table would be written.
func (t *Table) Dialect() tabular.Dialect {
	return tabular.Dialect{Encoding: tabular.UTF8, HeaderRow: 1}
}

// Next gives the following row, io.EOF after the last.
func (t *Table) Next() (*tabular.Record, error) {
	if t.next >= len(t.rows) {
		return nil, io.EOF
	}
	t.next++
	t.rec = tabular.Record{Row: t.next + 1, Cells: t.rows[t.next-1]}
	return &t.rec, nil
}

// Sample gives the first rows, up to most.
func (t *Table) Sample(most int) (out [][]string) {
	for _, row := range t.rows[:min(most, len(t.rows))] {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = string(cell)
		}
		out = append(out, line)
	}
	return out
}
