package app

import (
	"log/slog"

	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/commons/succession"
	"airial/internal/commons/webhook"
	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
	"airial/internal/services/address"
	"airial/internal/services/check"
	"airial/internal/services/clear"
	"airial/internal/services/clear/plans"
	"airial/internal/services/duty"
	"airial/internal/services/harvest/datagouv"
	"airial/internal/services/opendata"
	"airial/internal/services/portal/measure"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/passing"
	"airial/internal/services/register/request"
)

// succession puts together what carries out mergers, splits and leavings. The
// rooms pass what they hold in this order: a service before the room of
// pieces, whose versions say what there is to pass.
func (a *App) succession() *succession.Service {
	return succession.New(succession.Parts{Doors: a.Doors, Queue: a.Queue, Log: a.Log, Tables: database.Tables(Schemas()...),
		Inheritors: []organisation.Inheritor{opendata.Inheritance{Service: a.OpenData}, check.Inheritance{}, clear.Inheritance{}, plans.Inheritance{},
			life.Inheritance{Engine: a.Engine}, piece.Inheritance{}, webhook.Inheritance{Doors: a.Doors}, request.Inheritance{Service: a.requests()},
			breach.Inheritance{Service: a.breaches()}, designation.Inheritance{Doors: a.Doors}, duty.Inheritance{}, address.Inheritance{}, datagouv.Inheritance{Doors: a.Doors}, measure.Inheritance{Doors: a.Doors},
			passing.Inheritance{Doors: a.Doors, Files: registerFiles{a}, Tables: database.Tables(Schemas()...)}}})
}

// Acts is the room that carries out mergers and the like, for the
// demonstration, whose story has some.
func (a *App) Acts() *succession.Service { return a.succession() }

// Succession is the room for a command beside the server: it records acts,
// which the server carries out.
func Succession(g *Ground) *succession.Service {
	return succession.New(succession.Parts{Doors: g.Doors, Queue: jobs.NewQueue(g.Clock, g.Ident), Log: slog.New(slog.DiscardHandler),
		Tables: database.Tables(Schemas()...), Inheritors: []organisation.Inheritor{opendata.Inheritance{}, piece.Inheritance{}, webhook.Inheritance{}, request.Inheritance{}, breach.Inheritance{},
			designation.Inheritance{}, duty.Inheritance{}, address.Inheritance{}, datagouv.Inheritance{}, measure.Inheritance{}, passing.Inheritance{}}})
}
