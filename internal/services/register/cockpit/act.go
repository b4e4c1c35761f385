package cockpit

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/services/register/post"
)

// A Deed is what is done to many members at once.
type Deed string

// The deeds. Models are pushed by the mechanism's batches.
const (
	Assign     Deed = "assign"
	PlanVisits Deed = "visits"
	Remind     Deed = "remind"
)

// Label names the deed on screen.
func (d Deed) Label() i18n.Text {
	switch d {
	case Assign:
		return i18n.T("Confier à un agent", "Give to an agent")
	case PlanVisits:
		return i18n.T("Planifier des visites", "Plan visits")
	}
	return i18n.T("Rappeler par courriel", "Remind by mail")
}

// Order asks for an act.
type Order struct {
	Deed    Deed     `json:"-"`
	Members []string `json:"-"` // by id
	Agent   string   `json:"agent,omitempty"`
	From    string   `json:"from,omitempty"`   // the first day of visits
	PerDay  int      `json:"perDay,omitempty"` // visits a day
	Words   string   `json:"words,omitempty"`  // of a reminder, before what is late
}

// An Act is an order that was given.
type Act struct {
	ID       string
	Deed     Deed
	Order    Order
	Note     string
	State    string // "running", "done"
	Total    int
	Done     int
	Asked    time.Time
	Ended    time.Time
	Undone   time.Time
	By       string
	Outcomes map[string]int
}

// What became of a member in an act.
const (
	Changed = "changed" // given to the agent, its visit planned, its letter written
	Same    = "same"    // it stood so already
	Nobody  = "nobody"  // no manager with an address to write to
	Gone    = "gone"    // it left meanwhile
	Nothing = "nothing" // nothing is late there: no letter
)

// MayUndo tells whether an act can be taken back: a letter cannot.
func (a Act) MayUndo() bool { return a.State == "done" && a.Undone.IsZero() && a.Deed != Remind }

const actColumns = `id, deed, detail, note, state, total, done, asked_at, ended_at, undone_at, by_name`

func scanAct(r database.Row) (a Act, err error) {
	var deed, detail string
	var asked, ended, undone int64
	if err := r.Scan(&a.ID, &deed, &detail, &a.Note, &a.State, &a.Total, &a.Done, &asked, &ended, &undone, &a.By); err != nil {
		return a, err
	}
	a.Deed, a.Asked, a.Ended, a.Undone = Deed(deed), clock.FromMicros(asked), clock.FromMicros(ended), clock.FromMicros(undone)
	err = json.Unmarshal([]byte(detail), &a.Order)
	a.Order.Deed = a.Deed
	return a, err
}

// Acts lists the latest acts.
func Acts(ctx context.Context, tx access.Tx, limit int) ([]Act, error) {
	return database.All(ctx, tx, "cockpit.Acts", scanAct, `select `+actColumns+` from register_act order by asked_at desc, id desc limit $1`, limit)
}

// GetAct returns an act with its outcomes.
func GetAct(ctx context.Context, tx access.Tx, id string) (Act, error) {
	const op = "cockpit.GetAct"
	a, err := database.One(ctx, tx, op, scanAct, `select `+actColumns+` from register_act where id = $1`, id)
	if err != nil {
		return a, err
	}
	a.Outcomes = map[string]int{}
	return a, database.Each(ctx, tx, op, func(r database.Row) error {
		var outcome string
		var n int
		err := r.Scan(&outcome, &n)
		a.Outcomes[outcome] = n
		return err
	}, `select outcome, count(*) from register_act_item where act_id = $1 and outcome <> '' group by outcome`, id)
}

// maxMembers is how many members an act may be about.
const maxMembers = 40_000

func (o Order) check(ctx context.Context, tx access.Tx) error {
	if len(o.Members) == 0 || len(o.Members) > maxMembers {
		return wrong("members", "Choisissez au moins une collectivité.", "Choose at least one body.")
	}
	switch o.Deed {
	case Assign:
		if o.Agent == "none" {
			return nil
		}
		_, err := agentOf(ctx, tx, o.Agent)
		return err
	case PlanVisits:
		if !validDay(o.From) || o.PerDay < 1 || o.PerDay > 10 {
			return wrong("from", "Donnez le premier jour, et de une à dix visites par jour.", "Give the first day, and one to ten visits a day.")
		}
		_, err := agentOf(ctx, tx, o.Agent)
		return err
	case Remind:
		if len([]rune(o.Words)) > 2000 {
			return wrong("words", "Le message dépasse 2 000 caractères.", "The message exceeds 2,000 characters.")
		}
		return nil
	}
	return wrong("deed", "Choisissez ce qu’il faut faire.", "Choose what is to be done.")
}

