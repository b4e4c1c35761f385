package model

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// A Tally says how many records of a kind a member has, in use, and how they
// stand.
type Tally struct {
	Total, Complete, Checked, Waiting, SinceCheck int
	First                                         int64 // microseconds; when the first was made
	Review                                        int64 // when the one checked longest ago was, 0 for never
}

const tallyInto = `insert into register_tally (member_id, kind, total, complete, checked, waiting, since_check, first_at, review_at)
	select i.member_id, i.kind, count(*), sum(case when i.state = 'complete' then 1 else 0 end), sum(case when i.state = 'checked' then 1 else 0 end),
		sum(case when i.open_count > 0 or i.proposed > i.version then 1 else 0 end), sum(case when i.checked_at > 0 and i.changed_at > i.checked_at then 1 else 0 end),
		min(i.made_at), coalesce(min(case when i.checked_at > 0 then i.checked_at end), 0)
	from register_instance i where i.retired_at = 0 and `

// tally counts a member's records of a kind anew. Two who write at once see each
// other: their transactions are serializable, and one of them is done again.
func tally(ctx context.Context, tx access.Tx, kind Kind, member string) error {
	const op = "model.tally"
	if _, err := database.Exec(ctx, tx, op, `delete from register_tally where member_id = $1 and kind = $2`, member, string(kind)); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, tallyInto+`i.member_id = $1 and i.kind = $2 group by i.member_id, i.kind`, member, string(kind))
	return err
}

// tallyBatch counts the records of a batch's members anew.
func tallyBatch(ctx context.Context, tx access.Tx, b Batch) error {
	const op = "model.tallyBatch"
	const theirs = `member_id in (select member_id from register_batch_member where batch_id = $1)`
	if _, err := database.Exec(ctx, tx, op, `delete from register_tally where kind = $2 and `+theirs, b.ID, string(b.Kind)); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, tallyInto+`i.kind = $2 and i.`+theirs+` group by i.member_id, i.kind`, b.ID, string(b.Kind))
	return err
}

// Retally counts a member's records anew, for who moves them otherwise than by
// this room.
func Retally(ctx context.Context, tx access.Tx, member string) error {
	const op = "model.Retally"
	if _, err := database.Exec(ctx, tx, op, `delete from register_tally where member_id = $1`, member); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, tallyInto+`i.member_id = $1 group by i.member_id, i.kind`, member)
	return err
}

// Tallies returns how the records of a kind stand at all members that the scope
// sees and that have any.
func Tallies(ctx context.Context, tx access.Tx, kind Kind) (map[string]Tally, error) {
	where, args := tx.Only("member_id", []any{string(kind)})
	out := map[string]Tally{}
	return out, database.Each(ctx, tx, "model.Tallies", func(r database.Row) error {
		var id string
		var t Tally
		err := r.Scan(&id, &t.Total, &t.Complete, &t.Checked, &t.Waiting, &t.SinceCheck, &t.First, &t.Review)
		out[id] = t
		return err
	}, `select member_id, total, complete, checked, waiting, since_check, first_at, review_at from register_tally where kind = $1 and `+where, args...)
}

// CheckYears counts the records of a kind that officers have checked each year.
func CheckYears(ctx context.Context, tx access.Tx, kind Kind) (map[string]int, error) {
	where, args := tx.Only("c.member_id", []any{string(kind)})
	out := map[string]int{}
	return out, database.Each(ctx, tx, "model.CheckYears", func(r database.Row) error {
		var at int64
		err := r.Scan(&at)
		out[i18n.Local(clock.FromMicros(at)).Format("2006")]++
		return err
	}, `select c.checked_at from register_check c join register_instance i on i.id = c.instance_id where i.kind = $1 and `+where, args...)
}
