package opendata_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
)

func TestADatasetIsPublished(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{}, sound)
		h.stands(v.ID, opendata.StageApproved, life.OnHold)
		if _, _, err := h.public(v.PieceID, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("before “Publier” the public sees: %v", err)
		}
		if h.found("subventions", v.PieceID) {
			t.Error("a search finds what is not published")
		}
		h.write(h.as(access.Depositor, "Léa"), func(tx access.Tx) error {
			return h.service.Decide(t.Context(), tx, v.ID, opendata.VerbPublish, "")
		})
		h.stands(v.ID, opendata.StagePublished, life.Done)
		d, e, err := h.public(v.PieceID, 0)
		if err != nil {
			t.Fatal(err)
		}
		if d.Slug != "subventions-2026" || d.Rows != 2 || e.Number != 1 || len(e.Preview) != 2 {
			t.Errorf("published as %+v, %+v", d, e)
		}
		if got := h.bytes(e.CSV); got != sound {
			t.Errorf("the clean file is %q", got)
		}
		for _, query := range []string{"subvention", "SUBVENTIONS 2026", "subv", "sainte-pinede", "montant"} {
			if !h.found(query, v.PieceID) {
				t.Errorf("a search for %q does not find it", query)
			}
		}
		if h.found("subventions cantine", v.PieceID) {
			t.Error("a search finds a dataset without all its words")
		}
	})
}

func TestATokenHasPressed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.deposit(h.as(access.Depositor, "logiciel"), opendata.Request{Press: true}, sound)
		h.stands(v.ID, opendata.StagePublished, life.Done)
	})
}

func TestARefusedFileIsCorrected(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "Léa")
		first := h.deposit(lea, opendata.Request{Press: true}, sound)
		second := h.deposit(lea, opendata.Request{Press: true, PieceID: first.PieceID}, "nom\nINVALID\n")
		h.stands(second.ID, opendata.StageChecked, life.Rejected)
		if d, _, err := h.public(first.PieceID, 0); err != nil || d.Number != 1 {
			t.Errorf("version 1 must stay public: %+v, %v", d, err)
		}
		third := h.deposit(lea, opendata.Request{Press: true, PieceID: first.PieceID}, sound+"Vélo,80\n")
		if third.Number != 3 {
			t.Errorf("the corrected file is version %d", third.Number)
		}
		d, e, err := h.public(first.PieceID, 0)
		if err != nil || d.Number != 3 || d.Rows != 3 || e.VersionID != third.ID {
			t.Errorf("the address shows %+v, %v", d, err)
		}
		if _, e, err := h.public(first.PieceID, 1); err != nil || e.Rows != 2 {
			t.Errorf("version 1 keeps its own: %+v, %v", e, err)
		}
		if _, _, err := h.public(first.PieceID, 2); !fault.Is(err, fault.NotFound) {
			t.Errorf("a version that was never public: %v", err)
		}
	})
}

func TestTheSameFileTwice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "Léa")
		first := h.deposit(lea, opendata.Request{Press: true}, sound)
		for name, q := range map[string]opendata.Request{
			"same title":   {Press: true},
			"as a version": {Press: true, PieceID: first.PieceID},
			"another name": {Press: true, FileName: "autre.csv"},
		} {
			again, fresh, err := h.tryDeposit(lea, q, sound)
			if err != nil || fresh || again.ID != first.ID {
				t.Errorf("%s: version %d, fresh %v, %v", name, again.Number, fresh, err)
			}
		}
		if other, fresh, err := h.tryDeposit(lea, opendata.Request{Title: "Autre titre"}, sound); err != nil || !fresh || other.PieceID == first.PieceID {
			t.Errorf("another title is another dataset: %+v, %v, %v", other, fresh, err)
		}
		if other, fresh, err := h.tryDeposit(lea, opendata.Request{PieceID: first.PieceID, Schema: "test/known"}, sound); err != nil || !fresh || other.Number != 2 {
			t.Errorf("another schema is another version: %+v, %v, %v", other, fresh, err)
		}
		if other, fresh, err := h.tryDeposit(lea, opendata.Request{PieceID: first.PieceID, Schema: "test/known@1.0.0"}, sound); err != nil || fresh || other.Number != 2 {
			t.Errorf("the same schema, spelt otherwise, is the same version: %+v, %v, %v", other, fresh, err)
		}
	})
}

