package model_test

import (
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/journal"
	"airial/internal/services/register/model"
)

// spec is a small kind of record.
var spec = model.Spec{Kind: "test", Label: i18n.T("essai", "trial"), Title: "name", Parts: []model.Part{{
	Fields: []model.Field{{Name: "name", Label: i18n.T("Nom", "Name"), Required: true}, {Name: "note", Label: i18n.T("Note", "Note"), Type: model.Long}},
	Lists: []model.List{{Name: "data", Label: i18n.T("Données", "Data"), Title: "category", Cells: []model.Field{
		{Name: "category", Label: i18n.T("Catégorie", "Category"), Type: model.Named, Vocabulary: "data"},
		{Name: "kept", Label: i18n.T("Durée", "Duration"), Required: true}}}},
}}}

type house struct {
	*organisationtest.Ground
	t       *testing.T
	service *model.Service
	officer access.Scope
	clerk   access.Scope // of the village
}

func each(t *testing.T, test func(h *house)) {
	organisationtest.Each(t, []database.Schema{journal.Schema, model.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		g.Doors.Tell(journal.New(g.Clock, ident.New(g.Clock, nil), nil))
		h := &house{Ground: g, t: t, service: &model.Service{Doors: g.Doors, Specs: model.Specs{spec.Kind: spec}},
			officer: organisationtest.At("dpo", g.Operator, access.ProtectionOfficer),
			clerk:   organisationtest.At("clerk", g.Village, access.Depositor)}
		h.write(h.officer, func(tx access.Tx) error {
			for _, l := range []string{"Identité", "NIR", "Santé"} {
				if _, err := model.SaveTerm(t.Context(), tx, model.Term{Vocabulary: "data", Label: i18n.T(l, l)}); err != nil {
					return err
				}
			}
			return nil
		})
		test(h)
	})
}

func (h *house) write(s access.Scope, fn func(tx access.Tx) error) {
	h.t.Helper()
	h.Clock.Advance(time.Minute)
	h.Write(h.t, s, fn)
}

// text is a record with a name, a note and rows "key=category:kept".
func text(name, note string, rows ...string) model.Record {
	r := model.Record{Fields: map[string]model.Value{"name": model.V(name), "note": model.V(note)}, Lists: map[string][]model.Row{}}
	for _, row := range rows {
		key, rest, _ := strings.Cut(row, "=")
		category, kept, _ := strings.Cut(rest, ":")
		r.Lists["data"] = append(r.Lists["data"], model.Row{Key: key, Cells: map[string]model.Value{"category": model.V(category), "kept": model.V(kept)}})
	}
	return r.Tidy()
}

func (h *house) issue(id string, r model.Record) {
	h.t.Helper()
	h.write(h.officer, func(tx access.Tx) error {
		d, err := model.ReadDraft(h.t.Context(), tx, id)
		if err != nil {
			return err
		}
		if _, err := model.SaveDraft(h.t.Context(), tx, spec, id, d.Rev, r); err != nil {
			return err
		}
		_, err = model.Issue(h.t.Context(), tx, spec, id, "note")
		return err
	})
}

func (h *house) make(code string, r model.Record) (id string) {
	h.t.Helper()
	h.write(h.officer, func(tx access.Tx) error {
		m, err := model.Make(h.t.Context(), tx, spec, model.Model{Code: code}, r)
		if err == nil {
			_, err = model.Issue(h.t.Context(), tx, spec, m.ID, "")
		}
		id = m.ID
		return err
	})
	return id
}

func (h *house) batch(ask func(tx access.Tx) (model.Batch, error)) (b model.Batch) {
	h.t.Helper()
	h.write(h.officer, func(tx access.Tx) (err error) {
		b, err = ask(tx)
		return err
	})
	return h.run(b)
}

