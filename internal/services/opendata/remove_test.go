package opendata_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
)

func TestWithdrawalAndItsUndo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "Léa")
		v := h.deposit(lea, opendata.Request{Press: true}, sound)
		withdraw := func(reason, note string) error {
			return h.try(lea, func(tx access.Tx) error { return h.service.Withdraw(t.Context(), tx, v.PieceID, reason, note) })
		}
		if err := withdraw("because", ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("a reason that is not in the list: %v", err)
		}
		if err := withdraw("other", " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("another reason that says nothing: %v", err)
		}
		if err := withdraw("error", "Une colonne manque."); err != nil {
			t.Fatal(err)
		}
		for _, number := range []int{0, 1} {
			if d, _, err := h.public(v.PieceID, number); !fault.Is(err, fault.Gone) || d.HiddenWhy != "error" {
				t.Errorf("version %d: %v, hidden because %q", number, err, d.HiddenWhy)
			}
		}
		if h.found("subventions", v.PieceID) {
			t.Error("a search finds what was withdrawn")
		}
		if err := withdraw("error", ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("withdrawn twice: %v", err)
		}
		// What is published meanwhile stays hidden.
		h.deposit(lea, opendata.Request{Press: true, PieceID: v.PieceID}, sound+"Vélo,80\n")
		if _, _, err := h.public(v.PieceID, 0); !fault.Is(err, fault.Gone) {
			t.Errorf("a new version brings a withdrawn dataset back: %v", err)
		}
		h.write(lea, func(tx access.Tx) error { return h.service.Restore(t.Context(), tx, v.PieceID) })
		if d, _, err := h.public(v.PieceID, 0); err != nil || d.Number != 2 || !h.found("subventions", v.PieceID) {
			t.Errorf("restored: %+v, %v", d, err)
		}
	})
}

// secret is a word that stands everywhere in the dataset that is erased.
const secret = "Xanthippe"

func TestErasureLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea, paul := h.as(access.Depositor, "Léa"), h.as(access.Approver, "Paul")
		content := strings.ReplaceAll(sound, "École", secret)
		v := h.deposit(lea, opendata.Request{Press: true, Title: "Secours à " + secret, Description: "Pour " + secret,
			FileName: secret + ".csv"}, content)
		h.deposit(lea, opendata.Request{Press: true, PieceID: v.PieceID}, content+"Vélo,80\n")
		twin := h.deposit(lea, opendata.Request{Press: true, Title: "Autre jeu"}, sound)
		_, e, err := h.public(v.PieceID, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, kept, err := h.public(twin.PieceID, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.service.Erase(t.Context(), lea, v.PieceID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a depositor erases: %v", err)
		}
		h.caches.Forgetting = func(digest string) {
			if _, err := h.blobs.Stat(t.Context(), h.member.ID, digest); !fault.Is(err, fault.NotFound) {
				t.Errorf("a query could fill the cache again: %v", err)
			}
		}
		if err := h.service.Erase(t.Context(), paul, v.PieceID); err != nil {
			t.Fatal(err)
		}
		for _, number := range []int{0, 1, 2} {
			if d, _, err := h.public(v.PieceID, number); !fault.Is(err, fault.Gone) || d.Title != "" {
				t.Errorf("version %d: %v, title %q", number, err, d.Title)
			}
		}
		for _, f := range []opendata.File{e.Original, e.CSV, e.Parquet} {
			if _, err := h.blobs.Stat(t.Context(), h.member.ID, f.Digest); !fault.Is(err, fault.NotFound) {
				t.Errorf("bytes are still there: %v", err)
			}
		}
		if len(h.caches.Forgotten) == 0 {
			t.Error("the query caches were not told")
		}
		if h.bytes(kept.CSV) != sound {
			t.Error("another dataset lost its bytes")
		}
		h.noTrace(secret)
		if err := h.try(paul, func(tx access.Tx) error { return h.service.Restore(t.Context(), tx, v.PieceID) }); !fault.Is(err, fault.Gone) {
			t.Errorf("an erased dataset is restored: %v", err)
		}
		if _, _, err := h.tryDeposit(lea, opendata.Request{PieceID: v.PieceID}, sound); !fault.Is(err, fault.Gone) {
			t.Errorf("a version is added to an erased dataset: %v", err)
		}
	})
}

// noTrace looks for a word in every text of every table of the room and of
// those beneath it.
func (h *house) noTrace(word string) {
	h.t.Helper()
	h.read(access.System("test"), func(tx access.Tx) error {
		for table, columns := range map[string]string{
			"piece": "title", "version": "file_name || profile", "step": "evidence || reason_fr || reason_en",
			"life": "answer || wait_fr", "dataset": "title || description || slug || keywords || sort_key || hidden_note",
			"edition": "columns_json || preview_json", "upload": "file_name || guess", "dataset_words": "title || words", "deposit_key": "request || summary",
			"job": "args",
		} {
			var n int
			query := "select count(*) from " + table + " where lower(" + columns + ") like $1"
			if err := tx.QueryRow(h.t.Context(), query, "%"+strings.ToLower(word)+"%").Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				h.t.Errorf("table %s still holds the word %d times", table, n)
			}
		}
		return nil
	})
}

func TestErasureSparesBytesThatAnotherDatasetHas(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		lea := h.as(access.Depositor, "Léa")
		first := h.deposit(lea, opendata.Request{Press: true, Title: "Un"}, sound)
		second := h.deposit(lea, opendata.Request{Press: true, Title: "Deux"}, sound)
		if err := h.service.Erase(t.Context(), h.as(access.Approver, "Paul"), first.PieceID); err != nil {
			t.Fatal(err)
		}
		_, e, err := h.public(second.PieceID, 0)
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

func TestErasureEndsWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{}, sound)
		if err := h.service.Erase(t.Context(), h.as(access.Approver, "Paul"), v.PieceID); err != nil {
			t.Fatal(err)
		}
		err := h.try(h.as(access.Depositor, "Léa"), func(tx access.Tx) error {
			return h.service.Decide(t.Context(), tx, v.ID, opendata.VerbPublish, "")
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("an erased version is published: %v", err)
		}
		h.read(h.as(access.Depositor, "Léa"), func(tx access.Tx) error {
			_, n, err := life.For(t.Context(), tx, 10)
			if n != 0 {
				t.Errorf("%d lives still wait", n)
			}
			return err
		})
	})
}

func TestADamagedFileIsNeverPublished(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.deposit(h.as(access.Depositor, "Léa"), opendata.Request{}, sound)
		spoil(t, filepath.Join(h.files, h.member.ID, v.Digest))
		err := h.doors.Write(t.Context(), h.as(access.Depositor, "Léa"), func(tx access.Tx) error {
			return h.service.Decide(t.Context(), tx, v.ID, opendata.VerbPublish, "")
		})
		if err != nil {
			t.Fatal(err)
		}
		failed := false
		for turns := h.queue.Take(); len(turns) > 0; turns = h.queue.Take() {
			for _, ticket := range turns {
				failed = h.engine.Run(t.Context(), ticket, nil) != nil || failed
			}
		}
		if !failed {
			t.Error("a damaged file went through")
		}
		if _, _, err := h.public(v.PieceID, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("it is public: %v", err)
		}
	})
}

// spoil changes a byte of a stored file behind the store's back.
func spoil(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[3] ^= 1
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
