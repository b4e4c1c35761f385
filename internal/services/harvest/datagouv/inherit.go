package datagouv

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

// Inheritance passes what is known of datasets at data.gouv.fr to the heir. The
// account does not pass: it is of an organisation and a person there, and whose
// datasets they become is settled there.
type Inheritance struct{ Doors *access.Doors }

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor.
func (Inheritance) Holds(ctx context.Context, tx access.Tx, p organisation.Part) ([]organisation.Holding, error) {
	if !p.Whole() {
		return nil, nil
	}
	n, err := database.Value[int](ctx, tx, "datagouv.Holds", `select count(*) from datagouv_link where member_id = $1 and remote_id <> ''`, p.From)
	return []organisation.Holding{{What: i18n.T("jeux de données sur data.gouv.fr", "datasets at data.gouv.fr"), Count: n, Ends: true,
		Fate: i18n.T("restent à leur organisation\u202f; l’envoi s’arrête jusqu’à ce que l’héritière règle le sien", "stay with their organisation; pushing stops until the heir sets up its own")}}, err
}

// Prepare implements organisation.Inheritor.
func (Inheritance) Prepare(_ context.Context, p organisation.Part) (organisation.Move, error) {
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error {
		where, args := p.Rows("dataset_id", 2)
		for _, table := range []string{"datagouv_link"} {
			if err := p.Pass(ctx, tx, table, where, args); err != nil {
				return err
			}
		}
		where, args = p.Rows("dataset_id", 1)
		if _, err := database.Exec(ctx, tx, "datagouv.Pass", `delete from datagouv_line where `+where, args...); err != nil || !p.Whole() {
			return err
		}
		return drop(ctx, tx, p.From)
	}}, nil
}

// End implements organisation.Ender.
func (Inheritance) End(ctx context.Context, tx access.Tx, member string) error {
	_, err := database.Exec(ctx, tx, "datagouv.End", `update datagouv_account set state = 'off' where member_id = $1 and state = 'on'`, member)
	return err
}

// Withdraw implements organisation.Leaver: what is withdrawn here is heard of.
func (Inheritance) Withdraw(context.Context, access.Tx, string) error { return nil }

// Erase implements organisation.Leaver.
func (i Inheritance) Erase(ctx context.Context, member string, _ bool) error {
	return i.Doors.Write(ctx, access.System("succession"), func(tx access.Tx) error { return drop(ctx, tx, member) })
}

var (
	_ organisation.Leaver = Inheritance{}
	_ organisation.Ender  = Inheritance{}
)

// Shelf is the room for exports and imports of members.
type Shelf struct{}

// Files implements handover.Shelf.
func (Shelf) Files(context.Context, access.Tx, string) ([]handover.File, error) { return nil, nil }

// Made implements handover.Shelf.
func (Shelf) Made(context.Context, access.Tx, string, map[string]any) (bool, error) {
	return false, nil
}

// Imported implements handover.Shelf: a token that another installation has
// sealed cannot be read here, and what that one pushes is not ours to change.
// Pushing is off until somebody gives a token.
func (Shelf) Imported(ctx context.Context, tx access.Tx, member string) error {
	_, err := database.Exec(ctx, tx, "datagouv.Imported", `update datagouv_account set state = 'refused', problem = '' where member_id = $1`, member)
	return err
}
