package opendata

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// walkStep is how many datasets a walk reads at a time.
const walkStep = 500

// Walk calls yield with each dataset that a search finds, in its order, whatever
// page was asked for: what it holds in memory is a few bytes a dataset. Words
// that stand nowhere are mended as Survey does.
func (s *Service) Walk(ctx context.Context, tx access.Tx, q Search, yield func(Dataset) error) error {
	const op = "opendata.Walk"
	rows, err := s.all(ctx, tx, q)
	if err != nil {
		return fault.Wrap(op, err)
	}
	for step := range slices.Chunk(rows, walkStep) {
		list, err := numbered(ctx, tx, step)
		for i := 0; i < len(list) && err == nil; i++ {
			err = yield(list[i])
		}
		if err != nil {
			return fault.Wrap(op, err)
		}
	}
	return nil
}

// all returns the rows of the list that a search finds, in its order.
func (s *Service) all(ctx context.Context, tx access.Tx, q Search) ([]*listed, error) {
	words := text.Words(q.Query)
	if len(words) == 0 && strings.TrimSpace(q.Query) != "" {
		return nil, nil
	}
	l, err := s.shelf.at(ctx, tx)
	if err != nil {
		return nil, err
	}
	w, err := s.shelf.wanted(ctx, tx, q)
	if err != nil {
		return nil, err
	}
	var hits []hit
	switch {
	case len(words) > 0:
		hold, some, failed := l.hits(ctx, tx, w, words)
		if err = failed; err == nil && !some {
			var instead []Instead
			if instead, words, err = s.mend(ctx, tx, l, words); err == nil && instead != nil {
				hold, some, err = l.hits(ctx, tx, w, words)
			}
		}
		if err != nil || !some {
			return nil, err
		}
		for h := range hold {
			if w.misses(h.listed) == 0 {
				hits = append(hits, h)
			}
		}
	case w.sides[wayMember] != everything:
		hits = hitsOf(w.among(l.of(w.sides[wayMember])))
	default:
		hits = hitsOf(w.among(l.all))
	}
	if q.Sort == "title" {
		return s.rowsByTitle(ctx, tx, l, hits, len(hits))
	}
	slices.SortFunc(hits, w.order())
	rows := make([]*listed, len(hits))
	for i, h := range hits {
		rows[i] = h.listed
	}
	return rows, nil
}
