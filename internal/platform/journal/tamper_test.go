package journal_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"airial/internal/platform/database"
	"airial/internal/platform/journal"
)

// TestTampering changes each thing that is stored, and each time the journal
// must not verify and must name the entry. 600 entries make two tiles and an
// incomplete one; entry 300 is under the second, 590 under none.
func TestTampering(t *testing.T) {
	cases := []struct {
		name string
		sql  string
		seq  int64 // named; -1 where it cannot be known
		says string
	}{
		{"kind", `update journal_leaf set kind = 'piece.refused' where seq = 300`, 300, "record"},
		{"member", `update journal_leaf set member = 'm9' where seq = 300`, 300, "record"},
		{"subject", `update journal_leaf set subject = '' where seq = 590`, 590, "record"},
		{"author", `update journal_leaf set by_whom = 'user:u2' where seq = 0`, 0, "record"},
		{"seal", `update journal_leaf set seal = (select salt from journal_body where entry = id) where seq = 300`, 300, "record"},
		{"seal removed", `update journal_leaf set seal = erases where seq = 300`, 300, "record"},
		{"time", `update journal_leaf set at = at + 1 where seq = 300`, 300, "record"},
		{"identifier", `update journal_leaf set id = 'x' where seq = 300`, 300, "record"},
		{"digest", `update journal_leaf set digest = salt from journal_body where entry = id and seq = 300`, 300, "record"},
		{"erases", `update journal_leaf set erases = digest where seq = 300`, 300, "record"},
		{"stored hash", `update journal_leaf set hash = digest where seq = 590`, 590, "hash"},
		{"hash in a tile", `update journal_tile set hashes = root where level = 0 and n = 1`, 256, "tile 1"},
		{"root of a tile", `update journal_tile set root = (select hash from journal_leaf where seq = 3) where n = 1`, 256, "root"},
		{"tile moved", `update journal_tile set n = 7 where n = 1`, 256, "missing"},
		{"tile removed", `delete from journal_tile where n = 0`, 0, "missing"},
		{"tile too many", `insert into journal_tile select 0, 2, hashes, root from journal_tile where n = 1`, 600, "tiles"},
		{"body", `update journal_body set body = '{"n":301}' where entry = (select id from journal_leaf where seq = 300)`, 300, "body"},
		{"salt", `update journal_body set salt = (select salt from journal_body b join journal_leaf l on l.id = b.entry where l.seq = 1)
			where entry = (select id from journal_leaf where seq = 300)`, 300, "salt"},
		{"body removed", `delete from journal_body where entry = (select id from journal_leaf where seq = 300)`, 300, "missing"},
		{"body too many", `insert into journal_body (entry, salt, body) select 'x', salt, body from journal_body where entry = (select id from journal_leaf where seq = 1)`, 600, "bodies"},
		{"erased by nobody", `update journal_body set body = '', salt = (select erases from journal_leaf where seq = 0), erased_by = 'x'
			where entry = (select id from journal_leaf where seq = 300)`, 300, "nobody"},
		{"erased by another order", `update journal_body set body = '', salt = (select erases from journal_leaf where seq = 0),
			erased_by = (select id from journal_leaf where seq = 599) where entry = (select id from journal_leaf where seq = 300)`, 599, "other bodies"},
		{"erased body back", `update journal_body set body = '{}' where erased_by <> ''`, 7, "again"},
		{"erasure's mark removed", `update journal_body set erased_by = '' where erased_by <> ''`, 7, "digest"},
		{"leaf removed", `delete from journal_leaf where seq = 300`, 300, "missing"},
		{"last leaf removed", `delete from journal_leaf where seq = 599`, -1, ""},
		{"last leaves removed", `delete from journal_leaf where seq >= 590`, -1, ""},
		{"all leaves removed", `delete from journal_leaf`, 0, ""},
		{"leaf added", `insert into journal_leaf select 600, 'y', kind, member, subject, by_whom, at, digest, erases, hash, seal from journal_leaf where seq = 1`, 600, ""},
		{"head", `update journal_head set size = 599`, 599, "head"},
		{"head removed", `delete from journal_head`, 0, "head"},
		{"checkpoint removed", `delete from journal_checkpoint where size = 600`, 500, "checkpoint"},
		{"checkpoints removed", `delete from journal_checkpoint`, 0, "checkpoint"},
		{"checkpoint's size", `update journal_checkpoint set size = 599 where size = 600`, -1, ""},
		{"checkpoint's text", `update journal_checkpoint set note = replace(note, '500', '501') where size = 500`, 499, "cannot be trusted"},
		{"checkpoint's origin", `update journal_checkpoint set note = replace(note, 'journal.example', 'other.example') where size = 500`, 499, "cannot be trusted"},
		{"checkpoint of another size", `update journal_checkpoint set note = (select note from journal_checkpoint where size = 600) where size = 500`, -1, ""},
	}
	each(t, func(t *testing.T, b *bench) {
		b.fill(100)
		b.fill(100)
		b.write(func(ctx context.Context, tx database.Tx) error {
			_, err := b.journal.Erase(ctx, tx, journal.Entry{Kind: "piece.erased"}, journal.Erasure{Subject: "s7"})
			return err
		})
		b.fill(299) // 500 with the order
		b.fill(99)
		b.write(func(ctx context.Context, tx database.Tx) error {
			_, err := b.journal.Erase(ctx, tx, journal.Entry{Kind: "piece.erased"}, journal.Erasure{Subject: "s8"})
			return err
		})
		b.sequence()
		if report, err := b.verify(); err != nil || report.Size != 600 || report.Erased != 6 || report.Bodies != 594 {
			t.Fatalf("before: %+v, %v", report, err)
		}
		for _, c := range cases {
			b.tamper(t, c.name, c.sql, c.seq, c.says)
		}
		if _, err := b.verify(); err != nil {
			t.Fatalf("after all is undone: %v", err)
		}
	})
}

