package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/services/harvest/inbound"
	"airial/standards/portals"
)

// otherPortal is one that lists a dataset.
type otherPortal struct{}

func (otherPortal) Ask(_ context.Context, r portals.Request) (inbound.Answer, error) {
	return inbound.Answer{URL: r.URL, Body: []byte(`{"total_count":1,"results":[{"dataset_id":"bancs","has_records":true,"metas":{"default":{"title":"Bancs"}}}]}`)}, nil
}

// sourcesOf gives a member a source that was read once.
func (w *accessWorld) sourcesOf(p *accessPlace) {
	ctx := w.t.Context()
	room := inbound.New(inbound.Parts{Doors: w.app.Doors, Queue: w.app.Queue, Asker: otherPortal{}, Check: func(string, string) error { return nil }, Log: w.app.Log})
	w.write(access.System("test"), func(tx access.Tx) error {
		x, err := room.Add(ctx, tx, p.member.ID, inbound.Draft{URL: "https://data.example.fr/api/explore/v2.1/catalog/datasets", Kind: portals.ODS, Pace: inbound.ByHand})
		p.source = x.ID
		return err
	})
	r, err := room.Run(ctx, p.source)
	if err != nil {
		w.t.Fatal(err)
	}
	p.sourceRun = r.ID
	w.write(access.System("test"), func(tx access.Tx) error {
		list, _, err := inbound.Find(ctx, tx, inbound.Query{SourceID: p.source, Limit: 1})
		for _, f := range list {
			p.harvested = f.ID
		}
		return err
	})
}

func init() {
	accessParams["{theme}"] = func(*accessPlace) string { return "GOVE" }
	accessParams["/sources/{id}"] = func(p *accessPlace) string { return p.source }
	accessParams["{run}"] = func(p *accessPlace) string { return p.sourceRun }
	accessParams["/harvested/{id}"] = func(p *accessPlace) string { return p.harvested }
	question := values("service", "CSW", "version", "2.0.2", "request", "GetCapabilities")
	for _, path := range []string{" /csw", " /p/{member}/csw"} {
		accessSamples["GET"+path] = []accessSample{{query: question}}
		accessSamples["POST"+path] = []accessSample{{form: question, want: []int{400}}} // it wants XML
	}
	// No host is allowed here: who may add a source is told so.
	form := values("url", "https://data.example.fr", "kind", "ckan", "pace", "weekly")
	for _, path := range []string{"POST /console/members/{siren}/sources", "POST /console/members/{siren}/sources/preview"} {
		accessSamples[path] = []accessSample{{form: form, want: []int{422}}}
	}
	for _, path := range []string{"POST /api/v1/members/{siren}/sources", "POST /api/v1/members/{siren}/sources/preview"} {
		accessSamples[path] = []accessSample{{json: `{"url":"https://data.example.fr","kind":"ckan"}`, want: []int{422}}}
	}
	accessSamples["POST /console/sources/{id}"] = []accessSample{{form: values("name", "Source", "pace", "weekly", "paused", "on")}}
	accessSamples["POST /console/sources/{id}/run"] = []accessSample{{want: []int{422}}}
	accessSamples["POST /api/v1/sources/{id}/run"] = []accessSample{{want: []int{422}}}
	accessSamples["POST /console/sources/{id}/delete"] = []accessSample{{}}
	accessSamples["DELETE /api/v1/sources/{id}"] = []accessSample{{}}
}
