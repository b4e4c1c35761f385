package portal

import (
	"context"
	"sync"
	"time"
)

// countsLast is how long the figures of the home page may be behind: nobody
// counts along, and they would take two transactions more.
const countsLast = 10 * time.Second

// counts are the figures of the home page.
type counts struct {
	Figures Figures
	Schemas []Facet
}

// remembered keeps what takes long to find, for a while. While one caller
// looks for it the others wait for the answer.
type remembered[T any] struct {
	mu    sync.Mutex
	value T
	until time.Time
}

func (r *remembered[T]) get(now time.Time, last time.Duration, find func() (T, error)) (T, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Before(r.until) {
		return r.value, nil
	}
	value, err := find()
	if err == nil {
		r.value, r.until = value, now.Add(last)
	}
	return value, err
}

func (s *Service) count(ctx context.Context) (counts, error) {
	return s.counts.get(s.p.Clock.Now(), countsLast, func() (c counts, err error) {
		if c.Figures, err = s.p.Catalogue.Figures(ctx); err != nil {
			return c, err
		}
		found, err := s.p.Catalogue.Search(ctx, Search{Facets: true})
		c.Schemas = found.Schemas
		return c, err
	})
}

// bodies finds members. How many there are in all is known from the home page's
// figures: counting them takes longer the more there are.
func (s *Service) bodies(ctx context.Context, q BodySearch) ([]Body, int, error) {
	if q.Query != "" || q.Kind != "" {
		return s.p.Catalogue.Bodies(ctx, q)
	}
	all, err := s.count(ctx)
	if err != nil {
		return nil, 0, err
	}
	q.Uncounted = true
	list, _, err := s.p.Catalogue.Bodies(ctx, q)
	return list, all.Figures.Bodies, err
}
