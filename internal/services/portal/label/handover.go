package label

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/platform/database"
)

// Shelf is the room for exports and imports of members.
type Shelf struct{}

// Files implements handover.Shelf.
func (Shelf) Files(context.Context, access.Tx, string) ([]handover.File, error) { return nil, nil }

// Made implements handover.Shelf.
func (Shelf) Made(context.Context, access.Tx, string, map[string]any) (bool, error) {
	return false, nil
}

// Imported implements handover.Shelf: a name comes along with its record, and is
// served once it was seen that it leads here. Until then it may be another's, or
// still lead to the installation from which the member comes.
func (Shelf) Imported(ctx context.Context, tx access.Tx, member string) error {
	_, err := database.Exec(ctx, tx, "label.Imported", `update portal_host set verified_at = 0, checked_at = 0, problem = '', failing_at = 0 where member_id = $1`, member)
	return err
}
