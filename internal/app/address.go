package app

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/web/chart"
	"airial/internal/services/address"
	"airial/internal/services/opendata"
)

// Addresses is the room of address bases. Without an address in the settings it
// contacts nothing.
func (a *App) Addresses() *address.Service {
	p := address.Parts{Doors: a.Doors, Queue: a.Queue, Keys: a.Keys, Datasets: addressDatasets{a.Doors, a.OpenData}, Outlines: a.underCommune}
	if a.Config.Address.On() {
		p.Depot, p.Client = a.Config.Address.Site(), a.Outbound.Client("address-depot", 2*time.Minute)
	}
	return address.New(p)
}

// underCommune gives what lies under the maps of one commune.
func (a *App) underCommune(ctx context.Context, tx access.Tx, m organisation.Member) ([]chart.Shape, string, error) {
	return a.Outlines.Under(ctx, tx, []organisation.Member{m})
}

func (a *App) addressPages(desk *console.Console) {
	room := a.Addresses()
	room.API(a.Interface)
	room.Pages(desk).Register(a.Routes)
}

// addressDatasets is the room of open data, as the room of addresses wants it.
type addressDatasets struct {
	doors *access.Doors
	files *opendata.Service
}

func (d addressDatasets) Deposit(ctx context.Context, scope access.Scope, one address.Deposit) (dataset, href string, err error) {
	ref, err := d.files.Receive(ctx, one.MemberID, one.Body)
	if err != nil {
		return "", "", err
	}
	var v piece.Version
	err = d.doors.Write(ctx, scope, func(tx access.Tx) error {
		v, _, err = d.files.Enter(ctx, tx, opendata.Request{MemberID: one.MemberID, PieceID: one.PieceID, Title: one.Title, FileName: one.File, Schema: one.Schema, Press: one.Press}, ref)
		return err
	})
	if err != nil {
		_ = d.files.Abandon(ctx, one.MemberID, ref) // swept later when this fails, too
		return "", "", err
	}
	return v.PieceID, console.Home + "/deposits/" + v.PieceID, nil
}
