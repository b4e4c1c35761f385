package model

import "airial/internal/platform/database"

// pairsFrom is a table (id, member_id) made of a parameter that holds pairs in
// JSON: one parameter, however many rows.
func pairsFrom(tx database.Tx, parameter string) string {
	if tx.Dialect() == database.Postgres {
		return `(select value->>0 as id, value->>1 as member_id from json_array_elements(` + parameter + `::text::json))`
	}
	return `(select json_extract(value, '$[0]') as id, json_extract(value, '$[1]') as member_id from json_each(` + parameter + `))`
}
