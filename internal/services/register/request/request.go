package request

import (
	"fmt"
	"slices"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/term"
)

// State is where a request stands.
type State string

// The states. A request goes from one to the next and skips none; Identity is a
// detour for whoever doubts who asks.
const (
	Received  State = "received"  // nobody has looked at it yet
	Identity  State = "identity"  // proof of identity was asked for
	Examining State = "examining" // what is asked, of which activities, what is held
	Answering State = "answering" // the answer is being written
	Closed    State = "closed"    // answered, refused, or without object
	Erased    State = "erased"    // nothing names the requester any more
)

// moves is the one table of what follows what.
var moves = map[State][]State{
	Received:  {Examining, Identity},
	Identity:  {Examining},
	Examining: {Answering, Identity},
	Answering: {Closed, Examining},
	Closed:    {Erased, Answering},
	Erased:    {},
}

// Follows tells whether one state may follow another.
func Follows(from, to State) bool { return slices.Contains(moves[from], to) }

var stateLabels = map[State]i18n.Text{
	Received:  i18n.T("reçue", "received"),
	Identity:  i18n.T("attend une preuve d’identité", "waits for proof of identity"),
	Examining: i18n.T("à l’examen", "being examined"),
	Answering: i18n.T("réponse en préparation", "answer being written"),
	Closed:    i18n.T("close", "closed"),
	Erased:    i18n.T("close, coordonnées effacées", "closed, details erased"),
}

// Label is the state's name on screen.
func (s State) Label() i18n.Text { return stateLabels[s] }

// Open tells whether something is still to be done.
func (s State) Open() bool { return s != Closed && s != Erased }

// Outcome is how a request ended.
type Outcome string

// The outcomes. The last two may end a request from any open state.
const (
	Granted      Outcome = "granted"
	Partly       Outcome = "partly"
	Refused      Outcome = "refused"
	NothingHeld  Outcome = "nothing-held"
	Unidentified Outcome = "unidentified"
	Withdrawn    Outcome = "withdrawn"
)

var outcomes = []struct {
	Outcome
	label i18n.Text
}{
	{Granted, i18n.T("Accordée", "Granted")},
	{Partly, i18n.T("Accordée en partie", "Granted in part")},
	{Refused, i18n.T("Refusée", "Refused")},
	{NothingHeld, i18n.T("Aucune donnée trouvée", "No data found")},
	{Unidentified, i18n.T("Identité non établie", "Identity not established")},
	{Withdrawn, i18n.T("Retirée par son auteur", "Withdrawn by its maker")},
}

// Label is the outcome's name on screen.
func (o Outcome) Label() i18n.Text {
	for _, one := range outcomes {
		if one.Outcome == o {
			return one.label
		}
	}
	return i18n.Text{}
}

// refuses tells whether an outcome gives less than was asked: it needs a ground,
// a reason and the paths of complaint (art. 12 § 4).
func (o Outcome) refuses() bool { return o == Refused || o == Partly || o == Unidentified }

// Ground is why something is refused.
type Ground struct {
	ID      string
	Article string
	Label   i18n.Text
}

// grounds are those that the RGPD knows.
var grounds = []Ground{
	{"no-such-right", "RGPD, art. 17 à 21", i18n.T("Ce droit ne vaut pas pour ce traitement", "This right does not exist for this processing")},
	{"unfounded", "RGPD, art. 12 § 5", i18n.T("Demande manifestement infondée", "Manifestly unfounded request")},
	{"excessive", "RGPD, art. 12 § 5", i18n.T("Demande excessive, notamment répétée", "Excessive request, in particular repeated")},
	{"identity", "RGPD, art. 11 § 2 et 12 § 6", i18n.T("Identité non établie", "Identity not established")},
	{"others", "RGPD, art. 15 § 4", i18n.T("Droits et libertés d’autrui", "Rights and freedoms of others")},
	{"law", "RGPD, art. 17 § 3 et 23", i18n.T("La loi s’y oppose", "The law forbids it")},
	{"compelling", "RGPD, art. 21 § 1", i18n.T("Motif légitime et impérieux de poursuivre", "Compelling legitimate grounds to go on")},
	{"other", "", i18n.T("Autre motif", "Another ground")},
}

// Channel is how a request came in.
type Channel string

// The channels.
const (
	ByForm    Channel = "form"
	ByLetter  Channel = "letter"
	ByMail    Channel = "mail"
	ByCounter Channel = "counter"
	ByPhone   Channel = "phone"
	ByAPI     Channel = "api"
)

