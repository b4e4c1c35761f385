package app

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/webhook"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
	elsewhere "airial/internal/services/harvest/copies"
	"airial/internal/services/harvest/datagouv"
	"airial/internal/services/opendata"
)

func (a *App) copyPages(desk *console.Console) {
	(&elsewhere.Pages{Doors: a.Doors, Desk: desk, Catalogue: copiedCatalogue{}, PublicURL: a.publicURL}).Register(a.Routes)
}

// copiedCatalogue tells the room of copies how datasets stand.
type copiedCatalogue struct{}

func copied(ctx context.Context, tx access.Tx, d opendata.Dataset) (elsewhere.Dataset, error) {
	out := elsewhere.Dataset{ID: d.ID, Title: d.Title, Hidden: d.Hidden, Erased: d.State == opendata.Erased}
	if out.Erased {
		out.Title = ""
	}
	if reason, ok := opendata.PublicReason(d.HiddenWhy); ok {
		out.Why = reason.Label
	}
	var err error
	out.Member, err = organisation.Get(ctx, tx, d.MemberID)
	return out, err
}

func (copiedCatalogue) Dataset(ctx context.Context, tx access.Tx, id string) (elsewhere.Dataset, error) {
	d, err := opendata.Get(ctx, tx, id)
	if err != nil {
		return elsewhere.Dataset{}, err
	}
	return copied(ctx, tx, d)
}

func (copiedCatalogue) Hidden(ctx context.Context, tx access.Tx, limit int) (out []elsewhere.Dataset, err error) {
	list, err := opendata.Hidden(ctx, tx, limit)
	for _, d := range list {
		if err != nil {
			return nil, err
		}
		var x elsewhere.Dataset
		x, err = copied(ctx, tx, d)
		out = append(out, x)
	}
	return out, err
}

// Pushed tells what is known of data.gouv.fr, where we push.
func (copiedCatalogue) Pushed(ctx context.Context, tx access.Tx, kept, dataset string) (elsewhere.State, time.Time, bool, error) {
	if kept != elsewhere.DataGouv {
		return "", time.Time{}, false, nil
	}
	l, err := datagouv.LinkOf(ctx, tx, dataset)
	if fault.Is(err, fault.NotFound) {
		return "", time.Time{}, false, nil
	}
	switch {
	case err != nil:
		return "", time.Time{}, false, err
	case l.Verdict == datagouv.Absent && !l.Removed.IsZero():
		return elsewhere.Gone, l.Removed, true, nil
	case l.Verdict == datagouv.Deleted:
		return elsewhere.Gone, l.Looked, true, nil
	case l.Remote != "":
		return elsewhere.There, l.Looked, true, nil
	}
	return "", time.Time{}, false, nil
}

// copyEvents are what machines are told of it.
func copyEvents() []webhook.Event {
	return []webhook.Event{{Name: "copies.marked", Label: i18n.T("État d’une copie ailleurs noté", "State of a copy elsewhere noted"), Of: func(n journal.Numbered) (map[string]string, bool) {
		var body struct{ Place, State string }
		if n.Kind != elsewhere.EventMarked || n.Decode(&body) != nil {
			return nil, false
		}
		return map[string]string{"dataset": n.Subject, "place": body.Place, "state": body.State}, true
	}}}
}

// CopiesPath is where the copies of a dataset are followed.
func (openDataGates) CopiesPath(dataset string) string { return elsewhere.Path(dataset) }