func TestARepeatedRequestIsTheSameDeposit(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "Léa")
		first := h.deposit(lea, opendata.Request{Key: "k1"}, sound)
		h.deposit(lea, opendata.Request{PieceID: first.PieceID}, sound+"x,1\n")
		if again, fresh, err := h.tryDeposit(lea, opendata.Request{Key: "k1"}, sound); err != nil || fresh || again.ID != first.ID {
			t.Errorf("again: %+v, %v, %v", again, fresh, err)
		}
		if _, _, err := h.tryDeposit(lea, opendata.Request{Key: "k1"}, "autre\n1\n"); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same key for other bytes: %v", err)
		}
	})
}

func TestASecondPerson(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.write(h.as(access.Manager, "Zoé"), func(tx access.Tx) error {
			return opendata.SetRule(t.Context(), tx, opendata.Rule{MemberID: h.member.ID, Schema: "test/known"}, true)
		})
		paul := h.as(access.Approver, "Paul")
		v := h.deposit(paul, opendata.Request{Press: true, Schema: "test/known"}, sound)
		h.stands(v.ID, opendata.StageApproved, life.OnHold)
		decide := func(s access.Scope, verb, reason string) error {
			return h.try(s, func(tx access.Tx) error { return h.service.Decide(t.Context(), tx, v.ID, verb, reason) })
		}
		if err := decide(paul, opendata.VerbApprove, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who deposited approves: %v", err)
		}
		if err := decide(h.as(access.Depositor, "Léa"), opendata.VerbApprove, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a depositor approves: %v", err)
		}
		if err := decide(h.as(access.Official, "Mme la maire"), opendata.VerbRefuse, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("a refusal without a reason: %v", err)
		}
		if err := decide(h.as(access.Official, "Mme la maire"), opendata.VerbApprove, ""); err != nil {
			t.Fatal(err)
		}
		h.stands(v.ID, opendata.StagePublished, life.Done)
		if other := h.deposit(paul, opendata.Request{Press: true, Title: "Sans schéma"}, sound); true {
			h.stands(other.ID, opendata.StagePublished, life.Done)
		}
		h.write(access.System("test"), func(tx access.Tx) error {
			return opendata.SetRule(t.Context(), tx, opendata.Rule{MemberID: h.operator.ID}, true)
		})
		if other := h.deposit(paul, opendata.Request{Press: true, Title: "Sous la règle de l’opérateur"}, sound); true {
			h.stands(other.ID, opendata.StageApproved, life.OnHold)
		}
	})
}

func TestUndoOfAnApproval(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "Léa")
		first := h.deposit(lea, opendata.Request{Press: true}, sound)
		second := h.deposit(lea, opendata.Request{Press: true, PieceID: first.PieceID}, sound+"Vélo,80\n")
		undo := func(v piece.Version, s access.Scope) error {
			return h.try(s, func(tx access.Tx) error { return h.service.Decide(t.Context(), tx, v.ID, life.Undo, "trop tôt") })
		}
		if err := undo(second, lea); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a depositor undoes an approval: %v", err)
		}
		if err := undo(second, h.as(access.Approver, "Paul")); err != nil {
			t.Fatal(err)
		}
		h.stands(second.ID, opendata.StageApproved, life.OnHold)
		if d, _, err := h.public(first.PieceID, 0); err != nil || d.Number != 1 {
			t.Errorf("the version before must show: %+v, %v", d, err)
		}
		if _, _, err := h.public(first.PieceID, 2); !fault.Is(err, fault.Gone) {
			t.Errorf("the address of the version taken back: %v", err)
		}
		if err := undo(first, h.as(access.Approver, "Paul")); err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.public(first.PieceID, 0); !fault.Is(err, fault.Gone) {
			t.Errorf("nothing is public any more: %v", err)
		}
		h.write(h.as(access.Approver, "Paul"), func(tx access.Tx) error {
			return h.service.Decide(t.Context(), tx, second.ID, opendata.VerbApprove, "")
		})
		if d, _, err := h.public(first.PieceID, 0); err != nil || d.Number != 2 || !h.found("subventions", first.PieceID) {
			t.Errorf("approved again: %+v, %v", d, err)
		}
		h.stands(first.ID, opendata.StageApproved, life.Rejected)
	})
}

