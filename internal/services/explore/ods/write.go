package ods

import (
	"encoding/json"
	"net/http"

	"airial/internal/services/explore/rowfile"
)

// heads are the keys of objects, ready to be written.
func heads(columns []column, labels bool) [][]byte {
	names := make([]string, len(columns))
	for i, c := range columns {
		if names[i] = c.name; labels && c.label != "" {
			names[i] = c.label
		}
	}
	return rowfile.Keys(names)
}

// appendRow writes a row as an object whose keys stand in the order of the
// columns.
func appendRow(b []byte, columns []column, keys [][]byte, row []any) []byte {
	b = append(b, '{')
	for i, c := range columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = rowfile.AppendJSON(append(b, keys[i]...), c.value(row))
	}
	return append(b, '}')
}

func writeJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
