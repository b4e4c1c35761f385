package cockpit

import (
	"context"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
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
