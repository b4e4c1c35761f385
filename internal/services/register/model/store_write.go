package model

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// Create gives a member an instance: of a model's latest version, or a record
// of its own where model is "".
func Create(ctx context.Context, tx access.Tx, spec Spec, member, model string, own Record) (Instance, error) {
	const op = "model.Create"
	i := Instance{ID: tx.NewID(), MemberID: member, Kind: spec.Kind, ModelID: model, State: Begun, Rev: 1}
	if err := tx.May(ctx, access.Register, member); err != nil {
		return i, err
	}
	f := Full{}
	if model != "" {
		m, err := GetModel(ctx, tx, model)
		if err != nil {
			return i, err
		}
		if m.Issued == 0 || !m.Retired.IsZero() {
			return i, fault.New(fault.Conflict, op, "Ce modèle n’est pas proposé.", "This model is not offered.")
		}
		n, err := database.Value[int](ctx, tx, op, `select count(*) from register_instance where member_id = $1 and model_id = $2 and retired_at = 0`, member, model)
		if err != nil {
			return i, err
		}
		if n > 0 {
			return i, fault.New(fault.Conflict, op, "Ce modèle est déjà dans le registre.", "This model is in the register already.")
		}
		v, err := ReadVersion(ctx, tx, model, m.Issued)
		if err != nil {
			return i, err
		}
		i.Version, i.Proposed, f.Base, f.Record = m.Issued, m.Issued, v.Record, v.Record
	}
	now := tx.Micros()
	if _, err := database.Exec(ctx, tx, op, `insert into register_instance (id, member_id, kind, model_id, version, proposed, open_count, name, sort_key,
			words, state, shown, rev, made_at, changed_at, checked_at, retired_at) values ($1,$2,$3,$4,$5,$6,0,'','','',$7,0,1,$8,$8,0,0)`,
		i.ID, member, string(spec.Kind), model, i.Version, i.Proposed, string(Begun), now); err != nil {
		return i, err
	}
	f.Instance = i
	if model == "" || len(own.Fields)+len(own.Lists) > 0 {
		if own.Get(spec.Title).Empty() {
			return i, fault.New(fault.Invalid, op, "Donnez un nom.", "Give a name.")
		}
		if err := spec.Check(own); err != nil {
			return i, err
		}
		if err := write(ctx, tx, spec, f, own); err != nil {
			return i, err
		}
	}
	if err := note(ctx, tx, i, 1, deedCreated, nil); err != nil {
		return i, err
	}
	return i, tx.Record(ctx, EventCreated, member, i.ID, map[string]any{"kind": spec.Kind, "model": model, "version": i.Version})
}

// Edit writes a record into an instance. rev is the one that its writer has
// seen; another one since is a Conflict, and nothing is written.
func Edit(ctx context.Context, tx access.Tx, spec Spec, id string, rev int, wanted Record) (Full, error) {
	return EditAs(ctx, tx, spec, id, rev, wanted, deedEdited)
}

// EditAs is Edit for what is more than an edit: it stands in the history under
// deed, even where no word changes.
func EditAs(ctx context.Context, tx access.Tx, spec Spec, id string, rev int, wanted Record, deed string) (Full, error) {
	const op = "model.Edit"
	f, err := mine(ctx, tx, id)
	if err != nil {
		return f, err
	}
	if f.Rev != rev {
		return f, fault.New(fault.Conflict, op, "Cette fiche a été modifiée entre-temps. Comparez, puis choisissez.",
			"This record was changed in the meantime. Compare, then choose.")
	}
	wanted = wanted.Tidy()
	if wanted.Get(spec.Title).Empty() {
		return f, fault.New(fault.Invalid, op, "Donnez un nom.", "Give a name.")
	}
	if err := spec.Check(wanted); err != nil {
		return f, err
	}
	changes := Changes(f.Record, wanted)
	if len(changes) == 0 && deed == deedEdited {
		return f, nil
	}
	if err := write(ctx, tx, spec, f, wanted); err != nil {
		return f, err
	}
	// Where no word changed, nothing is new to whoever checked the record.
	if _, err := database.Exec(ctx, tx, op, `update register_instance set rev = rev + 1, changed_at = case when $1 = 0 then changed_at else $2 end where id = $3`,
		len(changes), tx.Micros(), id); err != nil {
		return f, err
	}
	if err := note(ctx, tx, f.Instance, f.Rev+1, deed, changes); err != nil {
		return f, err
	}
	if err := tx.Record(ctx, EventChanged, f.MemberID, id, map[string]any{"kind": f.Kind, "fields": paths(changes)}); err != nil {
		return f, err
	}
	return Read(ctx, tx, id)
}