const jobAct = "register.cockpit-act"

// Queue puts jobs into the queue of the installation; jobs.Queue is one.
type Queue interface {
	Insert(ctx context.Context, tx database.Tx, job jobs.Job) (string, error)
}

// Handle gives the room's job to a runner.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Handle(jobAct, func(ctx context.Context, job jobs.Job) error {
		var id string
		if err := job.Decode(&id); err != nil {
			return jobs.Cancel(err)
		}
		return s.Run(ctx, id)
	})
}

// Ask gives an order: it is carried out by a durable job.
func (s *Service) Ask(ctx context.Context, tx access.Tx, o Order) (Act, error) {
	const op = "cockpit.Ask"
	a := Act{ID: tx.NewID(), Deed: o.Deed, Order: o, State: "running"}
	if err := officer(tx, op); err != nil {
		return a, err
	}
	if err := o.check(ctx, tx); err != nil {
		return a, err
	}
	detail, err := json.Marshal(o)
	if err != nil {
		return a, fault.Wrap(op, err)
	}
	by := tx.Scope().Actor()
	if _, err := database.Exec(ctx, tx, op, `insert into register_act (id, deed, detail, note, state, total, done, asked_at, ended_at, undone_at, by_id, by_name)
		values ($1,$2,$3,'','running',0,0,$4,0,0,$5,$6)`, a.ID, string(o.Deed), string(detail), tx.Micros(), by.ID, by.Name); err != nil {
		return a, err
	}
	seen := map[string]bool{}
	for _, m := range o.Members {
		if seen[m] {
			continue
		}
		seen[m] = true
		if _, err := database.Exec(ctx, tx, op, `insert into register_act_item (act_id, member_id, outcome, before)
			select $1, id, '', '' from member where id = $2 and is_operator = 0`, a.ID, m); err != nil {
			return a, err
		}
	}
	if _, err := database.Exec(ctx, tx, op, `update register_act set total = (select count(*) from register_act_item where act_id = $1) where id = $1`, a.ID); err != nil {
		return a, err
	}
	if err := tx.Record(ctx, EventAct, "", a.ID, map[string]any{"deed": o.Deed, "members": len(seen)}); err != nil {
		return a, err
	}
	if s.Queue == nil {
		return a, nil
	}
	_, err = s.Queue.Insert(ctx, tx, jobs.Job{Kind: jobAct, Args: a.ID, UniqueKey: a.ID})
	return a, err
}

// chunk is how many members one transaction does.
const chunk = 50

