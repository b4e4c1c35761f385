package database

import (
	"fmt"
	"strings"
)

// A TableKind says what becomes of a table's rows outside the running
// installation.
type TableKind int

const (
	// Kept rows are the records: backed up, moved, exported with their member.
	Kept TableKind = iota
	// Derived rows are made again from the rest: search indexes, lists.
	Derived
	// Passing rows belong to the processes of now (sessions, jobs, leases) and
	// are not carried elsewhere.
	Passing
)

// A Table says whose rows a table holds, and what becomes of them outside. The
// register of all tables (each room's Schema.Tables) is the one source for
// row-level security, moving, backup, export and erasure of a member.
type Table struct {
	Name string
	// Member is the column with the owner's member id; "" when the rows belong
	// to the installation, or to what Through names.
	Member string
	// Through says how a row without a column of its own finds its member.
	Through Through
	// About is the column with the id of the member whom a row of the
	// installation is about: she may read it, and owns nothing of it. It does
	// not leave or pass with her.
	About string
	// Public is the condition in portable SQL, on the table's own columns,
	// under which anybody may read a row; "" for never, "true" for always.
	Public string
	// Closed keeps the installation's rows to the system and the operator's
	// people. Otherwise whoever is signed in reads and writes them: jobs,
	// accounts.
	Closed bool
	// Append lets whoever is signed in add rows, whosever they are.
	Append bool
	Kind   TableKind
	// Files are the columns that name a file in the store, by its digest,
	// within the member that owns the row; an empty value names none.
	Files []string
	// Only names the one database that has the table; "" for both.
	Only Dialect
	// People say which columns name a person who has an account: by these she
	// is forgotten when it is erased.
	People []Person
}

// A Person is the columns of a table that name somebody who has an account.
type Person struct {
	// ID is the column with the account's id: alone, or within the identifier
	// of an actor ("user:0193…/by:0194…").
	ID string
	// Name is the column with her name as it was then; "" where the id stands
	// alone, which says nothing once the account is erased.
	Name string
	// Words are columns of free text in which she may be named.
	Words []string
	// Hers says that the row is about nobody else and goes with her account.
	Hers bool
}

// Through leads from a row to the member that owns it, by a row of another
// table which has the column.
type Through struct {
	Column string // of the table itself
	Table  string // the other
	Key    string // its column that Column equals
	Member string // its column with the owner's member id
}

// Owned tells whether the rows belong to members.
func (t Table) Owned() bool { return t.Member != "" || t.Through.Table != "" }

// Of returns the condition that chooses a member's rows; placeholder stands
// for the member's id ("$1").
func (t Table) Of(placeholder string) string {
	switch {
	case t.Member != "":
		return t.Member + " = " + placeholder
	case t.Through.Table != "":
		return fmt.Sprintf("%s in (select %s from %s where %s = %s)",
			t.Through.Column, t.Through.Key, t.Through.Table, t.Through.Member, placeholder)
	}
	return "1=0"
}

// On tells whether a database has the table.
func (t Table) On(d Dialect) bool { return t.Only == "" || t.Only == d }

// Tables returns the register of the schemas, in the order of their making:
// what a row names stands before it, so that rows may be copied in this order
// and deleted in the reverse one.
func Tables(schemas ...Schema) []Table {
	var all []Table
	for _, s := range schemas {
		all = append(all, s.Tables...)
	}
	return all
}

// check refuses an entry of the register that could not be meant.
func (t Table) check() error {
	th := t.Through
	switch {
	case t.Name == "" || strings.Trim(t.Name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "":
		return fmt.Errorf("%q cannot name a table", t.Name)
	case t.Member != "" && th != (Through{}):
		return fmt.Errorf("table %s: its own column says whose a row is, and Through as well", t.Name)
	case t.Owned() && t.About != "":
		return fmt.Errorf("table %s: a row is a member's, or the installation's about a member, not both", t.Name)
	case th != (Through{}) && (th.Column == "" || th.Table == "" || th.Key == "" || th.Member == ""):
		return fmt.Errorf("table %s: Through is half filled", t.Name)
	}
	return nil
}
