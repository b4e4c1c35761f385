package access

import (
	"time"

	"airial/internal/platform/i18n"
)

// Delegation lends a role that somebody has at a member to somebody else, from
// one day to another. It is never deleted: it ends, or is revoked. It lends no
// more than there is: once the giver has lost the role, nobody has it from her
// any more. What was lent cannot be lent on.
type Delegation struct {
	ID        string
	MemberID  string
	Role      Role
	GiverID   string // whose role it is
	TakerID   string // who has it for the time
	From      string // first day, 2026-01-31
	Until     string // last day
	Reason    Reason
	Reference string // the arrêté, with its number and date
	Recorded  time.Time
	Recorder  string // who recorded it
	Revoked   time.Time
}

// Covers tells whether a day lies within the delegation's dates, and it was not
// revoked. The giver must have the role besides.
func (d Delegation) Covers(day string) bool {
	return d.Revoked.IsZero() && d.From <= day && d.Until >= day
}

// Reason is why a role is lent.
type Reason string

// The reasons. The first two are those of the code général des collectivités
// territoriales: the mayor delegates by arrêté (art. L2122-18), a deputy stands
// in for her who is prevented (art. L2122-17).
const (
	ByOrder     Reason = "order"
	Replacement Reason = "replacement"
	Absence     Reason = "absence"
	OtherReason Reason = "other"
)

var reasonLabels = map[Reason]i18n.Text{
	ByOrder:     i18n.T("Arrêté de délégation", "Delegation by order (arrêté)"),
	Replacement: i18n.T("Remplacement d’un élu empêché", "Stand-in for an official who is prevented"),
	Absence:     i18n.T("Absence ou congé", "Absence or leave"),
	OtherReason: i18n.T("Autre motif", "Another reason"),
}

// Reasons lists them in the order of forms.
func Reasons() []Reason { return []Reason{ByOrder, Replacement, Absence, OtherReason} }

// Label returns the reason's name on screen.
func (r Reason) Label() i18n.Text { return reasonLabels[r] }

// Known tells whether the reason exists.
func (r Reason) Known() bool { _, ok := reasonLabels[r]; return ok }
