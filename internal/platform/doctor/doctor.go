package doctor

import (
	"context"
	"fmt"
	"runtime/debug"

	"airial/internal/platform/i18n"
)

// Level is how bad a finding is.
type Level int

// The levels. They are also the status of the command.
const (
	Good Level = iota // in order
	Look              // works, and somebody should look at it
	Bad               // does not work
)

var words = map[Level]i18n.Text{Good: i18n.T("en ordre", "in order"), Look: i18n.T("à voir", "look"), Bad: i18n.T("à réparer", "repair")}

// Word is the level in a word.
func (l Level) Word() i18n.Text { return words[l] }

// String is the level as machines read it.
func (l Level) String() string { return [...]string{"good", "look", "bad"}[l] }

// MarshalText writes the level in JSON.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// A Finding is what a check has seen.
type Finding struct {
	Check string    // its name: "disk"
	Level Level     //
	Say   i18n.Text // what was seen
	Do    i18n.Text // what to do; empty when all is well
}

// Fine is a finding that all is well.
func Fine(fr, en string, args ...any) Finding { return Finding{Say: i18n.T(fr, en, args...)} }

// Worry is a finding of something to look at, or worse.
func Worry(l Level, say, do i18n.Text) Finding { return Finding{Level: l, Say: say, Do: do} }

// A Check looks at one thing.
type Check struct {
	Name string
	Look func(ctx context.Context) []Finding
}

// Run makes all checks, in order, and returns what they found and the worst of
// it. A check that panics is a finding.
func Run(ctx context.Context, checks []Check) (all []Finding, worst Level) {
	for _, c := range checks {
		for _, f := range look(ctx, c) {
			f.Check = c.Name
			all, worst = append(all, f), max(worst, f.Level)
		}
	}
	return all, worst
}

func look(ctx context.Context, c Check) (found []Finding) {
	defer func() {
		if v := recover(); v != nil {
			found = append(found, Worry(Bad, i18n.T("la vérification a échoué\u202f: %[1]v", "the check failed: %[1]v", v),
				i18n.T("Signalez-le aux auteurs d’Airial, avec ceci\u202f:\n%[1]s", "Tell the authors of Airial, with this:\n%[1]s", fmt.Sprintf("%.600s", debug.Stack()))))
		}
	}()
	return c.Look(ctx)
}
