package duty

import (
	"context"
	"slices"
	"sort"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
)

// Line is where one member stands, for the operator.
type Line struct {
	Member organisation.Member
	Duties []Duty
	Counts map[Status]int
	fold   string // its name, folded, to be looked for
}

// overview is where all members stand at one instant, by name.
type overview struct {
	lines []Line
	today string
}

// fresh is how long the overview is shown before it is reckoned anew. What is
// said in this room is seen at once.
const fresh = 20 * time.Second

// forget has the overview reckoned anew.
func (s *Service) forget() {
	s.mu.Lock()
	s.seen = nil
	s.mu.Unlock()
}

// all reckons where every served member stands. tx must see them all; the
// operator's people do. Readers share it.
func (s *Service) all(ctx context.Context, tx access.Tx) (*overview, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := tx.Clock().Now()
	if s.seen != nil && now.Sub(s.at) < fresh && !now.Before(s.at) {
		return s.seen, nil
	}
	o, err := s.reckon(ctx, tx.Elevated("duty overview"))
	if err == nil {
		s.seen, s.at = o, now
	}
	return o, err
}

func (s *Service) reckon(ctx context.Context, tx access.Tx) (*overview, error) {
	members, _, err := organisation.List(ctx, tx, organisation.Filter{}, 1_000_000, 0)
	if err != nil {
		return nil, err
	}
	histories, err := organisation.Histories(ctx, tx)
	if err != nil {
		return nil, err
	}
	published, err := s.answers.Published(ctx, tx, s.schemas(), "")
	if err != nil {
		return nil, err
	}
	declared, err := s.answers.Declared(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	said, err := elsewheres(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	known := map[string]*facts{}
	of := func(member string) *facts {
		f := known[member]
		if f == nil {
			f = &facts{}
			known[member] = f
		}
		return f
	}
	for _, p := range published {
		f := of(p.MemberID)
		f.published = append(f.published, p)
	}
	for _, d := range declared {
		f := of(d.MemberID)
		f.declared = append(f.declared, d)
	}
	for _, e := range said {
		f := of(e.MemberID)
		f.elsewhere = append(f.elsewhere, e)
	}
	today := i18n.Local(tx.Clock().Now())
	o := &overview{lines: make([]Line, len(members)), today: today.Format(time.DateOnly)}
	for i, m := range members {
		f := of(m.ID)
		f.now, f.history = m.Attributes(), histories[m.ID]
		l := Line{Member: m, Duties: duties(s.book, *f, today), Counts: map[Status]int{}, fold: text.Fold(m.Name)}
		for _, d := range l.Duties {
			l.Counts[d.Status]++
		}
		o.lines[i] = l
	}
	return o, nil
}

// Filter chooses members of the overview; what is zero chooses all.
type Filter struct {
	Query  string // words of the name, or the SIREN
	Kind   organisation.Kind
	Rule   string
	Status Status // of the rule, or of any
	Sort   string // "-late": the furthest behind first; otherwise by name
}

// matches tells whether a line is chosen.
func (f Filter) matches(l Line) bool {
	if f.Kind != "" && l.Member.Kind != f.Kind {
		return false
	}
	for _, word := range strings.Fields(text.Fold(f.Query)) {
		if !strings.Contains(l.fold, word) && l.Member.Siren != word {
			return false
		}
	}
	if f.Rule == "" && f.Status == "" {
		return true
	}
	return slices.ContainsFunc(l.Duties, func(d Duty) bool {
		return (f.Rule == "" || d.Rule.ID == f.Rule) && (f.Status == "" || d.Status == f.Status)
	})
}

// Board is what the operator sees.
type Board struct {
	Lines  []Line         // of the page
	Total  int            // that are chosen
	All    int            // members
	Counts map[Status]int // duties of those chosen
	Behind int            // of those chosen, members with something late
}

// Look chooses from the overview. limit 0 is all.
func (s *Service) Look(ctx context.Context, tx access.Tx, f Filter, limit, offset int) (Board, error) {
	o, err := s.all(ctx, tx)
	if err != nil {
		return Board{}, err
	}
	b := Board{All: len(o.lines), Counts: map[Status]int{}}
	for _, l := range o.lines {
		if !f.matches(l) {
			continue
		}
		b.Lines = append(b.Lines, l)
		if l.Counts[Late] > 0 {
			b.Behind++
		}
		for status, n := range l.Counts {
			b.Counts[status] += n
		}
	}
	b.Total = len(b.Lines)
	if f.Sort == "-late" {
		sort.SliceStable(b.Lines, func(i, j int) bool { return b.Lines[i].Counts[Late] > b.Lines[j].Counts[Late] })
	}
	if limit > 0 {
		b.Lines = b.Lines[min(offset, b.Total):min(offset+limit, b.Total)]
	}
	return b, nil
}

// mine lists the members of a scope that she sees, by name.
func mine(ctx context.Context, tx access.Tx) ([]organisation.Member, error) {
	where, args := tx.Only("id", nil)
	ids, err := database.All(ctx, tx, "duty.mine", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select id from member where closed_at = 0 and `+where+` order by sort_key, id limit 500`, args...)
	if err != nil {
		return nil, err
	}
	byID, err := organisation.ByIDs(ctx, tx, ids)
	var out []organisation.Member
	for _, id := range ids {
		out = append(out, byID[id])
	}
	return out, err
}