// mine reads an instance that the scope may write.
func mine(ctx context.Context, tx access.Tx, id string) (Full, error) {
	f, err := Read(ctx, tx, id)
	if err != nil {
		return f, err
	}
	return f, tx.May(ctx, access.Register, f.MemberID)
}

func touch(ctx context.Context, tx access.Tx, id string) error {
	_, err := database.Exec(ctx, tx, "model.touch", `update register_instance set rev = rev + 1, changed_at = $1 where id = $2`, tx.Micros(), id)
	return err
}

// Touch notes that something which stands beside an instance in another room was
// changed: forms that were opened before are told so, and the undoing of a batch
// leaves the instance as it is.
func Touch(ctx context.Context, tx access.Tx, id string) error { return touch(ctx, tx, id) }

func paths(changes []Change) []string {
	out := make([]string, len(changes))
	for n, c := range changes {
		out[n] = c.Path
	}
	return out
}

// write keeps what a record says differently from the model. An override that
// stays as it was stays compared with the version that it was compared with.
func write(ctx context.Context, tx access.Tx, spec Spec, f Full, wanted Record) error {
	before := map[string]Override{}
	for _, o := range f.Overrides {
		before[o.Path] = o
	}
	list := Overrides(f.Base, wanted, f.Version)
	for n, o := range list {
		old, ok := before[o.Path]
		if ok && old.Content == o.Content {
			list[n].Against = old.Against
		}
		// A row that the model dropped and a written cell kept becomes a row of
		// one's own; that the model dropped it is still to be settled.
		for _, cell := range f.Overrides {
			if strings.HasPrefix(cell.Path, o.Path+".") && !ok && o.Content != Removed {
				list[n].Against = min(list[n].Against, cell.Against)
			}
		}
	}
	return put(ctx, tx, spec, f, list, wanted)
}

// put replaces the overrides of an instance.
func put(ctx context.Context, tx access.Tx, spec Spec, f Full, list []Override, record Record) error {
	const op = "model.put"
	before := map[string]Override{}
	for _, o := range f.Overrides {
		before[o.Path] = o
	}
	for _, o := range list {
		if before[o.Path] == o {
			delete(before, o.Path)
			continue
		}
		delete(before, o.Path)
		if _, err := database.Exec(ctx, tx, op, `insert into register_override (instance_id, path, member_id, content, against, written_at)
			values ($1,$2,$3,$4,$5,$6) on conflict (instance_id, path) do update set content = excluded.content, against = excluded.against,
				written_at = excluded.written_at`, f.ID, o.Path, f.MemberID, o.Content, o.Against, tx.Micros()); err != nil {
			return err
		}
	}
	for path := range before {
		if _, err := database.Exec(ctx, tx, op, `delete from register_override where instance_id = $1 and path = $2`, f.ID, path); err != nil {
			return err
		}
	}
	terms, err := ReadTerms(ctx, tx)
	if err != nil {
		return err
	}
	return index(ctx, tx, spec, terms, f, list, record)
}

// index keeps what an instance is found by, and how much of it is open.
func index(ctx context.Context, tx access.Tx, spec Spec, terms Terms, f Full, list []Override, record Record) error {
	name, words := "", ""
	for _, o := range list {
		if o.Path == spec.Title {
			name = o.Value().Fr
		}
	}
	if len(list) > 0 {
		words = wordsOf(spec, terms, record, f.Code)
	}
	past := lenient(pastOf(ctx, tx, f.ModelID))
	now, err := past(max(f.Version, f.Proposed))
	if err != nil {
		return err
	}
	open, err := Open(list, now, past)
	if err != nil {
		return err
	}
	key := ""
	if name != "" {
		key = text.SortKey(name)
	}
	_, err = database.Exec(ctx, tx, "model.index", `update register_instance set name = $1, sort_key = $2, words = $3, open_count = $4, version = $5, proposed = $6
		where id = $7`, name, key, words, len(open), f.Version, f.Proposed, f.ID)
	return err
}

// note writes into the history of an instance, and counts what its member has:
// it follows each writing.
func note(ctx context.Context, tx access.Tx, i Instance, rev int, deed string, changes []Change) error {
	by := tx.Scope().Actor()
	body := "[]"
	if len(changes) > 0 {
		body = mustEncode(changes)
	}
	if _, err := database.Exec(ctx, tx, "model.note", `insert into register_change (id, instance_id, member_id, rev, deed, changed_at, by_id, by_name, changes)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, tx.NewID(), i.ID, i.MemberID, rev, deed, tx.Micros(), by.ID, by.Name, body); err != nil {
		return err
	}
	return tally(ctx, tx, i.Kind, i.MemberID)
}
