package breach

import (
	"fmt"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/term"
)

// State is where a breach stands.
type State string

// The states.
const (
	Open   State = "open"
	Closed State = "closed"
)

// Decision is what somebody decided, with a reason of her own.
type Decision string

// The decisions.
const (
	Undecided Decision = ""
	Yes       Decision = "yes"
	No        Decision = "no"
)

// What is said of the complaint.
const (
	ComplaintFiled = "filed"
	ComplaintNone  = "none" // nothing to complain of: no malice, no insurance
)

// Breach is a personal-data breach of a member.
type Breach struct {
	ID           string
	MemberID     string
	Year, Number int
	Title        string
	State        State
	Exercise     bool
	OriginID     string    // the processor's breach that opened it, "" for the member's own
	Aware        time.Time // to the minute
	Answers      Answers
	Notify       Decision // to the CNIL
	NotifyWhy    string
	Tell         Decision // to the people
	TellWhy      string
	Notified     time.Time // the initial notification
	NotifiedRef  string
	Completed    time.Time // the complementary one
	Told         time.Time
	Complaint    string
	ComplaintAt  time.Time
	ClosedAt     time.Time
	Reminded     string
	Erased       time.Time // its texts and files, after the period of retention
	Revision     int64
	Created      time.Time
	Changed      time.Time
	ChangedID    string
	ChangedName  string
}

// Name is the number by which people speak of it.
func (b Breach) Name() string { return fmt.Sprintf("V%d-%02d", b.Year, b.Number) }

// Due is when the CNIL must have been notified.
func (b Breach) Due() time.Time { return term.Of(term.Breach).Until(b.Aware) }

// ComplaintDue is when the complaint must have been filed.
func (b Breach) ComplaintDue() time.Time { return term.Of(term.Complaint).Until(b.Aware) }

// Runs tells whether the CNIL's clock runs: until it was notified, or somebody
// decided that it need not be.
func (b Breach) Runs() bool { return b.State == Open && b.Notified.IsZero() && b.Notify != No }

// ComplaintRuns is the same of the complaint's clock.
func (b Breach) ComplaintRuns() bool { return b.State == Open && b.Complaint == "" }

// Late tells whether the CNIL's clock has run out.
func (b Breach) Late(now time.Time) bool { return b.Runs() && now.After(b.Due()) }

// InTime tells whether the CNIL was notified in time.
func (b Breach) InTime() bool { return !b.Notified.IsZero() && !b.Notified.After(b.Due()) }

// Blocks lists what must be done before the breach is closed.
func (b Breach) Blocks() []i18n.Text {
	var out []i18n.Text
	add := func(yes bool, fr, en string) {
		if yes {
			out = append(out, i18n.T(fr, en))
		}
	}
	add(!b.Answers.Has("story"), "Racontez ce qui s’est passé.", "Tell what happened.")
	add(b.Notify == Undecided, "Décidez s’il faut notifier la CNIL.", "Decide whether to notify the CNIL.")
	add(b.Notify == Yes && b.Notified.IsZero(), "Notez la notification à la CNIL.", "Record the notification to the CNIL.")
	add(b.Notify == Yes && !b.Notified.IsZero() && b.Completed.IsZero(), "Notez la notification complémentaire, ou qu’elle n’ajoute rien.", "Record the complementary notification, or that it adds nothing.")
	add(b.Tell == Undecided, "Décidez s’il faut informer les personnes.", "Decide whether to tell the people.")
	add(b.Tell == Yes && b.Told.IsZero(), "Notez que les personnes sont informées.", "Record that the people were told.")
	add(b.Complaint == "", "Notez la plainte, ou qu’il n’y en a pas lieu.", "Record the complaint, or that there is no reason for one.")
	return out
}

// Event is something that happened to a breach.
type Event struct {
	Kind      string
	Words     string
	ActorName string
	At        time.Time
}

// What this room tells the journal: identifiers, decisions and instants.
const (
	EventOpened    = "breach.opened"
	EventChanged   = "breach.changed"
	EventDecided   = "breach.decided"
	EventNotified  = "breach.notified"
	EventCompleted = "breach.completed"
	EventTold      = "breach.people-told"
	EventComplaint = "breach.complaint"
	EventNoted     = "breach.noted"
	EventSpread    = "breach.spread"
	EventReminded  = "breach.reminded"
	EventClosed    = "breach.closed"
	EventReopened  = "breach.reopened"
	EventFiled     = "breach.file-added"
	EventEnclosed  = "breach.file-enclosed"
	EventDestroyed = "breach.file-destroyed"
	EventErased    = "breach.erased"
)

var eventLabels = map[string]i18n.Text{
	EventBrought:   i18n.T("Reprise d’un autre registre", "Taken over from another register"),
	EventOpened:    i18n.T("Violation inscrite au registre", "Breach entered in the register"),
	EventChanged:   i18n.T("Dossier complété", "File completed"),
	EventDecided:   i18n.T("Décision prise", "Decision taken"),
	EventNotified:  i18n.T("Notification initiale à la CNIL", "Initial notification to the CNIL"),
	EventCompleted: i18n.T("Notification complémentaire à la CNIL", "Complementary notification to the CNIL"),
	EventTold:      i18n.T("Personnes informées", "People told"),
	EventComplaint: i18n.T("Plainte", "Complaint"),
	EventNoted:     i18n.T("Note", "Note"),
	EventSpread:    i18n.T("Adhérents informés par le sous-traitant", "Members told by the processor"),
	EventReminded:  i18n.T("Rappel envoyé", "Reminder sent"),
	EventClosed:    i18n.T("Dossier clos", "File closed"),
	EventReopened:  i18n.T("Dossier rouvert", "File opened again"),
	EventFiled:     i18n.T("Pièce ajoutée", "File added"),
	EventEnclosed:  i18n.T("Pièce à joindre, ou plus", "File to enclose, or no longer"),
	EventDestroyed: i18n.T("Pièce détruite", "File destroyed"),
	EventErased:    i18n.T("Textes et pièces effacés, au terme de leur conservation", "Texts and files erased, at the end of their retention"),
}

// Contact is somebody to call.
type Contact struct {
	Who, Phone, Mail, Words string
}
