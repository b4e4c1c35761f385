package app

import (
	"context"
	"net/url"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/portal"
	"airial/internal/services/portal/alert"
)

// alerts has people told of what is published.
func (a *App) alerts() *alert.Service {
	return alert.New(alert.Parts{Doors: a.Doors, Clock: a.Clock, Letters: a.Mail, Keys: a.Keys, Site: alertSite{a.site()}, PublicURL: a.publicURL})
}

// alertStaff adds the operator's pages of the alerts, and their operations.
func (a *App) alertStaff(desk *console.Console) {
	room := a.alerts()
	room.RegisterStaff(a.Routes, desk)
	room.API(a.Interface)
}

// readers are those who are told by mail of what is new, for whoever looks for a
// person.
type readers struct{ *alert.Service }

func (readers) Name() string { return "portal_alert" }

func (readers) Label() i18n.Text { return i18n.T("Alertes par courriel", "Alerts by mail") }

func (r readers) Count(ctx context.Context, tx access.Tx, mailbox string) (int, error) {
	list, err := r.Of(ctx, tx, mailbox)
	if fault.Is(err, fault.Invalid) { // what is looked for is no address that could have asked
		err = nil
	}
	return len(list), err
}

// alertSite tells the alerts what is published.
type alertSite struct{ site *portal.Service }

func (s alertSite) News(ctx context.Context, search url.Values, since time.Time, most int) (alert.News, error) {
	n, err := s.site.News(ctx, search, since, most)
	out := alert.News{Title: n.Title, Path: n.Path, More: n.More}
	for _, d := range n.Datasets {
		out.Items = append(out.Items, alert.Item{Title: d.Title, By: d.Body.Name, Path: portal.DatasetPath(d), At: d.Modified})
	}
	return out, err
}
