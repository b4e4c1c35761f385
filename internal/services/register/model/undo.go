package model

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// undone writes what becomes of each instance of the old batch. p is its item,
// i the instance, which may be gone. $3 is the old batch.
func (p part) undone(ctx context.Context, tx access.Tx, outcome string) error {
	return p.exec(ctx, tx, itemInto+`select $1, p.instance_id, coalesce(i.member_id, p.member_id), p.model_id, coalesce(i.version, 0), coalesce(i.proposed, 0),
		coalesce(i.open_count, 0), coalesce(i.changed_at, 0), p.from_version, coalesce(i.rev, 0) + 1,
		case when i.id is null then '`+Gone+`' `+outcome+` end, ''
		from register_item p left join register_instance i on i.id = p.instance_id where p.batch_id = $3 and p.model_id = $2`, p.old.ID)
}

// with chooses the part's instances of an outcome.
func with(outcome string) string {
	return ` in (select instance_id from register_item where batch_id = $1 and model_id = $2 and outcome = '` + outcome + `')`
}

// both are an instance's item in the old batch (p) and in this one (u). $3 is the
// old batch.
const both = ` register_item p join register_item u on u.batch_id = $1 and u.model_id = $2 and u.instance_id = p.instance_id
	and p.batch_id = $3 and p.model_id = $2`

// unadopt takes away what nobody has touched since it was given.
func (p part) unadopt(ctx context.Context, tx access.Tx) error {
	if err := p.undone(ctx, tx, `when i.rev <> p.rev or exists (select 1 from register_override o where o.instance_id = i.id) then '`+Kept+`' else '`+Undone+`'`); err != nil {
		return err
	}
	for _, table := range []string{"register_check where instance_id", "register_change where instance_id", "register_override where instance_id", "register_instance where id"} {
		if err := p.exec(ctx, tx, `delete from `+table+with(Undone)); err != nil {
			return err
		}
	}
	return nil
}

// unpush takes a version back. Where it is still the one that holds, the former
// one does again, and what was written since stays. Where a later one holds,
// what this one brought is taken back field by field.
func (p part) unpush(ctx context.Context, tx access.Tx) error {
	outcome := `when i.version = p.to_version then '` + Undone + `' when i.version > p.to_version then '` + Reverted + `' else '` + Kept + `'`
	if p.old.How == Offer {
		outcome = `when i.version >= p.to_version then '` + Kept + `' when i.proposed = p.to_version then '` + Undone + `' else '` + Superseded + `'`
	}
	if err := p.undone(ctx, tx, outcome); err != nil {
		return err
	}
	if err := p.tell(ctx, tx); err != nil {
		return err
	}
	if err := p.exec(ctx, tx, `update register_override set against = p.from_version from`+both+`
		where u.outcome = '`+Undone+`' and register_override.instance_id = p.instance_id
			and against > p.from_version and against > p.from_proposed`, p.old.ID); err != nil {
		return err
	}
	// An instance in which nothing else happened since has changed last when it
	// had before.
	if err := p.exec(ctx, tx, `update register_instance set version = p.from_version, proposed = p.from_proposed, open_count = 0,
			changed_at = case when register_instance.rev = p.rev then p.from_changed else $4 end, rev = register_instance.rev + 1
		from`+both+` where u.outcome = '`+Undone+`' and register_instance.id = p.instance_id`, p.old.ID, tx.Micros()); err != nil {
		return err
	}
	if p.old.How == Take {
		if err := p.revert(ctx, tx); err != nil {
			return err
		}
	}
	if err := p.recount(ctx, tx); err != nil {
		return err
	}
	return p.reindex(ctx, tx)
}

