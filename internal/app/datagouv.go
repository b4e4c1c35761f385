package app

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/webhook"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
	"airial/internal/services/harvest/datagouv"
	"airial/internal/services/opendata"
)

// pushing puts the room together that brings datasets to data.gouv.fr. Without
// an address in the settings it contacts nothing.
func (a *App) pushing() *datagouv.Service {
	p := datagouv.Parts{Doors: a.Doors, Queue: a.Queue, Sealer: a.Keys, Catalogue: pushedCatalogue{}, PublicURL: a.publicURL, Version: a.Version, Log: a.Log}
	if a.Config.DataGouv.On() {
		p.Base, p.Client = a.Config.DataGouv.Site(), a.Outbound.Client("datagouv", time.Minute)
	}
	return datagouv.New(p)
}

func (a *App) pushPages(desk *console.Console) {
	a.Push.Register(a.Routes, desk)
	a.Push.API(a.Interface)
}

// pushedCatalogue tells the room what is published.
type pushedCatalogue struct{}

func (pushedCatalogue) Dataset(ctx context.Context, tx access.Tx, id string) (datagouv.Dataset, error) {
	d, err := opendata.Get(ctx, tx, id)
	if err != nil {
		return datagouv.Dataset{}, err
	}
	out := datagouv.Dataset{ID: d.ID, Title: d.Title, Description: d.Description, Keywords: d.Keywords, Licence: d.Licence, Frequency: d.Frequency,
		Public: d.State == opendata.Published}
	if d.State == opendata.Erased {
		out.Title, out.Description = "", ""
	}
	if out.Member, err = organisation.Get(ctx, tx, d.MemberID); err != nil || !out.Public {
		return out, err
	}
	_, e, err := opendata.EditionOf(ctx, tx, id, 0)
	out.Schema, out.Version, out.FileName = e.Schema.Name, e.Schema.Version, e.FileName
	out.Original, out.CSV, out.Parquet = datagouv.File(e.Original), datagouv.File(e.CSV), datagouv.File(e.Parquet)
	period := opendata.PeriodOf(d, e)
	out.From, out.Until = period.From, period.Until
	return out, err
}

func (pushedCatalogue) Published(ctx context.Context, tx access.Tx, member string) (out []string, err error) {
	const page = 500
	for offset := 0; ; offset += page {
		list, err := opendata.Entries(ctx, tx, member, page, offset)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			out = append(out, e.ID)
		}
		if len(list) < page {
			return out, nil
		}
	}
}

// pushEvents are what machines are told of it.
func pushEvents() []webhook.Event {
	of := func(kind string) func(journal.Numbered) (map[string]string, bool) {
		return func(n journal.Numbered) (map[string]string, bool) {
			var body struct{ Remote string }
			if n.Kind != kind || n.Decode(&body) != nil {
				return nil, false
			}
			return map[string]string{"dataset": n.Subject, "remote": body.Remote}, true
		}
	}
	return []webhook.Event{
		{Name: "datagouv.pushed", Label: i18n.T("Jeu de données à jour sur data.gouv.fr", "Dataset put right at data.gouv.fr"), Of: of(datagouv.EventPushed)},
		{Name: "datagouv.removed", Label: i18n.T("Jeu de données supprimé sur data.gouv.fr", "Dataset deleted at data.gouv.fr"), Of: of(datagouv.EventRemoved)},
		{Name: "datagouv.failed", Label: i18n.T("Envoi refusé par data.gouv.fr", "Push refused by data.gouv.fr"), Of: of(datagouv.EventFailed)},
		{Name: "datagouv.refused", Label: i18n.T("Clé d’API refusée par data.gouv.fr", "API key refused by data.gouv.fr"), Of: of(datagouv.EventRefused)},
	}
}
