package app

import (
	"context"
	"net/url"
	"time"

	"airial/internal/services/portal"
	"airial/internal/services/portal/alert"
)

// alerts has people told of what is published.
func (a *App) alerts() *alert.Service {
	return alert.New(alert.Parts{Doors: a.Doors, Clock: a.Clock, Letters: a.Mail, Keys: a.Keys, Site: alertSite{a.site()}, PublicURL: a.publicURL})
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
