package outline

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/chart"
)

// Events of the journal, told of the operator.
const EventChanged = "outline.changed"

// State is what was brought at a time.
type State struct {
	Number   int
	Source   string
	Licence  string
	FileName string
	Areas    int // 0 for none: maps show what is built in
	At       time.Time
}

// Parts is what the room is made with.
type Parts struct {
	Doors *access.Doors
	// BuiltIn gives the outline of a commune by its INSEE code, as rings of longitude
	// and latitude, and Credit says where these come from.
	BuiltIn func(insee string) []Ring
	Credit  i18n.Text
	// Communes are those in whose territory a body is: itself, those of an EPCI, that
	// of a CCAS; at most so many.
	Communes func(ctx context.Context, tx access.Tx, m organisation.Member, most int) ([]organisation.Member, error)
}

// Service is the room, put together.
type Service struct {
	Parts
	mu    sync.Mutex
	known int // number of the state that is held
	held  Territory
}

// New puts the room together.
func New(p Parts) *Service { return &Service{Parts: p, known: -1} }

const columns = `number, source, licence, file_name, areas, written_at`

func scan(r database.Row) (s State, err error) {
	var at int64
	err = r.Scan(&s.Number, &s.Source, &s.Licence, &s.FileName, &s.Areas, &at)
	s.At = clock.FromMicros(at)
	return s, err
}

// mostStates is how many states a page lists.
const mostStates = 20

// States are the states, the latest first.
func States(ctx context.Context, tx access.Tx) ([]State, error) {
	return database.All(ctx, tx, "outline.States", scan, `select `+columns+` from portal_outline order by number desc limit $1`, mostStates)
}

// latest is the state that maps show; the zero State while nothing was brought.
func latest(ctx context.Context, tx access.Tx) (State, error) {
	list, err := database.All(ctx, tx, "outline.latest", scan, `select `+columns+` from portal_outline order by number desc limit 1`)
	if err != nil || len(list) == 0 {
		return State{}, err
	}
	return list[0], nil
}

func bodyOf(ctx context.Context, tx access.Tx, number int) (string, error) {
	list, err := database.All(ctx, tx, "outline.body", func(r database.Row) (s string, err error) { return s, r.Scan(&s) },
		`select body from portal_outline where number = $1`, number)
	if err == nil && len(list) == 0 {
		err = fault.Missing("outline.body")
	}
	if err != nil {
		return "", err
	}
	return list[0], nil
}

// mostWords bounds the source and the licence, in characters.
const mostWords = 200

// Bring makes outlines those that lie under maps.
func (s *Service) Bring(ctx context.Context, tx access.Tx, operator string, file []byte, name, source, licence string) (State, error) {
	const op = "outline.Bring"
	st := State{Source: strings.TrimSpace(source), Licence: strings.TrimSpace(licence), FileName: name}
	switch {
	case st.Source == "" || st.Licence == "":
		return st, fault.New(fault.Invalid, op, "Dites d’où viennent ces contours et sous quelle licence\u202f: chaque carte le dira.", "Say where these outlines come from and under which licence: every map will say it.")
	case len([]rune(st.Source)) > mostWords || len([]rune(st.Licence)) > mostWords:
		return st, fault.New(fault.Invalid, op, "La source et la licence tiennent en %[1]d caractères chacune.", "Source and licence fit into %[1]d characters each.", mostWords)
	}
	t, err := Read(file)
	if err != nil {
		return st, err
	}
	st.Areas = len(t.Areas)
	body, err := json.Marshal(t)
	if err != nil {
		return st, fault.Wrap(op, err)
	}
	return s.write(ctx, tx, operator, st, string(body))
}

// Remove has maps show what is built in again.
func (s *Service) Remove(ctx context.Context, tx access.Tx, operator string) (State, error) {
	return s.write(ctx, tx, operator, State{}, "")
}

// Restore brings an earlier state back, as a new one.
func (s *Service) Restore(ctx context.Context, tx access.Tx, operator string, number int) (State, error) {
	list, err := database.All(ctx, tx, "outline.Restore", scan, `select `+columns+` from portal_outline where number = $1`, number)
	if err != nil {
		return State{}, err
	}
	if len(list) == 0 {
		return State{}, fault.Missing("outline.Restore")
	}
	body, err := bodyOf(ctx, tx, number)
	if err != nil {
		return State{}, err
	}
	return s.write(ctx, tx, operator, list[0], body)
}

