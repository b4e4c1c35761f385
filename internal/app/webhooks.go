package app

import (
	"context"
	"time"

	"airial/internal/commons/console"
	"airial/internal/commons/webhook"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
	"airial/internal/services/gather"
)

// hooks puts the room of webhooks together.
func (a *App) hooks() *webhook.Service {
	return webhook.New(webhook.Parts{Doors: a.Doors, Queue: a.Queue, Sealer: a.Keys, Check: a.Outbound.Check, Hosts: a.Outbound.Hosts,
		Client: a.Outbound.Client("webhook", 15*time.Second), Events: hookEvents(a.publicURL), Mail: a.Mail, PublicURL: a.publicURL,
		Version: a.Version, Log: a.Log})
}

func (a *App) hookPages(desk *console.Console) { a.Webhooks.Register(a.Routes, desk) }

// hookEvents are the kinds of event of which machines are told, as the rooms
// write them into the journal.
func hookEvents(publicURL string) []webhook.Event {
	// step is an entry of a life: what became of a stage.
	step := func(kind, stage string) func(journal.Numbered) (map[string]string, bool) {
		return func(n journal.Numbered) (map[string]string, bool) {
			if n.Kind != kind {
				return nil, false
			}
			var body struct{ Version, Stage string }
			if err := n.Decode(&body); err != nil || stage != "" && body.Stage != stage {
				return nil, false
			}
			return map[string]string{"dataset": n.Subject, "deposit": body.Version, "stage": body.Stage,
				"url": publicURL + "/api/v1/deposits/" + body.Version}, true
		}
	}
	dataset := func(kind string) func(journal.Numbered) (map[string]string, bool) {
		return func(n journal.Numbered) (map[string]string, bool) {
			return map[string]string{"dataset": n.Subject, "url": publicURL + "/api/v1/datasets/" + n.Subject}, n.Kind == kind
		}
	}
	return append(append(registerEvents(), append(pushEvents(), append(copyEvents(), voiceEvents()...)...)...), []webhook.Event{
		{Name: "deposit.received", Label: i18n.T("Dépôt reçu", "Deposit received"), Of: step("life.passed", "received")},
		{Name: "deposit.waiting", Label: i18n.T("Dépôt qui attend une personne", "Deposit that waits for a person"), Of: step("life.waiting", "")},
		{Name: "deposit.refused", Label: i18n.T("Dépôt refusé", "Deposit refused"), Of: step("life.refused", "")},
		{Name: "deposit.failed", Label: i18n.T("Dépôt arrêté par une panne", "Deposit stopped by a failure"), Of: step("life.failed", "")},
		{Name: "dataset.published", Label: i18n.T("Jeu de données publié", "Dataset published"), Of: dataset("dataset.published")},
		{Name: "dataset.retracted", Label: i18n.T("Publication annulée", "Publication undone"), Of: dataset("dataset.retracted")},
		{Name: "dataset.withdrawn", Label: i18n.T("Jeu de données retiré", "Dataset withdrawn"), Of: dataset("dataset.withdrawn")},
		{Name: "dataset.restored", Label: i18n.T("Jeu de données rétabli", "Dataset brought back"), Of: dataset("dataset.restored")},
		{Name: "dataset.erased", Label: i18n.T("Jeu de données effacé", "Dataset erased"), Of: dataset("dataset.erased")},
		{Name: gather.EventGathered, Label: i18n.T("Consolidation du territoire mise à jour", "Consolidated dataset brought up to date"), Of: dataset(gather.EventGathered)},
	}...)
}

// feed has the rooms hear what the journal numbers.
func (a *App) feed() *journal.Feed {
	f := journal.NewFeed(a.Journal, a.Doors.Platform("feed"), a.Log, journal.FeedConfig{})
	a.Webhooks.Subscribe(f)
	a.OpenData.Subscribe(f)
	a.Push.Subscribe(f)
	a.Gather.Subscribe(f)
	a.Voices.Subscribe(f)
	return f
}

// listen runs the feed until the context ends.
func (a *App) listen(ctx context.Context) <-chan error {
	ended := make(chan error, 1)
	feed := a.feed()
	go func() { ended <- feed.Run(ctx) }()
	return ended
}
