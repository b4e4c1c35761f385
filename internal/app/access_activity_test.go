package app

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/twin"
)

// accessActivities is what a member has in its register, and the operator's model
// of it.
type accessActivities struct {
	model, activity, batch string
	rev                    int
	second, twin           string // an activity beside it, and what was decided on a third
}

// activitiesOf gives a member an activity from a model of the operator's.
func (w *accessWorld) activitiesOf(p *accessPlace) {
	ctx := w.t.Context()
	record := model.Record{Fields: map[string]model.Value{"name": model.V("Cantine de " + p.member.Siren)}}
	w.write(access.System("test"), func(tx access.Tx) error {
		m, err := model.Make(ctx, tx, activity.Spec, model.Model{Code: "T" + p.member.Siren}, record)
		if err != nil {
			return err
		}
		if _, err := model.Issue(ctx, tx, activity.Spec, m.ID, ""); err != nil {
			return err
		}
		i, err := model.Create(ctx, tx, activity.Spec, p.member.ID, m.ID, model.Record{})
		if err != nil {
			return err
		}
		if err := model.SetShown(ctx, tx, i.ID, true); err != nil {
			return err
		}
		b, err := (&model.Service{Doors: w.app.Doors, Specs: registerSpecs()}).Push(ctx, tx,
			model.Order{Kind: activity.Kind, Models: []string{m.ID}, Members: []string{p.member.ID}, How: model.Take})
		if err != nil {
			return err
		}
		p.accessActivities = accessActivities{model: m.ID, activity: i.ID, batch: b.ID, rev: 2}
		second, err := model.Create(ctx, tx, activity.Spec, p.member.ID, "", record)
		if err != nil {
			return err
		}
		third, err := model.Create(ctx, tx, activity.Spec, p.member.ID, "", record)
		if err != nil {
			return err
		}
		apart, err := w.app.twins(nil).KeepApart(ctx, tx, twin.Choice{Member: p.member.ID, Keep: second.ID, Gone: third.ID, KeepRev: second.Rev, GoneRev: third.Rev})
		p.second, p.twin = second.ID, apart.ID
		return err
	})
}

func init() {
	accessParams["/activities/{id}"] = func(p *accessPlace) string { return p.activity }
	accessParams["{keep}"] = func(p *accessPlace) string { return p.activity }
	accessParams["{gone}"] = func(p *accessPlace) string { return p.second }
	accessParams["{twin}"] = func(p *accessPlace) string { return p.twin }
	accessParams["/differences/{id}"] = func(p *accessPlace) string { return p.activity }
	accessParams["/models/{id}"] = func(p *accessPlace) string { return p.model }
	accessParams["/m/{id}"] = func(p *accessPlace) string { return p.model }
	accessParams["/batches/{id}"] = func(p *accessPlace) string { return p.batch }
	const base, models = "/console/members/{siren}/rgpd", "/console/operator/rgpd/models"
	conflict := []int{http.StatusConflict}
	named := func(more ...string) func(*accessPlace) url.Values {
		return func(p *accessPlace) url.Values {
			v := values(more...)(p)
			v.Set("name", "Une cantine")
			return v
		}
	}
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST " + base + "/start":          {{form: values("q.canteen", "yes", "go", "1")}},
		"POST " + base + "/activities/new": {{form: named()}},
		"POST " + base + "/activities/add": {{form: func(p *accessPlace) url.Values { return url.Values{"model": {p.model}} }, want: conflict}}, // it is there
		"POST " + base + "/activities/{id}/edit": {{form: func(p *accessPlace) url.Values {
			return url.Values{"name": {"Une cantine"}, "rev": {strconv.Itoa(p.rev)}, "seen": {`{"fields":{"name":"Une cantine"}}`}}
		}}},
		"POST " + base + "/activities/{id}/settle":  {{form: func(p *accessPlace) url.Values { return url.Values{"rev": {strconv.Itoa(p.rev)}} }}},
		"POST " + base + "/activities/{id}/state":   {{form: values("to", "hide")}},
		"POST " + base + "/activities/{id}/notices": {{form: values("form", "page")}},

		"POST " + base + "/twins/same": {{}},
		"POST " + base + "/twins/{keep}/{gone}": {{form: func(p *accessPlace) url.Values {
			return url.Values{"do": {"apart"}, "keep_rev": {strconv.Itoa(p.rev)}, "gone_rev": {"1"}}
		}}},
		"POST " + base + "/twins/{twin}/undo": {{}},

		"POST " + models + "/install":           {{}},
		"POST " + models + "/new":               {{form: named("code", "NEUF")}},
		"POST " + models + "/send":              {{form: func(p *accessPlace) url.Values { return url.Values{"model": {p.model}, "deed": {"take"}} }}},
		"POST " + models + "/batches/{id}/undo": {{want: conflict}}, // it is still at work
		"POST " + models + "/terms":             {{form: values("vocabulary", "data", "label", "Une catégorie")}},
		"POST " + models + "/terms/remove":      {{form: values("vocabulary", "data", "code", "none"), want: []int{http.StatusNotFound}}},
		"POST " + models + "/m/{id}/edit":       {{form: named("seen", "{}", "rev", "0")}},
		"POST " + models + "/m/{id}/issue":      {{want: []int{http.StatusUnprocessableEntity}}}, // nothing has changed
		"POST " + models + "/m/{id}/drop":       {{}},
		"POST " + models + "/m/{id}/use":        {{}},

		"POST /api/v1/members/{siren}/activities":               {{json: `{"record":{"fields":{"name":"Une cantine"}}}`}},
		"POST /api/v1/members/{siren}/twins":                    {{json: `{"how":"apart","keep":"x","gone":"x","keep_revision":1,"gone_revision":1}`, want: []int{http.StatusUnprocessableEntity}}}, // twice the same
		"POST /api/v1/members/{siren}/twins/same":               {{}},
		"DELETE /api/v1/members/{siren}/twins/decisions/{twin}": {{}},
		"POST /api/v1/members/{siren}/differences/{id}":         {{json: `{"revision":2,"choices":{}}`, want: conflict}}, // nothing waits
		"POST /api/v1/members/{siren}/questions":                {{json: `{"asker":"Odile","words":"Peut-on ?"}`}},
		"PUT /api/v1/members/{siren}/activities/{id}":           {{json: `{"revision":2,"record":{"fields":{"name":"Une cantine"}}}`}},

		"POST /console/deposits/{piece}/activity": {{form: func(p *accessPlace) url.Values { return url.Values{"activity": {p.activity}} }}},
		// The sample cannot name the member's own activity: what it says is read.
		"PUT /api/v1/datasets/{id}/activity": {{json: `{"activity":"usual/grants"}`, want: []int{http.StatusUnprocessableEntity}}},
	})
}
