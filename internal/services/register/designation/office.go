package designation

import (
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Post is an office that somebody holds at a member.
type Post string

// The posts.
const (
	Officer    Post = "officer"    // délégué à la protection des données
	Controller Post = "controller" // who represents the body: mayor, president
	Referent   Post = "referent"   // whom the officer calls there
)

// Posts lists them in the order of the page.
var Posts = []Post{Officer, Controller, Referent}

// Known tells whether the post exists.
func (p Post) Known() bool { return p == Officer || p == Controller || p == Referent }

// Label names the post.
func (p Post) Label() i18n.Text {
	switch p {
	case Officer:
		return i18n.T("Délégué à la protection des données", "Data-protection officer")
	case Controller:
		return i18n.T("Représentant du responsable de traitement", "Representative of the controller")
	}
	return i18n.T("Référent RGPD", "GDPR referent")
}

// Form is whose an officer is (GDPR, art. 37.2, 37.3 and 37.6).
type Form string

// The forms.
const (
	Internal Form = "internal"
	Shared   Form = "shared"
	External Form = "external"
)

// Forms lists them.
var Forms = []Form{Shared, Internal, External}

// Label names the form.
func (f Form) Label() i18n.Text {
	switch f {
	case Internal:
		return i18n.T("agent de la collectivité", "member of the staff")
	case Shared:
		return i18n.T("mutualisé entre collectivités", "shared between bodies")
	case External:
		return i18n.T("prestataire extérieur", "external supplier")
	}
	return i18n.Text{}
}

// An Office is held by somebody at a member, from a day until a day.
type Office struct {
	ID, MemberID string
	Post         Post
	Holder       string // a person, or a body that is the officer
	Title        string // "Maire", "DPO mutualisé"
	Body         string // for whom an officer works; "" for the member itself
	Form         Form   // of an officer
	Email        string
	Phone        string
	Address      string
	Reference    string // the CNIL's number of the designation
	ReferencedOn string // its day
	Act          string // the resolution or order that designates
	ActOn        string // its day
	From         string // first day
	Until        string // last day; "" while it runs on
	BatchID      string // the act over many members that put her in; "" once somebody has corrected the line
	endedBatch   string
	Rev          int
	Made         time.Time
	Changed      time.Time
	By           string
}

// On tells whether the office is held on a day.
func (o Office) On(day string) bool { return o.From <= day && (o.Until == "" || o.Until >= day) }

// ToCome tells whether it begins after a day.
func (o Office) ToCome(day string) bool { return o.From > day }

// Contact is the officer as notices and forms name her: her name, for whom she
// works, and how she is reached.
func (o Office) Contact() string {
	if r := o.reach(); r != "" {
		return o.Holder + ", " + r
	}
	return o.Holder
}

// reach is for whom the officer works, and how she is reached.
func (o Office) reach() string {
	var parts []string
	for _, p := range []string{o.Body, o.Email, o.Phone, strings.ReplaceAll(o.Address, "\n", ", ")} {
		if p != "" && p != o.Holder {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// Declared tells whether the CNIL has been told of the officer.
func (o Office) Declared() bool { return o.Reference != "" }

// Limits of what is written.
const (
	maxLine    = 200
	maxAddress = 500
)

func wrong(field, fr, en string, args ...any) error {
	return fault.New(fault.Invalid, "designation."+field, fr, en, args...)
}

// check refuses an office that cannot be.
func (o *Office) check() error {
	for _, s := range []*string{&o.Holder, &o.Title, &o.Body, &o.Email, &o.Phone, &o.Address, &o.Reference, &o.Act} {
		*s = strings.TrimSpace(*s)
		if len([]rune(*s)) > maxAddress {
			return wrong("", "Ce texte est trop long.", "This text is too long.")
		}
	}
	switch {
	case !o.Post.Known():
		return wrong("post", "Cette fonction n’existe pas.", "There is no such office.")
	case o.Holder == "":
		return wrong("holder", "Donnez un nom.", "Give a name.")
	case o.Email != "" && (!strings.Contains(o.Email, "@") || strings.ContainsAny(o.Email, " ,;<>")):
		return wrong("email", "Cette adresse de courriel n’est pas complète.", "This e-mail address is not complete.")
	case o.Post == Officer && o.Form != Internal && o.Form != Shared && o.Form != External:
		return wrong("form", "Dites si le délégué est interne, mutualisé ou externe.", "Say whether the officer is internal, shared or external.")
	case !isDay(o.From):
		return wrong("from", "Donnez le jour de la prise de fonction.", "Give the day on which it begins.")
	case o.Until != "" && !isDay(o.Until):
		return wrong("until", "Ce jour n’existe pas.", "There is no such day.")
	case o.Until != "" && o.Until < o.From:
		return wrong("until", "La fin précède le début.", "The end is before the beginning.")
	case o.ReferencedOn != "" && !isDay(o.ReferencedOn):
		return wrong("referenced_on", "Ce jour n’existe pas.", "There is no such day.")
	case o.ActOn != "" && !isDay(o.ActOn):
		return wrong("act_on", "Ce jour n’existe pas.", "There is no such day.")
	}
	return nil
}

func isDay(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Year() > 1900 && t.Year() < 2200
}

// dayBefore is the day before another.
func dayBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}
