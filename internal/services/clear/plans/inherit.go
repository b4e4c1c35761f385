package plans

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
)

// Inheritance passes the plans of datasets from one member to another, with
// their keys and what was made by them.
type Inheritance struct{}

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor; plans are counted with their pieces.
func (Inheritance) Holds(context.Context, access.Tx, organisation.Part) ([]organisation.Holding, error) {
	return nil, nil
}

// Prepare implements organisation.Inheritor.
func (Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		where, args := p.Rows("piece_id", 2)
		for _, t := range Schema.Tables {
			if err := p.Pass(ctx, tx, t.Name, where, args); err != nil {
				return err
			}
		}
		return nil
	}}, nil
}
