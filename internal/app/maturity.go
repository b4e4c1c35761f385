package app

import (
	"airial/internal/commons/console"
	"airial/internal/services/register/maturity"
)

// maturityPages is the room of surveys of maturity.
func (a *App) maturityPages(desk *console.Console) {
	room := maturity.New(a.Doors)
	room.API(a.Interface)
	room.Pages(desk).Register(a.Routes)
}
