package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/services/nothing"
	"airial/internal/services/opendata"
)

// nothing is the room of those who have nothing to publish.
func (a *App) nothing() *nothing.Service { return nothing.New(a.Doors, nothingDatasets{}) }

func (a *App) nothingPages(desk *console.Console) {
	a.nothing().API(a.Interface)
	a.nothing().Pages(desk).Register(a.Routes)
}

// nothingDatasets is what is published, as the room of nothing wants it.
type nothingDatasets struct{}

func (nothingDatasets) Open(ctx context.Context, tx access.Tx, member string) error {
	return openDataSubscriptions{}.Open(ctx, tx, member)
}

func (nothingDatasets) Schemas() []nothing.Choice {
	var out []nothing.Choice
	for _, s := range (openDataGates{}).Schemas() {
		out = append(out, nothing.Choice{Name: s.Name, Title: s.Title})
	}
	return out
}

func (nothingDatasets) Published(ctx context.Context, tx access.Tx, schema, member string) ([]nothing.Dataset, error) {
	list, err := opendata.PublishedUnder(ctx, tx, schema, member)
	out := make([]nothing.Dataset, len(list))
	for i, d := range list {
		out[i] = nothing.Dataset{MemberID: d.MemberID, Title: d.Title, Modified: d.Modified}
	}
	return out, err
}

// NothingPath implements opendata.Gates.
func (openDataGates) NothingPath() string { return nothing.PagePath }
