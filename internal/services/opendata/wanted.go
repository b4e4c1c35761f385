package opendata

import (
	"context"
	"slices"
	"strconv"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
)

// By what a search can be narrowed.
const (
	wayMember = iota
	waySchema
	wayTheme
	wayLicence
	wayFormat
	wayYear
	wayArea
	ways // how many there are
)

// sides are the numbers of what a search wants of each.
type sides [ways]int32

// What a search wants that names nothing, or something that the shelf has not
// heard of.
const (
	everything = -1
	nothing    = -2
)

// anything wants everything.
func anything() (s sides) {
	for i := range s {
		s[i] = everything
	}
	return s
}

// wanted is a search with the numbers by which the shelf knows what it names.
type wanted struct {
	Search
	sides
	areas *areas
	kinds []kind // all that the list has
}

// misses tells what of the wanted a dataset has not, a bit each.
func (w *wanted) misses(r *listed) (missed uint8) {
	return w.kindMisses(&w.kinds[r.kind]) | w.memberMisses(r.member)
}

// kindMisses is what of it is missed for the kind of the dataset.
func (w *wanted) kindMisses(k *kind) uint8 {
	return w.miss(waySchema, k.schema == w.sides[waySchema]) |
		w.miss(wayTheme, w.sides[wayTheme] >= 0 && k.themes>>uint(w.sides[wayTheme])&1 == 1) |
		w.miss(wayLicence, int32(k.licence) == w.sides[wayLicence]) |
		w.miss(wayFormat, w.sides[wayFormat] >= 0 && k.formats>>uint(w.sides[wayFormat])&1 == 1) |
		w.miss(wayYear, int32(k.year) == w.sides[wayYear])
}

// memberMisses is what of it is missed for who publishes it.
func (w *wanted) memberMisses(member int32) uint8 {
	return w.miss(wayMember, member == w.sides[wayMember]) |
		w.miss(wayArea, w.sides[wayArea] >= 0 && w.areas.in(member, w.sides[wayArea]))
}

func (w *wanted) miss(way int, has bool) uint8 {
	if has || w.sides[way] == everything {
		return 0
	}
	return 1 << way
}

// among are those of some datasets that are wanted.
func (w *wanted) among(rows func(func(*listed) bool)) (out []*listed) {
	for r := range rows {
		if w.misses(r) == 0 {
			out = append(out, r)
		}
	}
	return out
}

func (s *shelf) wanted(ctx context.Context, tx access.Tx, q Search) (w wanted, err error) {
	w = wanted{Search: q, sides: anything(), kinds: s.known.kinds.all()}
	name := func(way int, names *names, value, asked string) {
		if asked != "" {
			w.sides[way] = names.wanted(value)
		}
	}
	name(wayMember, &s.known.members, q.MemberID, q.MemberID)
	name(waySchema, &s.known.schemas, q.schemaName(), q.Schema)
	name(wayLicence, &s.known.licences, q.Licence, q.Licence)
	if q.Format != "" {
		w.sides[wayFormat] = formatBit(q.Format)
	}
	if q.Theme != "" {
		w.sides[wayTheme] = themeBit(q.Theme)
	}
	if q.Year != 0 {
		w.sides[wayYear] = int32(q.Year)
	}
	if w.Alone {
		return w, nil
	}
	if w.areas, err = s.areasAt(ctx, tx); err != nil {
		return w, err
	}
	name(wayArea, &s.known.members, q.AreaID, q.AreaID)
	return w, nil
}

// areas tell to which EPCI each member belongs, and in the territory of which joint
// authorities it is, by their numbers.
type areas struct {
	of     []int32
	unions map[int32][]int32 // most belong to none that is served
	until  time.Time
}

// coveredBy are the joint authorities in whose territory a member is.
func (a *areas) coveredBy(member int32) []int32 {
	if a == nil {
		return nil
	}
	return a.unions[member]
}

// in tells whether a member is in the territory of an EPCI or a joint authority.
func (a *areas) in(member, area int32) bool {
	return a.at(member) == area || slices.Contains(a.coveredBy(member), area)
}

// areasLast is how long it may take until a change of group is seen.
const areasLast = 20 * time.Second

func (a *areas) at(member int32) int32 {
	if a == nil || int(member) >= len(a.of) {
		return nothing
	}
	return a.of[member]
}

// areasAt reads to which EPCI members belong, if it has not lately.
func (s *shelf) areasAt(ctx context.Context, tx access.Tx) (*areas, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := tx.Clock().Now()
	publishing := len(s.known.members.all())
	if s.areas != nil && now.Before(s.areas.until) && publishing <= len(s.areas.of) {
		return s.areas, nil
	}
	type body struct {
		group string
		epci  bool
		union bool
	}
	bodies := map[string]body{}
	err := database.Each(ctx, tx, "areas", func(r database.Row) error {
		var id, kind string
		var b body
		err := r.Scan(&id, &kind, &b.group)
		b.epci, b.union = kind == string(organisation.EPCI), kind == string(organisation.Syndicat)
		bodies[id] = b
		return err
	}, `select id, kind, group_id from member`)
	if err != nil {
		return nil, err
	}
	joined := map[string][]string{} // of a member, the joint authorities
	err = database.Each(ctx, tx, "areas", func(r database.Row) error {
		var member, union string
		err := r.Scan(&member, &union)
		joined[member] = append(joined[member], union)
		return err
	}, `select member_id, union_id from member_union where since <= $1 and (until = '' or until >= $1) order by union_id`, access.Today(tx.Clock()))
	if err != nil {
		return nil, err
	}
	a := &areas{until: now.Add(areasLast), unions: map[int32][]int32{}}
	for _, member := range s.known.members.all()[:publishing] {
		area := int32(nothing)
		for id, step := member, 0; id != "" && step < 3; id, step = bodies[id].group, step+1 {
			if bodies[id].epci {
				area = s.known.members.of(id)
				break
			}
		}
		a.of = append(a.of, area)
	}
	for number, member := range s.known.members.all()[:publishing] {
		n := int32(number)
		cover := func(union string) {
			if u := s.known.members.of(union); !slices.Contains(a.unions[n], u) {
				a.unions[n] = append(a.unions[n], u)
			}
		}
		if bodies[member].union {
			cover(member)
		}
		for id, step := member, 0; id != "" && step < 3; id, step = bodies[id].group, step+1 {
			for _, union := range joined[id] {
				cover(union)
			}
		}
	}
	for len(a.of) < len(s.known.members.all()) { // EPCIs that publish nothing themselves
		a.of = append(a.of, int32(len(a.of)))
	}
	s.areas = a
	return a, nil
}

// yearName is the year of a number.
func yearName(year int) string { return strconv.Itoa(year) }