func TestAnEarlierVersionNeverHidesALater(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.write(access.System("test"), func(tx access.Tx) error {
			return opendata.SetRule(t.Context(), tx, opendata.Rule{MemberID: h.member.ID}, true)
		})
		lea, paul := h.as(access.Depositor, "Léa"), h.as(access.Approver, "Paul")
		first := h.deposit(lea, opendata.Request{Press: true}, sound)
		second := h.deposit(lea, opendata.Request{Press: true, PieceID: first.PieceID}, sound+"Vélo,80\n")
		h.write(paul, func(tx access.Tx) error { return h.service.Decide(t.Context(), tx, first.ID, opendata.VerbApprove, "") })
		if d, _, err := h.public(first.PieceID, 0); err != nil || d.Number != 1 {
			t.Errorf("%+v, %v", d, err)
		}
		h.write(paul, func(tx access.Tx) error {
			return h.service.Decide(t.Context(), tx, second.ID, opendata.VerbApprove, "")
		})
		if d, _, err := h.public(first.PieceID, 0); err != nil || d.Number != 2 {
			t.Errorf("%+v, %v", d, err)
		}
	})
}

func TestBadRequests(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "Léa")
		for name, c := range map[string]struct {
			scope access.Scope
			q     opendata.Request
			body  string
			want  fault.Kind
		}{
			"long title":          {lea, opendata.Request{Title: strings.Repeat("é", 10_000)}, sound, fault.Invalid},
			"blank title":         {lea, opendata.Request{Title: " \t "}, sound, fault.Invalid},
			"unknown schema":      {lea, opendata.Request{Schema: "scdl/rien"}, sound, fault.Invalid},
			"too large":           {lea, opendata.Request{}, strings.Repeat("x", 1<<20+1), fault.TooLarge},
			"reader":              {h.as(access.Reader, "Luc"), opendata.Request{}, sound, fault.Forbidden},
			"public":              {access.Public(), opendata.Request{}, sound, fault.NotFound},
			"officer, no mandate": {h.officer(), opendata.Request{}, sound, fault.Forbidden},
			"another's piece":     {lea, opendata.Request{PieceID: "01934d5e-0000-7000-8000-000000000000"}, sound, fault.NotFound},
		} {
			if _, _, err := h.tryDeposit(c.scope, c.q, c.body); !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		cut := &cutReader{r: strings.NewReader(sound)}
		if _, _, err := h.service.Deposit(t.Context(), lea, opendata.Request{MemberID: h.member.ID, Title: "Coupé"}, cut); !fault.Is(err, fault.Invalid) {
			t.Errorf("an upload cut short: %v", err)
		}
	})
}

type cutReader struct{ r *strings.Reader }

func (c *cutReader) Read(p []byte) (int, error) {
	if c.r.Len() == 0 {
		return 0, errors.New("connection reset")
	}
	return c.r.Read(p)
}

func TestAnOfficerActsUnderAMandateOnly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{Press: true}, sound)
		withdraw := func() error {
			return h.try(h.officer(), func(tx access.Tx) error { return h.service.Withdraw(t.Context(), tx, v.PieceID, "error", "") })
		}
		if err := withdraw(); !fault.Is(err, fault.Forbidden) {
			t.Errorf("without a mandate: %v", err)
		}
		h.write(access.System("test"), func(tx access.Tx) error {
			_, err := access.AddMandate(t.Context(), tx, access.Mandate{MemberID: h.member.ID, From: "2026-11-23", Signatory: "La maire"})
			return err
		})
		if err := withdraw(); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a mandate that begins tomorrow: %v", err)
		}
		h.clock.Advance(24 * time.Hour)
		if err := withdraw(); err != nil {
			t.Errorf("under the mandate: %v", err)
		}
	})
}

func TestUndoOfARefusalForPersonalData(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{Press: true, FileName: "PRIVATE.csv"}, sound)
		paul := h.as(access.Approver, "Paul")
		decide := func(s access.Scope, verb string) error {
			return h.try(s, func(tx access.Tx) error { return h.service.Decide(t.Context(), tx, v.ID, verb, "raison") })
		}
		h.stands(v.ID, opendata.StageCleared, life.OnHold)
		if err := decide(h.as(access.Depositor, "Léa"), "allow"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a depositor decides: %v", err)
		}
		if err := decide(paul, "refuse"); err != nil {
			t.Fatal(err)
		}
		h.stands(v.ID, opendata.StageCleared, life.Rejected)
		if err := decide(h.as(access.Depositor, "Léa"), life.Undo); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a depositor undoes: %v", err)
		}
		if err := decide(paul, life.Undo); err != nil {
			t.Fatal(err)
		}
		h.stands(v.ID, opendata.StageCleared, life.OnHold)
		if _, _, err := h.public(v.PieceID, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("an undone refusal is public: %v", err)
		}
		if err := decide(paul, "allow"); err != nil {
			t.Fatal(err)
		}
		h.stands(v.ID, opendata.StagePublished, life.Done)
	})
}
