package webhook

import (
	"net"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"airial/internal/platform/fault"
)

// Hook is an address that is told of events.
type Hook struct {
	ID       string
	MemberID string // whose it is; the operator's own member for everybody's
	Everyone bool   // hears of all members
	Name     string
	URL      string
	Events   []string
	Created  time.Time
	By       string    // account or token that made it
	Failing  time.Time // since when every attempt has failed; zero while all is well
	Disabled time.Time // zero while it is on
	Why      string    // it was switched off: one of those below
	// rotating is until when the secret before signs too.
	rotating time.Time
}

// Why a hook is off.
const (
	DisabledByHand  = "by-hand"
	DisabledFailing = "failing"
	DisabledGone    = "gone" // the receiver said so: 410
	// DisabledLeft: its member is served no longer. DisabledImported: its secret
	// was sealed elsewhere.
	DisabledLeft     = "left"
	DisabledImported = "imported"
)

// Draft is what is asked of somebody who makes or changes a hook.
type Draft struct {
	Name   string
	URL    string
	Events []string
}

// Limits of a hook.
const (
	MaxName  = 100 // characters
	MaxURL   = 500 // bytes
	MaxHooks = 20  // of one member
)

// wrong is what is wrong with a field of a draft.
type wrong struct {
	field string
	err   error
}

// examine checks a draft, field by field. Each error is Invalid.
func (s *Service) examine(d Draft) (Draft, []wrong) {
	const op = "webhook.clean"
	var out []wrong
	d.Name = strings.TrimSpace(d.Name)
	if d.Name == "" || utf8.RuneCountInString(d.Name) > MaxName || strings.ContainsAny(d.Name, "\r\n\x00") {
		out = append(out, wrong{"name", fault.New(fault.Invalid, op, "Donnez un nom de 1 à 100 caractères, qui dise à quoi sert ce webhook.",
			"Give a name of 1 to 100 characters that says what this webhook is for.")})
	}
	d.URL = strings.TrimSpace(d.URL)
	host, port, err := checkURL(d.URL)
	if err == nil {
		err = s.Check(host, port)
	}
	if err != nil {
		out = append(out, wrong{"url", err})
	}
	if d.Events, err = s.chosen(d.Events); err != nil {
		out = append(out, wrong{"event", err})
	}
	return d, out
}

// clean is examine that stops at the first error.
func (s *Service) clean(d Draft) (Draft, error) {
	d, list := s.examine(d)
	if len(list) > 0 {
		return d, list[0].err
	}
	return d, nil
}

// checkURL reads the address of a receiver. It must be https: what is sent is
// signed, not secret, and a plain connection would let anybody read along.
func checkURL(address string) (host, port string, err error) {
	const op = "webhook.url"
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.Opaque != "" || len(address) > MaxURL ||
		strings.ContainsAny(address, " \r\n\t\x00\\") || strings.HasSuffix(u.Host, ":") {
		return "", "", fault.New(fault.Invalid, op, "Indiquez une adresse complète qui commence par https://, par exemple https://crochets.exemple.fr/airial.",
			"Give a whole address that begins with https://, for instance https://hooks.example.org/airial.")
	}
	if u.User != nil || u.Fragment != "" {
		return "", "", fault.New(fault.Invalid, op, "L’adresse ne doit contenir ni identifiant, ni mot de passe, ni «\u00a0#\u00a0»\u202f: la signature prouve d’où vient l’envoi.",
			"The address must hold no login, password or “#”: the signature proves where a delivery comes from.")
	}
	port = u.Port()
	if port == "" {
		port = "443"
	}
	return u.Hostname(), port, nil
}

// Host is the machine to which a hook sends.
func (h Hook) Host() string {
	u, err := url.Parse(h.URL)
	if err != nil {
		return h.URL
	}
	if u.Port() == "" || u.Port() == "443" {
		return u.Hostname()
	}
	return net.JoinHostPort(u.Hostname(), u.Port())
}

// wants tells whether a hook hears of an event that happened at an instant:
// nothing from before it was made.
func (h Hook) wants(event string, at time.Time) bool {
	return h.Disabled.IsZero() && !at.Before(h.Created) && slices.Contains(h.Events, event)
}
