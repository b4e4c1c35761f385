package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// answered are the questions that members of the demonstration say yes to.
var answered = []string{"canteen", "cemetery", "library", "cameras"}

// registered is how many members have a register: the others show how one is
// begun.
const registered = 5

// activities installs the library of usual activities, and gives members a
// register: read again by the town hall, checked in part by the officer.
func (f *filling) activities(ctx context.Context) error {
	person, known := f.people["sylvie.castaing"]
	if !known {
		return nil
	}
	officer := access.For(person.Actor(), nil, []access.Role{access.ProtectionOfficer})
	f.clock.Set(day(2026, time.March, 3).Time().Add(9 * hour))
	var list []organisation.Member
	var library []model.Model
	err := f.Doors.Write(ctx, officer, func(tx access.Tx) (err error) {
		if _, err = activity.Install(ctx, tx); err != nil {
			return err
		}
		if library, err = model.Models(ctx, tx, model.Filter{Kind: activity.Kind, Issued: true}); err != nil {
			return err
		}
		if list, _, err = organisation.List(ctx, tx, organisation.Filter{}, registered+1, 0); err != nil {
			return err
		}
		if hers, known := f.people[overridden.who]; known && !slices.ContainsFunc(list, func(m organisation.Member) bool { return m.ID == hers.Members()[0] }) {
			m, err := organisation.Get(ctx, tx, hers.Members()[0])
			list = append(list, m)
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, m := range list {
		if m.IsOperator {
			continue
		}
		err := f.Doors.Write(ctx, officer, func(tx access.Tx) error { return registerOf(ctx, tx, library, m, i) })
		if err != nil {
			return fmt.Errorf("register of %s: %w", m.Name, err)
		}
	}
	return f.differ(ctx, officer)
}

// overridden is a record in which a town hall wrote, and what the model said
// anew after that: a difference that waits to be settled.
var overridden = struct{ who, code, path, mine, theirs, note string }{"marie-helene.dubosq", "SC02", "about",
	`{"fr":"Cantine seulement : inscriptions au secrétariat, repas livrés par la communauté de communes."}`,
	`{"fr":"Inscription, présence, repas, facturation, y compris par le portail des familles.","en":"Registration, attendance, meals, invoices, by the families’ portal too."}`,
	"Le portail des familles, ouvert à la rentrée, entre dans le traitement."}

// differ has a secretary write in her register, and then the officer bring a
// new version of the model to everybody.
func (f *filling) differ(ctx context.Context, officer access.Scope) error {
	secretary, known := f.people[overridden.who]
	if !known {
		return nil
	}
	var m model.Model
	f.clock.Set(day(2026, time.September, 14).Time().Add(10 * hour))
	err := f.Doors.Write(ctx, secretary, func(tx access.Tx) (err error) {
		if m, err = model.ByCode(ctx, tx, activity.Kind, overridden.code); err != nil {
			return err
		}
		list, err := model.All(ctx, tx, model.Ask{Kind: activity.Kind, Member: secretary.Members()[0], Model: m.ID})
		if err != nil || len(list) == 0 {
			return err
		}
		r, err := model.Put(list[0].Record, overridden.path, overridden.mine)
		if err == nil {
			_, err = model.Edit(ctx, tx, activity.Spec, list[0].ID, list[0].Rev, r)
		}
		return err
	})
	if err != nil {
		return err
	}
	var b model.Batch
	f.clock.Set(day(2026, time.October, 5).Time().Add(9 * hour))
	models := &model.Service{Doors: f.Doors, Specs: model.Specs{activity.Kind: activity.Spec}}
	err = f.Doors.Write(ctx, officer, func(tx access.Tx) error {
		d, err := model.ReadDraft(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		r, err := model.Put(d.Record, overridden.path, overridden.theirs)
		if err != nil {
			return err
		}
		if _, err := model.SaveDraft(ctx, tx, activity.Spec, m.ID, d.Rev, r); err != nil {
			return err
		}
		if _, err := model.Issue(ctx, tx, activity.Spec, m.ID, overridden.note); err != nil {
			return err
		}
		b, err = models.Push(ctx, tx, model.Order{Kind: activity.Kind, Models: []string{m.ID}, How: model.Take, Note: overridden.note})
		return err
	})
	if err != nil {
		return err
	}
	return models.Run(ctx, b.ID)
}

// registerOf makes the register of a member.
func registerOf(ctx context.Context, tx access.Tx, library []model.Model, m organisation.Member, index int) error {
	for n, x := range activity.Chosen(library, string(m.Kind), answered[:1+index%len(answered)]) {
		made, err := model.Create(ctx, tx, activity.Spec, m.ID, x.ID, model.Record{})
		if err != nil {
			return err
		}
		if n%3 == 2 { // left as a draft
			continue
		}
		full, err := model.Read(ctx, tx, made.ID)
		if err != nil {
			return err
		}
		if n%4 == 1 {
			full.Record.Fields["about"] = model.V("Tenu par le secrétariat de " + m.Name + ".")
			if full, err = model.Edit(ctx, tx, activity.Spec, made.ID, full.Rev, full.Record); err != nil {
				return err
			}
		}
		if n%2 == 0 {
			if err := model.Approve(ctx, tx, made.ID, full.Rev, ""); err != nil {
				return err
			}
		}
		if strings.HasPrefix(x.Code, "AD") { // general administration, for all to read
			if err := model.SetShown(ctx, tx, made.ID, true); err != nil {
				return err
			}
		}
	}
	return nil
}