func (h *house) run(b model.Batch) (out model.Batch) {
	h.t.Helper()
	h.Clock.Advance(time.Minute)
	for range 2 { // a batch run twice does no more than once
		if err := h.service.Run(h.t.Context(), b.ID); err != nil {
			h.t.Fatal(err)
		}
	}
	h.Read(h.t, h.officer, func(tx access.Tx) (err error) {
		out, err = model.GetBatch(h.t.Context(), tx, b.ID)
		return err
	})
	return out
}

func (h *house) adopt(models ...string) model.Batch {
	return h.batch(func(tx access.Tx) (model.Batch, error) {
		return h.service.Adopt(h.t.Context(), tx, model.Order{Kind: spec.Kind, Models: models})
	})
}

func (h *house) push(how string, models ...string) model.Batch {
	return h.batch(func(tx access.Tx) (model.Batch, error) {
		return h.service.Push(h.t.Context(), tx, model.Order{Kind: spec.Kind, Models: models, How: how})
	})
}

func (h *house) undo(b model.Batch) model.Batch {
	return h.batch(func(tx access.Tx) (model.Batch, error) { return h.service.Undo(h.t.Context(), tx, b.ID) })
}

// of reads a member's instance of a model.
func (h *house) of(member, id string) (f model.Full) {
	h.t.Helper()
	h.Read(h.t, h.officer, func(tx access.Tx) error {
		list, err := model.All(h.t.Context(), tx, model.Ask{Kind: spec.Kind, Member: member, Model: id})
		if err == nil && len(list) != 1 {
			h.t.Fatalf("%d instances", len(list))
		}
		f = list[0]
		return err
	})
	return f
}

func (h *house) edit(f model.Full, r model.Record) {
	h.t.Helper()
	h.write(h.officer, func(tx access.Tx) error {
		_, err := model.Edit(h.t.Context(), tx, spec, f.ID, f.Rev, r)
		return err
	})
}

func (h *house) says(what string, member, id string, want model.Record, open int) model.Full {
	h.t.Helper()
	f := h.of(member, id)
	if !same(f.Record, want) {
		h.t.Errorf("%s: holds %s, want %s", what, model.Encode(f.Record), model.Encode(want))
	}
	if f.Open != open {
		h.t.Errorf("%s: %d open, want %d", what, f.Open, open)
	}
	return f
}

func TestAVersionReachesEverybody(t *testing.T) {
	each(t, func(h *house) {
		id := h.make("A1", text("Cantine", "ancien", "id=identite:1 an"))
		if b := h.adopt(id); b.Counts.Outcomes[model.Created] != 4 || b.Counts.Members != 4 || b.Done != 4 || b.State != "done" {
			t.Fatalf("%+v", b)
		}
		if b := h.adopt(id); b.Counts.Outcomes[model.Created] != 0 {
			t.Fatalf("given twice: %+v", b)
		}
		f := h.of(h.Village.ID, id)
		h.write(h.clerk, func(tx access.Tx) error {
			_, err := model.Edit(t.Context(), tx, spec, f.ID, f.Rev, text("Restaurant", "ancien", "id=identite:2 ans", "z1=sante:1 mois"))
			return err
		})
		h.issue(id, text("Cantine scolaire", "nouveau", "id=identite:3 ans", "nir=nir:1 an"))
		b := h.push(model.Take, id)
		if b.Counts.Outcomes[model.Taken] != 4 || b.Counts.Open != 1 {
			t.Errorf("%+v", b.Counts)
		}
		h.says("untouched", h.Town.ID, id, text("Cantine scolaire", "nouveau", "id=identite:3 ans", "nir=nir:1 an"), 0)
		f = h.says("overridden", h.Village.ID, id, text("Restaurant", "nouveau", "id=identite:2 ans", "nir=nir:1 an", "z1=sante:1 mois"), 2)
		if f.Name.Fr != "Restaurant" {
			t.Errorf("name %q", f.Name.Fr)
		}
		// The member settles one after the other's text, and keeps its own name.
		h.write(h.clerk, func(tx access.Tx) error {
			p, err := model.ReadProposal(t.Context(), tx, f)
			if err != nil || len(p.Open) != 2 || !p.Taken || p.Note != "note" {
				t.Errorf("%+v %v", p, err)
			}
			if _, err := model.SettleOne(t.Context(), tx, spec, f.ID, f.Rev, map[string]string{"name": model.Mine}); !fault.Is(err, fault.Invalid) {
				t.Errorf("a difference was left out: %v", err)
			}
			_, err = model.SettleOne(t.Context(), tx, spec, f.ID, f.Rev, map[string]string{"name": model.Mine, "data#id.kept": model.Theirs})
			return err
		})
		h.says("settled", h.Village.ID, id, text("Restaurant", "nouveau", "id=identite:3 ans", "nir=nir:1 an", "z1=sante:1 mois"), 0)
		// Undone: what the village wrote before stays where it decided so.
		if u := h.undo(b); u.Counts.Outcomes[model.Undone] != 4 {
			t.Errorf("%+v", u.Counts)
		}
		h.says("undone", h.Town.ID, id, text("Cantine", "ancien", "id=identite:1 an"), 0)
		f = h.says("undone", h.Village.ID, id, text("Restaurant", "ancien", "id=identite:1 an", "z1=sante:1 mois"), 0)
		h.Read(t, h.clerk, func(tx access.Tx) error {
			deeds, err := model.Deeds(t.Context(), tx, f)
			var words []string
			for _, d := range deeds {
				words = append(words, d.Deed)
			}
			if got := strings.Join(words, " "); got != "batch:undone settled batch:taken edited batch:created" {
				t.Errorf("history: %s", got)
			}
			return err
		})
	})
}

