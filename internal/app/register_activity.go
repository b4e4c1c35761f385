package app

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/console"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/platform/web/ui"
	"airial/internal/services/clear"
	"airial/internal/services/clear/activities"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/processor"
	"airial/internal/services/register/twin"
)

// registerSpecs are the kinds of record that the operator keeps models of.
func registerSpecs() model.Specs {
	return model.Specs{activity.Kind: activity.Spec, processor.Kind: processor.Spec, plan.Kind: plan.Spec, assessment.Kind: assessment.Spec}
}

// registerModels is the mechanism under the register.
func (a *App) registerModels() *model.Service {
	return &model.Service{Doors: a.Doors, Queue: a.Queue, Specs: registerSpecs()}
}

func (a *App) activityPages(desk *console.Console) {
	models := a.registerModels()
	activity.New(activity.Parts{Doors: a.Doors, Desk: desk, Service: models, Clock: a.Clock, Datasets: registerDatasets{desk},
		Clients: registerClients{}, Cards: registerCards(), Besides: besideActivity, Products: activityProducts{}, Alike: processor.Alike, Into: twin.Into, Doubles: twin.Count,
		Frame: func(ctx context.Context, page ui.Page, body templ.Component) templ.Component {
			return a.site().Dress(ctx, page, "", body)
		}}).Register(a.Routes)
	(&model.Pages{Desk: desk, Service: models, Spec: activity.ModelSpec, Path: activity.ModelsPath,
		Title: i18n.T("Modèles de traitements", "Models of activities"), Domains: activity.Domains(), Install: activity.Install}).Register(a.Routes)
	activity.API(a.Interface, a.Doors)
	model.API(a.Interface, a.Doors, registerSpecs())
}

// registerActivities are the activities of the register, as the gate of
// personal data wants them. A member without a register has the usual ones.
type registerActivities struct{ usual *activities.List }

func (r registerActivities) Of(ctx context.Context, tx access.Tx, member string) ([]clear.Activity, error) {
	list, err := activity.Sources(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return r.usual.Of(ctx, tx, member)
	}
	out := make([]clear.Activity, len(list))
	for n, s := range list {
		out[n] = clear.Activity{ID: s.ID, Name: s.Name, Sensitive: s.Sensitive, Categories: s.Categories}
	}
	slices.SortStableFunc(out, func(a, b clear.Activity) int {
		return strings.Compare(text.SortKey(a.Name.Fr), text.SortKey(b.Name.Fr))
	})
	return out, nil
}

func (r registerActivities) Proposed(ctx context.Context, tx access.Tx, member, schema, title string) (string, error) {
	id, there, err := activity.Likely(ctx, tx, member, schema, title)
	if err != nil || there {
		return id, err
	}
	return r.usual.Proposed(ctx, tx, member, schema, title)
}

// registerDatasets are the datasets that come from an activity.
type registerDatasets struct{ desk *console.Console }

func (r registerDatasets) From(ctx context.Context, tx access.Tx, member, id string) ([]activity.Dataset, error) {
	ids, err := clear.PiecesOf(ctx, tx, member, id)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	pieces, err := piece.ByIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	lives, err := life.OfPieces(ctx, tx, ids)
	var out []activity.Dataset
	for _, id := range ids {
		p, ok := pieces[id]
		if !ok {
			continue
		}
		d := activity.Dataset{Title: p.Title, Href: openDataPiece(id)}
		if l, ok := lives[id]; ok {
			d.Decision = r.desk.Stands(ctx, l)
		}
		out = append(out, d)
	}
	return out, err
}

// openDataPiece is the address of a deposit's page.
func openDataPiece(id string) string { return console.Home + "/deposits/" + id }

// registerClients are the members for which the operator processes data.
type registerClients struct{}

func (registerClients) List(ctx context.Context, tx access.Tx) ([]activity.Client, error) {
	subscriptions, err := adhesion.Subscriptions(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	offered, err := adhesion.Prestations(ctx, tx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, p := range offered {
		names[p.ID] = p.Name
	}
	today := access.Today(tx.Clock())
	services := map[string][]string{}
	for _, s := range subscriptions {
		if s.From <= today && (s.Until == "" || s.Until >= today) && !slices.Contains(services[s.MemberID], names[s.PrestationID]) {
			services[s.MemberID] = append(services[s.MemberID], names[s.PrestationID])
		}
	}
	members, _, err := organisation.List(ctx, tx, organisation.Filter{}, 100_000, 0)
	var out []activity.Client
	for _, m := range members {
		if list := services[m.ID]; len(list) > 0 {
			slices.Sort(list)
			out = append(out, activity.Client{Member: m, Services: list})
		}
	}
	return out, err
}
