package cockpit

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// A Standing is how a member stands, in as little as a list of tens of thousands
// needs.
type Standing struct {
	ID, Siren, Name string
	Kind            organisation.Kind
	Population      int
	Insee, Group    string
	Tally           model.Tally
	Undesignated    bool
	Review          bool // its register was checked more than a year ago
	Late, Week      int  // of all rooms together
	Agent           string
	AgentName       string
	Visited         string // the day of the last visit that was held
}

// Begun tells whether the member has a register.
func (s Standing) Begun() bool { return s.Tally.Total > 0 }

// Complete tells whether nothing of its register is a draft.
func (s Standing) Complete() bool {
	return s.Begun() && s.Tally.Complete+s.Tally.Checked == s.Tally.Total
}

// Checked tells whether the officer has checked all of it.
func (s Standing) Checked() bool { return s.Begun() && s.Tally.Checked == s.Tally.Total }

// urgency orders the list: who has designated nobody comes first, then what is
// late, then those without a register.
func (s Standing) urgency() int {
	n := min(s.Late, 999)
	if s.Undesignated {
		n += 10_000
	}
	if !s.Begun() {
		n += 500
	}
	return n
}

// Size is a bracket of population.
type Size struct {
	Key         string
	From, Below int // inhabitants; Below 0 for no bound
}

// Sizes are the brackets that the list can be narrowed to.
var Sizes = []Size{{"1", 1, 500}, {"500", 500, 2000}, {"2000", 2000, 3500}, {"3500", 3500, 10_000}, {"10000", 10_000, 0}}

// View narrows the list to what waits.
type View string

// The views.
const (
	All          View = ""
	NoDesignated View = "designation"
	NoRegister   View = "register"
	LateView     View = "late"
	WeekView     View = "week"
	ReviewView   View = "review"
	Unvisited    View = "visit" // for a year, or never
)

// A Filter chooses members.
type Filter struct {
	View  View
	Kind  organisation.Kind
	Size  string
	Group string // of the EPCI, by its id
	Agent string // by account; "none" for nobody's, "me" for the reader's
	Query string
	Order string // "name", or by urgency
}

// Empty tells whether the filter keeps all.
func (f Filter) Empty() bool { return f == Filter{Order: f.Order} }

// A Board is all members as they stand, with the figures over them.
type Board struct {
	Today        string
	All          []Standing // those whom the filter keeps, in its order
	Members      int        // of all that are served
	Undesignated int
	NoRegister   int
	Late, Week   int // members
	Review       int
	Complete     int
	Checked      int
	BySource     []Waits // over all members, in the order of the sources
	Known        bool    // whether a room knows of designations
}

// week is how many days ahead "this week" looks.
const week = 7

// Board reads how all members stand, and keeps those whom the filter wants.
func (s *Service) Board(ctx context.Context, tx access.Tx, f Filter) (Board, error) {
	const op = "cockpit.Board"
	now := tx.Clock().Now()
	b := Board{Today: access.Day(now), Known: s.Undesignated != nil, BySource: make([]Waits, len(s.Sources))}
	extra, err := s.around(ctx, tx, now)
	if err != nil {
		return b, err
	}
	for n := range s.Sources {
		for _, w := range extra.sources[n] {
			b.BySource[n].Late += w.Late
			b.BySource[n].Week += w.Week
		}
	}
	keep, err := s.keeps(ctx, tx, f)
	if err != nil {
		return b, err
	}
	yearAgo, visitBefore := clock.Micros(now.AddDate(-1, 0, 0)), access.Day(now.AddDate(-1, 0, 0))
	words := strings.Fields(text.Fold(f.Query))
	err = database.Each(ctx, tx, op, func(r database.Row) error {
		var m Standing
		var kind, search string
		if err := r.Scan(&m.ID, &m.Siren, &m.Name, &kind, &m.Population, &m.Insee, &m.Group, &search); err != nil {
			return err
		}
		m.Kind = organisation.Kind(kind)
		extra.put(&m, yearAgo)
		b.count(m)
		if keep(m, visitBefore) && hasAll(search, words) {
			b.All = append(b.All, m)
		}
		return nil
	}, `select id, siren, name, kind, population, insee, group_id, case when $1 = 1 then search_text else '' end from member
		where closed_at = 0 and is_operator = 0 order by sort_key, id`, database.Bool(len(words) > 0))
	if f.Order != "name" {
		slices.SortStableFunc(b.All, func(x, y Standing) int { return cmp.Compare(y.urgency(), x.urgency()) })
	}
	return b, err
}

func hasAll(search string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(search, w) {
			return false
		}
	}
	return true
}

func (b *Board) count(m Standing) {
	b.Members++
	add := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	add(&b.Undesignated, m.Undesignated)
	add(&b.NoRegister, !m.Begun())
	add(&b.Late, m.Late > 0)
	add(&b.Week, m.Week > 0)
	add(&b.Review, m.Review)
	add(&b.Complete, m.Complete())
	add(&b.Checked, m.Checked())
}

// surroundings are what other tables say of members, each by member.
type surroundings struct {
	tallies      map[string]model.Tally
	sources      []map[string]Waits
	undesignated map[string]bool
	agents       map[string]Agent
	visits       map[string]string
}

