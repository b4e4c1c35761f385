package world

import "time"

// Ending says what a version is meant to come to.
type Ending string

// The endings of a version.
const (
	Published         Ending = "published"          // the public sees it
	Superseded        Ending = "superseded"         // published once, a later version is now
	Invalid           Ending = "invalid"            // refused by the check of form: see Faults
	AwaitingDepositor Ending = "awaiting-depositor" // all is well; "Publier" was not pressed yet
	AwaitingSecond    Ending = "awaiting-second"    // pressed; a second person of the member must approve
	AwaitingOfficer   Ending = "awaiting-officer"   // pressed; the operator's officer must approve
	StoppedPrivacy    Ending = "stopped-privacy"    // the gate of personal data waits for a decision
	Withdrawn         Ending = "withdrawn"          // was published; the piece is withdrawn
	Erased            Ending = "erased"             // was published; erased for personal data
)

// Deposit is a piece with all its versions, oldest first.
type Deposit struct {
	Key         string // unique and stable: SIREN/what-when
	SIREN       string // of the member
	Title       string
	Description string
	Schema      string // "scdl/subventions", or "none"
	Theme       string
	Keywords    []string
	Frequency   string // as the SCDL catalogue names it: "Annuelle"
	Versions    []Version
	Removal     *Removal // withdrawal or erasure, nil for none
}

// Version is one file of a piece.
type Version struct {
	File     string // its name as deposited
	Bytes    []byte
	Rows     int       // data rows
	At       time.Time // of the deposit, UTC, in office hours
	By       string    // login of the depositor
	Token    bool      // came by the API
	Ending   Ending
	Faults   []Fault  // of form or of privacy, none when all is well
	Approval *Grantor // who approved, when a second person or the officer had to
	// Contacts tells that cells hold an institution's own telephone or address
	// (05 36 49..., mairie@...), which are public and no personal data.
	Contacts bool
}

// Grantor is the person who approved, and when.
type Grantor struct {
	Login string
	At    time.Time
}

// Removal takes a piece off the public site.
type Removal struct {
	At     time.Time
	By     string // login
	Erase  bool   // "Effacer pour données personnelles"
	Reason string // key: "error", "obsolete", "replaced", "personal-data"
	Words  string // in French, as the person wrote it
}

// Fault is one intended defect of a version.
type Fault struct {
	Kind  FaultKind
	Field string // the label as the file has it, the missing one's name; "" for the whole file
	Cells int    // how many cells, 0 when it is about the label or the file
}

// FaultKind names a defect.
type FaultKind string

// The defects of form, then those of privacy.
const (
	FaultMissingColumn   FaultKind = "missing-column"
	FaultDuplicateColumn FaultKind = "duplicate-column"
	FaultSlashedDates    FaultKind = "slashed-dates"  // 27/02/2025
	FaultScientific      FaultKind = "scientific"     // 8,03E+13 for a SIRET
	FaultEuroAmounts     FaultKind = "euro-amounts"   // 12 345,67 €
	FaultVotes           FaultKind = "votes"          // that do not add up
	FaultCapitals        FaultKind = "capitals"       // "Budget Primitif", not in the list
	FaultUnclosedQuote   FaultKind = "unclosed-quote" // to the end of the file
	FaultPDF             FaultKind = "pdf"            // a PDF named .csv
	FaultEmpty           FaultKind = "empty"          // a byte order mark and nothing else

	FaultNamedPerson FaultKind = "named-person" // a secours with name and telephone in its object
	FaultIBAN        FaultKind = "iban"         // a column of bank accounts left in an export
	FaultContacts    FaultKind = "contacts"     // people's own telephones and addresses
	FaultNamedAgent  FaultKind = "named-agent"  // a name in an object: published against the officer's opinion, erased later
	FaultOwnerNamed  FaultKind = "owner-named"  // a name in an object: a person let it pass, and it is erased later
	FaultRareNames   FaultKind = "rare-names"   // first names of so few children that each row is one child
)

// Ending is what the piece as a whole comes to: removed, else published when
// one of its versions is, else what its last version waits for.
func (d *Deposit) Ending() Ending {
	for _, v := range d.Versions {
		switch v.Ending {
		case Withdrawn, Erased, Published:
			return v.Ending
		}
	}
	return d.Versions[len(d.Versions)-1].Ending
}

// hour puts a deposit on a day in office hours (Paris, whatever the season),
// minutes later for a later attempt.
func hour(d Date, r *rng, later int) time.Time {
	return d.Time().Add(time.Duration(r.between(8*60, 14*60+30)+later)*time.Minute + time.Duration(r.n(60))*time.Second)
}
