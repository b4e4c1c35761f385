package database

import "testing"

func TestNameless(t *testing.T) {
	for query, want := range map[string]string{
		"select 1": "select 1",
		"select a from t where b in ($1, $2, $3) limit $4":     "select a from t where b in (?, ?, ?) limit ?",
		"select a - b / 2 from t where c = $1 and d = '$2'''":  "select a - b / 2 from t where c = ? and d = '$2'''",
		"select a from t where c = $1 or d = $1":               "select a from t where c = $1 or d = $1",
		"select a from t where c = $2 and d = $1":              "select a from t where c = $2 and d = $1",
		`select $1, "$2", $2, $3, $4, $5, $6, $7, $8, $9, $10`: `select ?, "$2", ?, ?, ?, ?, ?, ?, ?, ?, ?`,
		"select a from t -- it's $1\nwhere c = $1":             "select a from t -- it's $1\nwhere c = $1",
		"select a /* $1 */ from t where c = $1":                "select a /* $1 */ from t where c = $1",
		"select a from t where b = $1 and c = 'not closed":     "select a from t where b = $1 and c = 'not closed",
		"select a from t where b = $1 and c = ?2":              "select a from t where b = $1 and c = ?2",
		"select a from t where b = $name":                      "select a from t where b = $name",
	} {
		if got := nameless(query); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", query, got, want)
		}
	}
}
