package life

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// Stage is one station of a path. Its name is part of the public interface and
// is in English; its label is what people read, as a participle: "Vérifié".
type Stage struct {
	Name    string
	Label   i18n.Text
	Handler Handler // nil: passed as soon as it is reached
}

// Path is the way that one kind of piece takes.
type Path struct {
	Kind   string
	Stages []Stage
}

// Handler does the work of a stage. Visit may be long; it runs outside any
// transaction and may be run again after a crash, so whatever it changes must
// bear that. What must happen exactly once goes into the verdict's Effect. An
// error means "try again later".
type Handler interface {
	Visit(ctx context.Context, v Visit) (Verdict, error)
}

// Accepter is a Handler that examines an answer before it is taken, in the
// answer's transaction: the second person who is the same as the first, the
// reason that is missing.
type Accepter interface {
	Accept(ctx context.Context, tx access.Tx, v Visit, a Answer) error
}

// Undoer is a Handler whose effects can be taken back when a version goes back
// to an earlier stage.
type Undoer interface {
	Undo(ctx context.Context, tx access.Tx, v Visit) error
}

func (p Path) check() error {
	if p.Kind == "" || len(p.Stages) == 0 {
		return fmt.Errorf("life: a path needs a kind and stages")
	}
	seen := map[string]bool{}
	for _, s := range p.Stages {
		if s.Name == "" || seen[s.Name] {
			return fmt.Errorf("life: path %s: stage %q is unnamed or stands twice", p.Kind, s.Name)
		}
		seen[s.Name] = true
	}
	return nil
}

func (p Path) stage(name string) (Stage, bool) {
	for _, s := range p.Stages {
		if s.Name == name {
			return s, true
		}
	}
	return Stage{}, false
}

func (p Path) names() []string {
	out := make([]string, len(p.Stages))
	for i, s := range p.Stages {
		out[i] = s.Name
	}
	return out
}
