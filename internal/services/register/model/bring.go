package model

import (
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// EventRemoved is an instance that an import made and that was taken back.
const EventRemoved = "register.removed"

// A Brought record comes from another program, as it stood there.
type Brought struct {
	MemberID string
	ModelID  string // "" for a record of the member's own
	Record   Record
	Complete bool // it was finished there; it stays a draft where something is missing here
	Made     time.Time
	Changed  time.Time
	Shown    bool
	Retired  bool
}

// Bring takes over a record of another program with the days on which it was
// made and changed there. finished tells whether it is complete here too.
func Bring(ctx context.Context, tx access.Tx, spec Spec, b Brought) (i Instance, finished bool, err error) {
	const op = "model.Bring"
	if i, err = Create(ctx, tx, spec, b.MemberID, b.ModelID, b.Record); err != nil {
		return i, false, err
	}
	if b.Complete {
		f, err := Read(ctx, tx, i.ID)
		if err != nil {
			return i, false, err
		}
		if missing, _ := spec.Missing(f.Record); len(missing) == 0 {
			finished = true
			if err := SetState(ctx, tx, spec, i.ID, Complete); err != nil {
				return i, false, err
			}
		}
	}
	if b.Shown {
		if err := SetShown(ctx, tx, i.ID, true); err != nil {
			return i, false, err
		}
	}
	if b.Retired {
		if err := SetUse(ctx, tx, i.ID, false); err != nil {
			return i, false, err
		}
	}
	now := tx.Clock().Now()
	if b.Made.IsZero() || b.Made.After(now) {
		b.Made = now
	}
	if b.Changed.IsZero() || b.Changed.After(now) || b.Changed.Before(b.Made) {
		b.Changed = b.Made
	}
	_, err = database.Exec(ctx, tx, op, `update register_instance set made_at = $1, changed_at = $2 where id = $3`, clock.Micros(b.Made), clock.Micros(b.Changed), i.ID)
	return i, finished, err
}

// Mark tells how an instance is now: it changes with each writing and each
// batch. It is "" for one that is gone.
func Mark(ctx context.Context, tx access.Tx, id string) (string, error) {
	rev, err := database.Value[int](ctx, tx, "model.Mark", `select rev from register_instance where id = $1`, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return fmt.Sprint(rev), err
}

// Remove takes an instance away with its history, as if it had never been
// brought.
func Remove(ctx context.Context, tx access.Tx, id string) error {
	const op = "model.Remove"
	f, err := mine(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, table := range []string{"register_check where instance_id", "register_change where instance_id", "register_override where instance_id", "register_instance where id"} {
		if _, err := database.Exec(ctx, tx, op, `delete from `+table+` = $1`, id); err != nil {
			return err
		}
	}
	return tx.Record(ctx, EventRemoved, f.MemberID, id, map[string]any{"kind": f.Kind})
}

// MarkModel tells how a model is now: its latest version, and how many have it.
func MarkModel(ctx context.Context, tx access.Tx, id string) (string, error) {
	m, err := GetModel(ctx, tx, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	n, err := database.Value[int](ctx, tx, "model.MarkModel", `select count(*) from register_instance where model_id = $1`, id)
	return fmt.Sprintf("%d/%d/%t", m.Issued, n, m.HasDraft), err
}

// RemoveModel takes a model away that nobody has.
func RemoveModel(ctx context.Context, tx access.Tx, id string) error {
	const op = "model.RemoveModel"
	if err := ForOfficer(tx, op); err != nil {
		return err
	}
	m, err := GetModel(ctx, tx, id)
	if err != nil {
		return err
	}
	n, err := database.Value[int](ctx, tx, op, `select count(*) from register_instance where model_id = $1`, id)
	if err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Conflict, op, "%[1]d adhérents ont ce modèle.", "%[1]d members have this model.", n)
	}
	for _, table := range []string{"register_draft where model_id", "register_version where model_id", "register_model where id"} {
		if _, err := database.Exec(ctx, tx, op, `delete from `+table+` = $1`, id); err != nil {
			return err
		}
	}
	return tx.Record(ctx, EventRemoved, "", id, map[string]any{"kind": m.Kind, "code": m.Code})
}
