package opendata

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Reindex makes again what is derived from the datasets, the list of what is
// public and the words it is found by: after rows were put into the database
// from elsewhere. member "" stands for all.
func (s *Service) Reindex(ctx context.Context, tx access.Tx, member string) error {
	const op = "opendata.Reindex"
	inside := tx.Elevated("reindex")
	where, args := "state = $1", []any{string(Published)}
	if member != "" {
		where, args = where+" and member_id = $2", append(args, member)
	}
	// In the order in which they were listed: it decides between two of the
	// same instant.
	ids, err := database.All(ctx, inside, op, func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select piece_id from dataset where `+where+` order by modified_at, version_id, piece_id`, args...)
	if err != nil {
		return err
	}
	for _, id := range ids {
		d, err := Get(ctx, inside, id)
		if err != nil {
			return fault.Wrap(op, err)
		}
		shown, err := editions(ctx, inside, `e.version_id = $1`, d.VersionID)
		if err == nil && len(shown) != 1 {
			err = fmt.Errorf("dataset %s shows a version that was not published", id)
		}
		if err == nil {
			err = s.index(ctx, inside, d, shown[0])
		}
		if err != nil {
			return fault.Wrap(op, err)
		}
	}
	return nil
}
