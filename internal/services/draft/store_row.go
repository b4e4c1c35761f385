package draft

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// rowsOf reads all that was written in a draft.
func rowsOf(ctx context.Context, tx access.Tx, id string) (overlay, error) {
	o := overlay{}
	return o, database.Each(ctx, tx, "draft.rowsOf", func(r database.Row) error {
		var n int
		var cells string
		one := &row{cells: map[int]string{}}
		if err := r.Scan(&n, &cells, &one.dropped); err != nil {
			return err
		}
		o[n] = one
		return json.Unmarshal([]byte(cells), &one.cells)
	}, `select line, cells, dropped from draft_row where draft_id = $1`, id)
}

// saveRow records what is written in a row.
func saveRow(ctx context.Context, tx access.Tx, d Draft, n int, r *row) error {
	_, err := database.Exec(ctx, tx, "draft.saveRow", `insert into draft_row (draft_id, member_id, line, cells, dropped)
		values ($1,$2,$3,$4,$5) on conflict (draft_id, line) do update set cells = excluded.cells, dropped = excluded.dropped`,
		d.ID, d.MemberID, n, asJSON(r.cells), database.Bool(r.dropped))
	return err
}

func scanStep(r database.Row) (step, error) {
	var s step
	var body string
	if err := r.Scan(&s.Number, &body, &s.Undone, &s.ByRef, &s.ByName); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(body), &s)
}

// addStep records a writing; what was undone before it cannot be made again any
// more.
func addStep(ctx context.Context, tx access.Tx, d Draft, s step) error {
	const op = "draft.addStep"
	if _, err := database.Exec(ctx, tx, op, `delete from draft_step where draft_id = $1 and undone = 1`, d.ID); err != nil {
		return err
	}
	last, err := database.Value[int64](ctx, tx, op, `select coalesce(max(number), 0) from draft_step where draft_id = $1`, d.ID)
	if err != nil {
		return err
	}
	by := tx.Scope().Actor()
	_, err = database.Exec(ctx, tx, op, `insert into draft_step (draft_id, member_id, number, body, undone, by_ref, by_name, at)
		values ($1,$2,$3,$4,0,$5,$6,$7)`, d.ID, d.MemberID, last+1, asJSON(s), by.Ref(), by.Name, tx.Micros())
	return err
}

// lastStep returns the latest writing that stands, or the first that was
// undone; nil for none.
func lastStep(ctx context.Context, tx access.Tx, id string, undone bool) (*step, error) {
	order := ` order by number desc limit 1`
	if undone {
		order = ` order by number limit 1`
	}
	list, err := database.All(ctx, tx, "draft.lastStep", scanStep, `select number, body, undone, by_ref, by_name from draft_step
		where draft_id = $1 and undone = $2`+order, id, database.Bool(undone))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// writerOf returns the name of who wrote a cell last, among the latest
// writings.
func writerOf(ctx context.Context, tx access.Tx, id string, n, col int) (string, error) {
	list, err := database.All(ctx, tx, "draft.writerOf", scanStep, `select number, body, undone, by_ref, by_name from draft_step
		where draft_id = $1 and undone = 0 order by number desc limit 200`, id)
	for _, s := range list {
		for _, c := range s.Cells {
			if c.Row == n && c.Col == col {
				return s.ByName, err
			}
		}
	}
	return "", err
}

func markStep(ctx context.Context, tx access.Tx, id string, number int64, undone bool) error {
	_, err := database.Exec(ctx, tx, "draft.markStep", `update draft_step set undone = $1 where draft_id = $2 and number = $3`,
		database.Bool(undone), id, number)
	return err
}