func (s *Service) around(ctx context.Context, tx access.Tx, now time.Time) (x surroundings, err error) {
	if x.tallies, err = model.Tallies(ctx, tx, activity.Kind); err != nil {
		return x, err
	}
	for _, source := range s.Sources {
		m, err := source.Count(ctx, tx, access.Day(now), access.Day(now.AddDate(0, 0, week)))
		if err != nil {
			return x, err
		}
		x.sources = append(x.sources, m)
	}
	if s.Undesignated != nil {
		list, err := s.Undesignated(ctx, tx)
		if err != nil {
			return x, err
		}
		x.undesignated = make(map[string]bool, len(list))
		for _, id := range list {
			x.undesignated[id] = true
		}
	}
	if x.agents, err = assignments(ctx, tx); err != nil {
		return x, err
	}
	x.visits = map[string]string{}
	return x, database.Each(ctx, tx, "cockpit.around", func(r database.Row) error {
		var id, day string
		err := r.Scan(&id, &day)
		x.visits[id] = day
		return err
	}, `select member_id, max(day) from register_visit where state = 'held' group by member_id`)
}

func (x surroundings) put(m *Standing, yearAgo int64) {
	m.Tally, m.Undesignated, m.Visited = x.tallies[m.ID], x.undesignated[m.ID], x.visits[m.ID]
	m.Review = m.Tally.Review > 0 && m.Tally.Review < yearAgo
	for _, source := range x.sources {
		w := source[m.ID]
		m.Late += w.Late
		m.Week += w.Week
	}
	if m.Review {
		m.Late++
	}
	if a, ok := x.agents[m.ID]; ok {
		m.Agent, m.AgentName = a.ID, a.Name
	}
}

// keeps makes the condition of a filter, but for its words.
func (s *Service) keeps(ctx context.Context, tx access.Tx, f Filter) (func(m Standing, visitBefore string) bool, error) {
	var mine map[string]bool
	if f.Agent == "me" {
		list, err := Portfolio(ctx, tx, tx.Scope().Actor().ID)
		if err != nil {
			return nil, err
		}
		mine = map[string]bool{}
		for _, id := range list {
			mine[id] = true
		}
	}
	// The bodies of a group's communes (a CCAS) are within it too.
	within := map[string]bool{f.Group: true}
	if f.Group != "" {
		list, err := database.All(ctx, tx, "cockpit.keeps", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
			`select id from member where group_id = $1`, f.Group)
		if err != nil {
			return nil, err
		}
		for _, id := range list {
			within[id] = true
		}
	}
	size := Size{}
	for _, x := range Sizes {
		if x.Key == f.Size {
			size = x
		}
	}
	return func(m Standing, visitBefore string) bool {
		if f.Kind != "" && m.Kind != f.Kind || f.Group != "" && !within[m.Group] && !within[m.ID] {
			return false
		}
		if size.Key != "" && (m.Population < size.From || size.Below > 0 && m.Population >= size.Below) {
			return false
		}
		switch f.Agent {
		case "":
		case "me":
			if !mine[m.ID] {
				return false
			}
		case "none":
			if m.Agent != "" {
				return false
			}
		default:
			if m.Agent != f.Agent {
				return false
			}
		}
		switch f.View {
		case NoDesignated:
			return m.Undesignated
		case NoRegister:
			return !m.Begun()
		case LateView:
			return m.Late > 0
		case WeekView:
			return m.Week > 0
		case ReviewView:
			return m.Review
		case Unvisited:
			return m.Visited < visitBefore
		}
		return true
	}, nil
}

// A Line of the progress is a year.
type Line struct {
	Year   string
	Begun  int // members whose register was begun by its end
	Counts []int
}

// Progress says how things went, year by year, the latest first.
func (s *Service) Progress(ctx context.Context, tx access.Tx) ([]Line, error) {
	begun := map[string]int{}
	tallies, err := model.Tallies(ctx, tx, activity.Kind)
	if err != nil {
		return nil, err
	}
	for _, t := range tallies {
		begun[yearOf(t.First)]++
	}
	counts := make([]map[string]int, len(s.Courses))
	first := i18n.Local(tx.Clock().Now()).Format("2006")
	last := first
	see := func(years map[string]int) {
		for y, n := range years {
			if n > 0 && y < first && y > "1990" {
				first = y
			}
		}
	}
	see(begun)
	for n, c := range s.Courses {
		if counts[n], err = c.Count(ctx, tx); err != nil {
			return nil, err
		}
		see(counts[n])
	}
	var out []Line
	sum := 0
	for y := first; y <= last; y = nextYear(y) {
		sum += begun[y]
		l := Line{Year: y, Begun: sum}
		for _, c := range counts {
			l.Counts = append(l.Counts, c[y])
		}
		out = append(out, l)
	}
	slices.Reverse(out)
	return out, nil
}

func yearOf(micros int64) string { return i18n.Local(clock.FromMicros(micros)).Format("2006") }

func nextYear(y string) string {
	t, err := time.Parse("2006", y)
	if err != nil {
		return "9999"
	}
	return t.AddDate(1, 0, 0).Format("2006")
}
