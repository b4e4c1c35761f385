package webhook

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
)

// Event is a kind of event that a hook can ask for. Which ones there are is the
// application's to say: this room knows no service.
type Event struct {
	Name  string // "dataset.published": thing and what happened to it
	Label i18n.Text
	// Of tells whether an entry of the journal is such an event, and what a
	// receiver is told of it beside the member: identifiers and addresses only.
	Of func(journal.Numbered) (data map[string]string, ok bool)
	// Installation events are about no one member: the operator alone is told.
	Installation bool
}

// Ping is the event of a test delivery. Nobody asks for it.
const Ping = "ping"

// message is the body of a request, as Standard Webhooks wants it.
type message struct {
	Type      string            `json:"type"`
	Timestamp time.Time         `json:"timestamp"`
	Data      map[string]string `json:"data"`
}

func newMessage(kind string, at time.Time, siren string, data map[string]string) (string, error) {
	all := map[string]string{"member": siren}
	for k, v := range data {
		if v != "" {
			all[k] = v
		}
	}
	b, err := json.Marshal(message{Type: kind, Timestamp: at.UTC(), Data: all})
	return string(b), err
}

// chosen reads the events that somebody chose, in the order in which they are
// listed.
func (s *Service) chosen(names []string) ([]string, error) {
	var out []string
	for _, e := range s.Events {
		if slices.Contains(names, e.Name) {
			out = append(out, e.Name)
		}
	}
	for _, name := range names {
		if !slices.Contains(out, name) {
			return nil, fault.New(fault.Invalid, "webhook.events", "L’événement «\u00a0%[1]s\u00a0» n’existe pas.", "There is no event “%[1]s”.", name)
		}
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "webhook.events", "Choisissez au moins un événement.", "Choose at least one event.")
	}
	return out, nil
}

// Label returns an event's name on screen.
func (s *Service) Label(name string) i18n.Text {
	if name == Ping {
		return i18n.T("Essai", "Test")
	}
	for _, e := range s.Events {
		if e.Name == name {
			return e.Label
		}
	}
	return i18n.T(name, name)
}

// find returns what an entry of the journal is, or false for one of which
// nobody is told.
func (s *Service) find(n journal.Numbered) (Event, map[string]string, bool) {
	for _, e := range s.Events {
		if data, ok := e.Of(n); ok {
			return e, data, true
		}
	}
	return Event{}, nil, false
}

func (s *Service) checkEvents() {
	for _, e := range s.Events {
		if e.Of == nil || !strings.Contains(e.Name, ".") || strings.ContainsAny(e.Name, ", ") {
			panic(fmt.Sprintf("webhook: event %q is not well declared", e.Name))
		}
	}
}
