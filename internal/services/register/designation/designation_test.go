package designation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/services/register/designation"
)

const all = "/console/operator/rgpd/designations"

func each(t *testing.T, test func(t *testing.T, d *consoletest.Desk, officer, clerk access.Scope)) {
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, designation.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		d := consoletest.New(t, g)
		d.Serve(designation.New(designation.Parts{Doors: g.Doors, Desk: d.Console}).Register)
		test(t, d, organisationtest.At("dpo", g.Operator, access.ProtectionOfficer), organisationtest.At("clerk", g.Village, access.Depositor))
	})
}

func now(t *testing.T, d *consoletest.Desk, m organisation.Member, post designation.Post) (o designation.Office) {
	d.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		o, _, err = designation.Of(t.Context(), tx, m.ID, post)
		return err
	})
	return o
}

func counts(t *testing.T, d *consoletest.Desk) (c designation.Counts) {
	d.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		c, err = designation.CountAll(t.Context(), tx)
		return err
	})
	return c
}

// A town hall enters its officer, corrects it, replaces it; the papers say so.
func TestAMemberDesignates(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, officer, clerk access.Scope) {
		path := designation.Path(d.Village.Siren)
		body, _ := d.Wants(200, clerk, path)
		consoletest.Says(t, "the empty page", body, "Aucun délégué désigné")
		d.Wants(422, clerk, path+"/new/officer", "holder", "", "form", "shared", "from", "2026-01-01")
		d.Wants(422, clerk, path+"/new/officer", "holder", "Léa", "form", "shared", "from", "2026-13-01")
		d.Wants(404, clerk, path+"/new/king")
		d.Wants(303, clerk, path+"/new/officer", "holder", "Léa Dubos", "body", "Syndicat des Landes", "form", "shared", "email", "dpo@exemple.fr", "from", "2026-01-01", "act", "délibération 12")
		d.Wants(303, clerk, path+"/new/controller", "holder", "Odette Sarrade", "title", "Maire", "from", "2026-03-22")
		o := now(t, d, d.Village, designation.Officer)
		if o.Holder != "Léa Dubos" || o.Contact() != "Léa Dubos, Syndicat des Landes, dpo@exemple.fr" {
			t.Fatalf("the officer is %+v", o)
		}
		body, _ = d.Wants(200, clerk, path)
		consoletest.Says(t, "the page", body, "Léa Dubos", "à déclarer", "Odette Sarrade")
		line := path + "/line/" + o.ID
		d.Wants(409, clerk, line, "holder", "Léa Dubos", "form", "shared", "from", "2026-01-01", "rev", "7")
		d.Wants(303, clerk, line, "holder", "Léa Dubos", "form", "shared", "from", "2026-01-01", "rev", "1", "reference", "DPO-1")
		if c := counts(t, d); c.Designated != 1 || c.Undeclared != 0 || c.Missing != 3 {
			t.Errorf("the counts are %+v", c)
		}
		d.Wants(422, clerk, path+"/new/officer", "holder", "X", "form", "internal", "from", "2025-01-01") // before the one who is there
		d.Wants(303, clerk, path+"/new/officer", "holder", "Paul Vidal", "form", "internal", "from", "2026-09-01")
		d.Read(t, clerk, func(tx access.Tx) error {
			was, err := designation.Get(t.Context(), tx, o.ID)
			if was.Until != "2026-08-31" {
				t.Errorf("who was there before ends on %q", was.Until)
			}
			return err
		})
		d.Wants(303, clerk, path+"/line/"+now(t, d, d.Village, designation.Officer).ID+"/remove", "go", "1")
		if got := now(t, d, d.Village, designation.Officer); got.Holder != "Léa Dubos" || got.Until != "" {
			t.Errorf("after the removal the officer is %q until %q", got.Holder, got.Until)
		}
		stranger := organisationtest.At("other", d.Town, access.Manager)
		d.Wants(404, stranger, path)
		d.Wants(403, organisationtest.At("reader", d.Village, access.Reader), path+"/new/officer", "holder", "X", "form", "internal", "from", "2026-09-01")
	})
}

