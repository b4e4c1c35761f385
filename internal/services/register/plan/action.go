package plan

import (
	"time"

	"airial/internal/platform/i18n"
)

// State says how far an action is.
type State string

// The states.
const (
	ToDo    State = "todo"
	Doing   State = "doing"
	Done    State = "done"
	Dropped State = "dropped" // nobody will do it
	Void    State = "void"    // it does not concern the member
)

// States lists them in the order of a form.
func States() []State { return []State{ToDo, Doing, Done, Dropped, Void} }

var stateLabels = map[State]i18n.Text{
	ToDo: i18n.T("à faire", "to do"), Doing: i18n.T("en cours", "under way"), Done: i18n.T("fait", "done"),
	Dropped: i18n.T("abandonné", "given up"), Void: i18n.T("sans objet", "not relevant"),
}

// Label names the state on screen.
func (s State) Label() i18n.Text { return stateLabels[s] }

// Open tells whether something is still to be done.
func (s State) Open() bool { return s == ToDo || s == Doing }

// Known tells whether the state exists.
func (s State) Known() bool { _, ok := stateLabels[s]; return ok }

// The kinds of action, as records name them.
const (
	Legal          = "legal"
	Organisational = "organisational"
	Technical      = "technical"
)

// The priorities: the lower, the sooner.
const (
	High   = 1
	Medium = 2
	Low    = 3
)

// What the journal says of actions, beside what the mechanism says of records.
const (
	EventMoved    = "register.action-moved"
	EventPlanned  = "register.action-planned"
	EventProved   = "register.action-proved"
	EventUnproved = "register.action-proof-removed"
)

// Unknown is the cost that nobody has said.
const Unknown int64 = -1

// A Plan is how a member goes about an action: what is its own to decide.
type Plan struct {
	State     State
	Due       string // a day, 2026-01-31; "" for none
	OwnerID   string // somebody with an account; "" for somebody else, or nobody
	OwnerName string
	Cost      int64 // cents; Unknown
	Remark    string
}

// An Action is something to be done at a member.
type Action struct {
	ID, MemberID string
	Title        i18n.Text
	Kind         string
	Priority     int
	Plan
	DoneOn  string
	Rev     int // of the instance; changes with each writing
	Model   string
	Open    int // differences with the model to settle
	Waits   bool
	Made    time.Time
	Changed time.Time
}

// Late tells whether an action should have been done before a day.
func (a Action) Late(today string) bool { return a.State.Open() && a.Due != "" && a.Due < today }

// A Link leads from an action to what it is about.
type Link struct{ Kind, Target string }

// A Proof shows that an action is done: a kept file, or the address of a paper.
type Proof struct {
	ID, ActionID, MemberID string
	Name, Href             string
	Digest                 string
	Size                   int64
	By                     string
	At                     time.Time
}

// A Step is what somebody decided about an action.
type Step struct {
	What, Before, After string
	By                  string
	At                  time.Time
}
