package duty

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
)

// Inheritance passes what a member has said it publishes elsewhere. Whether the
// page is shown to the public, the heir chooses itself.
type Inheritance struct{}

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor.
func (Inheritance) Holds(context.Context, access.Tx, organisation.Part) ([]organisation.Holding, error) {
	return nil, nil
}

// Prepare implements organisation.Inheritor.
func (Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		if !p.Whole() {
			return nil
		}
		if _, err := database.Exec(ctx, tx, "duty.Pass", `delete from duty_shown where member_id = $1`, p.From); err != nil {
			return err
		}
		_, err := database.Exec(ctx, tx, "duty.Pass", `update duty_elsewhere set member_id = $1 where member_id = $2`, p.To, p.From)
		return err
	}}, nil
}
