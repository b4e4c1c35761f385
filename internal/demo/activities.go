package demo

import (
	"context"
	"fmt"
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
		list, _, err = organisation.List(ctx, tx, organisation.Filter{}, registered+1, 0)
		return err
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
	return nil
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