var channels = []struct {
	Channel
	label i18n.Text
}{
	{ByLetter, i18n.T("Lettre", "Letter")},
	{ByMail, i18n.T("Courriel", "E-mail")},
	{ByCounter, i18n.T("À l’accueil", "At the counter")},
	{ByPhone, i18n.T("Téléphone", "Telephone")},
	{ByForm, i18n.T("Formulaire public", "Public form")},
	{ByAPI, i18n.T("Logiciel (API)", "Program (API)")},
}

// Label is the channel's name on screen.
func (c Channel) Label() i18n.Text {
	for _, one := range channels {
		if one.Channel == c {
			return one.label
		}
	}
	return i18n.Text{}
}

// Requester is who asks. It is erased after the period of retention.
type Requester struct {
	Name    string
	Email   string
	Phone   string
	Address string
	For     string // for whom, when it is somebody else: a child, a person in her care, one who has died
}

// Request is a request of somebody who uses her rights.
type Request struct {
	ID           string
	MemberID     string
	Year, Number int    // 2026-003 within its member
	Reference    string // what the requester quotes; it tells nothing
	Channel      Channel
	State        State
	Outcome      Outcome
	Ground       string
	Kinds        []string
	Bases        []string // chosen by hand, beside those of the activities
	Activities   []Activity
	ReceivedOn   string
	DueOn        string // the last day on which an answer is in time
	ExtendedOn   string // the day of the notice that it takes longer
	IdentityOn   string // the day on which proof was asked for
	IdentifiedOn string
	ClosedOn     string
	EraseOn      string
	AnsweredBy   string // how the answer went out: mail, letter, hand
	Requester    Requester
	Words        string
	IdentityWhy  string
	ExtendedWhy  string
	Notes        string
	Reason       string // of a refusal
	Answer       string
	Reminded     string
	Revision     int64
	Created      time.Time
	Changed      time.Time
	ChangedID    string
	ChangedName  string
}

// Name is the number by which agents speak of it.
func (r Request) Name() string { return fmt.Sprintf("%d-%03d", r.Year, r.Number) }

// Left is how many days are left on a day, negative when it is late; 0 for the
// last one. What is closed has none.
func (r Request) Left(today string) int { return term.Days(today, r.DueOn) }

// Late tells whether an open request is beyond its last day.
func (r Request) Late(today string) bool { return r.State.Open() && today > r.DueOn }

// InTime tells whether a closed request was answered in time.
func (r Request) InTime() bool { return r.ClosedOn != "" && r.ClosedOn <= r.DueOn }

// MayExtend tells whether the delay may still be made longer: once, within the
// first month, which the day of the notice is part of.
func (r Request) MayExtend(today string) bool {
	return r.State.Open() && r.ExtendedOn == "" && today <= r.DueOn
}

// AllBases are the legal bases of the activities concerned and those chosen by
// hand, each once, in the order of the law.
func (r Request) AllBases() []string {
	var out []string
	for _, b := range Bases() {
		has := slices.Contains(r.Bases, b.ID)
		for _, a := range r.Activities {
			has = has || slices.Contains(a.Bases, b.ID)
		}
		if has {
			out = append(out, b.ID)
		}
	}
	return out
}

// Verdicts are what the legal bases concerned make of what is asked.
func (r Request) Verdicts() []Verdict {
	var out []Verdict
	for _, k := range r.Kinds {
		for _, b := range r.AllBases() {
			if v, ok := Judge(k, b); ok {
				out = append(out, v)
			}
		}
	}
	return out
}

// Step is something that happened to a request.
type Step struct {
	ID        string
	Kind      string // of the journal's entry
	From, To  State
	ActorName string
	At        time.Time
}

// FileKind is what a file of a request is.
type FileKind string

// The kinds of file.
const (
	SentFile     FileKind = "request"  // what the requester sent
	IdentityFile FileKind = "identity" // proof of identity: destroyed after use
	SearchFile   FileKind = "evidence" // what was found
	AnswerFile   FileKind = "answer"
)

var fileKinds = []struct {
	FileKind
	label i18n.Text
}{
	{SentFile, i18n.T("Demande reçue", "Request received")},
	{SearchFile, i18n.T("Pièce utile à la réponse", "Something useful for the answer")},
	{IdentityFile, i18n.T("Justificatif d’identité", "Proof of identity")},
	{AnswerFile, i18n.T("Réponse envoyée", "Answer sent")},
}

// Label is the kind's name on screen.
func (k FileKind) Label() i18n.Text {
	for _, one := range fileKinds {
		if one.FileKind == k {
			return one.label
		}
	}
	return i18n.Text{}
}

// File is a file that goes with a request.
type File struct {
	ID        string
	RequestID string
	MemberID  string
	Kind      FileKind
	Name      string
	Digest    string // "" once it is destroyed
	Size      int64
	DestroyOn string // the last day of a document of identity
	Destroyed time.Time
	ActorName string
	At        time.Time
}