// Any batch can be taken back, not only the last: what later ones brought stays.
func TestAnEarlierBatchIsUndone(t *testing.T) {
	each(t, func(h *house) {
		id := h.make("A1", text("un", "a", "id=identite:1 an"))
		h.adopt(id)
		h.issue(id, text("deux", "b", "id=identite:2 ans", "nir=nir:1 an"))
		second := h.push(model.Take, id)
		f := h.of(h.Village.ID, id)
		h.edit(f, text("deux", "local", "id=identite:2 ans", "nir=nir:1 an"))
		h.issue(id, text("trois", "b", "id=identite:2 ans", "nir=nir:1 an", "s=sante:5 ans"))
		third := h.push(model.Take, id)

		u := h.undo(second)
		if u.Counts.Outcomes[model.Reverted] != 4 || u.Counts.Conflicts != 4 {
			t.Errorf("%+v", u.Counts)
		}
		// The name was changed again by the third version: it stays and is told.
		h.says("town", h.Town.ID, id, text("trois", "a", "id=identite:1 an", "s=sante:5 ans"), 0)
		h.says("village", h.Village.ID, id, text("trois", "local", "id=identite:1 an", "s=sante:5 ans"), 0)
		h.Read(t, h.officer, func(tx access.Tx) error {
			items, err := model.Items(t.Context(), tx, u.ID, 10, 0)
			if err != nil || len(items) != 4 || strings.Join(items[0].Conflicts, " ") != "name" && strings.Join(items[0].Conflicts, " ") != "note name" {
				t.Errorf("%+v %v", items, err)
			}
			return nil
		})
		h.undo(third)
		h.says("town", h.Town.ID, id, text("deux", "a", "id=identite:1 an"), 0)
		if err := h.Try(t, h.officer, func(tx access.Tx) error { _, err := h.service.Undo(t.Context(), tx, second.ID); return err }); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone twice: %v", err)
		}
	})
}

