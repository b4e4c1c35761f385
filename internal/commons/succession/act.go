package succession

import (
	"slices"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
)

// Kind is what sort of act it is.
type Kind string

// The kinds of act.
const (
	Merger     Kind = "merger"     // several members become one
	Absorption Kind = "absorption" // a member takes others in
	Split      Kind = "split"      // a member is set up again, or another takes datasets over
	Leaving    Kind = "leaving"    // a member is served no longer
)

var kindLabels = map[Kind]i18n.Text{
	Merger:     i18n.T("Fusion", "Merger"),
	Absorption: i18n.T("Absorption", "Absorption"),
	Split:      i18n.T("Séparation", "Split"),
	Leaving:    i18n.T("Départ", "Leaving"),
}

// Label returns the kind's name on screen.
func (k Kind) Label() i18n.Text { return kindLabels[k] }

// State is how an act stands.
type State string

// The states of an act.
const (
	Planned   State = "planned"   // its day is to come, or it is under way
	Done      State = "done"      //
	Cancelled State = "cancelled" // before its day
	Undone    State = "undone"    // a leaving that was taken back
	Erased    State = "erased"    // a leaving after whose delay what was left is destroyed
)

// Plan is what an act does, and what was chosen for it.
type Plan struct {
	// Members are the ids of those that end, leave, or give datasets away.
	Members []string `json:"members"`
	// Heir is the id of the one that inherits; "" for a new one until the act
	// is carried out, and where nobody does.
	Heir string `json:"heir,omitempty"`
	// Body is what the heir is from the day on: a new member, or the heir
	// changed. Nil leaves it as it is.
	Body *organisation.Attributes `json:"body,omitempty"`
	// Roles says that the people of Members have the same roles at the heir.
	Roles bool `json:"roles,omitempty"`
	// Pieces pass in a split.
	Pieces []string `json:"pieces,omitempty"`
	// Withdraw says that what a leaving member has published is withdrawn;
	// otherwise it stays.
	Withdraw bool `json:"withdraw,omitempty"`
	// EraseAfter is how many days after it left what is left of a member is
	// destroyed.
	EraseAfter int `json:"erase_after,omitempty"`
}

// all lists the members that the plan concerns.
func (p Plan) all() []string {
	out := slices.Clone(p.Members)
	if p.Heir != "" && !slices.Contains(out, p.Heir) {
		out = append(out, p.Heir)
	}
	return out
}

// Act is a recorded act.
type Act struct {
	ID       string
	Kind     Kind
	State    State
	Day      string // 2027-01-01
	Deed     string // arrêté préfectoral, délibération; may be empty
	Plan     Plan
	Recorder string
	By       string // the identifier of that actor
	Recorded time.Time
	Done     time.Time // zero until it is
	Problem  string    // why it could not be carried out so far; for the operator
}

// EraseOn returns the day on which what is left of a leaving member is
// destroyed.
func (a Act) EraseOn() string {
	day, err := time.Parse(time.DateOnly, a.Day)
	if err != nil {
		return a.Day
	}
	return day.AddDate(0, 0, a.Plan.EraseAfter).Format(time.DateOnly)
}
