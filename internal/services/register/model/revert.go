package model

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// TakenBack is the record of an instance without one writing of its history,
// named by its revision, and what that changes. What was written since stays;
// where the same place was written since, it is a Conflict that names the
// places, and nothing is taken back.
func TakenBack(ctx context.Context, tx access.Tx, spec Spec, f Full, rev int) (Record, []Change, error) {
	const op = "model.TakenBack"
	raw, err := database.Value[string](ctx, tx, op, `select changes from register_change where instance_id = $1 and rev = $2 and deed = $3`, f.ID, rev, deedEdited)
	if err != nil {
		return f.Record, nil, err
	}
	out, since, err := without(f.Record, decodeChanges(raw))
	if err != nil {
		return f.Record, nil, err
	}
	if len(since) > 0 {
		return f.Record, nil, fault.New(fault.Conflict, op, "Modifié depuis, et non annulé : %[1]s.", "Changed since, and not undone: %[2]s.",
			spec.list(i18n.French, since, f.Record), spec.list(i18n.English, since, f.Record))
	}
	return out, Changes(f.Record, out), nil
}

// Without is the record of an instance without one writing of its history, named
// by its revision and deed, as far as nobody wrote there since; and the places
// where somebody did, which stay.
func Without(ctx context.Context, tx access.Tx, f Full, rev int, deed string) (Record, []string, error) {
	raw, err := database.Value[string](ctx, tx, "model.Without", `select changes from register_change where instance_id = $1 and rev = $2 and deed = $3`, f.ID, rev, deed)
	if err != nil {
		return f.Record, nil, err
	}
	return without(f.Record, decodeChanges(raw))
}

func without(now Record, changes []Change) (out Record, since []string, err error) {
	out = now
	for _, c := range changes {
		if At(now, c.Path) != c.After {
			since = append(since, c.Path)
			continue
		}
		if out, err = Put(out, c.Path, c.Before); err != nil {
			return now, nil, err
		}
	}
	return out, since, nil
}