func TestAnOfferWaits(t *testing.T) {
	each(t, func(h *house) {
		id := h.make("A1", text("un", "a"))
		h.adopt(id)
		h.edit(h.of(h.Village.ID, id), text("local", "a"))
		h.issue(id, text("deux", "b"))
		offer := h.push(model.Offer, id)
		f := h.says("offered", h.Town.ID, id, text("un", "a"), 0)
		if !f.Waits() {
			t.Error("nothing waits")
		}
		v := h.says("offered", h.Village.ID, id, text("local", "a"), 1)
		h.write(h.officer, func(tx access.Tx) error {
			p, err := model.ReadProposal(t.Context(), tx, f)
			if err != nil || len(p.New) != 2 || p.Taken {
				t.Errorf("%+v %v", p, err)
			}
			_, err = model.SettleOne(t.Context(), tx, spec, f.ID, f.Rev, map[string]string{"note": model.Mine})
			return err
		})
		h.says("settled", h.Town.ID, id, text("deux", "a"), 0)
		// In bulk, for the rest; and back.
		s := h.batch(func(tx access.Tx) (model.Batch, error) {
			return h.service.Settle(t.Context(), tx, model.Order{Kind: spec.Kind, Models: []string{id}, How: model.Theirs})
		})
		if s.Counts.Outcomes[model.Settled] != 3 || s.Counts.Open != 0 {
			t.Errorf("%+v", s.Counts)
		}
		h.says("in bulk", h.Village.ID, id, text("deux", "b"), 0)
		h.undo(s)
		if now := h.says("bulk undone", h.Village.ID, id, text("local", "a"), 1); now.Version != v.Version || now.Proposed != v.Proposed || now.Name.Fr != "local" {
			t.Errorf("%+v", now.Instance)
		}
		u := h.undo(offer)
		if u.Counts.Outcomes[model.Undone] != 3 || u.Counts.Outcomes[model.Kept] != 1 {
			t.Errorf("the offer that was accepted is told: %+v", u.Counts)
		}
		if f := h.says("offer undone", h.Village.ID, id, text("local", "a"), 0); f.Waits() {
			t.Error("it still waits")
		}
		// Keeping one's own text in bulk.
		h.push(model.Take, id)
		m := h.batch(func(tx access.Tx) (model.Batch, error) {
			return h.service.Settle(t.Context(), tx, model.Order{Kind: spec.Kind, Models: []string{id}, How: model.Mine})
		})
		h.says("kept in bulk", h.Village.ID, id, text("local", "b"), 0)
		h.undo(m)
		h.says("open again", h.Village.ID, id, text("local", "b"), 1)
	})
}

func TestGivingIsUndoneWhereNobodyTouchedIt(t *testing.T) {
	each(t, func(h *house) {
		id := h.make("A1", text("un", "a"))
		b := h.adopt(id)
		h.edit(h.of(h.Village.ID, id), text("local", "a"))
		u := h.undo(b)
		if u.Counts.Outcomes[model.Undone] != 3 || u.Counts.Outcomes[model.Kept] != 1 {
			t.Errorf("%+v", u.Counts)
		}
		h.says("kept", h.Village.ID, id, text("local", "a"), 0)
		if b := h.adopt(id); b.Counts.Outcomes[model.Created] != 3 {
			t.Errorf("%+v", b.Counts)
		}
	})
}

func TestAMemberThatLeavesIsTold(t *testing.T) {
	each(t, func(h *house) {
		id := h.make("A1", text("un", "a"))
		h.adopt(id)
		h.issue(id, text("deux", "b"))
		var b model.Batch
		h.write(h.officer, func(tx access.Tx) (err error) {
			b, err = h.service.Push(t.Context(), tx, model.Order{Kind: spec.Kind, Models: []string{id}, How: model.Take})
			return err
		})
		h.write(access.System("test"), func(tx access.Tx) error {
			_, err := tx.Exec(t.Context(), `update member set closed_at = 1 where id = $1`, h.Village.ID)
			return err
		})
		b = h.run(b)
		if len(b.Counts.Left) != 1 || b.Counts.Left[0] != h.Village.ID || b.Counts.Outcomes[model.Taken] != 3 {
			t.Errorf("%+v", b.Counts)
		}
		h.says("left", h.Village.ID, id, text("un", "a"), 0)
	})
}

