package opendata

import (
	"cmp"
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// Near are the datasets that a reader of one may look for too.
type Near struct {
	Elsewhere []Dataset // of other members
	Own       []Dataset // of the same member
}

// mostNearby is how many of each there are, nearLook among how many they are
// chosen, nearWalk how many of the latest are looked at for them: a page of a
// dataset is read often, and must not cost more the more is published.
const (
	mostNearby = 4
	nearLook   = 40
	nearWalk   = 20_000
)

// NearTo finds datasets like a public one: of other members those under the same
// schema, the same EPCI first, or, where it follows none, those that share the
// words of its title; of the same member those that share most with it.
func (s *Service) NearTo(ctx context.Context, tx access.Tx, id string) (n Near, err error) {
	const op = "opendata.NearTo"
	d, err := Get(ctx, tx, id)
	if err != nil || d.State != Published {
		return n, fault.Wrap(op, err)
	}
	l, err := s.shelf.at(ctx, tx)
	if err != nil {
		return n, fault.Wrap(op, err)
	}
	areas, err := s.shelf.areasAt(ctx, tx)
	if err != nil {
		return n, fault.Wrap(op, err)
	}
	member, schema := s.shelf.known.members.of(d.MemberID), s.shelf.known.schemas.of(d.Schema.Name)
	words := text.Words(d.Title)
	var others []*listed
	if d.Schema.Name != "" {
		others = l.like(member, schema, areas)
	} else if others, err = l.sharing(ctx, tx, member, words); err != nil {
		return n, fault.Wrap(op, err)
	}
	own, kinds := slices.Collect(l.of(member)), l.kinds.all()
	slices.SortFunc(own, func(a, b *listed) int {
		return cmp.Or(-compareBool(kinds[a.kind].schema == schema, kinds[b.kind].schema == schema), older(b, a))
	})
	if n.Elsewhere, err = nearest(ctx, tx, others, d, words); err == nil {
		n.Own, err = nearest(ctx, tx, own, d, words)
	}
	return n, fault.Wrap(op, err)
}

// like returns the latest datasets of other members under a schema, those of the
// same EPCI first.
func (l *list) like(member, schema int32, areas *areas) []*listed {
	var here, elsewhere []*listed
	walked, area, kinds := 0, areas.at(member), l.kinds.all()
	for r := range l.all {
		if walked++; walked > nearWalk || len(here) >= nearLook {
			break
		}
		switch {
		case kinds[r.kind].schema != schema || r.member == member:
		case area >= 0 && areas.at(r.member) == area:
			here = append(here, r)
		case len(elsewhere) < nearLook:
			elsewhere = append(elsewhere, r)
		}
	}
	return append(here, elsewhere...)
}

// sharing returns datasets of other members whose titles have the rarest of some
// words.
func (l *list) sharing(ctx context.Context, tx access.Tx, member int32, words []string) (out []*listed, err error) {
	var rarest []uint32
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, w := range words[:min(3, len(words))] { // the longest mean most
		holds, err := l.holding(ctx, tx, term{w, false, true})
		if err != nil {
			return nil, err
		}
		if len(holds) > 1 && (rarest == nil || len(holds) < len(rarest)) {
			rarest = holds
		}
	}
	for i := len(rarest) - 1; i >= 0 && len(out) < nearLook; i-- {
		if r := l.row(int64(rarest[i])); r != nil && r.member != member {
			out = append(out, r)
		}
	}
	return out, nil
}

// nearest reads the first of some candidates and keeps those that share most
// words of the title; of those alike the earlier ones.
func nearest(ctx context.Context, tx access.Tx, rows []*listed, to Dataset, words []string) ([]Dataset, error) {
	list, err := numbered(ctx, tx, rows[:min(nearLook, len(rows))])
	list = slices.DeleteFunc(list, func(d Dataset) bool { return d.ID == to.ID })
	shared := func(d Dataset) (n int) {
		for _, w := range text.Words(d.Title) {
			if slices.Contains(words, w) {
				n++
			}
		}
		return n
	}
	slices.SortStableFunc(list, func(a, b Dataset) int { return cmp.Compare(shared(b), shared(a)) })
	return list[:min(mostNearby, len(list))], err
}
