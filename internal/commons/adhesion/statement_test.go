package adhesion_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

func TestTheYearlyStatement(t *testing.T) {
	organisationtest.Each(t, []database.Schema{adhesion.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		ctx, admin := t.Context(), organisationtest.At("a", g.Operator, access.Administrator)
		var p adhesion.Prestation
		var sub adhesion.Subscription
		g.Write(t, admin, func(tx access.Tx) (err error) {
			if p, err = adhesion.SavePrestation(ctx, tx, adhesion.Prestation{Name: "Données ouvertes", Unit: "an", Service: adhesion.OpenData}); err != nil {
				return err
			}
			if err := adhesion.SetScale(ctx, tx, p.ID, 2026, adhesion.Scale{PerInhabitant: 5000, Minimum: 10000}); err != nil {
				return err
			}
			if err := adhesion.SetScale(ctx, tx, p.ID, 2027, adhesion.Scale{PerInhabitant: 6000, Minimum: 10000}); err != nil {
				return err
			}
			for _, m := range []organisation.Member{g.Town, g.Village} {
				if ok, err := adhesion.Subscribed(ctx, tx, m.ID, adhesion.OpenData, "2026-10-05"); !ok || err != nil {
					t.Errorf("before anything is recorded, %s has the service: %v, %v", m.Name, ok, err)
				}
				siret := ""
				if m.ID == g.Town.ID {
					siret = "21400001000014"
				}
				if _, err := adhesion.Agree(ctx, tx, adhesion.Convention{MemberID: m.ID, Number: "C-" + m.Siren[6:], SignedOn: "2025-12-01", Siret: siret}); err != nil {
					return err
				}
				if sub, err = adhesion.Subscribe(ctx, tx, adhesion.Subscription{MemberID: m.ID, PrestationID: p.ID, From: "2026-01-01", Alone: 90000}); err != nil {
					return err
				}
			}
			if _, err := adhesion.Subscribe(ctx, tx, adhesion.Subscription{MemberID: g.Village.ID, PrestationID: p.ID, From: "2026-06-01"}); !fault.Is(err, fault.Conflict) {
				t.Errorf("subscribed twice: %v", err)
			}
			return adhesion.End(ctx, tx, sub.ID, "2026-06-30")
		})
		g.Read(t, admin, func(tx access.Tx) error {
			for day, want := range map[string]bool{"2026-06-30": true, "2026-07-01": false} {
				if ok, err := adhesion.Subscribed(ctx, tx, g.Village.ID, adhesion.OpenData, day); ok != want || err != nil {
					t.Errorf("on %s: %v, %v", day, ok, err)
				}
			}
			st, err := adhesion.Reckon(ctx, tx, "", 2026, 2026)
			if err != nil {
				return err
			}
			// 30,000 × 0.50 €; 120 × 0.50 € raised to 100 €, for 181 days of 365.
			if len(st.Dues) != 2 || st.Total != 1500000+4959 || len(st.Problems()) != 1 || st.Problems()[0].Member.ID != g.Village.ID {
				t.Errorf("%d dues of %d, problems %+v", len(st.Dues), st.Total, st.Problems())
			}
			next, err := adhesion.Reckon(ctx, tx, "", 2026, 2027)
			if next.Total != 1800000+4959 {
				t.Errorf("simulated: %d", next.Total)
			}
			var csv, xlsx bytes.Buffer
			if err := st.CSV(&csv); err != nil {
				return err
			}
			for _, want := range []string{"SIRET du débiteur", "214000010;21400001000014;Ychoux-sur-Lande;Données ouvertes 2026;30000;0;2026-01-01;2026-12-31;15000,00;2026-C-010-214000010", "2026-06-30;49,59;", "Total;;;;;15049,59"} {
				if !strings.Contains(csv.String(), want) {
					t.Errorf("the CSV does not say %q:\n%s", want, csv.String())
				}
			}
			if err := st.XLSX(&xlsx); err != nil {
				return err
			}
			book, err2 := excelize.OpenReader(&xlsx)
			if err2 != nil {
				return err2
			}
			total, err2 := book.CalcCellValue("Titres", "I4")
			if total != "15,049.59" && total != "15049.59" || err2 != nil {
				t.Errorf("the workbook's total is %q, %v", total, err2)
			}
			return err
		})
		manager := organisationtest.At("m", g.Village, access.Manager)
		g.Read(t, manager, func(tx access.Tx) error {
			st, err := adhesion.Reckon(ctx, tx, "", 2026, 2026)
			if len(st.Dues) != 1 || st.Dues[0].Member.ID != g.Village.ID {
				t.Errorf("a manager sees %+v", st.Dues)
			}
			return err
		})
		for name, err := range map[string]error{
			"a manager's scale": g.Try(t, manager, func(tx access.Tx) error { return adhesion.SetScale(ctx, tx, p.ID, 2026, adhesion.Scale{}) }),
			"a manager's end":   g.Try(t, manager, func(tx access.Tx) error { return adhesion.End(ctx, tx, sub.ID, "2027-01-01") }),
		} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, s := range map[string]adhesion.Scale{
			"below zero": {Flat: -1}, "brackets in disorder": {Brackets: []adhesion.Bracket{{UpTo: 500}, {UpTo: 100}}},
			"minimum over maximum": {Minimum: 2, Maximum: 1}, "a bracket after the last": {Brackets: []adhesion.Bracket{{UpTo: 0}, {UpTo: 100}}},
		} {
			if err := g.Try(t, admin, func(tx access.Tx) error { return adhesion.SetScale(ctx, tx, p.ID, 2028, s) }); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
