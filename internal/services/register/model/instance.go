package model

import (
	"time"

	"airial/internal/platform/i18n"
)

// What the journal says of what members have.
const (
	EventCreated  = "register.created"
	EventChanged  = "register.changed"
	EventSettled  = "register.settled"
	EventComplete = "register.completed"
	EventChecked  = "register.checked"
	EventReopened = "register.reopened"
	EventOut      = "register.out-of-use"
	EventBack     = "register.back-in-use"
	EventShown    = "register.shown"
)

// State says how far an instance is.
type State string

// The states. A checked instance stays checked when it is edited: what changed
// since the check is shown beside.
const (
	Begun    State = "draft"
	Complete State = "complete"
	Checked  State = "checked"
)

// Label returns the state's name on screen.
func (s State) Label() i18n.Text {
	switch s {
	case Complete:
		return i18n.T("complet", "complete")
	case Checked:
		return i18n.T("vérifié par le délégué", "checked by the officer")
	}
	return i18n.T("brouillon", "draft")
}

// An Instance is what a member has: a version of a model with what was written
// differently, or a record of its own.
type Instance struct {
	ID, MemberID string
	Kind         Kind
	ModelID      string // "" for one of the member's own
	Code         string // of the model
	Domain       string
	Version      int // of the model, taken over
	Proposed     int // the latest version that was offered
	Open         int // fields where both have changed, to be settled
	Name         i18n.Text
	State        State
	Shown        bool // on the member's public page
	Rev          int  // changes with each writing
	Made         time.Time
	Changed      time.Time
	Checked      time.Time // zero while nobody did
	Retired      time.Time // zero while it is in use
}

// Waits tells whether a new version of the model asks something of the member.
func (i Instance) Waits() bool { return i.Open > 0 || i.Proposed > i.Version }

// SinceCheck tells whether something was written after the officer's check.
func (i Instance) SinceCheck() bool { return !i.Checked.IsZero() && i.Changed.After(i.Checked) }

// A Full instance is one with all that it says.
type Full struct {
	Instance
	Base      Record // what the model says in the version that was taken over
	Overrides []Override
	Record    Record // what holds
}

// Own tells whether a path is written locally.
func (f Full) Own(path string) bool {
	for _, o := range f.Overrides {
		if o.Path == path {
			return true
		}
	}
	return false
}

// A Check is an officer's: the record as it was then.
type Check struct {
	At      time.Time
	By      string
	Message string
	Record  Record
}

// A Deed is what happened to an instance: a writing, or what a batch did.
type Deed struct {
	At      time.Time
	By      string
	Deed    string // "created", "edited", "settled", "pushed", …
	Rev     int    // of the instance after a writing; 0 for a batch
	BatchID string // "" for a writing
	Note    string
	Changes []Change
	From    int // versions of the model, for a batch
	To      int
}

// the deeds of writings
const (
	deedCreated = "created"
	deedEdited  = "edited"
	deedSettled = "settled"
	deedState   = "state"
)
