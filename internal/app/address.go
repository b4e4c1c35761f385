package app

import (
	"context"
	"io"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/piece"
	"airial/internal/services/address"
	"airial/internal/services/opendata"
)

// addresses is the room of address bases. Without an address in the settings it
// contacts nothing.
func (a *App) addresses() *address.Service {
	p := address.Parts{Doors: a.Doors, Queue: a.Queue, Keys: a.Keys, Datasets: addressDatasets{a}}
	if a.Config.Address.On() {
		p.Depot, p.Client = a.Config.Address.Site(), a.Outbound.Client("address-depot", 2*time.Minute)
	}
	return address.New(p)
}

func (a *App) addressPages(desk *console.Console) {
	room := a.addresses()
	room.API(a.Interface)
	room.Pages(desk).Register(a.Routes)
}

// addressDatasets is the room of open data, as the room of addresses wants it.
type addressDatasets struct{ *App }

func (d addressDatasets) Deposit(ctx context.Context, scope access.Scope, member, pieceID, title, name, schema string, body io.Reader) (dataset, href string, err error) {
	ref, err := d.OpenData.Receive(ctx, member, body)
	if err != nil {
		return "", "", err
	}
	var v piece.Version
	err = d.Doors.Write(ctx, scope, func(tx access.Tx) error {
		v, _, err = d.OpenData.Enter(ctx, tx, opendata.Request{MemberID: member, PieceID: pieceID, Title: title, FileName: name, Schema: schema}, ref)
		return err
	})
	if err != nil {
		_ = d.OpenData.Abandon(ctx, member, ref) // swept later when this fails, too
		return "", "", err
	}
	return v.PieceID, console.Home + "/deposits/" + v.PieceID, nil
}
