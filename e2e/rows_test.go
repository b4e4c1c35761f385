package e2e

import (
	"encoding/json"
	"net/url"
	"strconv"
	"testing"
)

// rowsPage is a page of rows.
type rowsPage struct {
	Total, Offset int64
	Limit         int
	Next          *string
	Columns       []struct{ Name, Type string }
	Rows          []map[string]json.RawMessage
}

// checkRows gathers a table page by page, sorts it and filters it.
func (f realFile) checkRows(t *testing.T, nobody caller, at addresses, want grid, p packed) {
	t.Helper()
	gathered := 0
	for address := at.API + "/rows?limit=1000"; address != ""; {
		var part rowsPage
		nobody.read(address, &part)
		if int(part.Total) != len(want.rows) || int(part.Offset) != gathered || len(part.Columns) != len(want.header) {
			t.Fatalf("%s: total %d, offset %d, %d columns", address, part.Total, part.Offset, len(part.Columns))
		}
		for i, row := range part.Rows {
			for k, c := range part.Columns {
				if k < len(want.header) && !cellIs(row[c.Name], c.Type, want.rows[gathered+i][k]) {
					t.Fatalf("rows: row %d, column %d (%s) is another cell", gathered+i+1, k+1, c.Type)
				}
			}
		}
		gathered += len(part.Rows)
		address = ""
		if part.Next != nil {
			address = *part.Next
		}
	}
	if gathered != len(want.rows) {
		t.Errorf("paging gathers %d rows of %d", gathered, len(want.rows))
	}
	f.checkSorted(t, nobody, at, p)
	f.checkFiltered(t, nobody, at, want, p)
}

// cellIs tells whether a value of the rows' JSON is that of a cell.
func cellIs(raw json.RawMessage, typ, cell string) bool {
	if raw == nil {
		return false
	}
	if string(raw) == "null" {
		return cell == ""
	}
	switch typ {
	case "integer":
		return string(raw) == cell
	case "number":
		a, err1 := strconv.ParseFloat(string(raw), 64)
		b, err2 := strconv.ParseFloat(cell, 64)
		return err1 == nil && err2 == nil && a == b
	case "boolean", "datetime":
		return cell != ""
	}
	var s string
	return json.Unmarshal(raw, &s) == nil && s == cell
}

// checkSorted sorts by the first column of numbers, downwards.
func (f realFile) checkSorted(t *testing.T, nobody caller, at addresses, p packed) {
	t.Helper()
	for k, typ := range p.types {
		if typ != "INT64" && typ != "DOUBLE" {
			continue
		}
		var part rowsPage
		nobody.read(at.API+"/rows?limit=1000&sort="+url.QueryEscape("-"+p.names[k]), &part)
		last := ""
		for i, row := range part.Rows {
			value := string(row[p.names[k]])
			if i > 0 && last != "null" && value != "null" && float(t, value) > float(t, last) {
				t.Fatalf("sorted by column %d: row %d is out of order", k+1, i+1)
			}
			last = value
		}
		return
	}
}

func float(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal("a value of a column of numbers is none")
	}
	return n
}

// checkFiltered keeps the rows that have the first row's value in a column of
// text.
func (f realFile) checkFiltered(t *testing.T, nobody caller, at addresses, want grid, p packed) {
	t.Helper()
	for k, typ := range p.types {
		value := want.rows[0][k]
		if typ != "STRING" || value == "" {
			continue
		}
		expected := 0
		for _, row := range want.rows {
			if row[k] == value {
				expected++
			}
		}
		var part rowsPage
		nobody.read(at.API+"/rows?limit=0&"+url.Values{p.names[k] + "__eq": {value}}.Encode(), &part)
		if int(part.Total) != expected {
			t.Errorf("filtered by column %d: %d rows, want %d", k+1, part.Total, expected)
		}
		return
	}
}
