package app

import (
	"airial/internal/commons/console"
	"airial/internal/services/clear/letters"
	"airial/internal/services/clear/redaction"
)

// redactionPages adds the page where documents are redacted.
func (a *App) redactionPages(desk *console.Console) {
	redaction.New(redaction.Parts{Doors: a.Doors, Desk: desk, Vault: a.Keys, Reader: letters.Installed(), Drawer: letters.DrawerInstalled()}).Register(a.Routes)
}
