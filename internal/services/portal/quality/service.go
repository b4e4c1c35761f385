package quality

import (
	"cmp"
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
)

// Dataset is a published dataset, as far as this room goes.
type Dataset struct {
	ID      string
	Title   string
	SortKey string // of the title
	Schema  string // name in the catalogue, "" for none
	Path    string // of its public page
	Number  int    // of the published version
	Version string
	Facts   Facts
	Member  organisation.Member
}

// Remark is what the checker has seen in the published data, once for each thing and
// column.
type Remark struct {
	Level   string // error, warning, info
	Code    string
	Field   string // "" for the whole table
	Count   int
	Row     int // the first row, as a spreadsheet shows it; 0 for none
	Words   i18n.Text
	Advice  i18n.Text
	Example string
}

// Catalogue is what this room needs of whoever keeps the datasets and checks them.
type Catalogue interface {
	// Published lists what a member publishes, at most so many.
	Published(ctx context.Context, tx access.Tx, member string, most int) ([]Dataset, error)
	// Dataset returns one; a fault of kind NotFound where it is not published.
	Dataset(ctx context.Context, tx access.Tx, id string) (Dataset, error)
	// Remarks checks a published version again, with the rules of quality beyond its
	// schema. whole is false where the file is too large to be read while somebody
	// waits: then what was found at its deposit is told.
	Remarks(ctx context.Context, d Dataset) (list []Remark, whole bool, err error)
}

// Parts is what the room is made with.
type Parts struct {
	Doors     *access.Doors
	Catalogue Catalogue
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// Measured is a dataset with its points.
type Measured struct {
	Dataset
	Points []Point
}

// Score is how many of the nine points are held.
func (m Measured) Score() int { return Held(m.Points) }

// mostDatasets bounds what a member's list reads.
const mostDatasets = 5000

// Of measures all that a member publishes: those with most to gain first.
func (s *Service) Of(ctx context.Context, tx access.Tx, member string) ([]Measured, error) {
	list, err := s.Catalogue.Published(ctx, tx, member, mostDatasets)
	now := tx.Clock().Now()
	out := make([]Measured, len(list))
	for i, d := range list {
		out[i] = Measured{d, Points(ctx, d.Facts, now)}
	}
	slices.SortStableFunc(out, func(a, b Measured) int {
		return cmp.Or(cmp.Compare(a.Score(), b.Score()), cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID))
	})
	return out, err
}

// One measures a dataset.
func (s *Service) One(ctx context.Context, tx access.Tx, id string) (Measured, error) {
	d, err := s.Catalogue.Dataset(ctx, tx, id)
	return Measured{d, Points(ctx, d.Facts, tx.Clock().Now())}, err
}
