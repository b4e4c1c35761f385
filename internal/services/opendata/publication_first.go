package opendata

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// showFirst writes the first edition of a dataset, and shows it. That nothing was
// published before is known by the address, which a dataset keeps once it has one:
// nobody outside knows it before. To look for what is not there, at the end of an
// index to which everybody adds, would have serializable transactions repeated.
func (s *Service) showFirst(ctx context.Context, tx access.Tx, d *Dataset, e Edition) (err error) {
	if d.Slug, err = s.nameAddress(ctx, tx, *d); err != nil {
		return err
	}
	d.show(e)
	// The edition shows if the dataset does.
	if err := writeDataset(ctx, tx, *d); err != nil {
		return err
	}
	if err := insertEdition(ctx, tx, e); err != nil || d.State != Published {
		return err
	}
	return s.listFirst(ctx, tx, *d, e)
}

// listFirst is index for a dataset that was never listed.
func (s *Service) listFirst(ctx context.Context, tx access.Tx, d Dataset, e Edition) error {
	const op = "opendata.listFirst"
	title, words, err := wordsOf(ctx, tx, d, e.Columns)
	if err != nil {
		return fault.Wrap(op, err)
	}
	number, err := database.Value[int64](ctx, tx, op, newWords[tx.Dialect()], d.ID, title, words)
	if err != nil {
		return err
	}
	return s.enlist(ctx, tx, number, d, e)
}
