package opendata_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
)

// stored lists the digests of the member's files.
func (h *house) stored() map[string]bool {
	h.t.Helper()
	out := map[string]bool{}
	err := h.blobs.Walk(h.t.Context(), h.member.ID, func(r blob.Ref) error {
		out[r.Digest] = true
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func (h *house) decide(s access.Scope, v piece.Version, verb string) error {
	return h.try(s, func(tx access.Tx) error { return h.service.Decide(h.t.Context(), tx, v.ID, verb, "raison") })
}

func TestAPublicationThatComesAfterTheErasureLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{}, sound)
		h.checks.Reading = func() {
			h.checks.Reading = nil
			if err := h.service.Erase(t.Context(), h.as(access.Approver, "Paul"), v.PieceID); err != nil {
				t.Error(err)
			}
		}
		if err := h.decide(h.as(access.Depositor, "Léa"), v, opendata.VerbPublish); err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.public(v.PieceID, 0); !fault.Is(err, fault.Gone) {
			t.Errorf("erased while it was published: %v", err)
		}
		if left := h.stored(); len(left) != 0 {
			t.Errorf("%d files of the erased dataset are in the store", len(left))
		}
	})
}

func TestAFailureToTakeBackNeverPublishes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea, paul := h.as(access.Depositor, "Léa"), h.as(access.Approver, "Paul")
		v := h.deposit(lea, opendata.Request{Press: true}, sound)
		err := h.doors.Write(t.Context(), paul, func(tx access.Tx) error { return h.service.UndoDecision(t.Context(), tx, v.ID, "trop tôt") })
		if err != nil {
			t.Fatal(err)
		}
		ticket := h.queue.Take()[0]
		h.write(access.System("test"), func(tx access.Tx) error {
			return h.engine.Fail(t.Context(), tx, ticket, errors.New("the database is away"))
		})
		h.write(h.officer(), func(tx access.Tx) error { return h.service.Retry(t.Context(), tx, v) })
		h.stands(v.ID, opendata.StageApproved, life.OnHold)
		if _, _, err := h.public(v.PieceID, 0); !fault.Is(err, fault.Gone) {
			t.Errorf("taken back, failed, tried again: %v", err)
		}
	})
}

func TestNothingIsApprovedThatNobodyAskedToPublish(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		paul := h.as(access.Approver, "Paul")
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{}, sound)
		if err := h.decide(paul, v, opendata.VerbApprove); !fault.Is(err, fault.Conflict) {
			t.Errorf("approved before “Publier”: %v", err)
		}
		if err := h.decide(h.as(access.Depositor, "Léa"), v, opendata.VerbAbandon); err != nil {
			t.Fatal(err)
		}
		if err := h.decide(paul, v, life.Undo); err != nil {
			t.Fatal(err)
		}
		if err := h.decide(paul, v, opendata.VerbApprove); !fault.Is(err, fault.Conflict) {
			t.Errorf("given up, taken back, approved: %v", err)
		}
		h.stands(v.ID, opendata.StageApproved, life.OnHold)
	})
}

func TestAnErasedVersionTakesNoUndo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		paul := h.as(access.Approver, "Paul")
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{Press: true}, sound)
		if err := h.service.Erase(t.Context(), paul, v.PieceID); err != nil {
			t.Fatal(err)
		}
		if err := h.decide(paul, v, life.Undo); !fault.Is(err, fault.Gone) {
			t.Errorf("the decision on an erased version is taken back: %v", err)
		}
	})
}

func TestPublishedAgainItKeepsItsFiles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		paul := h.as(access.Approver, "Paul")
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{Press: true}, sound)
		if err := h.decide(paul, v, life.Undo); err != nil {
			t.Fatal(err)
		}
		h.checks.Reading = func() { t.Error("its files are made again") }
		if err := h.decide(paul, v, opendata.VerbApprove); err != nil {
			t.Fatal(err)
		}
		if _, e, err := h.public(v.PieceID, 0); err != nil || h.bytes(e.CSV) != sound {
			t.Errorf("%+v, %v", e, err)
		}
	})
}

func TestAValueThatNoTypeHoldsIsPublishedAsText(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{Press: true},
			"small#,large#\n1,2\n2,123456789012345678901234567890\n")
		_, e, err := h.public(v.PieceID, 0)
		if err != nil {
			t.Fatal(err)
		}
		if e.Columns[0].Type != "integer" || e.Columns[1].Type != "text" || e.Rows != 2 || len(e.Preview) != 2 {
			t.Errorf("published as %+v, %d rows, preview %v", e.Columns, e.Rows, e.Preview)
		}
	})
}

func TestAPreviewKeepsTheBeginningsOfHugeCells(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		huge := strings.Repeat("é", 200_000)
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{Press: true}, "a,b\n"+huge+",court\n")
		_, e, err := h.public(v.PieceID, 0)
		if err != nil {
			t.Fatal(err)
		}
		if row := e.Preview[0]; len(row[0]) > 10_000 || !strings.HasSuffix(row[0], "é…") || row[1] != "court" {
			t.Errorf("the preview keeps %d bytes, and %q", len(row[0]), row[1])
		}
		if got := h.bytes(e.CSV); !strings.Contains(got, huge) {
			t.Error("the file lost the cell")
		}
	})
}

