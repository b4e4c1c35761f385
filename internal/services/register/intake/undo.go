package intake

import (
	"cmp"
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// A Hold is a kind of record that imports make and can take back.
type Hold struct {
	Kind  string
	Label i18n.Text // in the plural
	// Mark tells how a record is now; any work on it changes the mark. "" says
	// that it is gone.
	Mark func(ctx context.Context, tx access.Tx, id string) (string, error)
	// Remove takes it away. A Conflict leaves it.
	Remove func(ctx context.Context, tx access.Tx, id string) error
	// Restore writes what stood there before an import changed it. It may be
	// nil for kinds that imports only make.
	Restore func(ctx context.Context, tx access.Tx, i Item) error
	// Bears is how many kinds stand on this one, which go before it: an activity
	// bears assessments, and products bear activities.
	Bears int
	// Count says how many a member has. It may be nil.
	Count func(ctx context.Context, tx access.Tx, member string) (int, error)
}

// Holds are the kinds that imports know.
type Holds []Hold

// Of finds a kind.
func (h Holds) Of(kind string) (Hold, bool) {
	for _, one := range h {
		if one.Kind == kind {
			return one, true
		}
	}
	return Hold{}, false
}

// Note writes down that an import has made or changed a record, with its mark
// now.
func (h Holds) Note(ctx context.Context, tx access.Tx, i Item) error {
	if one, ok := h.Of(i.Kind); ok {
		var err error
		if i.Mark, err = one.Mark(ctx, tx, i.RecordID); err != nil {
			return err
		}
	}
	return AddItem(ctx, tx, i)
}

// Undo takes back what an import did for a part, what stands on other things
// first and otherwise the latest first, as far as
// nobody has worked on it since. Whoever calls it writes the part.
func (h Holds) Undo(ctx context.Context, tx access.Tx, id, part string) (Counts, error) {
	const op = "intake.Undo"
	items, err := Items(ctx, tx, id, part)
	if err != nil {
		return nil, err
	}
	// Those made within the same instant have no order.
	slices.SortStableFunc(items, func(a, b Item) int {
		one, _ := h.Of(a.Kind)
		other, _ := h.Of(b.Kind)
		return cmp.Compare(other.Bears, one.Bears)
	})
	counts := Counts{}
	for n := len(items) - 1; n >= 0; n-- {
		i := items[n]
		if i.State != "made" {
			continue
		}
		state, err := h.undo(ctx, tx, i)
		if err != nil {
			return nil, err
		}
		c := counts[i.Kind]
		if state == "kept" {
			c.Kept++
		} else {
			c.Taken++
		}
		counts[i.Kind] = c
		if _, err := database.Exec(ctx, tx, op, `update register_import_item set state = $1 where id = $2`, state, i.ID); err != nil {
			return nil, err
		}
	}
	_, err = database.Exec(ctx, tx, op, `delete from register_import_left where import_id = $1 and part = $2`, id, part)
	return counts, err
}

func (h Holds) undo(ctx context.Context, tx access.Tx, i Item) (string, error) {
	one, ok := h.Of(i.Kind)
	if !ok {
		return "kept", nil
	}
	mark, err := one.Mark(ctx, tx, i.RecordID)
	switch {
	case err != nil:
		return "", err
	case mark == "":
		return "gone", nil
	case mark != i.Mark:
		return "kept", nil
	case i.Before != "" && one.Restore != nil:
		err = one.Restore(ctx, tx, i)
	default:
		err = one.Remove(ctx, tx, i.RecordID)
	}
	if fault.Is(err, fault.Conflict) {
		return "kept", nil
	}
	return "undone", err
}
