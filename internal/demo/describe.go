package demo

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/services/opendata"
)

// frequencies are the SCDL catalogue's words for those of the EU authority
// table.
var frequencies = map[string]string{"Annuelle": "ANNUAL", "Trimestrielle": "QUARTERLY",
	"Mensuelle ou plusieurs fois par mois": "MONTHLY", "Hebdomadaire ou plusieurs fois par semaine": "WEEKLY",
	"Quotidienne ou plusieurs fois par jour": "DAILY", "Irrégulière": "IRREG"}

// describe says what a new dataset is about.
func (f *filling) describe(ctx context.Context, tx access.Tx, e *entry) error {
	frequency, ok := frequencies[e.deposit.Frequency]
	if !ok {
		frequency = "UNKNOWN"
	}
	return f.OpenData.Describe(ctx, tx, e.piece, opendata.Description{Title: e.deposit.Title,
		Description: e.deposit.Description, Licence: "lov2", Frequency: frequency, Keywords: e.deposit.Keywords})
}