// A file that comes back while what was erased is being destroyed.
func TestTheSameBytesAfterAnErasure(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea, paul := h.as(access.Depositor, "Léa"), h.as(access.Approver, "Paul")
		first := h.deposit(lea, opendata.Request{Press: true}, sound)
		_, e, err := h.public(first.PieceID, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.service.Erase(t.Context(), paul, first.PieceID); err != nil {
			t.Fatal(err)
		}
		again := h.deposit(lea, opendata.Request{Press: true}, sound)
		if again.PieceID == first.PieceID {
			t.Fatal("the erased dataset came back")
		}
		// The erasure's job runs once more: it must not touch the new one.
		if err := h.service.Destroy(t.Context(), h.member.ID, e.Original.Digest, e.CSV.Digest, e.Parquet.Digest); err != nil {
			t.Fatal(err)
		}
		_, e, err = h.public(again.PieceID, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []opendata.File{e.Original, e.CSV, e.Parquet} {
			if _, err := h.blobs.Stat(t.Context(), h.member.ID, f.Digest); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestStraysGoInTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "Léa")
		kept := h.deposit(lea, opendata.Request{Press: true}, sound)
		v := h.deposit(lea, opendata.Request{Press: true, Title: "Autre"}, sound+"x,1\n")
		before := len(h.stored())
		// A publication that dies between its files and its step.
		dead := errors.New("the process dies")
		if err := h.decide(h.as(access.Approver, "Paul"), v, life.Undo); err != nil {
			t.Fatal(err)
		}
		third, _, err := h.service.Deposit(t.Context(), lea, opendata.Request{MemberID: h.member.ID, PieceID: v.PieceID, Press: true}, strings.NewReader(sound+"y,2\n"))
		if err != nil {
			t.Fatal(err)
		}
		for turns := h.queue.Take(); len(turns) > 0; turns = h.queue.Take() {
			for _, ticket := range turns {
				err := h.engine.Run(t.Context(), ticket, nil)
				if err != nil {
					t.Fatal(err)
				}
				h.read(access.System("test"), func(tx access.Tx) error {
					l, err := life.Get(t.Context(), tx, third.ID)
					if err == nil && l.Stage() == opendata.StagePublished {
						turns = nil
					}
					return err
				})
			}
			if turns == nil {
				break
			}
		}
		ticket := h.queue.Take()[0]
		if err := h.engine.Run(t.Context(), ticket, func(ctx context.Context, tx access.Tx) error { return dead }); !errors.Is(err, dead) {
			t.Fatal(err)
		}
		if err := h.service.Erase(t.Context(), h.as(access.Approver, "Paul"), v.PieceID); err != nil {
			t.Fatal(err)
		}
		if err := h.engine.Run(t.Context(), ticket, nil); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(25 * time.Hour)
		if err := h.service.SweepStrays(t.Context()); err != nil {
			t.Fatal(err)
		}
		if left := len(h.stored()); left != before-2 {
			t.Errorf("%d files are left in the store, want %d", left, before-2)
		}
		if _, e, err := h.public(kept.PieceID, 0); err != nil || h.bytes(e.CSV) != sound {
			t.Errorf("another dataset lost its files: %v", err)
		}
	})
}

// Words that are too long or too many for an index keep nothing from being
// deposited, published or searched.
func TestEndlessWords(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var description, header strings.Builder
		for i := range 10_000 {
			fmt.Fprintf(&description, "m%x ", i*79)
		}
		description.WriteString(strings.Repeat("é", 5000) + " nul \x00")
		for i := range 800 {
			fmt.Fprintf(&header, "c%d%s,", i, strings.Repeat(string(rune('a'+i%26)), 1000))
		}
		header.WriteString("fin")
		row := strings.Repeat(",", 800)
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{Press: true, Title: strings.Repeat("\U00020000", 350),
			Description: description.String()}, header.String()+"\n"+row+"\n")
		h.stands(v.ID, opendata.StagePublished, life.Done)
		for _, query := range []string{"m0", strings.Repeat("é", 3000), strings.Repeat("\ufdfa", 400), strings.Repeat("mot ", 100)} {
			h.found(query, v.PieceID)
		}
		if !h.found(strings.Repeat("é", 3000), v.PieceID) || !h.found("m0", v.PieceID) {
			t.Error("it is not found")
		}
	})
}

func TestARequestRepeatedBringsNothingErasedBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "logiciel")
		v := h.deposit(lea, opendata.Request{Press: true, Key: "envoi du " + secret}, sound)
		if err := h.service.Erase(t.Context(), h.as(access.Approver, "Paul"), v.PieceID); err != nil {
			t.Fatal(err)
		}
		if again, _, err := h.tryDeposit(lea, opendata.Request{Press: true, Key: "envoi du " + secret}, sound); !fault.Is(err, fault.Gone) {
			t.Errorf("the same request again: %+v, %v", again, err)
		}
		h.noTrace(secret)
		if _, fresh, err := h.tryDeposit(lea, opendata.Request{Press: true, Key: "autre"}, sound); err != nil || !fresh {
			t.Errorf("another request: %v, %v", fresh, err)
		}
	})
}
