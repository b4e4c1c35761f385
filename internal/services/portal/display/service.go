package display

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/chart"
	"airial/internal/services/portal/picture"
)

// Dataset is a dataset whose page is arranged.
type Dataset struct {
	ID     string
	Title  string
	Member organisation.Member
	Path   string        // of its public page
	Public bool          // it has one now
	Table  picture.Table // the version that the public sees
}

// Catalogue is what this room needs of whoever keeps datasets: one that the scope
// may see; any other is NotFound or Gone.
type Catalogue interface {
	Dataset(ctx context.Context, tx access.Tx, id string) (Dataset, error)
}

// Pictures draws figures; *picture.Service does.
type Pictures interface {
	Chart(ctx context.Context, t picture.Table, spec picture.Spec) (chart.Chart, error)
	Map(ctx context.Context, t picture.Table, spec picture.Spec) (chart.Map, error)
}

// Parts is what the room is made with.
type Parts struct {
	Doors     *access.Doors
	Catalogue Catalogue
	Pictures  Pictures
	// Personal tells whether words that would be published hold personal data, and
	// what to say then.
	Personal func(text string) (i18n.Text, bool)
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together.
func New(p Parts) *Service {
	if p.Personal == nil {
		p.Personal = func(string) (i18n.Text, bool) { return i18n.Text{}, false }
	}
	return &Service{p}
}

// EventChanged is told to the journal, of the dataset.
const EventChanged = "dataset.charts"

// Save keeps a document as what everybody sees. base is the number of the state
// that it was made from: where somebody else has saved since, nothing is kept and
// the fault is of kind Conflict.
func (s *Service) Save(ctx context.Context, tx access.Tx, id string, base int, next Document) (State, error) {
	const op = "display.Save"
	d, err := s.Catalogue.Dataset(ctx, tx, id)
	if err != nil {
		return State{}, err
	}
	if err := tx.May(ctx, access.Deposit, d.Member.ID); err != nil {
		return State{}, err
	}
	if !d.Public {
		return State{}, fault.New(fault.Conflict, op, "Ce jeu de données n’est pas publié\u202f: il n’a pas de page à arranger.", "This dataset is not published: it has no page to arrange.")
	}
	before, err := latest(ctx, tx, id)
	if err != nil {
		return State{}, err
	}
	if err := next.clean(d.Table, before.Document, s.Personal); err != nil {
		return before, err
	}
	if before.Number != base {
		return before, overtaken(op)
	}
	return s.keep(ctx, tx, d, before.Number+1, next)
}

func overtaken(op string) error {
	return fault.New(fault.Conflict, op, "Quelqu’un a changé ces graphiques entre-temps. Rien de votre changement n’est enregistré.",
		"Somebody has changed these charts in the meantime. Nothing of your change is saved.")
}

func (s *Service) keep(ctx context.Context, tx access.Tx, d Dataset, number int, next Document) (State, error) {
	out := State{Document: next, Number: number, Actor: tx.Scope().Actor(), At: tx.Clock().Now()}
	if err := insert(ctx, tx, d.ID, out); err != nil {
		return State{}, err
	}
	return out, tx.Record(ctx, EventChanged, d.Member.ID, d.ID, map[string]any{"number": number, "automatic": next.Automatic, "figures": len(next.Figures)})
}

// Restore makes an earlier state what everybody sees again; number 0 is how it
// began. Columns that are gone since do not matter: such figures do not show.
func (s *Service) Restore(ctx context.Context, tx access.Tx, id string, number int) (State, error) {
	const op = "display.Restore"
	d, err := s.Catalogue.Dataset(ctx, tx, id)
	if err != nil {
		return State{}, err
	}
	if err := tx.May(ctx, access.Deposit, d.Member.ID); err != nil {
		return State{}, err
	}
	next := Document{Automatic: true}
	if number > 0 {
		was, err := at(ctx, tx, id, number)
		if err != nil {
			return State{}, err
		}
		next = was.Document
	} else if number < 0 {
		return State{}, fault.Missing(op)
	}
	now, err := latest(ctx, tx, id)
	if err != nil {
		return State{}, err
	}
	return s.keep(ctx, tx, d, now.Number+1, next)
}

// Chosen returns what the publisher of a dataset has chosen for the public; ok is
// false while the program chooses. It reads under the public scope.
func (s *Service) Chosen(ctx context.Context, id string) (specs []picture.Spec, ok bool, err error) {
	err = s.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		now, err := latest(ctx, tx, id)
		for _, f := range now.Figures {
			if !f.Hidden {
				specs = append(specs, f.Spec())
			}
		}
		ok = !now.Automatic
		return err
	})
	return specs, ok, err
}

// Forget drops all that was chosen for a dataset: it is erased, and titles may be
// what was wrong with it.
func Forget(ctx context.Context, tx access.Tx, id string) error {
	_, err := database.Exec(ctx, tx, "display.Forget", `delete from portal_display where dataset_id = $1`, id)
	return err
}