func (s *Service) write(ctx context.Context, tx access.Tx, operator string, st State, body string) (State, error) {
	before, err := latest(ctx, tx)
	if err != nil {
		return st, err
	}
	st.Number, st.At = before.Number+1, tx.Clock().Now()
	if _, err := tx.Exec(ctx, `insert into portal_outline (id, number, body, source, licence, file_name, areas, written_at) values ($1,$2,$3,$4,$5,$6,$7,$8)`,
		tx.NewID(), st.Number, body, st.Source, st.Licence, st.FileName, st.Areas, clock.Micros(st.At)); err != nil {
		return st, fault.Wrap("outline.write", err)
	}
	return st, tx.Record(ctx, EventChanged, operator, operator, map[string]any{"areas": st.Areas, "source": st.Source, "licence": st.Licence})
}

// territory is what was brought, read once for each state.
func (s *Service) territory(ctx context.Context, tx access.Tx, number int) (Territory, error) {
	s.mu.Lock()
	if s.known == number {
		defer s.mu.Unlock()
		return s.held, nil
	}
	s.mu.Unlock()
	body, err := bodyOf(ctx, tx, number)
	if err != nil {
		return Territory{}, err
	}
	var t Territory
	if body != "" {
		if err := json.Unmarshal([]byte(body), &t); err != nil {
			return t, fault.Wrap("outline.territory", err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known, s.held = number, t
	return t, nil
}

// mostCommunes is how many outlines lie under a map, and mostDrawn how many
// positions they have in all: they travel with the page.
const (
	mostCommunes = 40
	mostDrawn    = 6_000
)

// Under gives the outlines of where some bodies are, and says where they come from;
// none where it knows none, or where they would be too many for a page.
func (s *Service) Under(ctx context.Context, tx access.Tx, members []organisation.Member) (shapes []chart.Shape, credit string, err error) {
	st, err := latest(ctx, tx)
	if err != nil {
		return nil, "", err
	}
	var brought Territory
	if st.Areas > 0 {
		if brought, err = s.territory(ctx, tx, st.Number); err != nil {
			return nil, "", err
		}
	}
	communes, err := s.communes(ctx, tx, members)
	if err != nil {
		return nil, "", err
	}
	own, builtIn := false, false
	points := 0
	add := func(polys [][]Ring) {
		shapes = append(shapes, chart.Shape{Areas: polys})
		for _, poly := range polys {
			for _, ring := range poly {
				points += len(ring)
			}
		}
	}
	for _, m := range communes {
		found := false
		for _, a := range brought.Areas {
			if a.Code != "" && (a.Code == m.Insee || a.Code == m.Siren) {
				add(a.Polys)
				own, found = true, true
			}
		}
		if found || s.BuiltIn == nil || m.Insee == "" {
			continue
		}
		var polys [][]Ring
		for _, ring := range s.BuiltIn(m.Insee) {
			polys = append(polys, []Ring{ring})
		}
		if len(polys) > 0 {
			add(polys)
			builtIn = true
		}
	}
	if len(shapes) == 0 { // what was brought without codes: the territory as a whole
		for _, a := range brought.Areas {
			if a.Code == "" {
				add(a.Polys)
				own = true
			}
		}
	}
	if points == 0 || points > mostDrawn {
		return nil, "", nil
	}
	return shapes, s.credit(ctx, st, own, builtIn), nil
}

func (s *Service) communes(ctx context.Context, tx access.Tx, members []organisation.Member) (out []organisation.Member, err error) {
	seen := map[string]bool{}
	for _, m := range members {
		list, err := s.Communes(ctx, tx, m, mostCommunes+1)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if !seen[c.ID] {
				seen[c.ID] = true
				out = append(out, c)
			}
		}
		if len(out) > mostCommunes {
			return nil, nil
		}
	}
	return out, nil
}

func (s *Service) credit(ctx context.Context, st State, own, builtIn bool) string {
	var from []string
	if own {
		from = append(from, st.Source+", "+st.Licence)
	}
	if builtIn {
		from = append(from, i18n.Read(ctx, s.Credit))
	}
	return i18n.Say(ctx, "Contours\u202f: ", "Outlines: ") + strings.Join(from, i18n.Say(ctx, "\u202f; ", "; ")) + "."
}
