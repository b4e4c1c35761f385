package journal_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/database"
	"airial/internal/platform/journal"
)

func (b *bench) erase(what journal.Erasure) (n int) {
	b.t.Helper()
	b.write(func(ctx context.Context, tx database.Tx) (err error) {
		order := journal.Entry{Kind: "piece.erased", Subject: what.Subject, By: "user:u2", Body: map[string]string{"reason": "asked"}}
		n, err = b.journal.Erase(ctx, tx, order, what)
		return err
	})
	return n
}

func TestErase(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(10)
		b.fill(10)
		b.append(3) // has no number yet
		ids := []string{b.entries(journal.Filter{Subject: "s5"})[0].ID, "unknown", b.entries(journal.Filter{Subject: "s3"})[0].ID}
		if n := b.erase(journal.Erasure{Subject: "s3", IDs: ids}); n != 4 {
			t.Errorf("erased %d bodies, want the three of s3 and one of s5", n)
		}
		if n := b.erase(journal.Erasure{IDs: ids}); n != 0 {
			t.Errorf("erased %d bodies twice", n)
		}
		if report, err := b.verify(); err != nil || report.Pending != 3 || report.Erased != 3 {
			t.Errorf("before the order has its number: %+v, %v", report, err)
		}
		b.sequence()
		report, err := b.verify()
		if err != nil || report.Size != 23 || report.Erased != 4 || report.Bodies != 19 {
			t.Errorf("%+v, %v", report, err)
		}
		var erased []bool
		for _, e := range b.entries(journal.Filter{Subject: "s3"}) {
			erased = append(erased, e.Erased)
			if e.Erased != (e.Body == nil) {
				t.Errorf("entry %d: erased %v with the body %s", e.Seq, e.Erased, e.Body)
			}
		}
		if diff := cmp.Diff([]bool{false, true, true, true}, erased); diff != "" {
			t.Errorf("the order stays, what it erased is gone: %s", diff)
		}
		b.read(func(ctx context.Context, tx database.Tx) error {
			left, err := database.All(ctx, tx, "test", func(r database.Row) (string, error) {
				var s string
				return s, r.Scan(&s)
			}, `select body from journal_body`)
			for _, body := range left {
				if strings.Contains(body, `"n":3`) {
					t.Errorf("still there: %s", body)
				}
			}
			return err
		})
	})
}

// TestErasureOfAnErasure erases the body of an order: what it ordered stays
// proven.
func TestErasureOfAnErasure(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(3)
		b.erase(journal.Erasure{Subject: "s1"})
		if n := b.erase(journal.Erasure{Subject: "s1"}); n != 1 {
			t.Errorf("erased %d bodies, want that of the first order", n)
		}
		b.sequence()
		report, err := b.verify()
		if err != nil || report.Erased != 2 || report.Bodies != 3 {
			t.Errorf("%+v, %v", report, err)
		}
	})
}

// TestErasedBodyComesBack restores a body, as an old backup would: the order
// stands in the log and says that it must not be there.
func TestErasedBodyComesBack(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(3)
		var salt []byte
		var body, id string
		b.read(func(ctx context.Context, tx database.Tx) error {
			return tx.QueryRow(ctx, `select entry, salt, body from journal_body where entry =
				(select id from journal_leaf where seq = 1)`).Scan(&id, &salt, &body)
		})
		b.erase(journal.Erasure{Subject: "s1"})
		b.sequence()
		b.write(func(ctx context.Context, tx database.Tx) error {
			_, err := tx.Exec(ctx, `update journal_body set salt = $1, body = $2, erased_by = '' where entry = $3`, salt, body, id)
			return err
		})
		_, err := b.verify()
		if err == nil || !strings.Contains(err.Error(), "entry 3: the bodies that it ordered to erase are not erased") {
			t.Errorf("verify says %v", err)
		}
	})
}
