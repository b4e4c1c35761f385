package model

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/text"
)

// latest is the version against which an instance's overrides are compared.
const latest = `case when i.proposed > i.version then i.proposed else i.version end`

// fields notes what changed at which path from each version that overrides of
// the part's instances were compared with to the one that they meet now.
func (p part) fields(ctx context.Context, tx access.Tx) error {
	type pair struct{ against, target int }
	pairs, err := database.All(ctx, tx, "model.fields", func(r database.Row) (x pair, err error) {
		return x, r.Scan(&x.against, &x.target)
	}, `select distinct o.against, `+latest+` from register_item t join register_instance i on i.id = t.instance_id
		join register_override o on o.instance_id = i.id where t.batch_id = $1 and t.model_id = $2`, p.batch.ID, p.model)
	if err != nil {
		return err
	}
	past := lenient(pastOf(ctx, tx, p.model))
	for _, x := range pairs {
		if x.against == x.target {
			continue
		}
		from, err := past(x.against)
		if err != nil {
			return err
		}
		to, err := past(x.target)
		if err != nil {
			return err
		}
		for _, c := range p.spec.around(Touched(from, to)) {
			if err := p.exec(ctx, tx, `insert into register_batch_field (batch_id, model_id, against, target, path, after) values ($1,$2,$3,$4,$5,$6)
				on conflict do nothing`, x.against, x.target, c.Path, content(c.Path, c.After)); err != nil {
				return err
			}
		}
	}
	return nil
}

// around adds every cell of the rows that went: one that was empty may have been
// written locally.
func (s Spec) around(changes []Change) []Change {
	for _, c := range changes {
		name, key, cell := SplitPath(c.Path)
		if key == "" || cell != "" || c.After != "" {
			continue
		}
		l, _ := s.List(name)
		for _, f := range l.Cells {
			changes = append(changes, Change{Path: c.Path + "." + f.Name})
		}
	}
	return changes
}

// recount counts what is open in the part's instances, in which it was set to
// none when they were written.
func (p part) recount(ctx context.Context, tx access.Tx) error {
	if err := p.fields(ctx, tx); err != nil {
		return err
	}
	return p.exec(ctx, tx, `update register_instance set open_count = n.open from (
			select i.id as id, count(*) as open from register_item t join register_instance i on i.id = t.instance_id
			join register_override o on o.instance_id = i.id
			join register_batch_field f on f.batch_id = t.batch_id and f.model_id = t.model_id and f.against = o.against and f.target = `+latest+`
				and f.path = o.path and f.after <> o.content
			where t.batch_id = $1 and t.model_id = $2 group by i.id) n where register_instance.id = n.id`)
}

// reindex keeps what the part's instances are found by, where something is, or
// was, written locally. The others are found by their version.
func (p part) reindex(ctx context.Context, tx access.Tx) error {
	const op = "model.reindex"
	const local = `i.id in (select t.instance_id from register_item t where t.batch_id = $1 and t.model_id = $2)
		and (i.words <> '' or exists (select 1 from register_override o where o.instance_id = i.id))`
	list, err := database.All(ctx, tx, op, scanInstance, `select `+instanceColumns+instanceFrom+` where `+local, p.batch.ID, p.model)
	if err != nil || len(list) == 0 {
		return err
	}
	full, err := fill(ctx, tx, list, `o.instance_id in (select i.id from register_instance i where `+local+`)`, p.batch.ID, p.model)
	if err != nil {
		return err
	}
	terms, err := ReadTerms(ctx, tx)
	if err != nil {
		return err
	}
	known := folder{}
	rows := make([][4]string, len(full))
	for n, f := range full {
		rows[n][0] = f.ID
		if f.Own(p.spec.Title) {
			rows[n][1] = f.Record.Get(p.spec.Title).Fr
			rows[n][2] = text.SortKey(rows[n][1])
		}
		if len(f.Overrides) > 0 {
			rows[n][3] = known.words(p.spec, terms, f.Record, f.Code)
		}
	}
	_, err = database.Exec(ctx, tx, op, `update register_instance set name = n.name, sort_key = n.sort_key, words = n.words
		from `+rowsFrom(tx, "$1", "id", "name", "sort_key", "words")+` n where register_instance.id = n.id`, mustEncode(rows))
	return err
}
