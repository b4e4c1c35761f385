package cockpit

import (
	"context"
	"fmt"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// VisitState says how a visit stands.
type VisitState string

// The states.
const (
	Planned VisitState = "planned"
	Held    VisitState = "held"
	Off     VisitState = "off"
)

// Label names the state on screen.
func (s VisitState) Label() i18n.Text {
	switch s {
	case Held:
		return i18n.T("faite", "held")
	case Off:
		return i18n.T("annulée", "called off")
	}
	return i18n.T("prévue", "planned")
}

// VisitStates lists them in the order of a form.
func VisitStates() []VisitState { return []VisitState{Planned, Held, Off} }

// A Visit is one of an agent's to a member.
type Visit struct {
	ID, MemberID string
	Agent        Agent
	State        VisitState
	Day          string // on which it is planned, or was held
	People       string // who was met
	Summary      string
	Next         string // when the next one should be, "" where that was not said
	ActID        string
	Revision     int
	Made         time.Time
	By           string // who wrote last
}

const visitColumns = `id, member_id, agent_id, agent_name, state, day, people, summary, next_on, act_id, revision, made_at, changed_name`

func scanVisit(r database.Row) (v Visit, err error) {
	var made int64
	var state string
	err = r.Scan(&v.ID, &v.MemberID, &v.Agent.ID, &v.Agent.Name, &state, &v.Day, &v.People, &v.Summary, &v.Next, &v.ActID, &v.Revision, &made, &v.By)
	v.State, v.Made = VisitState(state), clock.FromMicros(made)
	return v, err
}

// The most that a note of a visit holds, in characters.
const (
	maxPeople  = 500
	maxSummary = 10_000
)

// Visits lists visits for the officers: of a member, or ("") of all; in a state,
// or ("") in any; the latest first, or those planned the earliest first.
func Visits(ctx context.Context, tx access.Tx, member string, state VisitState, limit, offset int) ([]Visit, int, error) {
	const op = "cockpit.Visits"
	if err := officer(tx, op); err != nil {
		return nil, 0, fault.Missing(op)
	}
	where, args := "1=1", []any{}
	if member != "" {
		args = append(args, member)
		where += fmt.Sprintf(" and member_id = $%d", len(args))
	}
	if state != "" {
		args = append(args, string(state))
		where += fmt.Sprintf(" and state = $%d", len(args))
	}
	total, err := database.Value[int](ctx, tx, op, `select count(*) from register_visit where `+where, args...)
	if err != nil || total == 0 {
		return nil, total, err
	}
	order := " order by day desc, id desc"
	if state == Planned {
		order = " order by day, id"
	}
	n := len(args)
	list, err := database.All(ctx, tx, op, scanVisit, `select `+visitColumns+` from register_visit where `+where+order+fmt.Sprintf(` limit $%d offset $%d`, n+1, n+2), append(args, limit, offset)...)
	return list, total, err
}

// GetVisit returns a visit, for the officers.
func GetVisit(ctx context.Context, tx access.Tx, id string) (Visit, error) {
	const op = "cockpit.GetVisit"
	if err := officer(tx, op); err != nil {
		return Visit{}, fault.Missing(op)
	}
	return database.One(ctx, tx, op, scanVisit, `select `+visitColumns+` from register_visit where id = $1`, id)
}

func (v *Visit) check(ctx context.Context, tx access.Tx, was string) error {
	v.People, v.Summary = clean(v.People), strings.TrimSpace(v.Summary)
	switch {
	case v.State != Planned && v.State != Held && v.State != Off:
		return wrong("state", "Cet état n’existe pas.", "There is no such state.")
	case !validDay(v.Day):
		return wrong("day", "Donnez le jour de la visite.", "Give the day of the visit.")
	case v.State == Held && v.Day > access.Today(tx.Clock()):
		return wrong("day", "Une visite faite a eu lieu aujourd’hui ou avant.", "A visit that was held was today or before.")
	case v.Next != "" && (!validDay(v.Next) || v.Next <= v.Day):
		return wrong("next", "La prochaine visite vient après celle-ci.", "The next visit comes after this one.")
	case len([]rune(v.People)) > maxPeople:
		return wrong("people", "La liste des personnes dépasse 500 caractères.", "The list of people exceeds 500 characters.")
	case len([]rune(v.Summary)) > maxSummary:
		return wrong("summary", "Le compte rendu dépasse 10 000 caractères.", "The summary exceeds 10,000 characters.")
	}
	if v.Agent.ID == was { // who has left stays on what she did
		return nil
	}
	a, err := agentOf(ctx, tx, v.Agent.ID)
	v.Agent = a
	return err
}

// Plan enters a visit, planned or held already.
func Plan(ctx context.Context, tx access.Tx, v Visit) (Visit, error) {
	const op = "cockpit.Plan"
	if err := officer(tx, op); err != nil {
		return v, err
	}
	if err := v.check(ctx, tx, "?"); err != nil {
		return v, err
	}
	if err := access.Served(ctx, tx, op, v.MemberID); err != nil {
		return v, err
	}
	by := tx.Scope().Actor()
	v.ID, v.Revision, v.Made, v.By = tx.NewID(), 1, tx.Clock().Now(), by.Name
	if _, err := database.Exec(ctx, tx, op, `insert into register_visit (`+visitColumns+`, changed_at, changed_id) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,1,$11,$12,$11,$13)`,
		v.ID, v.MemberID, v.Agent.ID, v.Agent.Name, string(v.State), v.Day, v.People, v.Summary, v.Next, v.ActID, tx.Micros(), by.Name, by.ID); err != nil {
		return v, err
	}
	if err := tx.Record(ctx, EventVisit, v.MemberID, v.ID, map[string]any{"state": v.State}); err != nil {
		return v, err
	}
	return v, v.following(ctx, tx)
}

// following plans the next visit of one that was held.
func (v Visit) following(ctx context.Context, tx access.Tx) error {
	if v.State != Held || v.Next == "" {
		return nil
	}
	n, err := database.Value[int](ctx, tx, "cockpit.following", `select count(*) from register_visit where member_id = $1 and state = 'planned' and day = $2`, v.MemberID, v.Next)
	if err != nil || n > 0 {
		return err
	}
	_, err = Plan(ctx, tx, Visit{MemberID: v.MemberID, Agent: v.Agent, State: Planned, Day: v.Next})
	if fault.Is(err, fault.Invalid) { // the agent has left: nobody is there to plan it for
		return nil
	}
	return err
}

// Note writes what became of a visit. revision is the one that its writer has
// seen; another one is a Conflict.
func Note(ctx context.Context, tx access.Tx, id string, revision int, to Visit) (Visit, error) {
	const op = "cockpit.Note"
	was, err := GetVisit(ctx, tx, id)
	if err != nil {
		return was, err
	}
	to.ID, to.MemberID, to.ActID = id, was.MemberID, was.ActID
	if to.Agent.ID == was.Agent.ID {
		to.Agent = was.Agent
	}
	if err := to.check(ctx, tx, was.Agent.ID); err != nil {
		return to, err
	}
	by := tx.Scope().Actor()
	n, err := database.Exec(ctx, tx, op, `update register_visit set agent_id = $1, agent_name = $2, state = $3, day = $4, people = $5, summary = $6, next_on = $7,
		revision = revision + 1, changed_at = $8, changed_id = $9, changed_name = $10 where id = $11 and revision = $12`,
		to.Agent.ID, to.Agent.Name, string(to.State), to.Day, to.People, to.Summary, to.Next, tx.Micros(), by.ID, by.Name, id, revision)
	if err != nil {
		return to, err
	}
	if n == 0 {
		return was, fault.New(fault.Conflict, op, "%[1]s a modifié cette visite entre-temps. Sa version est ci-dessous\u202f; enregistrez de nouveau pour la remplacer par la vôtre.",
			"%[1]s has changed this visit meanwhile. That version is below; save again to replace it by yours.", was.By)
	}
	if err := tx.Record(ctx, EventVisit, to.MemberID, id, map[string]any{"state": to.State}); err != nil {
		return to, err
	}
	return to, to.following(ctx, tx)
}

// VisitsDue lists planned visits as deadlines, for the officers.
func VisitsDue(ctx context.Context, tx access.Tx, member, until string) ([]Visit, error) {
	if officer(tx, "cockpit.VisitsDue") != nil {
		return nil, nil
	}
	where, args := "state = 'planned' and day <= $1", []any{until}
	if member != "" {
		where, args = where+" and member_id = $2", append(args, member)
	}
	return database.All(ctx, tx, "cockpit.VisitsDue", scanVisit, `select `+visitColumns+` from register_visit where `+where+` order by day, id`, args...)
}

// VisitYears counts the visits that were held each year.
func VisitYears(ctx context.Context, tx access.Tx) (map[string]int, error) {
	out := map[string]int{}
	return out, database.Each(ctx, tx, "cockpit.VisitYears", func(r database.Row) error {
		var year string
		var n int
		err := r.Scan(&year, &n)
		out[year] = n
		return err
	}, `select substr(day, 1, 4), count(*) from register_visit where state = 'held' group by substr(day, 1, 4)`)
}

// VisitPath is the address of a visit.
func VisitPath(id string) string { return visitsPath + "/" + id }
