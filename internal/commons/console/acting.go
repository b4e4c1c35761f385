package console

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// actingBar stands over every page of somebody who acts for a person.
func actingBar(ctx context.Context, a access.Acting) *ui.Acting {
	end := i18n.Local(a.Ends).Format("15:04")
	return &ui.Acting{Words: i18n.Sayf(ctx, "Vous agissez pour %s.", "You act for %s.", a.UserName),
		More: i18n.Sayf(ctx, "Chaque geste porte vos deux noms. Fin à %s au plus tard.", "Every act bears both names. Ends at %s at the latest.", end),
		End:  Home + "/acting/end"}
}

// tellActed tells a person, once, who acted in her place since she was last
// here.
func (c *Console) tellActed(ctx context.Context) error {
	scope := access.From(ctx)
	if _, acts := scope.Acting(); acts || len(scope.Members()) == 0 {
		return nil
	}
	waiting := 0
	err := c.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		waiting, err = access.CountUnshown(ctx, tx)
		return err
	})
	if err != nil || waiting == 0 {
		return err
	}
	var list []access.Acting
	err = c.Doors.Write(ctx, scope, func(tx access.Tx) (err error) {
		list, err = access.Unshown(ctx, tx)
		return err
	})
	for _, a := range list {
		in := func(l i18n.Lang) string {
			ctx := i18n.With(ctx, i18n.Locale{Lang: l})
			return i18n.Sayf(ctx, "%s a agi à votre place le %s\u202f: %s. Le détail est dans «\u00a0Mes accès\u00a0».",
				"%s acted in your place on %s: %s. More under “My access”.", a.AgentName, i18n.DateTime(ctx, a.Begun), strings.TrimRight(a.Reason, ". "))
		}
		c.Flash(ctx, ui.Info, i18n.Text{Fr: in(i18n.French), En: in(i18n.English)})
	}
	return err
}

// AskAt sets how a page's link to the form that asks for help is made.
func (c *Console) AskAt(link func(context.Context) string) { c.help = link }
