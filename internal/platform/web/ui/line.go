package ui

import (
	"context"

	"github.com/a-h/templ"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/here"
)

// State is where a stage of a life stands.
type State string

// The states of a stage.
const (
	Done    State = "done"
	Waiting State = "waiting" // for a person, a clock or an outside answer
	Refused State = "refused" // a gate or a person said no
	Failed  State = "failed"  // the machine could not
	Running State = "running"
	Future  State = "future"
	Skipped State = "skipped"
)

// Stop is one stage on the line of life.
type Stop struct {
	State State
	Name  string // "Vérifié"
	Note  string // who is waited for, what was found: "attend Mme Dupuy"
	Date  string // already written for the reader
	Href  string // its evidence; "" for none
	Sheet bool   // Href answers htmx with a Sheet, to be shown at the side
}

// Size is how large a line is drawn.
type Size string

// The sizes: Full stands on a page, Tiny in a list.
const (
	Full Size = "full"
	Tiny Size = "tiny"
)

// Word says a state in one word, for screen readers and chips.
func (s State) Word(ctx context.Context) string {
	switch s {
	case Done:
		return i18n.Say(ctx, "fait", "done")
	case Waiting:
		return i18n.Say(ctx, "en attente", "waiting")
	case Refused:
		return i18n.Say(ctx, "refusé", "refused")
	case Failed:
		return i18n.Say(ctx, "en échec", "failed")
	case Running:
		return i18n.Say(ctx, "en cours", "running")
	case Skipped:
		return i18n.Say(ctx, "sans objet", "skipped")
	}
	return i18n.Say(ctx, "à venir", "to come")
}

// Tone is the colour that goes with a state.
func (s State) Tone() Tone {
	switch s {
	case Done:
		return Good
	case Waiting:
		return Wait
	case Refused, Failed:
		return Bad
	case Running:
		return Info
	}
	return Neutral
}

func (s Stop) sentence(ctx context.Context) string {
	text := s.Name + i18n.Say(ctx, "\u202f: ", ": ") + s.State.Word(ctx)
	if s.Note != "" {
		text += ", " + s.Note
	}
	if s.Date != "" {
		text += ", " + s.Date
	}
	return text
}

// summary says a whole tiny line in one sentence: the last stop that is not to
// come decides.
func summary(ctx context.Context, stops []Stop) string {
	last := ""
	for _, s := range stops {
		if s.State != Future && s.State != Skipped {
			last = s.sentence(ctx)
		}
	}
	if last == "" {
		return i18n.Say(ctx, "pas encore commencé", "not begun")
	}
	return last
}

// isNow marks the stop that the reader should see first.
func isNow(s State) bool { return s == Waiting || s == Running || s == Refused || s == Failed }

func step(s State) string {
	if isNow(s) {
		return "step"
	}
	return "false"
}

// sheetLink are the attributes that open a stop's evidence at the side.
func sheetLink(ctx context.Context, s Stop) templ.Attributes {
	if !s.Sheet {
		return nil
	}
	return templ.Attributes{"hx-get": here.Href(ctx, s.Href), "hx-target": "#sheet"}
}
