package cockpit

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/plan"
)

// What the journal says.
const (
	EventAssigned = "portfolio.assigned"
	EventAbsence  = "portfolio.absence"
	EventVisit    = "visit.recorded"
	EventAct      = "cockpit.act"
	EventUndone   = "cockpit.act-undone"
)

// An Agent is somebody of the operator's who looks after members.
type Agent struct{ ID, Name string }

func officer(tx access.Tx, op string) error {
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.ProtectionOfficer) {
		return fault.New(fault.Forbidden, op, "Ce geste est celui du délégué à la protection des données.", "This is the data-protection officer’s to do.")
	}
	return nil
}

func wrong(what, fr, en string) error { return fault.New(fault.Invalid, "cockpit."+what, fr, en) }

// assignments are the agents of all members.
func assignments(ctx context.Context, tx access.Tx) (map[string]Agent, error) {
	out := map[string]Agent{}
	return out, database.Each(ctx, tx, "cockpit.assignments", func(r database.Row) error {
		var id string
		var a Agent
		err := r.Scan(&id, &a.ID, &a.Name)
		out[id] = a
		return err
	}, `select member_id, agent_id, agent_name from register_portfolio`)
}

// Portfolio lists the members that an agent looks after today: her own, and those
// of whom she stands in for.
func Portfolio(ctx context.Context, tx access.Tx, agent string) ([]string, error) {
	today := access.Today(tx.Clock())
	return database.All(ctx, tx.Elevated("portfolio"), "cockpit.Portfolio", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select member_id from register_portfolio where agent_id = $1 or agent_id in (
			select agent_id from register_absence where cover_id = $1 and from_on <= $2 and until_on >= $2) order by member_id`, agent, today)
}

// agentOf finds an agent among the operator's officers.
func agentOf(ctx context.Context, tx access.Tx, id string) (Agent, error) {
	list, err := plan.Officers(ctx, tx)
	for _, u := range list {
		if u.ID == id {
			return Agent{u.ID, u.Name}, nil
		}
	}
	if err == nil {
		err = wrong("agent", "Choisissez un agent\u202f: une personne de l’opérateur, déléguée à la protection des données.", "Choose an agent: somebody of the operator’s who is data-protection officer.")
	}
	return Agent{}, err
}

// An Absence says who stands in for an agent.
type Absence struct {
	ID           string
	Agent, Cover Agent
	From, Until  string
}

// Absences lists those that are not over.
func Absences(ctx context.Context, tx access.Tx) ([]Absence, error) {
	return database.All(ctx, tx, "cockpit.Absences", func(r database.Row) (a Absence, err error) {
		return a, r.Scan(&a.ID, &a.Agent.ID, &a.Agent.Name, &a.Cover.ID, &a.Cover.Name, &a.From, &a.Until)
	}, `select id, agent_id, agent_name, cover_id, cover_name, from_on, until_on from register_absence where until_on >= $1 order by from_on, id`, access.Today(tx.Clock()))
}

// Cover has somebody stand in for an agent from a day to a day.
func Cover(ctx context.Context, tx access.Tx, agent, cover, from, until string) error {
	const op = "cockpit.Cover"
	if err := officer(tx, op); err != nil {
		return err
	}
	if agent == cover {
		return wrong("cover", "Choisissez quelqu’un d’autre pour le remplacement.", "Choose somebody else to stand in.")
	}
	if !validDay(from) || !validDay(until) || until < from {
		return wrong("from", "Donnez le premier et le dernier jour de l’absence.", "Give the first and the last day of the absence.")
	}
	a, err := agentOf(ctx, tx, agent)
	if err != nil {
		return err
	}
	c, err := agentOf(ctx, tx, cover)
	if err != nil {
		return err
	}
	id := tx.NewID()
	if _, err := database.Exec(ctx, tx, op, `insert into register_absence (id, agent_id, agent_name, cover_id, cover_name, from_on, until_on) values ($1,$2,$3,$4,$5,$6,$7)`,
		id, a.ID, a.Name, c.ID, c.Name, from, until); err != nil {
		return err
	}
	return tx.Record(ctx, EventAbsence, "", id, map[string]any{"from": from, "until": until})
}

// Uncover takes an absence back.
func Uncover(ctx context.Context, tx access.Tx, id string) error {
	const op = "cockpit.Uncover"
	if err := officer(tx, op); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `delete from register_absence where id = $1`, id)
	if err == nil && n == 0 {
		err = fault.Missing(op)
	}
	if err != nil {
		return err
	}
	return tx.Record(ctx, EventAbsence, "", id, map[string]any{"removed": true})
}

// A Share is how much an agent looks after.
type Share struct {
	Agent
	Members                     int
	Late, NoRegister, Unvisited int
	Left                        bool // is no officer of the operator’s any more
}

// Shares lists what each agent looks after; the last, without a name, is nobody's.
func (s *Service) Shares(ctx context.Context, tx access.Tx) ([]Share, error) {
	b, err := s.Board(ctx, tx, Filter{Order: "name"})
	if err != nil {
		return nil, err
	}
	officers, err := plan.Officers(ctx, tx)
	if err != nil {
		return nil, err
	}
	var out []Share
	at := map[string]int{}
	for _, u := range officers {
		at[u.ID] = len(out)
		out = append(out, Share{Agent: Agent{u.ID, u.Name}})
	}
	nobody := Share{}
	before := access.Day(tx.Clock().Now().AddDate(-1, 0, 0))
	for _, m := range b.All {
		share := &nobody
		if m.Agent != "" {
			n, ok := at[m.Agent]
			if !ok {
				n = len(out)
				at[m.Agent] = n
				out = append(out, Share{Agent: Agent{m.Agent, m.AgentName}, Left: true})
			}
			share = &out[n]
		}
		share.Members++
		if m.Late > 0 {
			share.Late++
		}
		if !m.Begun() {
			share.NoRegister++
		}
		if m.Visited < before {
			share.Unvisited++
		}
	}
	return append(out, nobody), nil
}

// agents are those that a form offers.
func agents(ctx context.Context, tx access.Tx) ([]user.User, error) { return plan.Officers(ctx, tx) }

func validDay(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Year() > 1999 && t.Year() < 2200
}

func clean(s string) string { return strings.Join(strings.Fields(s), " ") }
