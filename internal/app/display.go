package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/services/clear"
	"airial/internal/services/opendata"
	"airial/internal/services/portal"
	"airial/internal/services/portal/display"
)

// displays is the room where publishers choose the charts of their pages.
func (a *App) displays() *display.Service {
	return display.New(display.Parts{Doors: a.Doors, Catalogue: displayed{}, Pictures: a.Pictures, Personal: clear.InText})
}

func (a *App) displayPages(desk *console.Console) {
	a.displays().API(a.Interface)
	a.displays().Pages(desk).Register(a.Routes)
}

// besideDatasets destroy what rooms keep of a dataset that is erased.
var besideDatasets = []func(context.Context, access.Tx, string) error{display.Forget}

// ChartsPath implements opendata.Gates.
func (openDataGates) ChartsPath(dataset string) string { return display.Path(dataset) }

// displayed tells the room what datasets there are.
type displayed struct{}

func (displayed) Dataset(ctx context.Context, tx access.Tx, id string) (display.Dataset, error) {
	d, err := opendata.Get(ctx, tx, id)
	if err != nil {
		return display.Dataset{}, err
	}
	m, err := organisation.Get(ctx, tx, d.MemberID)
	if err != nil {
		return display.Dataset{}, err
	}
	out := display.Dataset{ID: d.ID, Title: d.Title, Member: m, Path: opendata.PagePath(m, d), Public: d.State == opendata.Published}
	if d.Number == 0 || d.State == opendata.Erased {
		out.Public = false
		return out, nil
	}
	d, e, err := opendata.EditionOf(ctx, tx, id, 0)
	if fault.Is(err, fault.NotFound) {
		out.Public, err = false, nil
	}
	out.Table = portal.PictureTable(ctx, portalShown(d, e, nil, m))
	return out, err
}
