package demo

import (
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/register/designation"
)

// heads are made-up mayors and presidents, clerks made-up referents.
var (
	heads = []string{"Odette Sarrade", "Michel Lafargue", "Josiane Pébère", "Alain Darrigade", "Colette Lesbarrères", "Serge Cazaux", "Nadine Dupouy"}
	clerk = []string{"Maryse Labat", "Thierry Duvignau", "Corinne Lacoste", "Hélène Bats", "Pascal Destanque"}
)

// designations say who answers for each member's data: a first officer, another
// who took over in one act, and a few members that never designated anybody.
func (f *filling) designations(ctx context.Context) error {
	person, known := f.people["sylvie.castaing"]
	if !known {
		return nil
	}
	officer := access.For(person.Actor(), nil, []access.Role{access.ProtectionOfficer})
	f.clock.Set(day(2024, time.September, 2).Time().Add(9 * hour))
	return f.Doors.Write(ctx, officer, func(tx access.Tx) error {
		list, _, err := organisation.List(ctx, tx, organisation.Filter{}, f.total+1, 0)
		if err != nil {
			return err
		}
		operator, err := organisation.Operator(ctx, tx)
		if err != nil {
			return err
		}
		var with []string
		for i, m := range list {
			if i%8 != 5 {
				with = append(with, m.ID)
			}
		}
		if len(with) == 0 {
			return nil
		}
		for _, o := range []designation.Office{
			{Holder: "Didier Larrieu", From: "2018-05-25"},
			{Holder: "Sylvie Castaing", From: "2024-09-02", Act: "convention de mutualisation"},
		} {
			o.Form, o.Body, o.Email = designation.Shared, operator.Name, "dpo@exemple.fr"
			if _, err := designation.Replace(ctx, tx, o, with, ""); err != nil {
				return err
			}
		}
		var numbers []designation.Number
		for i, m := range list {
			if i%8 != 5 && i%5 != 3 {
				numbers = append(numbers, designation.Number{MemberID: m.ID, Reference: fmt.Sprintf("DPO-%05d", 41800+i), On: "2024-09-16"})
			}
			title := "Maire"
			if m.Kind != organisation.Commune && m.Kind != organisation.CommuneNouvelle {
				title = "Présidente"
			}
			if i%7 != 6 {
				if _, err := designation.Appoint(ctx, tx, designation.Office{MemberID: m.ID, Post: designation.Controller, Holder: heads[i%len(heads)], Title: title, From: "2020-07-03", Act: "élections municipales de 2020"}); err != nil {
					return err
				}
			}
			if i%3 != 2 {
				if _, err := designation.Appoint(ctx, tx, designation.Office{MemberID: m.ID, Post: designation.Referent, Holder: clerk[i%len(clerk)], Title: "Secrétaire générale", Email: "mairie@exemple.fr", From: "2023-01-09"}); err != nil {
					return err
				}
			}
		}
		_, _, err = designation.SetNumbers(ctx, tx, numbers)
		return err
	})
}