// tell notes the fields that were written since the old batch where it had
// brought something: they stay as they are.
func (p part) tell(ctx context.Context, tx access.Tx) error {
	type span struct{ from, to int }
	spans, err := database.All(ctx, tx, "model.tell", func(r database.Row) (s span, err error) {
		return s, r.Scan(&s.from, &s.to)
	}, `select distinct p.from_version, p.to_version from register_item p join register_override o on o.instance_id = p.instance_id
		where p.batch_id = $1 and p.model_id = $2`, p.old.ID, p.model)
	if err != nil {
		return err
	}
	past := lenient(pastOf(ctx, tx, p.model))
	found := map[string][]string{}
	for _, s := range spans {
		from, err := past(s.from)
		if err != nil {
			return err
		}
		to, err := past(s.to)
		if err != nil {
			return err
		}
		brought := map[string]bool{}
		for _, c := range Touched(from, to) {
			brought[c.Path] = true
		}
		if err := database.Each(ctx, tx, "model.tell", func(r database.Row) error {
			var id, path string
			if err := r.Scan(&id, &path); err != nil {
				return err
			}
			if brought[path] {
				found[id] = append(found[id], path)
			}
			return nil
		}, `select o.instance_id, o.path from register_item p join register_override o on o.instance_id = p.instance_id
			where p.batch_id = $1 and p.model_id = $2 and p.from_version = $3 and p.to_version = $4 and o.written_at > $5 order by o.instance_id, o.path`,
			p.old.ID, p.model, s.from, s.to, p.old.Asked.UnixMicro()); err != nil {
			return err
		}
	}
	return p.conflict(ctx, tx, found)
}

func (p part) conflict(ctx context.Context, tx access.Tx, found map[string][]string) error {
	for _, id := range sorted(found) {
		if err := p.exec(ctx, tx, `update register_item set conflicts = $4 where batch_id = $1 and model_id = $2 and instance_id = $3`,
			id, mustEncode(found[id])); err != nil {
			return err
		}
	}
	return nil
}

// revert takes back field by field what the old batch brought to instances that
// have a later version now, by writing there what was before. What that later
// version changed again stays, and is told.
func (p part) revert(ctx context.Context, tx access.Tx) error {
	type span struct{ from, to, now int }
	spans, err := database.All(ctx, tx, "model.revert", func(r database.Row) (s span, err error) {
		return s, r.Scan(&s.from, &s.to, &s.now)
	}, `select distinct p.from_version, p.to_version, u.from_version from register_item u join register_item p on p.batch_id = $3 and p.instance_id = u.instance_id
		where u.batch_id = $1 and u.model_id = $2 and u.outcome = '`+Reverted+`'`, p.batch.ID, p.model, p.old.ID)
	if err != nil {
		return err
	}
	past := lenient(pastOf(ctx, tx, p.model))
	for _, s := range spans {
		var three [3]Record
		for n, v := range []int{s.from, s.to, s.now} {
			if three[n], err = past(v); err != nil {
				return err
			}
		}
		again := map[string]bool{}
		for _, c := range Touched(three[1], three[2]) {
			again[c.Path] = true
		}
		var kept []string
		for _, c := range Changes(three[0], three[1]) {
			if again[c.Path] {
				kept = append(kept, c.Path)
				continue
			}
			if err := p.restore(ctx, tx, s.from, s.to, s.now, c); err != nil {
				return err
			}
		}
		if err := p.keep(ctx, tx, s.from, s.now, kept); err != nil {
			return err
		}
	}
	return p.exec(ctx, tx, `update register_instance set open_count = 0, rev = rev + 1, changed_at = $3 where id`+with(Reverted), tx.Micros())
}

// keep tells what a later version changed again, beside what was told before.
func (p part) keep(ctx context.Context, tx access.Tx, from, now int, paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	const ours = ` batch_id = $1 and model_id = $2 and outcome = '` + Reverted + `' and from_version = $5
		and instance_id in (select instance_id from register_item where batch_id = $3 and model_id = $2 and from_version = $4)`
	told := map[string][]string{}
	if err := database.Each(ctx, tx, "model.keep", func(r database.Row) error {
		var id, conflicts string
		var before []string
		if err := r.Scan(&id, &conflicts); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(conflicts), &before)
		told[id] = append(before, paths...)
		return err
	}, `select instance_id, conflicts from register_item where conflicts <> '' and`+ours, p.batch.ID, p.model, p.old.ID, from, now); err != nil {
		return err
	}
	if err := p.exec(ctx, tx, `update register_item set conflicts = $6 where conflicts = '' and`+ours, p.old.ID, from, now, mustEncode(paths)); err != nil {
		return err
	}
	return p.conflict(ctx, tx, told)
}

