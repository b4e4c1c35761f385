package life

import (
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// Outcome is how a life stands.
type Outcome string

// The outcomes of a life.
const (
	Running  Outcome = "running" // a stage is at work, or about to be
	OnHold   Outcome = "waiting" // for a person, an outside answer or a date
	Rejected Outcome = "refused"
	Broken   Outcome = "failed" // our own fault; can be tried again
	Done     Outcome = "done"
)

// StepOutcome is what came of one stage.
type StepOutcome string

// The outcomes of a step.
const (
	Passed  StepOutcome = "passed"
	Waiting StepOutcome = "waiting"
	Refused StepOutcome = "refused"
	Failed  StepOutcome = "failed"
)

// Life is where a version stands on its path.
type Life struct {
	VersionID string
	PieceID   string
	MemberID  string
	Kind      string
	Path      []string // stage names, as they were when it began
	Position  int      // index in Path of the stage where it stands
	Outcome   Outcome
	WaitRight access.Right // whose act would move it; "" for nobody's
	Wait      i18n.Text
	Due       time.Time // zero for no limit
	Outside   bool      // an answer from outside is waited for
	Begun     time.Time
	Updated   time.Time

	epoch  int
	answer *Answer
}

// Stage returns the name of the stage where the life stands.
func (l Life) Stage() string { return l.Path[l.Position] }

// Passed tells whether the life has gone through a stage.
func (l Life) Passed(stage string) bool {
	for i, name := range l.Path {
		if name == stage {
			return i < l.Position || i == l.Position && l.Outcome == Done
		}
	}
	return false
}

// Step is one stage passed, waiting, refused or failed, with its evidence.
type Step struct {
	ID       string
	Number   int // from 1, within the version
	Stage    string
	Outcome  StepOutcome
	Skipped  bool
	At       time.Time
	By       access.Actor
	Reason   i18n.Text
	Evidence json.RawMessage // a JSON object
}
