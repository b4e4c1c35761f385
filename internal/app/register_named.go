package app

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/advice"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/cockpit"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/letterbox"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/named"
	"airial/internal/services/register/paper"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/processor"
	"airial/internal/services/register/request"
	"airial/internal/services/register/twin"
)

// registerNaming are the tables of the register in which people are named, in
// the order in which they are shown.
func registerNaming() named.Rooms {
	return slices.Concat(request.Naming(), breach.Naming(), model.Naming(registerSpecs(), recordPage), activity.Naming(), assessment.Naming(), plan.Naming(),
		advice.Naming(), designation.Naming(), processor.Naming(), paper.Naming(), maturity.Naming(), cockpit.Naming(), intake.Naming(), letterbox.Naming(), twin.Naming())
}

// recordPage is the page of a record of the register; of a model where siren is "".
func recordPage(siren, kind, record string) string {
	type paths struct {
		models string
		one    func(siren, id string) string
	}
	p, ok := map[string]paths{
		string(activity.Kind):   {activity.ModelsPath, func(s, id string) string { return activity.Base(s) + "/activities/" + id }},
		string(assessment.Kind): {assessment.ModelsPath, assessment.Path},
		string(plan.Kind):       {plan.ModelsPath, plan.Path},
		string(processor.Kind):  {processor.CataloguePath, func(s, id string) string { return processor.Path(s) + "/" + id }},
	}[kind]
	switch {
	case !ok:
		return ""
	case siren == "":
		return p.models + "/m/" + record
	}
	return p.one(siren, record)
}

// named is the room that finds where the register names somebody.
func (a *App) named(desk *console.Console) *named.Service {
	tables := slices.DeleteFunc(database.Tables(Schemas()...), func(t database.Table) bool { return !strings.HasPrefix(t.Name, "register_") })
	return named.New(named.Parts{Doors: a.Doors, Queue: a.Queue, Desk: desk, Rooms: registerNaming(), Outside: []named.Outside{readers{a.alerts()}}, Tables: tables, Scrub: a.DB.Scrub, Accounts: console.Home + "/operator/people"})
}

func (a *App) namedPages(desk *console.Console) {
	s := a.named(desk)
	s.Register(a.Routes)
	s.API(a.Interface)
}

func namedCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	if !named.Works(tx.Scope(), m.ID) {
		return activity.Card{}, nil
	}
	return activity.Card{Title: i18n.Say(ctx, "Chercher une personne", "Look for a person"), Href: named.Path(m.Siren),
		Lines: []string{i18n.Say(ctx, "Partout où le registre la nomme\u202f; l’effacer partout à la fois.", "Wherever the register names her; erase her everywhere at once.")}}, nil
}
