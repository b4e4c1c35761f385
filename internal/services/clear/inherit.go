package clear

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
)

// Inheritance passes what the gate found from one member to another, with their versions.
type Inheritance struct{}

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor; versions are counted with pieces.
func (Inheritance) Holds(context.Context, access.Tx, organisation.Part) ([]organisation.Holding, error) {
	return nil, nil
}

// Prepare implements organisation.Inheritor.
func (Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		where, args := p.VersionRows("version_id", 2)
		if err := p.Pass(ctx, tx, "scan", where, args); err != nil {
			return err
		}
		if err := p.Pass(ctx, tx, "settled", where, args); err != nil {
			return err
		}
		where, args = p.Rows("piece_id", 2)
		return p.Pass(ctx, tx, "dataset_activity", where, args)
	}}, nil
}
