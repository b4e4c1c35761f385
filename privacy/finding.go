package privacy

import (
	"fmt"
	"strings"
)

// Level says what a finding does to the table that holds it.
type Level uint8

const (
	// Info is told and stops nothing.
	Info Level = iota + 1
	// Review waits for a person, who may decide to publish with a reason.
	Review
	// Block must not be published: the data leave the file, or the
	// data-protection officer gives an opinion and the controller decides.
	Block
)

var levelNames = [...]string{Info: "info", Review: "review", Block: "block"}

// String is the level's stable name, as in reports: block, review or info.
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return fmt.Sprintf("level(%d)", l)
}

// MarshalText writes the level's stable name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the name that MarshalText wrote.
func (l *Level) UnmarshalText(text []byte) error {
	for i, name := range levelNames {
		if name != "" && name == string(text) {
			*l = Level(i)
			return nil
		}
	}
	return fmt.Errorf("privacy: no level is named %q", text)
}

// Kind is what a finding is about. Its text is stable: it is written in reports
// and in records of decisions.
type Kind string

// The kinds that the detectors of this package know.
const (
	NIR         Kind = "nir"          // numéro d'inscription au répertoire (sécurité sociale)
	IBAN        Kind = "iban"         // international bank account number, ISO 13616
	Email       Kind = "email"        // e-mail address
	Phone       Kind = "phone"        // telephone number
	PersonName  Kind = "person-name"  // name of a natural person, or an agent's number
	SiretPerson Kind = "siret-person" // SIREN or SIRET of a natural person (legal category 1…)
	Address     Kind = "address"      // postal address of a person
	BirthDate   Kind = "birth-date"
	BirthPlace  Kind = "birth-place"
	Plate       Kind = "plate"       // registration of a vehicle
	INE         Kind = "ine"         // identifiant national élève or étudiant
	IDDocument  Kind = "id-document" // passport, identity card
	CAF         Kind = "caf"         // number of a recipient of family benefits
	IP          Kind = "ip"
	MAC         Kind = "mac"
	Coordinates Kind = "coordinates" // precise to a dwelling, beside persons
	Card        Kind = "card"        // bank card
	Health      Kind = "health"
	Union       Kind = "union" // membership of a trade union
	Religion    Kind = "religion"
	Origin      Kind = "origin" // ethnic origin, nationality
	SexualLife  Kind = "sexual-life"
	Offence     Kind = "offence"
	Salary      Kind = "salary" // beside a name
)

// Kinds are all of them.
var Kinds = []Kind{PersonName, NIR, SiretPerson, IBAN, Phone, Email, Address, BirthDate, BirthPlace, Plate, INE, IDDocument, CAF, IP, MAC,
	Coordinates, Card, Health, Union, Religion, Origin, SexualLife, Offence, Salary}

// Role says whose datum it seems to be.
type Role string

const (
	// Private is a person who has no public role that the detector knows of.
	Private Role = "private"
	// Public is a person named in a public role: elected, signing for a body,
	// holding one of its contracts.
	Public Role = "public"
	// Body is an organisation: a town hall's switchboard, a function's mailbox.
	Body Role = "body"
	// Unknown is for data that show nothing of their owner, such as a fixed line.
	Unknown Role = ""
)

// Finding is one datum seen at one place. It never holds the datum.
type Finding struct {
	Level Level `json:"level"`
	Kind  Kind  `json:"kind"`
	// Row is the number that the caller gave to Scanner.Row; 0 for text that
	// stands outside the rows, such as a title.
	Row int `json:"row"`
	// Field is the column's name, "" for a cell beyond the last named column.
	Field string `json:"field"`
	// Masked is a form of the datum that lets its owner recognise it and tells
	// others nothing.
	Masked string `json:"masked"`
	Role   Role   `json:"role,omitempty"`
	// Start and End are its place in the cell or text, in bytes of UTF-8.
	Start int `json:"start"`
	End   int `json:"end"`
	// Score is how sure it is, from 0 to 1; a check digit gives 1.
	Score float64 `json:"score"`
	// Why is a stable word for what gave it away.
	Why string `json:"why,omitempty"`
	// Text is the datum itself. It is only filled for whoever asks for it
	// (Options.Text), and never kept.
	Text string `json:"-"`
}

// Verdict is what a result asks for.
type Verdict string

const (
	// Clear lets the table go on by itself.
	Clear Verdict = "clear"
	// Stop waits for a person.
	Stop Verdict = "stop"
)

// Summary counts the findings of one kind and level in one column.
type Summary struct {
	Field string `json:"field"`
	Kind  Kind   `json:"kind"`
	Level Level  `json:"level"`
	// Count is the number of data seen; one cell may hold several.
	Count int `json:"count"`
	// Cells is the number of cells that hold at least one.
	Cells int `json:"cells"`
	// Ratio is Cells over the column's non-blank cells, from 0 to 1.
	Ratio float64 `json:"ratio"`
	// FirstRow is the row of the first of them.
	FirstRow int `json:"first_row"`
}

// Result is what a scan has seen.
type Result struct {
	Verdict Verdict `json:"verdict"`
	// Rows is the number of rows read.
	Rows int `json:"rows"`
	// Total is the number of data seen, whatever their level.
	Total int `json:"total"`
	// Summary has one line per column, kind and level: the gravest first, then
	// in the order of the columns.
	Summary []Summary `json:"summary"`
	// Findings are in reading order, at most Options.MaxFindings of them.
	Findings []Finding `json:"findings"`
	// Columns says of each column that holds something personal what it holds
	// above all.
	Columns []ColumnKind `json:"columns,omitempty"`
	// Risk is measured where it is asked for (Options.Risk).
	Risk *Risk `json:"risk,omitempty"`
}

// ColumnKind is what a column holds above all.
type ColumnKind struct {
	Name  string `json:"name"`
	Kind  Kind   `json:"kind"`
	Level Level  `json:"level"`
	// Ratio is the share of its non-blank cells that hold it, from 0 to 1.
	Ratio float64 `json:"ratio"`
	Why   string  `json:"why"`
}

// Count is the number of data of that level.
func (r Result) Count(level Level) int {
	n := 0
	for _, s := range r.Summary {
		if s.Level == level {
			n += s.Count
		}
	}
	return n
}

// String says the verdict and the counts in one line, for logs.
func (r Result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s after %d rows", r.Verdict, r.Rows)
	for _, s := range r.Summary {
		fmt.Fprintf(&b, ", %d %s (%s) in %q", s.Count, s.Kind, s.Level, s.Field)
	}
	return b.String()
}
