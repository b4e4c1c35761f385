package app

import (
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/services/clear/plans"
	"airial/internal/services/opendata"
)

// plans is the room where personal data are taken out of tables.
func (a *App) plans() *plans.Service {
	return plans.New(plans.Parts{Doors: a.Doors, Tables: clearTables{a.Check, a.Blobs}, Datasets: planDatasets{a}, Vault: a.Keys,
		Strict: func(ctx context.Context, tx access.Tx, piece string) (bool, error) {
			from, _, err := a.Clear.OriginOf(ctx, tx, piece)
			return from.Sensitive, err
		}})
}

func (a *App) planPages(desk *console.Console) { a.plans().Pages(desk).Register(a.Routes) }

// planDatasets is the room of open data, as the room of plans wants it.
type planDatasets struct{ *App }

func (d planDatasets) Receive(ctx context.Context, member string, body io.Reader) (blob.Ref, error) {
	return d.OpenData.Receive(ctx, member, body)
}

func (d planDatasets) Abandon(ctx context.Context, member string, ref blob.Ref) error {
	return d.OpenData.Abandon(ctx, member, ref)
}

func (d planDatasets) Deposit(ctx context.Context, tx access.Tx, source piece.Version, fileName string, ref blob.Ref) (piece.Version, error) {
	v, _, err := d.OpenData.Enter(ctx, tx, opendata.Request{MemberID: source.MemberID, PieceID: source.PieceID, FileName: fileName, Schema: source.Profile}, ref)
	if err != nil {
		return v, err
	}
	return v, opendata.PressAs(ctx, tx, source.ID, v.ID)
}

func (planDatasets) Address(pieceID string) string { return console.Home + "/deposits/" + pieceID }