func TestTwoAgentsMeet(t *testing.T) {
	each(t, func(h *house) {
		id := h.make("A1", text("un", "a"))
		h.adopt(id)
		f := h.of(h.Village.ID, id)
		h.edit(f, text("deux", "a"))
		err := h.Try(t, h.clerk, func(tx access.Tx) error {
			_, err := model.Edit(t.Context(), tx, spec, f.ID, f.Rev, text("trois", "a"))
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%v", err)
		}
		h.says("nothing overwritten", h.Village.ID, id, text("deux", "a"), 0)
	})
}

func TestARemovedCategoryIsAnswered(t *testing.T) {
	each(t, func(h *house) {
		id := h.make("A1", text("un", "a", "n=nir:1 an"))
		remove := func(by string) error {
			return h.Try(t, h.officer, func(tx access.Tx) error {
				_, err := model.RemoveTerm(t.Context(), tx, h.service.Specs, "data", "nir", by)
				return err
			})
		}
		if err := remove(""); !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Message(err).Fr, "un") {
			t.Errorf("%v", err)
		}
		if err := remove("identite"); err != nil {
			t.Fatal(err)
		}
		h.write(h.officer, func(tx access.Tx) error {
			d, err := model.ReadDraft(t.Context(), tx, id)
			if got := d.Record.Lists["data"][0].Cells["category"].Fr; got != "identite" {
				t.Errorf("%q", got)
			}
			return err
		})
		// Who writes the removed one by another way hears of it.
		err := h.Try(t, h.officer, func(tx access.Tx) error {
			d, err := model.ReadDraft(t.Context(), tx, id)
			if err != nil {
				return err
			}
			if _, err := model.SaveDraft(t.Context(), tx, spec, id, d.Rev, text("un", "b", "n=nir:1 an")); err != nil {
				return err
			}
			_, err = model.Issue(t.Context(), tx, spec, id, "")
			return err
		})
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err).Fr, "NIR → Identité") {
			t.Errorf("%v", err)
		}
	})
}

