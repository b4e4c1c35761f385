package named

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// Mark stands in place of somebody who was erased.
const Mark = "[personne effacée]"

// A Form says how a person is taken out of a column.
type Form int

const (
	// Words are free text: her name goes, the rest stays.
	Words Form = iota
	// JSON is a document whose texts are Words. What is not JSON is read as
	// Words.
	JSON
	// Whole names one person alone: Mark takes its place, and the Contacts of the
	// row are emptied.
	Whole
	// Contact describes the person of the row's Whole columns: an address, a
	// number. Where she is found in it, it is emptied with the others.
	Contact
)

// A Column is one in which somebody may be named.
type Column struct {
	Name string
	Form Form
}

// A Table says where in a table people may be named, who may have no account.
// SQL is written on the table as t and what Join adds.
type Table struct {
	Name  string
	Label i18n.Text // what a row is, for people
	// Key are the columns that a row is known by; Numbers are those of them that
	// are numbers.
	Key, Numbers []string
	// Member is the column with whose row it is; "" is the operator's own, which
	// only its officers see.
	Member string
	// About is the expression with the member that an operator's row is about.
	About  string
	Join   string
	Title  string // expression: how people call it; "" for none
	Record string // expression: id of the record on whose page it stands
	Kind   string // expression: kind of that record; "" where all are of one
	// Keep is an expression: the name of a reason (data/kept.yaml) why the row
	// stays, '' for none. $today is the day.
	Keep    string
	Columns []Column
	// Silent are the other columns of text, which people do not write.
	Silent []string
	// Revision is the column that is raised, so that whoever has the row open is
	// told.
	Revision string
	// Href is the page of a record; nil or "" for none.
	Href func(siren, kind, record string) string
	// After makes anew what is derived from the rows, of records (Record).
	After func(ctx context.Context, tx access.Tx, records []string) error
}

// C declares columns of free text.
func C(names ...string) []Column { return columns(Words, names) }

// J declares columns of JSON.
func J(names ...string) []Column { return columns(JSON, names) }

// W declares columns that name one person alone.
func W(names ...string) []Column { return columns(Whole, names) }

// D declares columns that describe the person of the W columns.
func D(names ...string) []Column { return columns(Contact, names) }

func columns(f Form, names []string) []Column {
	out := make([]Column, len(names))
	for n, name := range names {
		out[n] = Column{name, f}
	}
	return out
}
