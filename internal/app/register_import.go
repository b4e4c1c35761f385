package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/intake"
)

// importPages are the imports of tables into a member's register.
func (a *App) importPages(desk *console.Console) {
	(&intake.Pages{Service: a.TableImports(), Desk: desk}).Register(a.Routes)
}

// TableImports is the room that takes tables over.
func (a *App) TableImports() *intake.Service {
	return &intake.Service{Doors: a.Doors, Files: registerFiles{a}, Holds: registerHolds()}
}

// importCard leads those who keep a register to the import of a table.
func importCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	ok, err := tx.Allowed(ctx, access.Register, m.ID)
	if err != nil || !ok {
		return activity.Card{}, err
	}
	return activity.Card{Title: i18n.Say(ctx, "Importer un registre", "Import a register"), Href: intake.Path(m.Siren),
		Lines: []string{i18n.Say(ctx, "Un tableau, le modèle de la CNIL, un export\u202f: colonnes et différences se voient avant.", "A table, the CNIL’s model, an export: columns and differences are seen first.")}}, nil
}
