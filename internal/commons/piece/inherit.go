package piece

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// Inheritance passes pieces and their versions from one member to another.
type Inheritance struct{}

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor.
func (Inheritance) Holds(ctx context.Context, tx access.Tx, p organisation.Part) ([]organisation.Holding, error) {
	where, args := p.Rows("piece_id", 1)
	n, err := database.Value[int](ctx, tx, "piece.Holds", `select count(*) from version where `+where, args...)
	return []organisation.Holding{{What: i18n.T("versions déposées, avec leur suivi", "deposited versions, with their lives"), Count: n,
		Fate: i18n.T("passent à l’héritière, fichiers compris", "pass to the heir, with their files")}}, err
}

// Prepare implements organisation.Inheritor. The files belong to the services
// that own the kinds.
func (Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		// A program that repeats its request finds the same deposit with the
		// new owner. Two members may have used the same word: then the heir's
		// stands, for which the word still serves.
		where, args := p.VersionRows("version_id", 2)
		if _, err := database.Exec(ctx, tx, "piece.Prepare", `delete from deposit_key where `+where+`
			and exists (select 1 from deposit_key o where o.member_id = $1 and o.request = deposit_key.request)`,
			append([]any{p.To}, args...)...); err != nil {
			return err
		}
		if err := p.Pass(ctx, tx, "deposit_key", where, args); err != nil {
			return err
		}
		where, args = p.Rows("piece_id", 2)
		if err := p.Pass(ctx, tx, "version", where, args); err != nil {
			return err
		}
		where, args = p.Rows("id", 2)
		return p.Pass(ctx, tx, "piece", where, args)
	}}, nil
}
