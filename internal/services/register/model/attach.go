package model

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Attach makes a record of a member's own an instance of a model's latest
// version. wanted is what it says afterwards, of the version's record and its
// own: what differs from the version is written locally.
func Attach(ctx context.Context, tx access.Tx, spec Spec, id, model string, wanted func(version, own Record) Record) (Full, error) {
	const op = "model.Attach"
	f, err := mine(ctx, tx, id)
	if err != nil {
		return f, err
	}
	m, err := GetModel(ctx, tx, model)
	if err != nil {
		return f, err
	}
	if f.ModelID != "" || m.Issued == 0 || m.Kind != f.Kind {
		return f, fault.New(fault.Conflict, op, "Cette fiche suit déjà un modèle, ou ce modèle n’est pas publié.", "This record follows a model already, or the model is not issued.")
	}
	n, err := database.Value[int](ctx, tx, op, `select count(*) from register_instance where member_id = $1 and model_id = $2 and retired_at = 0`, f.MemberID, model)
	if err != nil {
		return f, err
	}
	if n > 0 {
		return f, fault.New(fault.Conflict, op, "Ce modèle est déjà dans le registre.", "This model is in the register already.")
	}
	v, err := ReadVersion(ctx, tx, model, m.Issued)
	if err != nil {
		return f, err
	}
	record := wanted(v.Record, f.Record).Tidy()
	return rebase(ctx, tx, spec, f, model, m.Issued, v.Record, record, "attached")
}

// Detach makes an instance a record of the member's own again, which says what
// record says.
func Detach(ctx context.Context, tx access.Tx, spec Spec, id string, record Record) (Full, error) {
	f, err := mine(ctx, tx, id)
	if err != nil || f.ModelID == "" {
		return f, err
	}
	return rebase(ctx, tx, spec, f, "", 0, Record{}, record.Tidy(), "detached")
}

func rebase(ctx context.Context, tx access.Tx, spec Spec, f Full, model string, version int, base, record Record, deed string) (Full, error) {
	const op = "model.rebase"
	if err := spec.Check(record); err != nil {
		return f, err
	}
	if _, err := database.Exec(ctx, tx, op, `update register_instance set model_id = $1, version = $2, proposed = $2, open_count = 0, rev = rev + 1, changed_at = $3 where id = $4`,
		model, version, tx.Micros(), f.ID); err != nil {
		return f, err
	}
	changes := Changes(f.Record, record)
	f.ModelID, f.Version, f.Proposed, f.Open, f.Base = model, version, version, 0, base
	if err := put(ctx, tx, spec, f, Overrides(base, record, version), record); err != nil {
		return f, err
	}
	if err := note(ctx, tx, f.Instance, f.Rev+1, deed, changes); err != nil {
		return f, err
	}
	if err := tx.Record(ctx, EventChanged, f.MemberID, f.ID, map[string]any{"kind": f.Kind, "model": model, "fields": paths(changes)}); err != nil {
		return f, err
	}
	return Read(ctx, tx, f.ID)
}
