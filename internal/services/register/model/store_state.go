package model

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// SetState says that a record is complete, or a draft again.
func SetState(ctx context.Context, tx access.Tx, spec Spec, id string, to State) error {
	const op = "model.SetState"
	f, err := mine(ctx, tx, id)
	if err != nil {
		return err
	}
	event := EventReopened
	switch to {
	case Complete:
		event = EventComplete
		if missing, _ := spec.Missing(f.Record); len(missing) > 0 {
			return fault.New(fault.Conflict, op, "Il manque encore : %[1]s.", "Still missing: %[2]s.",
				spec.list(i18n.French, missing, f.Record), spec.list(i18n.English, missing, f.Record))
		}
	case Begun:
	default:
		return fault.New(fault.Invalid, op, "Seul le délégué à la protection des données vérifie.", "Only the data-protection officer checks.")
	}
	if f.State == to {
		return nil
	}
	if _, err := database.Exec(ctx, tx, op, `update register_instance set state = $1, rev = rev + 1 where id = $2`, string(to), id); err != nil {
		return err
	}
	if err := note(ctx, tx, f.Instance, f.Rev+1, deedState+":"+string(to), nil); err != nil {
		return err
	}
	return tx.Record(ctx, event, f.MemberID, id, map[string]any{"kind": f.Kind})
}

func (s Spec) list(l i18n.Lang, paths []string, r Record) string {
	out := ""
	for n, p := range paths {
		if n == 6 {
			return out + "…"
		}
		if n > 0 {
			out += ", "
		}
		if list, ok := s.List(p); ok {
			out += list.Label.In(l)
			continue
		}
		out += s.Words(l, p, r, nil)
	}
	return out
}

// Approve is the officer's check: the record as it is now, and what she has to
// say of it. rev is the one that she has read.
func Approve(ctx context.Context, tx access.Tx, id string, rev int, message string) error {
	const op = "model.Approve"
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.ProtectionOfficer) {
		return fault.New(fault.Forbidden, op, "Seul le délégué à la protection des données vérifie.", "Only the data-protection officer checks.")
	}
	f, err := Read(ctx, tx, id)
	if err != nil {
		return err
	}
	if f.Rev != rev {
		return fault.New(fault.Conflict, op, "Cette fiche a été modifiée depuis que vous l’avez lue. Relisez-la, puis vérifiez-la.",
			"This record was changed since you read it. Read it again, then check it.")
	}
	by, now := tx.Scope().Actor(), tx.Micros()
	if _, err := database.Exec(ctx, tx, op, `insert into register_check (id, instance_id, member_id, checked_at, by_id, by_name, message, record)
		values ($1,$2,$3,$4,$5,$6,$7,$8)`, tx.NewID(), id, f.MemberID, now, by.ID, by.Name, message, Encode(f.Record)); err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, `update register_instance set state = 'checked', checked_at = $1, rev = rev + 1 where id = $2`, now, id); err != nil {
		return err
	}
	if err := note(ctx, tx, f.Instance, f.Rev+1, deedState+":"+string(Checked), nil); err != nil {
		return err
	}
	return tx.Record(ctx, EventChecked, f.MemberID, id, map[string]any{"kind": f.Kind})
}

// LastCheck returns the latest check of an instance, if there is one.
func LastCheck(ctx context.Context, tx access.Tx, id string) (Check, bool, error) {
	c, err := database.One(ctx, tx, "model.LastCheck", func(r database.Row) (c Check, err error) {
		var at int64
		var record string
		if err := r.Scan(&at, &c.By, &c.Message, &record); err != nil {
			return c, err
		}
		c.At = instant(at)
		c.Record, err = Decode(record)
		return c, err
	}, `select checked_at, by_name, message, record from register_check where instance_id = $1 order by checked_at desc, id desc limit 1`, id)
	if fault.Is(err, fault.NotFound) {
		return c, false, nil
	}
	return c, err == nil, err
}

// SetUse takes an instance out of use, or brings it back.
func SetUse(ctx context.Context, tx access.Tx, id string, used bool) error {
	f, err := mine(ctx, tx, id)
	if err != nil || f.Retired.IsZero() == used {
		return err
	}
	at, event, deed := tx.Micros(), EventOut, "out"
	if used {
		at, event, deed = 0, EventBack, "back"
	}
	if _, err := database.Exec(ctx, tx, "model.SetUse", `update register_instance set retired_at = $1, rev = rev + 1 where id = $2`, at, id); err != nil {
		return err
	}
	if err := note(ctx, tx, f.Instance, f.Rev+1, deed, nil); err != nil {
		return err
	}
	return tx.Record(ctx, event, f.MemberID, id, map[string]any{"kind": f.Kind})
}

// SetShown puts an instance on the member's public page, or takes it off.
func SetShown(ctx context.Context, tx access.Tx, id string, shown bool) error {
	f, err := mine(ctx, tx, id)
	if err != nil || f.Shown == shown {
		return err
	}
	if _, err := database.Exec(ctx, tx, "model.SetShown", `update register_instance set shown = $1, rev = rev + 1 where id = $2`, database.Bool(shown), id); err != nil {
		return err
	}
	return tx.Record(ctx, EventShown, f.MemberID, id, map[string]any{"kind": f.Kind, "shown": shown})
}

func decodeChanges(s string) (list []Change) {
	_ = json.Unmarshal([]byte(s), &list)
	return list
}
