package tables

import (
	"fmt"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Op is what a filter does with a column and a value.
type Op string

// The operators. Cells without a value satisfy Null alone, as in SQL. Eq and
// Ne with an empty value mean Null and NotNull. On text, Eq and Ne compare
// exactly and the others folded (see Fold). Boolean columns know Eq, Ne, Null
// and NotNull; Contains is for text, and for integers, years and dates as they
// are written.
const (
	Eq       Op = "eq"
	Ne       Op = "ne"
	Contains Op = "contains"
	Lt       Op = "lt"
	Le       Op = "le"
	Gt       Op = "gt"
	Ge       Op = "ge"
	Null     Op = "null"
	NotNull  Op = "notnull"
)

// Query asks for rows of one table. Rows must satisfy every filter and hold
// every word of Search: a text cell that contains the word once folded, or an
// integer, number or date equal to it.
//
// Without Sort the rows come in the order of the file; with it, rows that
// compare equal do, and those without a value come last. Offset and Limit
// therefore page through all rows without a gap.
type Query struct {
	Columns []string // wanted columns in their order; none means all
	Filters []Filter
	Search  string
	Sort    []Sort
	Limit   int   // Query: 0 asks for Total alone. Each: 0 asks for all
	Offset  int64 // rows to leave out first
}

// Filter keeps rows whose column satisfies an operator with a value.
type Filter struct {
	Column string
	Op     Op
	Value  string // as in Parquet's text form: dot for numbers, ISO 8601 for dates
}

// Sort orders rows by a column.
type Sort struct {
	Column string
	Desc   bool
}

// Page is the answer to a Query. It may have fewer rows than were asked for
// when they are very large (Config.MaxPageBytes), but always one where there is
// one: whoever pages goes on from Offset plus the rows received.
type Page struct {
	Columns []Column
	Rows    [][]any // nil, string, int64, float64 or bool: see Type
	Total   int64   // rows that match, whatever Limit and Offset
}

// Problem says what is wrong with a query.
type Problem string

// The problems of a query.
const (
	UnknownColumn Problem = "unknown-column" // the table has no such column
	BadOperator   Problem = "bad-operator"   // unknown, or not for a column of this type
	BadValue      Problem = "bad-value"      // does not parse as the column's type
	BadRange      Problem = "bad-range"      // limit or offset out of bounds
	TooComplex    Problem = "too-complex"    // more filters, sorts or words than MaxTerms
)

// QueryError says what in a query cannot be answered. It is a fault of kind
// Invalid, with words for the user.
type QueryError struct {
	Problem Problem
	Column  string
	Op      Op
	Value   string
	say     i18n.Text
}

func (e *QueryError) Error() string { return "tables: " + e.say.En }

// Unwrap gives the fault that decides the HTTP status and the words shown.
func (e *QueryError) Unwrap() error {
	return &fault.Error{Kind: fault.Invalid, Op: "tables.Query", Say: e.say}
}

func unknownColumn(name string) error {
	return &QueryError{Problem: UnknownColumn, Column: name, say: i18n.Text{
		Fr: fmt.Sprintf("Ce jeu de données n’a pas de colonne « %s ». Vérifiez son nom, majuscules et accents compris.", name),
		En: fmt.Sprintf("This dataset has no column %q. Check its name, with its case and accents.", name),
	}}
}

func badOperator(c Column, op Op) error {
	return &QueryError{Problem: BadOperator, Column: c.Name, Op: op, say: i18n.Text{
		Fr: fmt.Sprintf("Le filtre « %s » n’existe pas pour la colonne « %s ». Choisissez-en un autre.", op, c.Name),
		En: fmt.Sprintf("The filter %q does not exist for column %q. Choose another one.", op, c.Name),
	}}
}

var expected = map[kind]i18n.Text{
	kindText:  {Fr: "un texte en UTF-8", En: "UTF-8 text"},
	kindInt:   {Fr: "un nombre entier", En: "an integer"},
	kindFloat: {Fr: "un nombre, avec un point pour la virgule", En: "a number, with a dot"},
	kindBool:  {Fr: "« true » ou « false »", En: "\"true\" or \"false\""},
	kindDate:  {Fr: "une date comme 2025-01-31", En: "a date such as 2025-01-31"},
	kindStamp: {Fr: "une date et une heure comme 2025-01-31T12:00:00Z", En: "a date and time such as 2025-01-31T12:00:00Z"},
}

func badValue(column string, k kind, op Op, value string) error {
	want := expected[k]
	return &QueryError{Problem: BadValue, Column: column, Op: op, Value: value, say: i18n.Text{
		Fr: fmt.Sprintf("La valeur « %s » ne convient pas à la colonne « %s »\u202f: il y faut %s.", value, column, want.Fr),
		En: fmt.Sprintf("The value %q does not fit column %q: it must be %s.", value, column, want.En),
	}}
}

func badRange(limit int) error {
	return &QueryError{Problem: BadRange, say: i18n.Text{
		Fr: fmt.Sprintf("La limite va de 0 à %d et le décalage commence à 0. Corrigez ces deux nombres.", limit),
		En: fmt.Sprintf("The limit goes from 0 to %d and the offset starts at 0. Correct these two numbers.", limit),
	}}
}

func tooComplex() error {
	return &QueryError{Problem: TooComplex, say: i18n.Text{
		Fr: fmt.Sprintf("Cette demande a plus de %d filtres, tris ou mots. Réduisez-la.", MaxTerms),
		En: fmt.Sprintf("This request has more than %d filters, sorts or words. Make it smaller.", MaxTerms),
	}}
}
