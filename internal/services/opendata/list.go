package opendata

import (
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/i18n"
)

// Standing is where a dataset stands for those who work on it: the words of
// the list of deposits.
type Standing string

// The standings.
const (
	StandsRunning   Standing = "running"
	StandsPublish   Standing = "publish" // waits for its depositor
	StandsDecide    Standing = "decide"  // waits for a decision on personal data
	StandsApprove   Standing = "approve" // waits for an approval
	StandsRefused   Standing = "refused"
	StandsFailed    Standing = "failed" // on our side
	StandsPublished Standing = "published"
	StandsWithdrawn Standing = "withdrawn"
	StandsErased    Standing = "erased"
)

// standings lists them in the order of a filter, with their words and the
// condition on dataset d and life l that tells them.
var standings = []struct {
	Standing
	Label i18n.Text
	where string
}{
	{StandsPublish, i18n.T("À publier", "To be published"), `d.state not in ('withdrawn', 'erased') and l.outcome = 'waiting' and l.wait_right = 'publish'`},
	{StandsApprove, i18n.T("À approuver", "To be approved"), `d.state not in ('withdrawn', 'erased') and l.outcome = 'waiting' and l.wait_right = 'approve'`},
	{StandsDecide, i18n.T("Données personnelles à décider", "Personal data to be decided on"), `d.state not in ('withdrawn', 'erased') and l.outcome = 'waiting' and l.wait_right in ('advise', 'decide')`},
	{StandsRefused, i18n.T("Refusé", "Refused"), `d.state not in ('withdrawn', 'erased') and l.outcome = 'refused'`},
	{StandsRunning, i18n.T("En cours", "Under way"), `d.state not in ('withdrawn', 'erased') and l.outcome = 'running'`},
	{StandsFailed, i18n.T("En panne de notre côté", "Failed on our side"), `d.state not in ('withdrawn', 'erased') and l.outcome = 'failed'`},
	{StandsPublished, i18n.T("Publié", "Published"), `d.state = 'published' and l.outcome = 'done'`},
	{StandsWithdrawn, i18n.T("Retiré", "Withdrawn"), `d.state = 'withdrawn'`},
	{StandsErased, i18n.T("Effacé", "Erased"), `d.state = 'erased'`},
}

// Label returns the words of a standing.
func (s Standing) Label() i18n.Text {
	for _, k := range standings {
		if k.Standing == s {
			return k.Label
		}
	}
	return i18n.Text{}
}

// condition returns the SQL that tells a standing; "" for an unknown one.
func (s Standing) condition() string {
	for _, k := range standings {
		if k.Standing == s {
			return k.where
		}
	}
	return ""
}

// standing tells how a dataset and the life of its latest version stand.
func standing(state State, l life.Life) Standing {
	switch state {
	case Withdrawn:
		return StandsWithdrawn
	case Erased:
		return StandsErased
	}
	switch l.Outcome {
	case life.Rejected:
		return StandsRefused
	case life.Broken:
		return StandsFailed
	case life.Done:
		return StandsPublished
	case life.OnHold:
		switch l.WaitRight {
		case access.Publish:
			return StandsPublish
		case access.Advise, access.Decide:
			return StandsDecide
		case access.Approve:
			return StandsApprove
		}
	}
	return StandsRunning
}

// Listing chooses datasets of a list of deposits.
type Listing struct {
	Query    string // words of the title or of the member's name
	MemberID string // "" for all that the scope sees
	Standing Standing
	Schema   string // a schema's name, "none" for tables without, "" for all
	Sort     string // "title", "member", "date", each with "-" to descend; "" is "-date"
	Limit    int
	Offset   int
}

// Line is a dataset in a list of deposits, with the life of its latest version.
type Line struct {
	PieceID   string
	MemberID  string
	Title     string // "" once erased
	State     State
	Schema    string // "" for none, or not known yet
	Number    int    // of the version that the public sees; 0 for none
	Latest    int    // number of the latest version
	VersionID string
	FileName  string
	Depositor access.Actor
	Deposited time.Time
	Life      life.Life
}

// Standing tells where the dataset stands.
func (l Line) Standing() Standing { return standing(l.State, l.Life) }
