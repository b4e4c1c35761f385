package model

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// A part is a batch at work on one model.
type part struct {
	batch   Batch
	spec    Spec
	model   string
	version int
	old     Batch // the batch that is taken back
}

// Run carries a batch out: each part in a transaction of its own, then what is
// to be told. Called again, it goes on where it was.
func (s *Service) Run(ctx context.Context, id string) error {
	const op = "model.Run"
	var b, old Batch
	var parts []part
	system := access.System("register-batch")
	err := s.Doors.Write(ctx, system, func(tx access.Tx) (err error) {
		if b, err = GetBatch(ctx, tx, id); err != nil {
			return err
		}
		if b.Undoes != "" {
			if old, err = GetBatch(ctx, tx, b.Undoes); err != nil {
				return err
			}
		}
		spec, err := s.Specs.Of(b.Kind)
		if err != nil {
			return err
		}
		if parts, err = database.All(ctx, tx, op, func(r database.Row) (p part, err error) {
			p.batch, p.spec, p.old = b, spec, old
			return p, r.Scan(&p.model, &p.version)
		}, `select model_id, version from register_part where batch_id = $1 and done = 0 order by model_id`, id); err != nil {
			return err
		}
		_, err = database.Exec(ctx, tx, op, `update register_batch set state = 'running' where id = $1 and state = 'waiting'`, id)
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && b.State == "done" {
		return nil
	}
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := s.Doors.Write(ctx, system, func(tx access.Tx) error { return p.run(ctx, tx) }); err != nil {
			return err
		}
	}
	return s.Doors.Write(ctx, system, func(tx access.Tx) error { return finish(ctx, tx, b) })
}

// run does a part and marks it done, in one transaction.
func (p part) run(ctx context.Context, tx access.Tx) error {
	const op = "model.part"
	n, err := database.Exec(ctx, tx, op, `update register_part set done = 1 where batch_id = $1 and model_id = $2 and done = 0`, p.batch.ID, p.model)
	if err != nil || n == 0 {
		return err
	}
	switch p.batch.Deed {
	case Adopting:
		err = p.adopt(ctx, tx)
	case Pushing:
		err = p.push(ctx, tx)
	case Settling:
		err = p.settle(ctx, tx)
	case Undoing:
		switch p.old.Deed {
		case Adopting:
			err = p.unadopt(ctx, tx)
		case Pushing:
			err = p.unpush(ctx, tx)
		case Settling:
			err = p.unsettle(ctx, tx)
		}
	}
	if err == nil && p.spec.After != nil {
		err = p.spec.After(ctx, tx, p.batch.ID, p.model)
	}
	if err != nil {
		return err
	}
	_, err = database.Exec(ctx, tx, op, `update register_batch set done = done + (select count(*) from register_item where batch_id = $1 and model_id = $2)
		where id = $1`, p.batch.ID, p.model)
	return err
}

// exec runs statements about a part; $1 is the batch, $2 the model.
func (p part) exec(ctx context.Context, tx access.Tx, statement string, more ...any) error {
	_, err := database.Exec(ctx, tx, "model.part", statement, append([]any{p.batch.ID, p.model}, more...)...)
	return err
}

// itemColumns are filled by "select … from register_instance i".
const itemInto = `insert into register_item (batch_id, instance_id, member_id, model_id, from_version, from_proposed, from_open, from_changed,
	to_version, rev, outcome, conflicts) `

// ours chooses the part's instances.
const ours = ` where id in (select instance_id from register_item where batch_id = $1 and model_id = $2)`

// served are the members of the batch that are still there.
const served = ` join register_batch_member b on b.batch_id = $1 and b.member_id = i.member_id join member m on m.id = i.member_id and m.closed_at = 0`

// adopt gives the model to members that lack it.
func (p part) adopt(ctx context.Context, tx access.Tx) error {
	members, err := database.All(ctx, tx, "model.adopt", scanText, `select b.member_id from register_batch_member b
		join member m on m.id = b.member_id and m.closed_at = 0
		left join register_instance i on i.member_id = b.member_id and i.model_id = $2 and i.retired_at = 0
		where b.batch_id = $1 and i.id is null order by b.member_id`, p.batch.ID, p.model)
	if err != nil || len(members) == 0 {
		return err
	}
	pairs := make([][2]string, len(members))
	for n, m := range members {
		pairs[n] = [2]string{tx.NewID(), m}
	}
	if err := p.exec(ctx, tx, `insert into register_instance (id, member_id, kind, model_id, version, proposed, open_count, name, sort_key, words, state,
			shown, rev, made_at, changed_at, checked_at, retired_at)
		select n.id, n.member_id, $4, $2, $3, $3, 0, '', '', '', 'draft', 0, 1, $5, $5, 0, 0 from `+rowsFrom(tx, "$6", "id", "member_id")+` n where $1 <> ''`,
		p.version, string(p.spec.Kind), tx.Micros(), mustEncode(pairs)); err != nil {
		return err
	}
	return p.exec(ctx, tx, itemInto+`select $1, n.id, n.member_id, $2, 0, 0, 0, 0, $3, 1, '`+Created+`', '' from `+rowsFrom(tx, "$4", "id", "member_id")+` n`,
		p.version, mustEncode(pairs))
}

// push brings the version to those who have the model.
func (p part) push(ctx context.Context, tx access.Tx) error {
	outcome, behind := Taken, "i.version < $3"
	if p.batch.How == Offer {
		outcome, behind = Offered, "i.proposed < $3"
	}
	if err := p.exec(ctx, tx, itemInto+`select $1, i.id, i.member_id, i.model_id, i.version, i.proposed, i.open_count, i.changed_at, $3,
		i.rev + 1, '`+outcome+`', '' from register_instance i`+served+` where i.model_id = $2 and i.retired_at = 0 and `+behind, p.version); err != nil {
		return err
	}
	var err error
	if p.batch.How == Take {
		err = p.exec(ctx, tx, `update register_instance set version = $3, proposed = case when proposed > $3 then proposed else $3 end,
			open_count = 0, rev = rev + 1, changed_at = $4`+ours, p.version, tx.Micros())
	} else {
		err = p.exec(ctx, tx, `update register_instance set proposed = $3, open_count = 0, rev = rev + 1`+ours, p.version)
	}
	if err != nil {
		return err
	}
	if err := p.recount(ctx, tx); err != nil {
		return err
	}
	return p.reindex(ctx, tx)
}

// settle decides what is open, one way for all.
func (p part) settle(ctx context.Context, tx access.Tx) error {
	if err := p.exec(ctx, tx, itemInto+`select $1, i.id, i.member_id, i.model_id, i.version, i.proposed, i.open_count, i.changed_at, i.proposed,
		i.rev + 1, '`+Settled+`', '' from register_instance i`+served+`
		where i.model_id = $2 and i.retired_at = 0 and (i.open_count > 0 or i.proposed > i.version)`); err != nil {
		return err
	}
	if err := p.fields(ctx, tx); err != nil {
		return err
	}
	const open = ` from register_item t join register_override o on o.instance_id = t.instance_id
		join register_batch_field f on f.batch_id = t.batch_id and f.model_id = t.model_id and f.against = o.against and f.target = t.to_version
			and f.path = o.path and f.after <> o.content
		where t.batch_id = $1 and t.model_id = $2`
	if err := p.exec(ctx, tx, `insert into register_item_override (batch_id, instance_id, path, member_id, content, against, deed)
		select $1, o.instance_id, o.path, o.member_id, o.content, o.against, $3`+open, p.batch.How); err != nil {
		return err
	}
	decided := ` where (instance_id, path) in (select s.instance_id, s.path from register_item_override s
		join register_item t on t.batch_id = s.batch_id and t.instance_id = s.instance_id where s.batch_id = $1 and t.model_id = $2)`
	var err error
	if p.batch.How == Theirs {
		err = p.exec(ctx, tx, `delete from register_override`+decided)
	} else {
		err = p.exec(ctx, tx, `update register_override set against = (select t.to_version from register_item t
			where t.batch_id = $1 and t.instance_id = register_override.instance_id)`+decided)
	}
	if err != nil {
		return err
	}
	if err := p.exec(ctx, tx, `update register_instance set version = proposed, open_count = 0, rev = rev + 1, changed_at = $3`+ours, tx.Micros()); err != nil {
		return err
	}
	if err := p.recount(ctx, tx); err != nil {
		return err
	}
	return p.reindex(ctx, tx)
}