// restore writes into the instances of a span what a change had before it,
// where nothing is written locally there.
func (p part) restore(ctx context.Context, tx access.Tx, from, to, now int, c Change) error {
	list, key, cell := SplitPath(c.Path)
	row := c.Path
	if cell != "" {
		row = RowPath(list, key)
	}
	inside := c.Path
	if key != "" && cell == "" {
		inside = c.Path + "."
	}
	return p.exec(ctx, tx, `insert into register_override (instance_id, path, member_id, content, against, written_at)
		select i.id, $7, i.member_id, $8, $6, $9 from register_item u join register_item p on p.batch_id = $3 and p.instance_id = u.instance_id
			join register_instance i on i.id = u.instance_id
		where u.batch_id = $1 and u.model_id = $2 and u.outcome = '`+Reverted+`' and p.from_version = $4 and p.to_version = $5 and u.from_version = $6
			and not exists (select 1 from register_override o where o.instance_id = i.id and (o.path in ($7, $10) or substr(o.path, 1, $12) = $11 and $11 <> $7))`,
		p.old.ID, from, to, now, c.Path, content(c.Path, c.Before), tx.Micros(), row, inside, len(inside))
}

// unsettle brings back what was open before it was decided for many at once.
func (p part) unsettle(ctx context.Context, tx access.Tx) error {
	if err := p.undone(ctx, tx, `when i.version = p.to_version then '`+Undone+`' else '`+Reverted+`'`); err != nil {
		return err
	}
	found := map[string][]string{}
	if p.old.How == Theirs { // what was dropped may have been written anew
		if err := database.Each(ctx, tx, "model.unsettle", func(r database.Row) error {
			var id, path string
			err := r.Scan(&id, &path)
			found[id] = append(found[id], path)
			return err
		}, `select s.instance_id, s.path from register_item_override s join register_override o on o.instance_id = s.instance_id and o.path = s.path
			join register_item t on t.batch_id = s.batch_id and t.instance_id = s.instance_id where s.batch_id = $1 and t.model_id = $2 order by s.instance_id, s.path`,
			p.old.ID, p.model); err != nil {
			return err
		}
	}
	if err := p.conflict(ctx, tx, found); err != nil {
		return err
	}
	const saved = ` from register_item_override s join register_item t on t.batch_id = s.batch_id and t.instance_id = s.instance_id
		join register_instance i on i.id = s.instance_id where s.batch_id = $3 and t.model_id = $2 and $1 <> ''`
	var err error
	if p.old.How == Theirs {
		err = p.exec(ctx, tx, `insert into register_override (instance_id, path, member_id, content, against, written_at)
			select s.instance_id, s.path, i.member_id, s.content, s.against, $4`+saved+` on conflict do nothing`, p.old.ID, tx.Micros())
	} else {
		err = p.exec(ctx, tx, `update register_override set against = s.against from register_item_override s
			join register_item t on t.batch_id = s.batch_id and t.instance_id = s.instance_id
			where s.batch_id = $3 and t.model_id = $2 and $1 <> '' and register_override.instance_id = s.instance_id and register_override.path = s.path
				and register_override.content = s.content and register_override.against = t.to_version`, p.old.ID)
	}
	if err != nil {
		return err
	}
	if err := p.exec(ctx, tx, `update register_instance set version = p.from_version,
			changed_at = case when register_instance.rev = p.rev then p.from_changed else $4 end
		from`+both+` where u.outcome = '`+Undone+`' and register_instance.id = p.instance_id`, p.old.ID, tx.Micros()); err != nil {
		return err
	}
	if err := p.exec(ctx, tx, `update register_instance set open_count = 0, rev = rev + 1`+ours); err != nil {
		return err
	}
	if err := p.recount(ctx, tx); err != nil {
		return err
	}
	return p.reindex(ctx, tx)
}
