package demo

import (
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/register/cockpit"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
)

// decided are the actions of a town hall's plan: one late, one under way, one
// done with its proof.
var decided = []struct {
	name, about, kind string
	due               string
	state             plan.State
	cost              int64
	proof             string
}{
	{"Changer le mot de passe partagé du poste d’accueil", "Chacune a son compte ; le mot de passe commun disparaît.", plan.Technical, "2026-11-02", plan.ToDo, plan.Unknown, ""},
	{"Poser un panneau d’information sous la caméra de la place", "Le texte est dans les mentions du traitement.", plan.Legal, "2026-12-11", plan.Doing, 18_000, ""},
	{"Former les agents aux courriels piégés", "Une heure, avec les exemples de l’opérateur.", plan.Organisational, "2026-10-15", plan.Done, 0, "https://exemple.fr/formation/feuille-de-presence.pdf"},
}

// actions fills action plans, portfolios and visits.
func (f *filling) actions(ctx context.Context) error {
	person, known := f.people["sylvie.castaing"]
	if !known {
		return nil
	}
	officer := access.For(person.Actor(), nil, []access.Role{access.ProtectionOfficer})
	f.clock.Set(day(2026, time.October, 6).Time().Add(10 * hour))
	var list []organisation.Member
	err := f.Doors.Write(ctx, officer, func(tx access.Tx) error {
		if _, err := plan.Install(ctx, tx); err != nil {
			return err
		}
		var err error
		if list, _, err = organisation.List(ctx, tx, organisation.Filter{}, 8, 0); err != nil {
			return err
		}
		for _, code := range []string{"sauvegardes", "incident"} {
			m, err := model.ByCode(ctx, tx, plan.Kind, code)
			if err != nil {
				return err
			}
			for _, member := range list[:min(4, len(list))] {
				if member.IsOperator {
					continue
				}
				if _, err := plan.Create(ctx, tx, plan.Wanted{MemberID: member.ID, ModelID: m.ID, Plan: plan.Plan{Cost: plan.Unknown}}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("models of actions: %w", err)
	}
	if by, known := f.people["marie-helene.dubosq"]; known && len(by.Members()) > 0 {
		if err := f.Doors.Write(ctx, by, func(tx access.Tx) error { return plansOf(ctx, tx, by) }); err != nil {
			return fmt.Errorf("plan of actions: %w", err)
		}
	}
	return f.visited(ctx, officer, list)
}

func plansOf(ctx context.Context, tx access.Tx, by access.Scope) error {
	for _, d := range decided {
		a, err := plan.Create(ctx, tx, plan.Wanted{MemberID: by.Members()[0], Plan: plan.Plan{Due: d.due, OwnerID: by.Actor().ID, Cost: d.cost},
			Record: model.Record{Fields: map[string]model.Value{"name": model.V(d.name), "about": model.V(d.about), "kind": model.V(d.kind), "priority": model.V("1")}}})
		if err == nil && d.proof != "" {
			err = plan.ProveBy(ctx, tx, a.ID, "Feuille de présence", d.proof)
		}
		if err == nil {
			_, err = plan.Move(ctx, tx, a.ID, d.state)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// visited gives members to their agent, and notes her visits.
func (f *filling) visited(ctx context.Context, officer access.Scope, list []organisation.Member) error {
	f.clock.Set(day(2026, time.November, 13).Time().Add(16 * hour))
	room := cockpit.New(cockpit.Parts{Doors: f.Doors})
	var act cockpit.Act
	err := f.Doors.Write(ctx, officer, func(tx access.Tx) (err error) {
		o := cockpit.Order{Deed: cockpit.Assign, Agent: officer.Actor().ID}
		for _, m := range list {
			if !m.IsOperator {
				o.Members = append(o.Members, m.ID)
			}
		}
		act, err = room.Ask(ctx, tx, o)
		return err
	})
	if err == nil {
		err = room.Run(ctx, act.ID)
	}
	if err != nil {
		return fmt.Errorf("portfolio: %w", err)
	}
	agent := cockpit.Agent{ID: officer.Actor().ID}
	return f.Doors.Write(ctx, officer, func(tx access.Tx) error {
		for n, m := range list {
			v := cockpit.Visit{MemberID: m.ID, Agent: agent, State: cockpit.Planned, Day: "2026-12-0" + fmt.Sprint(n+1)}
			if n < 2 {
				v.State, v.Day, v.People = cockpit.Held, "2026-11-12", "Le maire et la secrétaire de mairie"
				v.Summary = "Le registre est relu. La mairie demande de l’aide pour ses sauvegardes : une action est ouverte."
			}
			if m.IsOperator || n > 3 {
				continue
			}
			if _, err := cockpit.Plan(ctx, tx, v); err != nil {
				return fmt.Errorf("visit to %s: %w", m.Name, err)
			}
		}
		return nil
	})
}