// tamper runs a statement, verifies, and undoes it.
func (b *bench) tamper(t *testing.T, name, sql string, seq int64, says string) {
	t.Helper()
	undo := errors.New("undo")
	err := b.db.Write(t.Context(), func(tx database.Tx) error {
		res, err := tx.Exec(t.Context(), sql)
		if err != nil {
			return err
		}
		if n, _ := res.RowsAffected(); n == 0 {
			t.Errorf("%s: nothing was changed", name)
		}
		_, err = journal.Verify(t.Context(), tx, journal.Check{Verifier: b.verifier})
		var m *journal.Mismatch
		switch {
		case !errors.As(err, &m):
			t.Errorf("%s: verify says %v", name, err)
		case seq >= 0 && m.Seq != seq:
			t.Errorf("%s: names entry %d, want %d (%s)", name, m.Seq, seq, m.What)
		case !strings.Contains(m.What, says):
			t.Errorf("%s: says %q, want %q in it", name, m.What, says)
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestRewrittenHistory changes an entry with all the hashes that follow from
// it, as far as that goes without the key.
func TestRewrittenHistory(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(10)
		b.fill(10)
		undo := errors.New("undo")
		err := b.db.Write(t.Context(), func(tx database.Tx) error {
			ctx := t.Context()
			var before int64
			err := tx.QueryRow(ctx, `select at from journal_leaf where seq = 15`).Scan(&before)
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, `update journal_leaf set member = 'm9' where seq = 15`)
			if err != nil {
				return err
			}
			bundle, err := b.journal.Bundle(ctx, tx, 0, 20)
			if err != nil {
				return err
			}
			hash := recordHash(t, bundle, 15)
			_, err = tx.Exec(ctx, `update journal_leaf set hash = $1 where seq = 15`, hash[:])
			if err != nil {
				return err
			}
			_, err = journal.Verify(ctx, tx, journal.Check{Verifier: b.verifier})
			var m *journal.Mismatch
			if !errors.As(err, &m) || m.Seq > 15 || !strings.Contains(m.What, "another root") {
				t.Errorf("verify says %v", err)
			}
			return undo
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
	})
}

// TestOlderState puts back what the database held before, checkpoint and all:
// only a checkpoint kept elsewhere shows it.
func TestOlderState(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(200)
		b.fill(400)
		var kept string
		b.read(func(ctx context.Context, tx database.Tx) (err error) {
			kept, err = b.journal.Checkpoint(ctx, tx)
			return err
		})
		if _, err := b.verify(kept); err != nil {
			t.Fatal(err)
		}
		b.write(func(ctx context.Context, tx database.Tx) error {
			for _, sql := range []string{
				`delete from journal_body where entry in (select id from journal_leaf where seq >= 200)`,
				`delete from journal_leaf where seq >= 200`,
				`delete from journal_tile`,
				`delete from journal_checkpoint where size > 200`,
				`update journal_head set size = 200`,
			} {
				_, err := tx.Exec(ctx, sql)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if _, err := b.verify(); err != nil {
			t.Fatalf("the older state is not sound in itself: %v", err)
		}
		_, err := b.verify(kept)
		var m *journal.Mismatch
		if !errors.As(err, &m) || m.Seq != 200 {
			t.Errorf("verify says %v, want entry 200 missing", err)
		}
	})
}

// TestAnotherKey verifies with a key that has not signed.
func TestAnotherKey(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(3)
		other := newBench(t, b.db)
		if _, err := other.verify(); err == nil || !strings.Contains(err.Error(), "cannot be trusted") {
			t.Errorf("verify says %v", err)
		}
	})
}
