package voice

import (
	"net/url"
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
)

// Kind is what somebody writes.
type Kind string

// The kinds.
const (
	Question Kind = "question"
	Problem  Kind = "problem"
	Reuse    Kind = "reuse"
)

// Kinds lists them in the order of the pages.
var Kinds = []Kind{Question, Problem, Reuse}

// Known tells whether a kind exists.
func (k Kind) Known() bool { return k == Question || k == Problem || k == Reuse }

// State is how far a matter is.
type State string

// The states.
const (
	Unproven State = "unproven" // the address was not confirmed yet
	Waiting  State = "waiting"  // for the member
	Answered State = "answered" // or, of a reuse, approved
	Declined State = "declined"
)

// Thread is a matter: what was written, and the answer.
type Thread struct {
	ID, MemberID, DatasetID string
	Kind                    Kind
	State                   State
	Title, Body             string
	Link                    string // of a reuse
	Reuse                   string // a key of ReuseKinds
	Name                    string // as shown; "" for none
	Answer                  string
	By                      string // who answered
	Created, Proven, Closed time.Time
	Reminded                time.Time
	Public                  bool
}

// Late tells whether the member has let it wait for too long.
func (t Thread) Late(now time.Time) bool { return t.State == Waiting && now.Sub(t.Proven) >= patience }

// patience is how long a matter may wait before the member is told again.
const patience = 7 * 24 * time.Hour

// ReuseKind is what a reuse is.
type ReuseKind struct {
	Key   string
	Label i18n.Text
}

// ReuseKinds are those to choose from.
var ReuseKinds = []ReuseKind{
	{"application", i18n.T("Application ou service", "Application or service")},
	{"visualisation", i18n.T("Carte ou graphique", "Map or chart")},
	{"article", i18n.T("Article, enquête", "Article, inquiry")},
	{"research", i18n.T("Étude, recherche", "Study, research")},
	{"teaching", i18n.T("Enseignement", "Teaching")},
	{"other", i18n.T("Autre", "Other")},
}

func reuseLabel(key string) i18n.Text {
	for _, r := range ReuseKinds {
		if r.Key == key {
			return r.Label
		}
	}
	return i18n.Text{}
}

// Draft is what somebody sends.
type Draft struct {
	Kind        Kind
	Title, Body string
	Link, Reuse string
	Name        string
	Shown       bool // her name may be shown
	Email       string
	Lang        i18n.Lang
}

// Bounds of what is written, in characters.
const (
	maxTitle = 150
	maxBody  = 3000
	maxName  = 100
	mostLink = 2 // addresses within the text
)

// check says, field by field, what is wrong.
func (d Draft) check() map[string]i18n.Text {
	bad := map[string]i18n.Text{}
	if !d.Kind.Known() {
		bad[""] = i18n.T("Choisissez ce que vous voulez faire.", "Choose what you want to do.")
	}
	if strings.TrimSpace(d.Title) == "" {
		bad["title"] = i18n.T("Donnez un titre en quelques mots.", "Give a title in a few words.")
	}
	if len([]rune(strings.TrimSpace(d.Body))) < 10 {
		bad["body"] = i18n.T("Écrivez au moins une phrase.", "Write at least one sentence.")
	}
	if n := strings.Count(strings.ToLower(d.Body+" "+d.Title), "://") + strings.Count(strings.ToLower(d.Body+" "+d.Title), "www."); n > mostLink {
		bad["body"] = i18n.T("Ce texte contient trop d’adresses. Gardez-en deux au plus.", "This text holds too many addresses. Keep two at most.")
	}
	if !mail.Plausible(d.Email) {
		bad["email"] = i18n.T("Donnez une adresse de la forme «\u00a0nom@domaine.fr\u00a0»\u202f: un lien de confirmation y est envoyé.", "Give an address like “name@domain.fr”: a link to confirm is sent there.")
	}
	if d.Kind == Reuse {
		u, err := url.Parse(d.Link)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(u.Host, ".") || u.User != nil {
			bad["link"] = i18n.T("Donnez l’adresse de la réutilisation, qui commence par https://.", "Give the address of the reuse, which begins with https://.")
		}
		if reuseLabel(d.Reuse).Empty() {
			bad["reuse"] = i18n.T("Choisissez ce que c’est.", "Choose what it is.")
		}
	} else if d.Link != "" || d.Reuse != "" {
		bad[""] = i18n.T("Une question n’a pas d’adresse.", "A question has no address.")
	}
	return bad
}

// Check refuses what cannot be sent, with its first reason.
func (d Draft) Check() error {
	for _, field := range []string{"", "title", "body", "link", "reuse", "email"} {
		if say, ok := d.check()[field]; ok {
			return &fault.Error{Kind: fault.Invalid, Op: "voice.Check", Say: say}
		}
	}
	return nil
}