func TestStatesAndSearch(t *testing.T) {
	each(t, func(h *house) {
		id := h.make("A1", text("Cantine scolaire", "repas des élèves", "n=nir:"))
		h.make("A2", text("Cimetière", "concessions"))
		h.adopt(id)
		f := h.of(h.Village.ID, id)
		reader := organisationtest.At("reader", h.Village, access.Reader)
		for _, c := range []struct {
			who  access.Scope
			what func(tx access.Tx) error
			want fault.Kind
		}{
			{reader, func(tx access.Tx) error { return model.SetState(t.Context(), tx, spec, f.ID, model.Complete) }, fault.Forbidden},
			{h.clerk, func(tx access.Tx) error { return model.SetState(t.Context(), tx, spec, f.ID, model.Complete) }, fault.Conflict},
			{h.clerk, func(tx access.Tx) error { return model.Approve(t.Context(), tx, f.ID, f.Rev, "") }, fault.Forbidden},
			{h.officer, func(tx access.Tx) error { return model.Approve(t.Context(), tx, f.ID, f.Rev+1, "") }, fault.Conflict},
			{organisationtest.At("other", h.Town, access.Manager), func(tx access.Tx) error { _, err := model.Read(t.Context(), tx, f.ID); return err }, fault.NotFound},
			{h.clerk, func(tx access.Tx) error { return model.ForOfficer(tx, "") }, fault.Forbidden},
		} {
			if err := h.Try(t, c.who, c.what); !fault.Is(err, c.want) {
				t.Errorf("want %s: %v", c.want, err)
			}
		}
		h.edit(f, text("Cantine scolaire", "repas servis", "n=nir:1 an"))
		f = h.of(h.Village.ID, id)
		h.write(h.clerk, func(tx access.Tx) error { return model.SetState(t.Context(), tx, spec, f.ID, model.Complete) })
		f = h.of(h.Village.ID, id)
		h.write(h.officer, func(tx access.Tx) error { return model.Approve(t.Context(), tx, f.ID, f.Rev, "bien") })
		f = h.of(h.Village.ID, id)
		if f.State != model.Checked || f.SinceCheck() {
			t.Errorf("%+v", f.Instance)
		}
		h.edit(f, text("Cantine", "repas servis", "n=nir:1 an"))
		if f = h.of(h.Village.ID, id); f.State != model.Checked || !f.SinceCheck() {
			t.Errorf("%+v", f.Instance)
		}
		h.Read(t, h.officer, func(tx access.Tx) error {
			c, ok, err := model.LastCheck(t.Context(), tx, f.ID)
			if diff := model.Changes(c.Record, f.Record); err != nil || !ok || len(diff) != 1 || diff[0].Path != "name" || c.Message != "bien" {
				t.Errorf("%+v %v %v", diff, ok, err)
			}
			for query, want := range map[string]int{"repas": 4, "repas eleves": 3, "SERVIS": 1, "nir": 4, "cimetière": 0, "cant": 4, "!": 0} {
				if _, n, err := model.Find(t.Context(), tx, model.Ask{Kind: spec.Kind, Query: query}, 10, 0); err != nil || n != want {
					t.Errorf("%q: %d, want %d (%v)", query, n, want, err)
				}
			}
			c2, err := model.Count(t.Context(), tx, model.Ask{Kind: spec.Kind})
			if c2.All != 4 || c2.Checked != 1 || c2.SinceCheck != 1 || c2.Begun != 3 {
				t.Errorf("%+v %v", c2, err)
			}
			return nil
		})
		h.Read(t, h.clerk, func(tx access.Tx) error {
			if _, n, err := model.Find(t.Context(), tx, model.Ask{Kind: spec.Kind, Query: "repas"}, 10, 0); err != nil || n != 1 {
				t.Errorf("a clerk finds %d: %v", n, err)
			}
			return nil
		})
	})
}

func TestWhatIsNamedSoComesFirst(t *testing.T) {
	each(t, func(h *house) {
		h.adopt(h.make("A1", text("Achats", "denrées de la cantine")), h.make("A2", text("Cantine scolaire", "repas")))
		own := h.of(h.Village.ID, h.model("A1"))
		h.edit(own, text("Achats", "denrées de la cantine, en gros"))
		h.Read(t, h.officer, func(tx access.Tx) error {
			list, n, err := model.Find(t.Context(), tx, model.Ask{Kind: spec.Kind, Query: "cantine"}, 10, 0)
			if err != nil || n != 8 || len(list) != 8 {
				t.Fatalf("%d of %d: %v", len(list), n, err)
			}
			for i, x := range list {
				if want := map[bool]string{true: "A2", false: "A1"}[i < 4]; x.Code != want {
					t.Errorf("%d. %s, want %s", i, x.Code, want)
				}
			}
			one, n, err := model.Find(t.Context(), tx, model.Ask{Kind: spec.Kind, Query: "gros", Member: h.Village.ID}, 10, 0)
			if err != nil || n != 1 || one[0].ID != own.ID {
				t.Errorf("%+v %v", one, err)
			}
			if _, n, err := model.Find(t.Context(), tx, model.Ask{Kind: spec.Kind, Query: "gros", Member: h.Town.ID}, 10, 0); err != nil || n != 0 {
				t.Errorf("the town has %d: %v", n, err)
			}
			return nil
		})
	})
}

// model is the id of a model by its code.
func (h *house) model(code string) (id string) {
	h.t.Helper()
	h.Read(h.t, h.officer, func(tx access.Tx) error {
		m, err := model.ByCode(h.t.Context(), tx, spec.Kind, code)
		id = m.ID
		return err
	})
	return id
}
