package model

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// finish counts how a batch ended and tells each member's journal.
func finish(ctx context.Context, tx access.Tx, b Batch) error {
	const op = "model.finish"
	c := BatchCounts{Outcomes: map[string]int{}}
	err := database.Each(ctx, tx, op, func(r database.Row) error {
		var outcome string
		var n, conflicts int
		err := r.Scan(&outcome, &n, &conflicts)
		c.Outcomes[outcome] += n
		c.Conflicts += conflicts
		return err
	}, `select outcome, count(*), sum(case when conflicts <> '' then 1 else 0 end) from register_item where batch_id = $1 group by outcome`, b.ID)
	if err != nil {
		return err
	}
	type line struct {
		member  string
		n, open int
	}
	members, err := database.All(ctx, tx, op, func(r database.Row) (l line, err error) {
		return l, r.Scan(&l.member, &l.n, &l.open)
	}, `select t.member_id, count(*), sum(case when coalesce(i.open_count, 0) > 0 then 1 else 0 end) from register_item t
		left join register_instance i on i.id = t.instance_id where t.batch_id = $1 group by t.member_id order by t.member_id`, b.ID)
	if err != nil {
		return err
	}
	event := map[BatchDeed]string{Adopting: EventGiven, Pushing: EventPushed, Settling: EventBulk, Undoing: EventUndone}[b.Deed]
	for _, l := range members {
		c.Open += l.open
		if err := tx.Record(ctx, event, l.member, b.ID, map[string]any{"kind": b.Kind, "records": l.n, "open": l.open, "how": b.How}); err != nil {
			return err
		}
	}
	c.Members = len(members)
	if err := tallyBatch(ctx, tx, b); err != nil {
		return err
	}
	if c.Left, err = database.All(ctx, tx, op, scanText, `select m.id from register_batch_member b join member m on m.id = b.member_id
		where b.batch_id = $1 and m.closed_at > 0 order by m.sort_key, m.id`, b.ID); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `update register_batch set state = 'done', ended_at = $1, counts = $2, total = done where id = $3 and state <> 'done'`,
		tx.Micros(), mustEncode(c), b.ID)
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventEnded, "", b.ID, map[string]any{"kind": b.Kind, "deed": b.Deed, "outcomes": c.Outcomes, "open": c.Open, "left": len(c.Left)})
}
