package paper

import (
	"context"
	"io"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
)

// Files is what the room needs of the store of files: papers that were issued
// are kept there.
type Files interface {
	Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	Claim(ctx context.Context, tx access.Tx, member, digest string) error
	Open(ctx context.Context, member, digest string) (blob.Blob, error)
}

// Parts are what the room stands on.
type Parts struct {
	Doors   *access.Doors
	Desk    *console.Console
	Files   Files
	Kinds   []Kind
	Officer OfficerOf // nil: the operator
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together. It panics when two kinds share a name, or a
// built-in template cannot be filled: kinds are part of the program.
func New(p Parts) *Service {
	seen := map[string]bool{}
	for _, k := range p.Kinds {
		if seen[k.Name] {
			panic("paper: two kinds are called " + k.Name)
		}
		seen[k.Name] = true
		for _, l := range k.Langs() {
			if _, err := k.Check(k.builtIn(l), l); err != nil {
				panic("paper: " + k.Name + ": " + fault.Message(err).Fr)
			}
		}
	}
	p.Kinds = slices.Clone(p.Kinds)
	slices.SortStableFunc(p.Kinds, func(a, b Kind) int { return int(a.Group) - int(b.Group) })
	return &Service{p}
}

// Kind finds a kind by its name.
func (s *Service) Kind(name string) (Kind, error) {
	for _, k := range s.Kinds {
		if k.Name == name {
			return k, nil
		}
	}
	return Kind{}, fault.Missing("paper.Kind")
}

// Open reads the templates in force.
func (s *Service) Open(ctx context.Context, tx access.Tx) (*Set, error) {
	return Open(ctx, tx, s.Officer)
}

// may tells whether the scope takes papers of a kind of a member.
func (k Kind) may(ctx context.Context, tx access.Tx, a Ask) error {
	const op = "paper.may"
	if err := tx.Sees(op, a.Member.ID); err != nil {
		return err
	}
	if k.Operator && !a.Member.IsOperator {
		return fault.Missing(op)
	}
	if k.May != nil {
		return k.May(ctx, tx, a.Member.ID)
	}
	return nil
}

// Take makes a paper for who may take it.
func (s *Service) Take(ctx context.Context, tx access.Tx, k Kind, a Ask) (Made, error) {
	if err := k.may(ctx, tx, a); err != nil {
		return Made{}, err
	}
	if k.Subjects != nil && a.Subject == "" {
		return Made{}, fault.New(fault.Invalid, "paper.Take", "Dites de quoi ce document doit être fait.", "Say of what this paper is to be made.")
	}
	set, err := s.Open(ctx, tx)
	if err != nil {
		return Made{}, err
	}
	return set.Make(ctx, tx, k, a)
}
