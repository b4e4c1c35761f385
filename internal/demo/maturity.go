package demo

import (
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/demo/world"
	"airial/internal/services/register/maturity"
)

// surveyed are the days on which the protection officer went through the
// questions with members: all of those that people look at, then most of them.
var surveyed = []struct {
	day     world.Date
	leaving int // one in so many is left out; 0 for none
}{{day(2025, time.November, 18), 0}, {day(2026, time.November, 10), 4}}

// surveys answers the questionnaire of maturity with members.
func (f *filling) surveys(ctx context.Context) error {
	officer, known := f.people["sylvie.castaing"]
	if !known {
		return nil
	}
	officer = access.For(officer.Actor(), nil, []access.Role{access.ProtectionOfficer})
	for round, visit := range surveyed {
		f.clock.Set(visit.day.Time().Add(14 * hour))
		err := f.Doors.Write(ctx, officer, func(tx access.Tx) error {
			list, _, err := organisation.List(ctx, tx, organisation.Filter{}, subscribers, 0)
			if err != nil {
				return err
			}
			for i, m := range list {
				if m.IsOperator || visit.leaving > 0 && i%visit.leaving == 1 {
					continue
				}
				if err := survey(ctx, tx, m, i, round); err != nil {
					return fmt.Errorf("%s: %w", m.Name, err)
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("surveys: %w", err)
		}
	}
	return nil
}

// survey answers as a member that learns: a little more each time.
func survey(ctx context.Context, tx access.Tx, m organisation.Member, index, round int) error {
	short := m.Population < 3500
	answers := maturity.Answers{}
	for d, domain := range maturity.BuiltIn().Of(short) {
		for i, q := range domain.Questions {
			answers[q.Name] = min((index*5+d*2+i*(index%3+1)+i*i)%3+round*((index+d+i)%2), len(q.Answers)-1)
		}
	}
	_, err := maturity.Whole(ctx, tx, m.ID, maturity.BuiltIn().Name, short, answers)
	return err
}
