package inbound

import (
	"net"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"airial/internal/platform/fault"
	"airial/standards/portals"
)

// Pace is how often a source is read.
type Pace string

// The paces.
const (
	ByHand  Pace = "by-hand"
	Daily   Pace = "daily"
	Weekly  Pace = "weekly"
	Monthly Pace = "monthly"
)

// Paces are all of them.
var Paces = []Pace{Daily, Weekly, Monthly, ByHand}

// after is when a source of that pace is read again; zero for never.
func (p Pace) after(at time.Time) time.Time {
	switch p {
	case Daily:
		return at.AddDate(0, 0, 1)
	case Weekly:
		return at.AddDate(0, 0, 7)
	case Monthly:
		return at.AddDate(0, 1, 0)
	}
	return time.Time{}
}

// Source is a catalogue of somebody else's that is read into a member's.
type Source struct {
	ID       string
	MemberID string
	Name     string
	URL      string
	Kind     portals.Kind
	Pace     Pace
	Paused   bool
	Created  time.Time
	By       string
	Next     time.Time // zero for by hand only
}

// Draft is what is asked of somebody who makes a source.
type Draft struct {
	Name string
	URL  string
	Kind portals.Kind // "" to find out
	Pace Pace         // "" for weekly
}

// Limits of a source.
const (
	MaxName    = 100  // characters
	MaxURL     = 1000 // bytes
	MaxSources = 50   // of one member
)

// clean looks a draft over. The error is Invalid and says what to do.
func (s *Service) clean(d Draft) (Draft, error) {
	const op = "inbound.clean"
	var err error
	if d.URL, err = s.cleanURL(d.URL); err != nil {
		return d, err
	}
	d.Name = strings.Join(strings.Fields(d.Name), " ")
	if d.Name == "" {
		d.Name = host(d.URL)
	}
	if utf8.RuneCountInString(d.Name) > MaxName {
		return d, fault.New(fault.Invalid, op, "Le nom a %[1]d caractères au plus.", "The name has %[1]d characters at most.", MaxName)
	}
	if d.Kind != "" && !d.Kind.Known() {
		return d, fault.New(fault.Invalid, op, "Choisissez une sorte de catalogue de la liste.", "Choose a kind of catalogue from the list.")
	}
	switch d.Pace {
	case "":
		d.Pace = Weekly
	case ByHand, Daily, Weekly, Monthly:
	default:
		return d, fault.New(fault.Invalid, op, "Choisissez un rythme de la liste.", "Choose a pace from the list.")
	}
	return d, nil
}

// cleanURL reads the address of a catalogue, whose host must be allowed.
func (s *Service) cleanURL(text string) (string, error) {
	const op = "inbound.url"
	text = strings.TrimSpace(text)
	if text != "" && !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.Opaque != "" || len(text) > MaxURL ||
		strings.ContainsAny(text, " \r\n\t\x00\\") {
		return text, fault.New(fault.Invalid, op, "Indiquez l’adresse du catalogue ou du portail, par exemple https://data.exemple.fr.",
			"Give the address of the catalogue or portal, for instance https://data.example.org.")
	}
	if u.User != nil {
		return text, fault.New(fault.Invalid, op, "L’adresse ne doit contenir ni identifiant ni mot de passe.", "The address must hold no login or password.")
	}
	u.Fragment = ""
	return u.String(), s.Check(u.Hostname(), portOf(u))
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "http" {
		return "80"
	}
	return "443"
}

// host is the machine of an address, as the setting --outbound has it.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if port := portOf(u); port != "443" {
		return net.JoinHostPort(u.Hostname(), port)
	}
	return u.Hostname()
}

// Host is the machine of the source.
func (s Source) Host() string { return host(s.URL) }
