package app

import (
	"context"
	"log/slog"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/commons/life"
	"airial/internal/commons/webhook"
	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
	"airial/internal/services/harvest/datagouv"
	"airial/internal/services/opendata"
	"airial/internal/services/portal/label"
	"airial/internal/services/portal/voice"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/request"
)

// Handover is the room that gives members away and takes them in, for a
// command beside the server as for the server.
func Handover(g *Ground) *handover.Service {
	queue := jobs.NewQueue(g.Clock, g.Ident)
	engine := life.NewEngine(g.Doors, life.JobQueue{Jobs: queue}, life.JournalRecorder{}, slog.New(slog.DiscardHandler))
	return handoverOf(g, engine, opendata.New(opendata.Parts{Doors: g.Doors, Engine: engine, Blobs: g.Blobs, Journal: g.Journal, Queue: queue, Secret: g.Secret, Where: where,
		Tables: database.Tables(Schemas()...)}))
}

func handoverOf(g *Ground, engine *life.Engine, openData *opendata.Service) *handover.Service {
	return handover.New(handover.Parts{Doors: g.Doors, Blobs: g.Blobs, Journal: g.Journal, Verifier: g.Verifier,
		Tables: database.Tables(Schemas()...), Files: openData, Shelves: []handover.Shelf{opendata.Shelf{Service: openData}, lifeShelf{engine}, request.Shelf{}, breach.Shelf{}, plan.Shelf{},
			model.Shelf{}, activity.Shelf{},
			datagouv.Shelf{}, voice.Shelf{}, label.Shelf{}, webhook.Shelf{Service: webhook.New(webhook.Parts{Doors: g.Doors, Sealer: g.Keys})}}})
}

// lifeShelf has what was under way go on.
type lifeShelf struct{ engine *life.Engine }

func (lifeShelf) Files(context.Context, access.Tx, string) ([]handover.File, error) { return nil, nil }

func (lifeShelf) Made(context.Context, access.Tx, string, map[string]any) (bool, error) {
	return false, nil
}

func (s lifeShelf) Imported(ctx context.Context, tx access.Tx, member string) error {
	return s.engine.GoOn(ctx, tx, member)
}
