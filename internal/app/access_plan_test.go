package app

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"

	"airial/internal/commons/access"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
)

// accessPlans is what addresses of the action plan name.
type accessPlans struct{ action, actionProof, calendar, actionModel, actionBatch string }

// actionsOf puts an action into a member's plan, with a proof and a calendar of
// somebody's.
func (w *accessWorld) actionsOf(p *accessPlace) {
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		a, err := plan.Create(ctx, tx, plan.Wanted{MemberID: p.member.ID, Plan: plan.Plan{Cost: plan.Unknown, Due: "2026-01-01"},
			Record: model.Record{Fields: map[string]model.Value{"name": model.V("Une charte"), "kind": model.V(plan.Legal), "priority": model.V("1")}}})
		if err != nil {
			return err
		}
		p.action, p.actionProof, p.calendar = a.ID, tx.NewID(), tx.NewID()
		m, err := model.Make(ctx, tx, plan.Spec, model.Model{Code: "A" + p.member.Siren}, model.Record{Fields: map[string]model.Value{"name": model.V("Charte")}})
		if err == nil {
			_, err = model.Issue(ctx, tx, plan.Spec, m.ID, "")
		}
		if err != nil {
			return err
		}
		b, err := (&model.Service{Doors: w.app.Doors, Specs: registerSpecs()}).Push(ctx, tx,
			model.Order{Kind: plan.Kind, Models: []string{m.ID}, Members: []string{p.member.ID}, How: model.Take})
		if err != nil {
			return err
		}
		p.actionModel, p.actionBatch = m.ID, b.ID
		if _, err := tx.Exec(ctx, `insert into register_action_proof (id, action_id, member_id, name, href, digest, size, actor_id, actor_name, at)
			values ($1,$2,$3,'charte.pdf','',$4,1,'','',0)`, p.actionProof, a.ID, p.member.ID, p.published.Digest); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `insert into register_calendar (id, user_id, member_id, made_at, read_at) values ($1,'nobody','',0,0)`, p.calendar)
		return err
	})
}

func init() {
	accessParams["{action}"] = func(p *accessPlace) string { return p.action }
	accessParams["/proofs/{proof}"] = func(p *accessPlace) string { return p.actionProof }
	accessParams["{calendar}"] = func(p *accessPlace) string { return p.calendar }
	const list = "/console/members/{siren}/rgpd/plan"
	const one = "POST " + list + "/a/{action}"
	json := func(more string) string { return fmt.Sprintf(`{"title":"Une charte"%s}`, more) }
	refused := []int{http.StatusUnprocessableEntity}
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST " + list + "/new":   {{form: values("name", "Une charte", "kind", "legal", "priority", "1", "state", "todo")}},
		"POST " + list + "/adopt": {{form: values("x", "y"), want: refused}},
		"POST " + list + "/bulk": {{form: func(p *accessPlace) url.Values {
			return url.Values{"do": {"state"}, "state": {"doing"}, "action": {p.action}}
		}}},
		"POST " + list + "/recommended":          {{form: values("x", "y"), want: refused}},
		one + "/edit":                            {{form: values("rev", "1", "seen", `{}`, "planned", `{}`, "name", "Une charte", "state", "todo"), want: []int{http.StatusConflict}}},
		one + "/settle":                          {{form: values("rev", "0"), want: []int{http.StatusConflict}}},
		one + "/move":                            {{form: values("state", "doing")}},
		one + "/links":                           {{form: values("link", "activity:x"), want: refused}},
		one + "/proofs":                          {{form: values("href", "https://exemple.fr/charte.pdf")}},
		one + "/proofs/{proof}/remove":           {{}},
		"POST /console/account/agenda":           {{form: values("often", "month")}},
		"POST /console/account/agenda/subscribe": {{form: values("member", "")}},
		"POST /console/account/agenda/calendars/{calendar}/revoke": {{want: []int{http.StatusNotFound}}}, // it is nobody's
		"GET /calendars/{calendar}":                                {{want: []int{http.StatusNotFound}}}, // without its secret
		"POST /api/v1/members/{siren}/actions":                     {{json: json("")}},
		"GET /api/v1/members/{siren}/actions/{id}":                 {{fill: actionID}},
		"PUT /api/v1/members/{siren}/actions/{id}":                 {{fill: actionID, json: json(`,"revision":99`), want: []int{http.StatusConflict}}},
	})
	// The models of actions stand behind the same pages as those of activities.
	ofModel := map[string]func(p *accessPlace) string{"{id}": func(p *accessPlace) string { return p.actionModel }, "/m/{id}": func(p *accessPlace) string { return p.actionModel }}
	ofBatch := map[string]func(p *accessPlace) string{"{id}": func(p *accessPlace) string { return p.actionBatch }, "/batches/{id}": func(p *accessPlace) string { return p.actionBatch }}
	conflict := []int{http.StatusConflict}
	const models = plan.ModelsPath
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST " + models + "/install":           {{}},
		"POST " + models + "/new":               {{form: values("name", "Une charte", "code", "NEUVE")}},
		"POST " + models + "/send":              {{form: func(p *accessPlace) url.Values { return url.Values{"model": {p.actionModel}, "deed": {"take"}} }}},
		"GET " + models + "/batches/{id}":       {{fill: ofBatch}},
		"POST " + models + "/batches/{id}/undo": {{fill: ofBatch, want: conflict}},
		"POST " + models + "/terms":             {{form: values("vocabulary", "data", "label", "Une catégorie")}},
		"POST " + models + "/terms/remove":      {{form: values("vocabulary", "data", "code", "none"), want: []int{http.StatusNotFound}}},
		"GET " + models + "/m/{id}":             {{fill: ofModel}},
		"GET " + models + "/m/{id}/edit":        {{fill: ofModel}},
		"POST " + models + "/m/{id}/edit":       {{fill: ofModel, form: values("name", "Une charte", "seen", "{}", "rev", "0")}},
		"POST " + models + "/m/{id}/issue":      {{fill: ofModel, want: refused}},
		"POST " + models + "/m/{id}/drop":       {{fill: ofModel}},
		"POST " + models + "/m/{id}/use":        {{fill: ofModel}},
	})
}

var actionID = map[string]func(p *accessPlace) string{"{id}": func(p *accessPlace) string { return p.action }}
