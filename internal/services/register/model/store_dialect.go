package model

import (
	"fmt"
	"strings"

	"airial/internal/platform/database"
)

// rowsFrom is a table with columns of text made of a parameter that holds a list
// of lists in JSON: one parameter, however many rows.
func rowsFrom(tx database.Tx, parameter string, columns ...string) string {
	list := make([]string, len(columns))
	for n, c := range columns {
		list[n] = fmt.Sprintf(`json_extract(value, '$[%d]') as %s`, n, c)
		if tx.Dialect() == database.Postgres {
			list[n] = fmt.Sprintf(`value->>%d as %s`, n, c)
		}
	}
	from := `json_each(` + parameter + `)`
	if tx.Dialect() == database.Postgres {
		from = `json_array_elements(` + parameter + `::text::json)`
	}
	return `(select ` + strings.Join(list, ", ") + ` from ` + from + `)`
}
