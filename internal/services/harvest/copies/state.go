package copies

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// What this room tells the journal.
const (
	EventPlace  = "copies.place"  // the list of platforms was changed
	EventMarked = "copies.marked" // somebody has said how a dataset stands at one
)

// State is how a dataset stands at a place.
type State string

// The states.
const (
	Unknown State = ""      // nobody knows
	There   State = "there" // it is there
	Asked   State = "asked" // its erasure was asked for
	Gone    State = "gone"  // it is no longer there
	Never   State = "never" // it was never there
)

// Open tells whether something is left to do once the dataset is hidden.
func (s State) Open() bool { return s == Unknown || s == There || s == Asked }

// Catalogue is what this room needs of whoever keeps datasets.
type Catalogue interface {
	// Dataset returns one to who sees it; what does not exist is NotFound.
	Dataset(ctx context.Context, tx access.Tx, id string) (Dataset, error)
	// Hidden lists the withdrawn and erased datasets that the scope sees, the
	// latest first.
	Hidden(ctx context.Context, tx access.Tx, limit int) ([]Dataset, error)
	// Pushed tells how a dataset stands where a machine follows it; known is
	// false where none does.
	Pushed(ctx context.Context, tx access.Tx, kept, dataset string) (state State, at time.Time, known bool, err error)
}

// Dataset is a dataset as it stands here.
type Dataset struct {
	ID     string
	Title  string // "" once it is erased
	Member organisation.Member
	Hidden time.Time // zero while it is public or not yet
	Erased bool
	Why    i18n.Text
}

// Copy is a dataset at a place.
type Copy struct {
	Place   Place
	State   State
	At      time.Time
	Machine bool // a machine follows it: nobody writes it by hand
}

// Of lists how a dataset stands at each platform.
func Of(ctx context.Context, tx access.Tx, c Catalogue, dataset string) (Dataset, []Copy, error) {
	d, err := c.Dataset(ctx, tx, dataset)
	if err == nil {
		err = tx.Sees("copies.Of", d.Member.ID)
	}
	if err != nil {
		return d, nil, err
	}
	list, err := copiesOf(ctx, tx, c, d)
	return d, list, err
}

func copiesOf(ctx context.Context, tx access.Tx, c Catalogue, d Dataset) ([]Copy, error) {
	places, err := Places(ctx, tx)
	if err != nil {
		return nil, err
	}
	said := map[string]Copy{}
	err = database.Each(ctx, tx, "copies.Of", func(r database.Row) error {
		var place string
		var x Copy
		var at int64
		err := r.Scan(&place, &x.State, &at)
		x.At = clock.FromMicros(at)
		said[place] = x
		return err
	}, `select place_id, state, changed_at from copies_state where dataset_id = $1`, d.ID)
	if err != nil {
		return nil, err
	}
	var out []Copy
	for _, p := range places {
		x := said[p.ID]
		if p.Kept != "" {
			state, at, known, err := c.Pushed(ctx, tx, p.Kept, d.ID)
			if err != nil {
				return nil, err
			}
			if known {
				x = Copy{State: state, At: at, Machine: true}
			}
		}
		if x.Place = p; p.Retired && x.State == Unknown {
			continue
		}
		out = append(out, x)
	}
	return out, nil
}

// Mark writes how a dataset stands at a place.
func Mark(ctx context.Context, tx access.Tx, c Catalogue, dataset, place string, s State) error {
	const op = "copies.Mark"
	d, err := c.Dataset(ctx, tx, dataset)
	if err != nil {
		return err
	}
	if err := tx.May(ctx, access.Withdraw, d.Member.ID); err != nil {
		return err
	}
	p, err := PlaceOf(ctx, tx, place)
	if err != nil {
		return err
	}
	switch s {
	case Unknown, There, Asked, Gone, Never:
	default:
		return fault.New(fault.Invalid, op, "Cet état n’existe pas.", "There is no such state.")
	}
	if s == Unknown {
		_, err = database.Exec(ctx, tx, op, `delete from copies_state where dataset_id = $1 and place_id = $2`, dataset, place)
	} else {
		_, err = database.Exec(ctx, tx, op, `insert into copies_state (dataset_id, place_id, member_id, state, changed_at, changed_by) values ($1,$2,$3,$4,$5,$6)
			on conflict (dataset_id, place_id) do update set state = excluded.state, changed_at = excluded.changed_at, changed_by = excluded.changed_by, member_id = excluded.member_id`,
			dataset, place, d.Member.ID, string(s), tx.Micros(), tx.Scope().Actor().ID)
	}
	if err != nil {
		return err
	}
	return tx.Record(ctx, EventMarked, d.Member.ID, dataset, map[string]string{"place": p.Name, "state": string(s)})
}

// Waiting is a hidden dataset with the copies that are left of it.
type Waiting struct {
	Dataset Dataset
	Open    []Copy
}

// mostWaiting is how many hidden datasets are looked through.
const mostWaiting = 200

// WaitingFor lists the hidden datasets of which copies are left, or nobody
// knows.
func WaitingFor(ctx context.Context, tx access.Tx, c Catalogue) ([]Waiting, error) {
	hidden, err := c.Hidden(ctx, tx, mostWaiting)
	var out []Waiting
	for _, d := range hidden {
		if err != nil {
			return nil, err
		}
		var list []Copy
		list, err = copiesOf(ctx, tx, c, d)
		w := Waiting{Dataset: d}
		for _, x := range list {
			if x.State.Open() {
				w.Open = append(w.Open, x)
			}
		}
		if len(w.Open) > 0 {
			out = append(out, w)
		}
	}
	return out, err
}
