package app

import (
	"airial/internal/commons/console"
)

// These give way to the rooms' own adapter files: whoever adds one deletes its
// line here.

func (a *App) openDataPages(_ *console.Console) {}