// The papers name who is entered, and leave blanks for the rest.
func TestPapersAreFilled(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, officer, clerk access.Scope) {
		d.Write(t, clerk, func(tx access.Tx) error {
			_, err := designation.Appoint(t.Context(), tx, designation.Office{MemberID: d.Village.ID, Post: designation.Officer, Holder: "Mme Exemple", Form: designation.Shared, From: "2026-01-01"})
			return err
		})
		d.Read(t, clerk, func(tx access.Tx) error {
			fields, err := designation.Fields(t.Context(), tx, d.Village)
			if err != nil {
				return err
			}
			for _, k := range designation.Papers() {
				template, err := document.Parse(k.Template.Fr)
				if err != nil {
					t.Fatalf("%s: %v", k.Name, err)
				}
				fields["collectivite"], fields["siren"] = d.Village.Name, d.Village.Siren
				text, err := template.Fill(fields)
				text = strings.ReplaceAll(text, `\`, "")
				if err != nil || !strings.Contains(text, "Mme Exemple") || !strings.Contains(text, "01/01/2026") || !strings.Contains(text, "………") {
					t.Errorf("%s: %v\n%s", k.Name, err, text)
				}
			}
			return nil
		})
	})
}

// The officer changes everywhere in one act; either of two acts is undone, in
// any order, and what was corrected by hand stays.
func TestTheOfficerIsReplacedEverywhereAndUndone(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, officer, clerk access.Scope) {
		replace := func(whom, name, from string) {
			d.Wants(303, officer, all+"/replace", "whom", whom, "holder", name, "form", "shared", "from", from, "member", d.Village.ID)
		}
		replace("all", "Léa Dubos", "2026-01-01")
		if c := counts(t, d); c.Missing != 0 || c.Undeclared != 4 {
			t.Fatalf("after the first act: %+v", c)
		}
		d.Clock.Set(organisationtest.Start.Add(time.Hour))
		replace("holder:Léa Dubos", "Paul Vidal", "2026-06-01")
		d.Wants(422, officer, all+"/replace", "whom", "all", "holder", "X", "form", "shared", "from", "2026-06-01")
		d.Wants(422, officer, all+"/replace", "whom", "chosen", "holder", "X", "form", "shared", "from", "2026-07-01")
		d.Wants(303, officer, all+"/numbers", "lines", "siren;numero\n"+d.Village.Siren+";DPO-7;01/06/2026\nSaint-Élix;DPO-8", "save", "1", "leave", "1")
		if o := now(t, d, d.Village, designation.Officer); o.Reference != "DPO-7" || o.ReferencedOn != "2026-06-01" {
			t.Errorf("the number is %q of %q", o.Reference, o.ReferencedOn)
		}
		var acts []designation.Batch
		d.Read(t, officer, func(tx access.Tx) (err error) { acts, err = designation.Batches(t.Context(), tx, 9); return err })
		undo := func(b designation.Batch) { d.Wants(303, officer, all+"/acts/"+b.ID+"/undo", "go", "1") }
		if len(acts) != 2 {
			t.Fatalf("there are %d acts", len(acts))
		}
		undo(acts[1]) // the earlier one: who came later stays
		if o := now(t, d, d.Town, designation.Officer); o.Holder != "Paul Vidal" {
			t.Errorf("after undoing the first act the town's officer is %q", o.Holder)
		}
		d.Wants(409, officer, all+"/acts/"+acts[1].ID+"/undo", "go", "1")
		undo(acts[0])
		if o := now(t, d, d.Town, designation.Officer); o.ID != "" {
			t.Errorf("after undoing both acts the town's officer is %q", o.Holder)
		}
		if o := now(t, d, d.Village, designation.Officer); o.Reference != "DPO-7" {
			t.Errorf("a line that was corrected is gone: %+v", o)
		}
		body, _ := d.Wants(200, officer, all+"?view=missing")
		consoletest.Says(t, "the list", body, d.Town.Name)
		body, _ = d.Wants(200, officer, all+"/export?view=missing")
		if strings.Count(body, "\n") != 4 {
			t.Errorf("the export has other lines than three:\n%s", body)
		}
		d.Wants(404, clerk, all+"/replace", "whom", "all", "holder", "X", "form", "shared", "from", "2026-08-01")
	})
}

// After elections a list is pasted: its wrong lines are shown, and nothing is
// saved before somebody leaves them out.
func TestControllersAreRenewed(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, officer, clerk access.Scope) {
		list := fmt.Sprintf("SIREN;Nom;Qualité;Date\n%s;Odette Sarrade;Maire;22/03/2026\n%s\tJean Pébère\t\t\nNulle-Part;Qui;Maire;22/03/2026\n%s;Deux fois;Maire;22/03/2026\n%s;Anne;Présidente;hier\n",
			d.Village.Siren, d.Town.Name, d.Village.Siren, d.Welfare.Siren)
		form := []string{"lines", list, "title", "Maire", "from", "2026-03-23"}
		body, _ := d.Wants(200, officer, all+"/renew", form...)
		consoletest.Says(t, "the list", body, "Jean Pébère – Maire", "aucune collectivité n’a ce SIREN ni ce nom", "cette collectivité est déjà à la ligne 2", "ce jour ne se lit pas")
		d.Wants(200, officer, all+"/renew", append(form, "save", "1")...)
		if o := now(t, d, d.Village, designation.Controller); o.ID != "" {
			t.Fatal("a list with wrong lines was saved")
		}
		d.Wants(303, officer, all+"/renew", append(form, "save", "1", "leave", "1")...)
		if o := now(t, d, d.Town, designation.Controller); o.Holder != "Jean Pébère" || o.From != "2026-03-23" {
			t.Errorf("the town's controller is %+v", o)
		}
		if c := counts(t, d); c.Leaderless != 2 {
			t.Errorf("the counts are %+v", c)
		}
		d.Wants(422, officer, all+"/renew", "lines", " ")
	})
}

// When a body passes into another that has its own officer, the former's ends.
func TestOfficesPassToAnHeir(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, officer, clerk access.Scope) {
		for _, m := range []organisation.Member{d.Village, d.Welfare} {
			d.Write(t, officer, func(tx access.Tx) error {
				_, err := designation.Appoint(t.Context(), tx, designation.Office{MemberID: m.ID, Post: designation.Officer, Holder: "Pour " + m.Name, Form: designation.Shared, From: "2026-01-01"})
				return err
			})
		}
		part := organisation.Part{From: d.Welfare.ID, To: d.Village.ID}
		d.Write(t, access.System("test"), func(tx access.Tx) error {
			move, err := designation.Inheritance{}.Prepare(t.Context(), part)
			if err != nil {
				return err
			}
			return move.Records(t.Context(), tx)
		})
		if o := now(t, d, d.Village, designation.Officer); o.Holder != "Pour "+d.Village.Name {
			t.Errorf("the heir's officer is %q", o.Holder)
		}
		d.Read(t, officer, func(tx access.Tx) error {
			list, err := designation.History(t.Context(), tx, d.Village.ID)
			if len(list) != 2 {
				t.Errorf("the heir has %d lines", len(list))
			}
			return err
		})
	})
}

// Nobody who has no right there reaches a member's line by its number.
func TestALineIsItsMembers(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, officer, clerk access.Scope) {
		var o designation.Office
		d.Write(t, officer, func(tx access.Tx) (err error) {
			o, err = designation.Appoint(t.Context(), tx, designation.Office{MemberID: d.Town.ID, Post: designation.Referent, Holder: "Ana", From: "2026-01-01"})
			return err
		})
		err := d.Try(t, clerk, func(tx access.Tx) error { _, err := designation.Remove(t.Context(), tx, o.ID); return err })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("another member's clerk gets %v", err)
		}
		d.Wants(404, officer, designation.Path(d.Village.Siren)+"/line/"+o.ID)
	})
}
