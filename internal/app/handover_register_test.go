package app

import (
	"os"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// modelled puts a model into the library with a category of its own, in as many
// versions as it gets remarks.
func (o *office) modelled(tx access.Tx, code string, remarks ...string) (id string, err error) {
	ctx := o.t.Context()
	term, err := model.SaveTerm(ctx, tx, model.Term{Vocabulary: activity.DataTerms, Code: "allergies-" + strings.ToLower(code), Label: i18n.T("Allergies", "Allergies"), Sensitive: true})
	if err != nil {
		return "", err
	}
	for n, words := range remarks {
		r := model.Record{Fields: map[string]model.Value{"name": model.V("Cantine " + code), "remarks": model.V(words)},
			Lists: map[string][]model.Row{"data": {{Key: "a", Cells: map[string]model.Value{"category": model.V(term.Code)}}}}}
		if n == 0 {
			m, err := model.Make(ctx, tx, activity.Spec, model.Model{Code: code}, r)
			if err != nil {
				return "", err
			}
			id = m.ID
		} else if _, err := model.SaveDraft(ctx, tx, activity.Spec, id, 0, r); err != nil {
			return "", err
		}
		if _, err := model.Issue(ctx, tx, activity.Spec, id, words); err != nil {
			return "", err
		}
	}
	return id, nil
}

// register gives a member an activity of a model's first version in which it
// writes, one of its own, and a second version that waits.
func (o *office) register(m organisation.Member) {
	o.t.Helper()
	ctx, s := o.t.Context(), &model.Service{Doors: o.app.Doors, Specs: model.Specs{activity.Kind: activity.Spec}}
	var batch model.Batch
	o.write(access.System("test"), func(tx access.Tx) error {
		id, err := o.modelled(tx, m.Siren, "Première")
		if err != nil {
			return err
		}
		i, err := model.Create(ctx, tx, activity.Spec, m.ID, id, model.Record{})
		if err != nil {
			return err
		}
		f, err := model.Read(ctx, tx, i.ID)
		if err != nil {
			return err
		}
		r, err := model.Put(f.Record, "remarks", `"Chez nous"`)
		if err != nil {
			return err
		}
		if _, err := model.Edit(ctx, tx, activity.Spec, i.ID, f.Rev, r); err != nil {
			return err
		}
		if _, err := model.Create(ctx, tx, activity.Spec, m.ID, "", model.Record{Fields: map[string]model.Value{"name": model.V("Drones")}}); err != nil {
			return err
		}
		r2, err := model.Put(f.Base, "remarks", `"Seconde"`)
		if err != nil {
			return err
		}
		if _, err := model.SaveDraft(ctx, tx, activity.Spec, id, 0, r2); err != nil {
			return err
		}
		if _, err := model.Issue(ctx, tx, activity.Spec, id, "Seconde"); err != nil {
			return err
		}
		batch, err = s.Push(ctx, tx, model.Order{Kind: activity.Kind, Models: []string{id}, Members: []string{m.ID}, How: model.Offer})
		return err
	})
	if err := s.Run(ctx, batch.ID); err != nil {
		o.t.Fatal(err)
	}
}

// registered is what a member's register says, and what it asks.
func (o *office) registered(m organisation.Member) (out []string) {
	o.t.Helper()
	o.read(func(tx access.Tx) error {
		list, err := model.All(o.t.Context(), tx, model.Ask{Kind: activity.Kind, Member: m.ID})
		if err != nil {
			return err
		}
		terms, err := model.ReadTerms(o.t.Context(), tx)
		if err != nil {
			return err
		}
		for _, f := range list {
			p, err := model.ReadProposal(o.t.Context(), tx, f)
			if err != nil {
				return err
			}
			says := f.Name.Fr + ": " + model.Encode(f.Record)
			for _, ref := range activity.Spec.Refers(f.Record) {
				t, _ := terms.Find(ref.Vocabulary, ref.Code)
				says += " " + t.Label.Fr
			}
			for _, d := range p.Open {
				says += " " + d.Path + ": " + d.Base + d.Theirs + d.Mine
			}
			out = append(out, says)
		}
		return nil
	})
	return out
}

// TestModelsOfElsewhere takes in a member whose models have the code of others
// here, twice: frozen copies stay beside the operator's own, readable.
func TestModelsOfElsewhere(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, from *database.DB) {
		here := officeOn(t, from)
		m := here.member("214000028", "Saint-Élix", organisation.Commune)
		here.register(m)
		dir, files := here.exported(m)
		if table := files["rgpd/registre-traitements.csv"]; !strings.Contains(table, "Chez nous") || !strings.Contains(table, "Drones") || !strings.Contains(table, "Allergies") {
			t.Errorf("the register for people: %s", table)
		}
		databasetest.Each(t, Schemas(), func(t *testing.T, to *database.DB) {
			there := officeOn(t, to)
			there.write(access.System("test"), func(tx access.Tx) error {
				_, err := there.modelled(tx, m.Siren, "Notre modèle")
				return err
			})
			out, err := there.handover().Import(t.Context(), os.DirFS(dir))
			if err != nil {
				t.Fatal(err)
			}
			says := strings.Join(there.registered(out.Member), "\n")
			for _, want := range []string{"Chez nous", "Drones", "Allergies", `"Première""Seconde""Chez nous"`} {
				if !strings.Contains(says, want) {
					t.Errorf("no %s in %s", want, says)
				}
			}
			there.read(func(tx access.Tx) error {
				offered, err := model.Models(t.Context(), tx, model.Filter{Kind: activity.Kind})
				if err != nil || len(offered) != 1 || offered[0].Issued != 1 {
					t.Errorf("offered: %+v %v", offered, err)
				}
				all, err := model.Models(t.Context(), tx, model.Filter{Kind: activity.Kind, Retired: true})
				if err != nil || len(all) != 2 || all[1].Code != m.Siren+"/2" || all[1].Issued != 2 {
					t.Errorf("kept: %+v %v", all, err)
				}
				return nil
			})
		})
	})
}
