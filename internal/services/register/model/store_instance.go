package model

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const instanceFrom = ` from register_instance i left join register_model m on m.id = i.model_id
	left join register_version v on v.model_id = i.model_id and v.number = i.version`

const instanceColumns = `i.id, i.member_id, i.kind, i.model_id, coalesce(m.code, ''), coalesce(m.domain, ''), i.version, i.proposed, i.open_count,
	case when i.name = '' then coalesce(v.name, '') else i.name end, case when i.name = '' then coalesce(v.name_en, '') else i.name end,
	i.state, i.shown, i.rev, i.made_at, i.changed_at, i.checked_at, i.retired_at`

const instanceOrder = `case when i.name = '' then coalesce(v.sort_key, '') else i.sort_key end`

func scanInstance(r database.Row) (i Instance, err error) {
	var kind, state string
	var made, changed, checked, retired int64
	err = r.Scan(&i.ID, &i.MemberID, &kind, &i.ModelID, &i.Code, &i.Domain, &i.Version, &i.Proposed, &i.Open, &i.Name.Fr, &i.Name.En,
		&state, &i.Shown, &i.Rev, &made, &changed, &checked, &retired)
	i.Kind, i.State = Kind(kind), State(state)
	i.Made, i.Changed, i.Checked, i.Retired = instant(made), instant(changed), instant(checked), instant(retired)
	return i, err
}

// Get returns an instance of a member that the scope sees.
func Get(ctx context.Context, tx access.Tx, id string) (Instance, error) {
	const op = "model.Get"
	i, err := database.One(ctx, tx, op, scanInstance, `select `+instanceColumns+instanceFrom+` where i.id = $1`, id)
	if err != nil {
		return i, err
	}
	return i, tx.Sees(op, i.MemberID)
}

// Read returns an instance with all that it says.
func Read(ctx context.Context, tx access.Tx, id string) (Full, error) {
	i, err := Get(ctx, tx, id)
	if err != nil {
		return Full{Instance: i}, err
	}
	list, err := fill(ctx, tx, []Instance{i}, `o.instance_id = $1`, id)
	if err != nil {
		return Full{Instance: i}, err
	}
	return list[0], nil
}

// fill reads what instances say; where chooses their overrides (o).
func fill(ctx context.Context, tx access.Tx, list []Instance, where string, args ...any) ([]Full, error) {
	const op = "model.fill"
	own := map[string][]Override{}
	err := database.Each(ctx, tx, op, func(r database.Row) error {
		var id string
		var o Override
		if err := r.Scan(&id, &o.Path, &o.Content, &o.Against); err != nil {
			return err
		}
		own[id] = append(own[id], o)
		return nil
	}, `select o.instance_id, o.path, o.content, o.against from register_override o where `+where+` order by o.instance_id, o.written_at, o.path`, args...)
	if err != nil {
		return nil, err
	}
	pasts, err := pastsOf(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	out := make([]Full, len(list))
	for n, i := range list {
		past := pasts[i.ModelID]
		f := Full{Instance: i, Overrides: own[i.ID]}
		if f.Base, err = past(i.Version); err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if f.Record, err = Apply(f.Base, f.Overrides, lenient(past)); err != nil {
			return nil, err
		}
		out[n] = f
	}
	return out, nil
}

// lenient is a past in which a version that is not there says nothing: a member
// that came from elsewhere brings its records without the models there.
func lenient(p Past) Past {
	return func(n int) (Record, error) {
		r, err := p(n)
		if fault.Is(err, fault.NotFound) {
			return Record{}, nil
		}
		return r, err
	}
}

// Find returns instances, a page at a time, and how many there are: by name,
// and where words are asked for those first whose name has them.
func Find(ctx context.Context, tx access.Tx, a Ask, limit, offset int) ([]Instance, int, error) {
	const op = "model.Find"
	where, args := a.where(tx)
	total, err := database.Value[int](ctx, tx, op, `select count(*) from register_instance i where `+where, args...)
	if err != nil || total == 0 || limit == 0 {
		return nil, total, err
	}
	order := instanceOrder + ", i.id"
	if rank, more := a.rank(len(args)); rank != "" {
		order = rank + ", " + order
		args = append(args, more...)
	} else if a.Member == "" {
		order = "i.member_id, " + order // so that a page of many members is found without sorting all
	}
	list, err := database.All(ctx, tx, op, scanInstance, `select `+instanceColumns+instanceFrom+` where `+where+
		fmt.Sprintf(` order by %s limit $%d offset $%d`, order, len(args)+1, len(args)+2), append(args, limit, offset)...)
	return list, total, err
}

// Instances returns a member's instances of a kind by name, without what they say.
func Instances(ctx context.Context, tx access.Tx, a Ask) ([]Instance, error) {
	where, args := a.where(tx)
	return database.All(ctx, tx, "model.Instances", scanInstance, `select `+instanceColumns+instanceFrom+` where `+where+
		` order by `+instanceOrder+`, i.id`, args...)
}

// All returns a member's instances of a kind with all that they say.
func All(ctx context.Context, tx access.Tx, a Ask) ([]Full, error) {
	where, args := a.where(tx)
	list, err := Instances(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	return fill(ctx, tx, list, `o.instance_id in (select i.id from register_instance i where `+where+`)`, args...)
}

// Counts says how many instances stand how.
type Counts struct{ All, Begun, Complete, Checked, Waiting, SinceCheck int }

// Count counts instances.
func Count(ctx context.Context, tx access.Tx, a Ask) (Counts, error) {
	where, args := a.where(tx)
	return database.One(ctx, tx, "model.Count", func(r database.Row) (c Counts, err error) {
		return c, r.Scan(&c.All, &c.Begun, &c.Complete, &c.Checked, &c.Waiting, &c.SinceCheck)
	}, `select count(*), coalesce(sum(case when i.state = 'draft' then 1 else 0 end), 0), coalesce(sum(case when i.state = 'complete' then 1 else 0 end), 0),
		coalesce(sum(case when i.state = 'checked' then 1 else 0 end), 0),
		coalesce(sum(case when i.open_count > 0 or i.proposed > i.version then 1 else 0 end), 0),
		coalesce(sum(case when i.checked_at > 0 and i.changed_at > i.checked_at then 1 else 0 end), 0)
		from register_instance i where `+where, args...)
}

// LastWriter is who wrote last in an instance.
func LastWriter(ctx context.Context, tx access.Tx, id string) (string, error) {
	name, err := database.Value[string](ctx, tx, "model.LastWriter", `select by_name from (
			select by_name, changed_at as at from register_change where instance_id = $1
			union all select b.by_name, b.ended_at from register_item t join register_batch b on b.id = t.batch_id where t.instance_id = $1) w
		order by at desc limit 1`, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return name, err
}
