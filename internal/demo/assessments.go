package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/conformity"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
)

// assessments tells of impact assessments: one is validated, one is under way,
// others are needed and missing. Activities and organisations are evaluated.
func (f *filling) assessments(ctx context.Context) error {
	person, known := f.people["sylvie.castaing"]
	if !known {
		return nil
	}
	officer := access.For(person.Actor(), nil, []access.Role{access.ProtectionOfficer})
	f.clock.Set(day(2026, time.May, 5).Time().Add(9 * hour))
	var list []organisation.Member
	err := f.Doors.Write(ctx, officer, func(tx access.Tx) (err error) {
		if _, err = assessment.Install(ctx, tx); err != nil {
			return err
		}
		list, _, err = organisation.List(ctx, tx, organisation.Filter{}, registered+1, 0)
		return err
	})
	if err != nil {
		return err
	}
	told := 0
	for i, m := range list {
		if m.IsOperator {
			continue
		}
		if err := f.assessed(ctx, officer, m, &told); err != nil {
			return fmt.Errorf("assessments of %s: %w", m.Name, err)
		}
		if err := f.complies(ctx, officer, m, i); err != nil {
			return fmt.Errorf("conformity of %s: %w", m.Name, err)
		}
	}
	return nil
}

// decider is somebody who decides for a member.
func (f *filling) decider(member string) (access.Scope, bool) {
	var names []string
	for name, s := range f.people {
		if !s.OfOperator() && slices.Contains(s.MembersWith(access.Decide), member) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return access.Scope{}, false
	}
	slices.Sort(names)
	return f.people[names[0]], true
}

// assessed tells the story of the first member that needs an assessment to its
// end, and begins that of the second.
func (f *filling) assessed(ctx context.Context, officer access.Scope, m organisation.Member, told *int) error {
	decider, known := f.decider(m.ID)
	if !known || *told > 1 {
		return nil
	}
	var needed assessment.Row
	var made assessment.Full
	f.clock.Set(day(2026, time.May, 12).Time().Add(10 * hour))
	err := f.Doors.Write(ctx, officer, func(tx access.Tx) error {
		needed, made = assessment.Row{}, assessment.Full{}
		rows, err := assessment.Of(ctx, tx, m)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.Missing() && (needed.Activity.ID == "" || r.Activity.Code == "PM03") {
				needed = r
			}
		}
		if needed.Activity.ID == "" {
			return nil
		}
		of := ""
		if found, err := model.ByCode(ctx, tx, assessment.Kind, needed.Activity.Code); err == nil {
			of = found.ID
		}
		made, err = assessment.Begin(ctx, tx, assessment.Beginning{Member: m.ID, Activity: needed.Activity.ID, Model: of})
		return err
	})
	if err != nil || needed.Activity.ID == "" {
		return err
	}
	*told++
	if *told > 1 || !assessment.Written(made.Record) {
		return nil // under way
	}
	id := made.Assessment.ID
	steps := []struct {
		day time.Duration
		as  access.Scope
		do  func(tx access.Tx) error
	}{
		{3, officer, func(tx access.Tx) error { _, err := assessment.Submit(ctx, tx, id); return err }},
		{9, officer, func(tx access.Tx) error {
			now, err := assessment.Get(ctx, tx, id)
			if err == nil {
				_, err = assessment.Save(ctx, tx, id, now.Rev, judged(now.Record, officer.Actor().Name))
			}
			return err
		}},
		{17, decider, func(tx access.Tx) error {
			now, err := assessment.Get(ctx, tx, id)
			if err == nil {
				_, err = assessment.Conclude(ctx, tx, id, now.Rev, assessment.Accept, "Vu en bureau municipal. Le masquage est à vérifier avant l’été.")
			}
			return err
		}},
	}
	for _, s := range steps {
		f.clock.Set(day(2026, time.May, 12).Time().Add(s.day*24*hour + 15*hour))
		if err := f.Doors.Write(ctx, s.as, s.do); err != nil {
			return err
		}
	}
	return nil
}

// judged is a record in which every part is found acceptable, the first feared
// event once its plan is carried out, with a favourable opinion.
func judged(r model.Record, officer string) model.Record {
	risks := map[string]assessment.Point{"3-2": {Severity: 2, Likelihood: 1}, "3-3": {Severity: 2, Likelihood: 1}, "3-4": {Severity: 1, Likelihood: 2}}
	for _, key := range assessment.Evaluated(r) {
		row := model.Row{Key: key, Cells: map[string]model.Value{"mark": model.V("3"), "finished": model.V("1")}}
		if after, ok := risks[key]; ok {
			row.Cells["severity"], row.Cells["likelihood"] = model.V(fmt.Sprint(after.Severity)), model.V(fmt.Sprint(after.Likelihood))
		}
		if key == "3-2" {
			row.Cells["mark"], row.Cells["plan"] = model.V("2"), model.V("Vérifier les masquages et former les deux agents habilités.")
			row.Cells["person"], row.Cells["due"] = model.V("Services techniques"), model.V("2026-12-15")
		}
		r.Lists["evaluations"] = append(r.Lists["evaluations"], row)
	}
	for name, words := range map[string]string{"dpo_names": officer, "dpo_says": "yes", "dpo_opinion": "Favorable, sous réserve de vérifier les masquages avant l’été.",
		"people_asked": "no", "people_not_asked_why": "Les personnes filmées ne peuvent être jointes\u202f; le projet a été présenté en réunion publique."} {
		r.Fields[name] = model.V(words)
	}
	return r
}

// complies evaluates some activities of a member, and its organisation twice.
func (f *filling) complies(ctx context.Context, officer access.Scope, m organisation.Member, index int) error {
	for round, on := range []time.Time{day(2025, time.December, 2).Time(), day(2026, time.October, 6).Time()} {
		f.clock.Set(on.Add(14 * hour))
		err := f.Doors.Write(ctx, officer, func(tx access.Tx) error {
			if round == 1 {
				rows, err := conformity.Of(ctx, tx, m.ID)
				if err != nil {
					return err
				}
				for n, r := range rows[:min(len(rows), 4+index)] {
					if err := evaluate(ctx, tx, m, r.Activity.ID, n+index); err != nil {
						return err
					}
				}
			}
			if index > 3 {
				return nil // the others show how one is begun
			}
			answers := maturity.Answers{}
			for d, domain := range maturity.BuiltInOf(maturity.Organisation).Domains {
				for i, q := range domain.Questions {
					answers[q.Name] = min((index*3+d+i*2)%4+round*((d+i)%2), len(q.Answers)-1)
				}
			}
			_, err := maturity.Whole(ctx, tx, m.ID, maturity.Organisation, false, answers)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func evaluate(ctx context.Context, tx access.Tx, m organisation.Member, id string, n int) error {
	answers, notes := maturity.Answers{}, maturity.Notes{}
	for i, q := range maturity.BuiltInOf(maturity.Processing).Domains[0].Questions {
		answers[q.Name] = 1
		if (i*3+n*5)%11 == 0 && n%3 > 0 {
			answers[q.Name] = 0
			if n%3 == 1 {
				notes["todo-"+q.Name] = "À revoir au prochain comité."
			}
		}
	}
	_, err := conformity.Whole(ctx, tx, nil, m.ID, id, answers, notes)
	return err
}
