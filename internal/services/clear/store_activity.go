package clear

import (
	"context"
	"encoding/json"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// List lists the activities from which files of a member may come.
func (s *Service) List(ctx context.Context, tx access.Tx, member string) ([]Activity, error) {
	if s.Activities == nil {
		return nil, nil
	}
	return s.Activities.Of(ctx, tx, member)
}

// Propose returns the identifier of the activity that a file likely comes from,
// "" for none.
func (s *Service) Propose(ctx context.Context, tx access.Tx, member, schema, title string) (string, error) {
	if s.Activities == nil {
		return "", nil
	}
	return s.Activities.Proposed(ctx, tx, member, schema, title)
}

// OriginOf returns the activity that a dataset comes from: what the register
// says of it today, or what it said when it was chosen. ok is false while
// nothing is known.
func (s *Service) OriginOf(ctx context.Context, tx access.Tx, piece string) (o Origin, ok bool, err error) {
	const op = "clear.OriginOf"
	type row struct {
		member, said string
		proposed     int
	}
	where, args := tx.Only("member_id", []any{piece})
	rows, err := database.All(ctx, tx, op, func(r database.Row) (w row, err error) {
		return w, r.Scan(&w.member, &w.said, &w.proposed)
	}, `select member_id, said, proposed from dataset_activity where piece_id = $1 and `+where, args...)
	if err != nil || len(rows) == 0 {
		return o, false, err
	}
	if err := json.Unmarshal([]byte(rows[0].said), &o.Activity); err != nil {
		return o, false, fault.Wrap(op, err)
	}
	o.Proposed = rows[0].proposed != 0
	if o.ID == None {
		return o, true, nil
	}
	all, err := s.List(ctx, tx, rows[0].member)
	if err != nil {
		return o, false, err
	}
	i := slices.IndexFunc(all, func(a Activity) bool { return a.ID == o.ID })
	if i < 0 {
		o.Gone = true
		return o, true, nil
	}
	o.Activity = all[i]
	return o, true, nil
}

// SetOrigin keeps with a dataset which activity it comes from: one of the
// member's, or None. strict tells whether the profile of its files changes with
// it. The caller has checked the right to do so.
func (s *Service) SetOrigin(ctx context.Context, tx access.Tx, member, piece, id string, proposed bool) (strict bool, err error) {
	const op = "clear.SetOrigin"
	before, had, err := s.OriginOf(ctx, tx, piece)
	if err != nil || had && before.ID == id && before.Proposed == proposed {
		return false, err
	}
	a := Activity{ID: None}
	if id != None {
		all, err := s.List(ctx, tx, member)
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(all, func(a Activity) bool { return a.ID == id })
		if i < 0 {
			return false, fault.New(fault.Invalid, op, "Le traitement «\u00a0%[1]s\u00a0» n’est pas dans la liste de cette collectivité.",
				"The processing activity “%[1]s” is not in this body’s list.", id)
		}
		a = all[i]
	}
	said, err := json.Marshal(a)
	if err != nil {
		return false, fault.Wrap(op, err)
	}
	err = database.Later(ctx, tx, op, `insert into dataset_activity (piece_id, member_id, activity, said, proposed, at) values ($1,$2,$3,$4,$5,$6)
		on conflict (piece_id) do update set activity = excluded.activity, said = excluded.said, proposed = excluded.proposed, at = excluded.at`,
		piece, member, a.ID, string(said), database.Bool(proposed), tx.Micros())
	if err != nil {
		return false, err
	}
	if proposed { // the reception says so
		return a.Sensitive != before.Sensitive, nil
	}
	return a.Sensitive != before.Sensitive, tx.Record(ctx, "dataset.activity", member, piece,
		map[string]any{"activity": a.ID, "name": a.Name.Fr, "sensitive": a.Sensitive, "proposed": proposed, "before": before.ID})
}

// PiecesOf lists the datasets of a member that come from an activity.
func PiecesOf(ctx context.Context, tx access.Tx, member, activity string) ([]string, error) {
	where, args := tx.Only("member_id", []any{member, activity})
	return database.All(ctx, tx, "clear.PiecesOf", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select piece_id from dataset_activity where member_id = $1 and activity = $2 and `+where+` order by at desc, piece_id`, args...)
}
