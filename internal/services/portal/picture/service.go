package picture

import (
	"context"
	"encoding/json"
	"sync"

	"airial/internal/platform/fault"
)

// Service computes pictures, and keeps what it has computed.
type Service struct {
	rows Rows

	mu         sync.Mutex
	young, old map[string]result
}

// New puts the room together.
func New(rows Rows) *Service { return &Service{rows: rows, young: map[string]result{}} }

// kept is how many results each of two generations holds: a few kilobytes each.
const kept = 400

func (s *Service) result(ctx context.Context, t Table, spec Spec) (result, error) {
	by, ok := find(t.Columns, spec.By)
	if !ok {
		return result{}, fault.New(fault.Invalid, "picture.Chart",
			"Choisissez la colonne des catégories.", "Choose the column of the categories.")
	}
	bare := Spec{By: spec.By, Of: spec.Of, How: spec.How, Split: spec.Split, Cut: spec.Cut}
	key, err := json.Marshal(bare)
	if err != nil {
		return result{}, err
	}
	name := t.Digest + " " + string(key)
	if r, ok := s.find(name); ok {
		return r, nil
	}
	groups, err := counted(ctx, s.rows, t, spec)
	if err != nil {
		return result{}, err
	}
	r := bare.shaped(groups, by, t.years(by))
	if t.Digest != "" {
		s.keep(name, r)
	}
	return r, nil
}

func (s *Service) find(name string) (result, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.young[name]; ok {
		return r, true
	}
	r, ok := s.old[name]
	return r, ok
}

// keep forgets the older half when there are many.
func (s *Service) keep(name string, r result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.young) >= kept {
		s.old, s.young = s.young, map[string]result{}
	}
	s.young[name] = r
}

// Forget drops what was made of a version whose data are erased.
func (s *Service) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.old, s.young = nil, map[string]result{}
}
