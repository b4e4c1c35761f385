package app

import (
	"context"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/webhook"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/opendata"
	"airial/internal/services/portal"
	"airial/internal/services/portal/voice"
)

// voices puts the room together in which the public takes part.
func (a *App) voices() *voice.Service {
	return voice.New(voice.Parts{Doors: a.Doors, Catalogue: voicedCatalogue{portalCatalogue{a.Doors, a.OpenData}}, Letters: a.Mail, Sealer: a.Keys, Clock: a.Clock,
		Key: a.Keys.Derive("voice"), PublicURL: a.publicURL,
		Frame: func(ctx context.Context, page ui.Page, m organisation.Member, body templ.Component) templ.Component {
			return a.site().DressMember(ctx, page, m, body)
		},
		Share: func(l *web.Limiter) *web.Limiter { return l.Share(a.ledger("voices"), 1) }})
}

func (a *App) voicePages(desk *console.Console) {
	a.Voices.RegisterPublic(a.Routes)
	a.Voices.Register(a.Routes, desk)
	a.Voices.API(a.Interface)
}

// datasetBlocks are what other rooms show at the end of a dataset's public page.
func (a *App) datasetBlocks() []func(context.Context, portal.Dataset) (templ.Component, error) {
	return []func(context.Context, portal.Dataset) (templ.Component, error){
		func(ctx context.Context, d portal.Dataset) (templ.Component, error) {
			return a.Voices.Block(ctx, d.ID, "/p/"+d.Body.Slug+"/datasets/"+d.Slug, d.Body)
		},
	}
}

// voicedCatalogue tells the room what datasets there are.
type voicedCatalogue struct{ portal portalCatalogue }

func (c voicedCatalogue) Public(ctx context.Context, member, address string) (voice.Dataset, error) {
	d, err := c.portal.Dataset(ctx, member, address, 0)
	if err != nil {
		return voice.Dataset{}, err
	}
	if d.Hidden != nil {
		return voice.Dataset{}, fault.New(fault.Gone, "app.voiced", "Ce jeu de données n’est plus public.", "This dataset is no longer public.")
	}
	return voice.Dataset{ID: d.ID, Title: d.Title, Path: "/p/" + d.Body.Slug + "/datasets/" + d.Slug, Member: d.Body, Public: true}, nil
}

func (voicedCatalogue) Dataset(ctx context.Context, tx access.Tx, id string) (voice.Dataset, error) {
	d, err := opendata.Get(ctx, tx, id)
	if err != nil {
		return voice.Dataset{}, err
	}
	out := voice.Dataset{ID: d.ID, Title: d.Title, Public: d.State == opendata.Published}
	if d.State == opendata.Erased {
		out.Title = ""
	}
	if out.Member, err = organisation.Get(ctx, tx, d.MemberID); err == nil {
		out.Path = opendata.PagePath(out.Member, d)
	}
	return out, err
}

// voiceEvents are what machines are told of it.
func voiceEvents() []webhook.Event {
	of := func(kind string) func(journal.Numbered) (map[string]string, bool) {
		return func(n journal.Numbered) (map[string]string, bool) {
			var body struct{ Kind, Dataset string }
			if n.Kind != kind || n.Decode(&body) != nil {
				return nil, false
			}
			return map[string]string{"voice": n.Subject, "kind": body.Kind, "dataset": body.Dataset}, true
		}
	}
	return []webhook.Event{
		{Name: "voice.received", Label: i18n.T("Message du public reçu", "Message of the public received"), Of: of(voice.EventReceived)},
		{Name: "voice.answered", Label: i18n.T("Message du public répondu", "Message of the public answered"), Of: of(voice.EventAnswered)},
		{Name: "voice.declined", Label: i18n.T("Message du public non retenu", "Message of the public declined"), Of: of(voice.EventDeclined)},
	}
}