// Run carries an act out, some members in each transaction. Called again, it goes
// on where it was.
func (s *Service) Run(ctx context.Context, id string) error {
	system := access.System("register-cockpit")
	for more := true; more; {
		if err := s.Doors.Write(ctx, system, func(tx access.Tx) (err error) {
			more, err = s.some(ctx, tx, id)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) some(ctx context.Context, tx access.Tx, id string) (more bool, err error) {
	const op = "cockpit.some"
	a, err := GetAct(ctx, tx, id)
	if fault.Is(err, fault.NotFound) || err == nil && a.State == "done" {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	list, err := database.All(ctx, tx, op, func(r database.Row) (m organisation.Member, err error) {
		var closed int64
		err = r.Scan(&m.ID, &m.Siren, &m.Name, &closed)
		m.Closed = clock.FromMicros(closed)
		return m, err
	}, `select m.id, m.siren, m.name, m.closed_at from register_act_item i join member m on m.id = i.member_id
		where i.act_id = $1 and i.outcome = '' order by m.sort_key, m.id limit $2`, id, chunk)
	if err != nil {
		return false, err
	}
	var waits []map[string]Waits
	if a.Deed == Remind {
		now := tx.Clock().Now()
		for _, source := range s.Sources {
			w, err := source.Count(ctx, tx, access.Day(now), access.Day(now.AddDate(0, 0, week)))
			if err != nil {
				return false, err
			}
			waits = append(waits, w)
		}
	}
	for n, m := range list {
		outcome, before := Gone, ""
		if m.Closed.IsZero() {
			switch a.Deed {
			case Assign:
				outcome, before, err = a.assign(ctx, tx, m)
			case PlanVisits:
				outcome, before, err = a.visit(ctx, tx, m, a.Done+n)
			case Remind:
				outcome, err = s.remind(ctx, tx, a, m, waits)
			}
		}
		if err != nil {
			return false, err
		}
		if _, err := database.Exec(ctx, tx, op, `update register_act_item set outcome = $1, before = $2 where act_id = $3 and member_id = $4`, outcome, before, id, m.ID); err != nil {
			return false, err
		}
	}
	state, ended := "running", int64(0)
	if len(list) < chunk {
		state, ended = "done", tx.Micros()
	}
	_, err = database.Exec(ctx, tx, op, `update register_act set done = done + $1, state = $2, ended_at = $3 where id = $4`, len(list), state, ended, id)
	return state == "running", err
}

// given is who looked after a member before, and the act that had said so.
type given struct {
	Agent
	Act string
}

// assign gives a member to the agent of an act, or to nobody.
func (a Act) assign(ctx context.Context, tx access.Tx, m organisation.Member) (outcome, before string, err error) {
	const op = "cockpit.assign"
	old, err := database.All(ctx, tx, op, func(r database.Row) (x given, err error) { return x, r.Scan(&x.ID, &x.Name, &x.Act) },
		`select agent_id, agent_name, act_id from register_portfolio where member_id = $1`, m.ID)
	if err != nil {
		return "", "", err
	}
	was := given{}
	if len(old) > 0 {
		was = old[0]
	}
	to := Agent{}
	if a.Order.Agent != "none" {
		if to, err = agentOf(ctx, tx, a.Order.Agent); err != nil {
			return "", "", err
		}
	}
	if was.ID == to.ID {
		return Same, "", nil
	}
	body, err := json.Marshal(was)
	if err != nil {
		return "", "", fault.Wrap(op, err)
	}
	return Changed, string(body), give(ctx, tx, m.ID, to, a.ID)
}

// give writes who looks after a member.
func give(ctx context.Context, tx access.Tx, member string, to Agent, act string) error {
	const op = "cockpit.give"
	if _, err := database.Exec(ctx, tx, op, `delete from register_portfolio where member_id = $1`, member); err != nil {
		return err
	}
	if to.ID != "" {
		if _, err := database.Exec(ctx, tx, op, `insert into register_portfolio (member_id, agent_id, agent_name, since_on, act_id) values ($1,$2,$3,$4,$5)`,
			member, to.ID, to.Name, access.Today(tx.Clock()), act); err != nil {
			return err
		}
	}
	return tx.Record(ctx, EventAssigned, member, to.ID, nil)
}

// visit plans the visit of the nth member of an act, on working days.
func (a Act) visit(ctx context.Context, tx access.Tx, m organisation.Member, n int) (outcome, before string, err error) {
	agent, err := agentOf(ctx, tx, a.Order.Agent)
	if err != nil {
		return "", "", err
	}
	v, err := Plan(ctx, tx, Visit{MemberID: m.ID, Agent: agent, State: Planned, Day: workday(a.Order.From, n/max(a.Order.PerDay, 1)), ActID: a.ID})
	return Changed, v.ID, err
}

// workday is the nth working day from a day on, Monday to Friday.
func workday(from string, n int) string {
	t, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return from
	}
	for {
		if d := t.Weekday(); d != time.Saturday && d != time.Sunday {
			if n == 0 {
				return t.Format(time.DateOnly)
			}
			n--
		}
		t = t.AddDate(0, 0, 1)
	}
}

// remind writes to the managers of a member what is late there.
func (s *Service) remind(ctx context.Context, tx access.Tx, a Act, m organisation.Member, waits []map[string]Waits) (string, error) {
	l := s.letter(a.Order, m, waits)
	if l.Text.Fr == "" {
		return Nothing, nil
	}
	people, err := user.OfMember(ctx, tx, m.ID)
	if err != nil {
		return "", err
	}
	if addressees(people) == 0 || !s.Post.Letters.On() {
		return Nobody, nil
	}
	return Changed, s.Post.Tell(ctx, tx, m.ID, l)
}

func addressees(people []user.Colleague) int {
	n := 0
	for _, u := range people {
		for _, r := range u.Roles {
			if r == access.Manager && u.Email != "" && u.Disabled.IsZero() {
				n++
				break
			}
		}
	}
	return n
}

// letter is the reminder of a member; empty where nothing is late and there are
// no words of the officer's own.
func (s *Service) letter(o Order, m organisation.Member, waits []map[string]Waits) post.Letter {
	var fr, en strings.Builder
	for n, source := range s.Sources {
		if w := waits[n][m.ID]; w.Late+w.Week > 0 {
			line(&fr, source.Label.Fr, w, "en retard", "cette semaine")
			line(&en, source.Label.En, w, "late", "this week")
		}
	}
	words := strings.TrimSpace(o.Words)
	if fr.Len() == 0 && words == "" {
		return post.Letter{}
	}
	text := func(hello, head, tail, list string) string {
		out := hello + "\n\n"
		if words != "" {
			out += words + "\n\n"
		}
		if list != "" {
			out += head + "\n" + list + "\n"
		}
		return out + tail
	}
	return post.Letter{Path: console.MemberPath(m.Siren) + "/rgpd",
		Subject: i18n.T("Protection des données de %[1]s\u00a0: ce qui vous attend", "Data protection of %[1]s: what waits for you", m.Name),
		Text: i18n.Text{Fr: text("Bonjour,", "Pour "+m.Name+", il y a\u00a0:", "Tout est sur cette page\u00a0:", fr.String()),
			En: text("Hello,", "For "+m.Name+", there are:", "All of it is on this page:", en.String())}}
}

func line(b *strings.Builder, label string, w Waits, late, week string) {
	b.WriteString("- " + label + " (")
	if w.Late > 0 {
		b.WriteString(itoa(w.Late) + " " + late)
	}
	if w.Late > 0 && w.Week > 0 {
		b.WriteString(", ")
	}
	if w.Week > 0 {
		b.WriteString(itoa(w.Week) + " " + week)
	}
	b.WriteString(")\n")
}

// Undo takes an act back: members go back to whom they had, visits that are
// still planned go. What was changed since stays, and is counted.
func Undo(ctx context.Context, tx access.Tx, id string) (undone, kept int, err error) {
	const op = "cockpit.Undo"
	if err := officer(tx, op); err != nil {
		return 0, 0, err
	}
	a, err := GetAct(ctx, tx, id)
	if err != nil {
		return 0, 0, err
	}
	if !a.MayUndo() {
		return 0, 0, fault.New(fault.Conflict, op, "Ce geste ne peut pas être annulé\u202f: il est en cours, déjà annulé, ou des courriels sont partis.",
			"This cannot be undone: it is under way, undone already, or letters have gone out.")
	}
	type item struct{ member, before string }
	list, err := database.All(ctx, tx, op, func(r database.Row) (i item, err error) { return i, r.Scan(&i.member, &i.before) },
		`select member_id, before from register_act_item where act_id = $1 and outcome = 'changed'`, id)
	if err != nil {
		return 0, 0, err
	}
	for _, i := range list {
		var n int64
		switch a.Deed {
		case PlanVisits:
			n, err = database.Exec(ctx, tx, op, `delete from register_visit where id = $1 and state = 'planned' and revision = 1`, i.before)
		case Assign:
			n, err = unassign(ctx, tx, a, i.member, i.before)
		}
		if err != nil {
			return 0, 0, err
		}
		if n > 0 {
			undone++
		} else {
			kept++
		}
	}
	if _, err := database.Exec(ctx, tx, op, `update register_act set undone_at = $1 where id = $2`, tx.Micros(), id); err != nil {
		return 0, 0, err
	}
	return undone, kept, tx.Record(ctx, EventUndone, "", id, map[string]any{"undone": undone, "kept": kept})
}

func unassign(ctx context.Context, tx access.Tx, a Act, member, before string) (int64, error) {
	const op = "cockpit.unassign"
	var was given
	if err := json.Unmarshal([]byte(before), &was); err != nil {
		return 0, fault.Wrap(op, err)
	}
	now, err := database.All(ctx, tx, op, func(r database.Row) (act string, err error) { return act, r.Scan(&act) },
		`select act_id from register_portfolio where member_id = $1`, member)
	if err != nil {
		return 0, err
	}
	if a.Order.Agent == "none" && len(now) > 0 || a.Order.Agent != "none" && (len(now) == 0 || now[0] != a.ID) {
		return 0, nil
	}
	return 1, give(ctx, tx, member, was.Agent, was.Act)
}
