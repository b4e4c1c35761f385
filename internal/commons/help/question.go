package help

import (
	"time"

	"airial/internal/platform/i18n"
)

// State is how a question stands.
type State string

// The states: nobody looks at it yet, somebody does, it was answered, it is
// closed.
const (
	Open     State = "open"
	Taken    State = "taken"
	Answered State = "answered"
	Closed   State = "closed"
)

var stateLabels = map[State]i18n.Text{
	Open:     i18n.T("nouvelle", "new"),
	Taken:    i18n.T("prise en charge", "taken"),
	Answered: i18n.T("répondue", "answered"),
	Closed:   i18n.T("close", "closed"),
}

// Label returns the state's name on screen.
func (s State) Label() i18n.Text { return stateLabels[s] }

// Question is a request for help.
type Question struct {
	ID         string
	Number     int64 // what people say on the telephone
	AskerID    string
	AskerName  string
	MemberID   string // "" when it is about none
	Page       string // address in the console from which it was asked
	PieceID    string
	PieceTitle string
	RequestID  string // number of the request that went wrong
	State      State
	TakerID    string
	TakerName  string
	Asked      time.Time
	Touched    time.Time // when last anything happened
	Unread     bool      // an answer that the asker has not seen
	Begins     string    // the first words of what was asked
}

// Message is one thing that was said.
type Message struct {
	ID         string
	AuthorID   string
	AuthorName string
	Operator   bool // by the operator's people
	Words      string
	At         time.Time
}

// MaxWords bounds a message, in characters.
const MaxWords = 5000
