package odsql

import (
	"fmt"
	"unicode/utf8"
)

// The clauses, as errors name them.
const (
	ClauseSelect  = "select"
	ClauseWhere   = "where"
	ClauseGroupBy = "group_by"
	ClauseOrderBy = "order_by"
	ClauseRefine  = "refine"
	ClauseExclude = "exclude"
)

// Error says what in a clause cannot be understood, and where.
type Error struct {
	Clause string
	At     int    // characters before the place
	Fr, En string // what is wrong there
}

func (e *Error) Error() string {
	return fmt.Sprintf("ODSQL query is malformed: %s at position %d. Clause(s) containing the error(s): %s.", e.En, e.At+1, e.Clause)
}

// French is Error in French.
func (e *Error) French() string {
	return fmt.Sprintf("La requête ne peut pas être lue\u202f: %s, au caractère %d de «\u00a0%s\u00a0».", e.Fr, e.At+1, e.Clause)
}

// Wrong makes an error about a node, for whoever finds what the grammar cannot.
func Wrong(clause, text string, at int, fr, en string) *Error {
	at = max(0, min(at, len(text)))
	return &Error{Clause: clause, At: utf8.RuneCountInString(text[:at]), Fr: fr, En: en}
}

// near shows a piece of the text, never much of it.
func near(text string) string {
	const most = 30
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
