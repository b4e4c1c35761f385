package measure

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
)

// Inheritance adds what was counted for a member to what is counted for its
// heir.
type Inheritance struct{ Doors *access.Doors }

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor.
func (Inheritance) Holds(context.Context, access.Tx, organisation.Part) ([]organisation.Holding, error) {
	return nil, nil
}

// Prepare implements organisation.Inheritor.
func (Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		const op = "measure.Pass"
		where, args := p.Rows("dataset_id", 2)
		if _, err := database.Exec(ctx, tx, op, `insert into measure_day (day, kind, member_id, dataset_id, n)
			select day, kind, $1, dataset_id, n from measure_day where `+where+`
			on conflict (day, kind, member_id, dataset_id) do update set n = measure_day.n + excluded.n`, append([]any{p.To}, args...)...); err != nil {
			return err
		}
		where, args = p.Rows("dataset_id", 1)
		_, err := database.Exec(ctx, tx, op, `delete from measure_day where `+where, args...)
		return err
	}}, nil
}

// Withdraw implements organisation.Leaver.
func (Inheritance) Withdraw(context.Context, access.Tx, string) error { return nil }

// Erase implements organisation.Leaver.
func (i Inheritance) Erase(ctx context.Context, member string, keepPublished bool) error {
	if keepPublished {
		return nil
	}
	return i.Doors.Write(ctx, access.System("succession"), func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "measure.Erase", `delete from measure_day where member_id = $1`, member)
		return err
	})
}

var _ organisation.Leaver = Inheritance{}
