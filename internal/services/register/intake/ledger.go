package intake

import (
	"encoding/json"
	"time"

	"airial/internal/platform/i18n"
)

// State is how far an import is.
type State string

// The states.
const (
	Reading   State = "reading"   // the file is being read
	Ready     State = "ready"     // it waits for somebody to accept it
	Accepting State = "accepting" // body by body
	Done      State = "done"
	Undoing   State = "undoing"
	Undone    State = "undone"
	Dropped   State = "dropped" // nothing was taken over
	Failed    State = "failed"  // the file cannot be read; Trouble says why
)

var stateLabels = map[State]i18n.Text{
	Reading:   i18n.T("lecture en cours", "being read"),
	Ready:     i18n.T("à décider", "to be decided"),
	Accepting: i18n.T("reprise en cours", "being taken over"),
	Done:      i18n.T("repris", "taken over"),
	Undoing:   i18n.T("annulation en cours", "being undone"),
	Undone:    i18n.T("annulé", "undone"),
	Dropped:   i18n.T("abandonné", "dropped"),
	Failed:    i18n.T("illisible", "cannot be read"),
}

// Label is the state's name on screen.
func (s State) Label() i18n.Text { return stateLabels[s] }

// Runs tells whether a job is at work.
func (s State) Runs() bool { return s == Reading || s == Accepting || s == Undoing }

// An Import is one taking-over.
type Import struct {
	ID          string
	MemberID    string // who asked
	Source      string // "madis", "table", "cnil"
	Name        string // of the file
	State       State
	Digest      string // of the file, in the store of MemberID; "" when it is gone
	Size        int64
	Documents   string // of a zip of documents; "" for none
	Choices     string // of the source, JSON
	Counts      string // of the source, JSON
	Trouble     i18n.Text
	Done, Total int64
	Made        time.Time
	Changed     time.Time
	ByID        string
	ByName      string
}

// Whether a part goes to a member that is there, to one that is made, or
// nowhere.
const (
	Match  = "match"
	Make   = "make"
	Skip   = "skip"
	Choose = "choose" // nobody has decided yet
)

// A Part is what concerns one body of the other register. The part "" is what
// concerns none: models, questionnaires.
type Part struct {
	ImportID string
	Key      string
	MemberID string // who asked for the import
	TargetID string // the member to whom it goes; "" while there is none
	Siren    string
	Name     string
	Kind     string
	Decision string
	State    string // "waiting", "done", "undone", "failed"
	Counts   Counts
	Trouble  i18n.Text
	DoneAt   time.Time
}

// A Count is how many records of a kind there are.
type Count struct {
	Found  int `json:"found"`          // there
	Taken  int `json:"taken"`          // that are or will be taken over
	Left   int `json:"left"`           // that are not
	Before int `json:"before"`         // here, before
	After  int `json:"after"`          // here, after
	Same   int `json:"same,omitempty"` // that an earlier import brought
	Kept   int `json:"kept,omitempty"` // that an undoing left, for somebody has worked on them
}

// Counts are those of the kinds.
type Counts map[string]Count

// Add sums up.
func (c Counts) Add(o Counts) {
	for kind, n := range o {
		was := c[kind]
		was.Found, was.Taken, was.Left = was.Found+n.Found, was.Taken+n.Taken, was.Left+n.Left
		was.Before, was.After = was.Before+n.Before, was.After+n.After
		was.Same, was.Kept = was.Same+n.Same, was.Kept+n.Kept
		c[kind] = was
	}
}

// An Item is something that an import made or changed.
type Item struct {
	ID, ImportID, Part string
	MemberID           string
	Kind, RecordID     string
	Mark               string
	SourceKey          string
	Title              string
	Before             string // "" for what was made
	State              string // "made", "undone", "kept", "gone"
}

// A Left is a record, or what remains of one, that could not be carried.
type Left struct {
	ID, ImportID, Part string
	MemberID           string
	Table, SourceKey   string
	Title              string
	Reason             i18n.Text
	Body               string // JSON
}

// A File is one that came along.
type File struct {
	ID, ImportID, Part string
	MemberID           string
	SourceKey          string
	Kind, Title, Words string
	FileName, Digest   string
	Size               int64
	Links              []string // what it proves, in words
	At                 time.Time
}

func encoded(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps and texts
	}
	return string(b)
}

func saying(s string) (t i18n.Text) {
	_ = json.Unmarshal([]byte(s), &t)
	return t
}

// What the journal says of imports.
const (
	EventRead     = "register-import.read"
	EventAccepted = "register-import.accepted"
	EventTaken    = "register-import.taken"
	EventDone     = "register-import.done"
	EventUndone   = "register-import.undone"
	EventDropped  = "register-import.dropped"
	EventCleared  = "register-import.originals-erased"
)
