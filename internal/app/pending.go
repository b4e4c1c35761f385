package app

import (
	"context"

	"github.com/a-h/templ"

	"airial/internal/commons/console"
	"airial/internal/platform/web/ui"
)

// These give way to the rooms' own adapter files: whoever adds one deletes its
// line here.

func (a *App) portal()                          {}
func (a *App) harvest()                         {}
func (a *App) openDataPages(_ *console.Console) {}

func (a *App) errorShell(ctx context.Context, title string, body templ.Component) templ.Component {
	return ui.PlainPage(ctx, title, body)
}
