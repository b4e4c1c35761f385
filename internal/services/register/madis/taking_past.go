package madis

import (
	"airial/internal/services/register/breach"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/request"
)

func (t *taking) requests() error {
	for _, q := range t.plan.requests {
		key := tRequest + ":" + q.id
		if id, err := t.known(intake.Requests, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		r := q.request
		r.MemberID = t.part.TargetID
		for _, id := range q.treatments {
			if a, ok := t.ids[id]; ok {
				r.Activities = append(r.Activities, request.Activity{ID: a.ID, Name: a.Name.Fr})
			}
		}
		got, err := request.Bring(t.ctx, t.tx, r)
		if err != nil {
			return err
		}
		if err := t.made(intake.Requests, got.ID, key, got.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (t *taking) breaches() error {
	for _, v := range t.plan.breaches {
		key := tViolation + ":" + v.id
		if id, err := t.known(intake.Breaches, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		one := v.breach
		one.MemberID = t.part.TargetID
		got, err := breach.Bring(t.ctx, t.tx, one)
		if err != nil {
			return err
		}
		if err := t.made(intake.Breaches, got.ID, key, got.Name()); err != nil {
			return err
		}
	}
	return nil
}
