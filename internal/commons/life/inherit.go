package life

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Inheritance passes lives from one member to another.
type Inheritance struct{ Engine *Engine }

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor; versions are counted with pieces.
func (Inheritance) Holds(context.Context, access.Tx, organisation.Part) ([]organisation.Holding, error) {
	return nil, nil
}

// Prepare implements organisation.Inheritor. A stage that is at work has begun
// for the former owner, with its files: its ticket becomes void, and it runs
// again for the new one.
func (i Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		where, args := p.Rows("piece_id", 2)
		if err := p.Pass(ctx, tx, "life", where, args); err != nil {
			return err
		}
		moved := p
		moved.From = p.To
		where, args = moved.Rows("piece_id", 1)
		list, err := lives(ctx, tx, where+` and (outcome = 'running' or outcome = 'waiting' and due_at <> 0) order by version_id`, args...)
		if err != nil {
			return fault.Wrap("life.Inherit", err)
		}
		for _, l := range list {
			l.epoch++
			if _, err := database.Exec(ctx, tx, "life.Inherit", `update life set epoch = $1 where version_id = $2`, l.epoch, l.VersionID); err != nil {
				return err
			}
			if err := i.Engine.enqueue(ctx, tx, l); err != nil {
				return fault.Wrap("life.Inherit", err)
			}
		}
		return nil
	}}, nil
}
